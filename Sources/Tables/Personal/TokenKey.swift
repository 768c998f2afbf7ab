import Crypto
import FoundationEssentials
import Glibc

/// The secret by which personal values become tokens that can be compared and not read.
///
/// - Reference: HMAC (RFC 2104) with SHA-256, the first 128 bits in hexadecimal.
public struct TokenKey: Sendable {
  /// The environment variable that names the key file.
  public static let variable = "WATCHPOST_TOKEN_KEY_FILE"
  /// How a key is made and given.
  public static let advice =
    "keep at least \(leastBytes) random bytes in a file outside the dataset "
    + "(head -c 32 /dev/urandom > FILE) and set \(variable)=FILE"
  /// The bytes a key must have.
  public static let leastBytes = 16
  private static let mostBytes = 4096

  private let key: SymmetricKey

  /// A key of these bytes, of which there are at least `leastBytes`; nil when there are fewer.
  public init?(bytes: [UInt8]) {
    guard bytes.count >= TokenKey.leastBytes else { return nil }
    key = SymmetricKey(data: bytes)
  }

  /// The key in the file at `path`.
  ///
  /// - Throws: `TableError` when the file cannot be read, is too short, or lies in `dataset`.
  public init(path: String, outside dataset: String?) throws(TableError) {
    let location = SourceLocation(file: path)
    if let dataset, TokenKey.lies(path, in: dataset) {
      throw TableError(.personal(.keyInDataset(path: path)), at: location)
    }
    let bytes: [UInt8]
    do {
      bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)).prefix(TokenKey.mostBytes))
    } catch {
      throw TableError(
        .personal(.unreadableKey(path: path, message: TokenKey.reason(path))),
        at: location
      )
    }
    guard let key = TokenKey(bytes: bytes) else {
      throw TableError(
        .personal(.shortKey(path: path, least: TokenKey.leastBytes)),
        at: location
      )
    }
    self = key
  }

  /// The token of a value: 32 hexadecimal digits, the same for values that differ only in width,
  /// case, blanks, hyphens and brackets, so that one telephone number has one token.
  public func token(of text: Span<UInt8>) -> String {
    var hmac = HMAC<SHA256>(key: key)
    hmac.update(data: TokenKey.normalized(text))
    return hmac.finalize().prefix(16).hexadecimal
  }

  static func normalized(_ text: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let (scalar, length) = FoldedText.scalar(text, at: index)
      switch scalar {
      case 0x20, 0x09, 0x28, 0x29, 0x2D: break
      case 0x41...0x5A: bytes.append(UInt8(scalar) + 0x20)
      case 0..<0x80: bytes.append(UInt8(scalar))
      default: for offset in 0..<length { bytes.append(text[index + offset]) }
      }
      index += length
    }
    return bytes
  }

  private static func lies(_ path: String, in folder: String) -> Bool {
    guard let file = FileSystem.resolved(path), let folder = FileSystem.resolved(folder) else {
      return false
    }
    return file.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }

  private static func reason(_ path: String) -> String {
    FileSystem.mayRead(path) ? "it is not a file" : FileSystem.message(errno)
  }
}
