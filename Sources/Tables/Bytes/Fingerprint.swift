import Crypto
import FoundationEssentials

/// SHA-256 in hexadecimal, by which declarations, policies and data files are told apart.
package enum Fingerprint {
  /// Of the UTF-8 of a text.
  package static func of(_ text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).hexadecimal
  }

  /// Of a file's bytes; nil when it cannot be read.
  package static func of(file path: String) -> String? {
    // Mapped, so that memory does not grow with the file.
    guard let bytes = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped) else {
      return nil
    }
    return SHA256.hash(data: bytes).hexadecimal
  }
}

extension Sequence<UInt8> {
  /// Two small hexadecimal digits for each byte.
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
