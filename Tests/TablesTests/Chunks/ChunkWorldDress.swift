import Determinism

@testable import Tables

/// What the files of a random world are written in (an encoding, packed or not), and their own keys.
///
/// Half of the worlds are UTF-8 as it stands.
struct ChunkWorldDress {
  let seed: UInt64
  /// Whether the events' own key has several parts, where they have one.
  let isKeyLong: Bool
  private let encoding: TextEncoding
  private let isPacked: Bool

  init(seed: UInt64) {
    // Of its own, so that the records do not depend on it.
    self.seed = seed
    var random = SplitMix64(seed: seed ^ 0x5EED)
    encoding = random.pick([.utf8, .utf8, .utf8, .utf8, .gb18030, .gbk])
    isPacked = random.int(below: 4) == 0
    isKeyLong = random.int(below: 2) == 0
  }

  var isStreamed: Bool { isPacked || encoding != .utf8 }

  var traits: Set<String> {
    var traits: Set<String> = []
    if encoding != .utf8 { traits.insert("encoding \(encoding.name)") }
    if isPacked { traits.insert(encoding == .utf8 ? "packed" : "packed, of another encoding") }
    return traits
  }

  /// The bytes of the files by name; the descriptor says how they are dressed.
  func files(_ texts: [String: String]) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for (name, text) in texts {
      if name.hasSuffix(".yaml") {
        files[name] = Array(descriptor(text).utf8)
      } else {
        files[name + (isPacked ? ".gz" : "")] = packed(encoded(text))
      }
    }
    return files
  }

  private func descriptor(_ text: String) -> String {
    var text = isPacked ? text.replacing(".csv", with: ".csv.gz") : text
    if encoding != .utf8 {
      text = text.replacing("    schema:", with: "    encoding: \(encoding.name)\n    schema:")
    }
    return text
  }

  /// The bytes of a text, in which a private character stands for a byte that is no text: one that
  /// never is, or one that begins a character and is followed by none.
  private func encoded(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var isOther = false
    for (index, part) in text.split(separator: "\u{E0FF}", omittingEmptySubsequences: false)
      .enumerated()
    {
      if index > 0 {
        bytes.append(isOther && encoding != .utf8 ? 0x81 : 0xFF)
        isOther.toggle()
      }
      let utf8 = Array(part.utf8)
      bytes += encoding == .utf8 ? utf8 : encoding.encoded(utf8: utf8) ?? utf8
    }
    return bytes
  }

  private func packed(_ bytes: [UInt8]) -> [UInt8] {
    guard isPacked, let output = GzipOutput() else { return bytes }
    var packed: [UInt8] = []
    output.compress(bytes, isLast: true, appendingTo: &packed)
    return packed
  }
}
