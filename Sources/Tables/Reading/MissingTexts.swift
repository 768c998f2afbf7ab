/// The texts of a field that mean missing: the empty one, and those declared.
struct MissingTexts: Sendable {
  /// The declared texts, as they are counted; the empty one is not among them.
  let texts: [String]
  /// The texts' bytes; then once more those that a sheet may hold as an error, as it marks them.
  private let utf8: [[UInt8]]
  private let indexes: [Int]
  /// Bit `byte & 63` is set when a text starts with such a byte.
  private var firstBytes: UInt64 = 0
  private var longest = 0

  /// Texts that mean missing; blanks around them are left out when cells are `trimmed`.
  init(_ texts: [String], trimmed: Bool) {
    var seen: Set<String> = [""]
    self.texts = texts.map { trimmed ? Blanks.trimmed($0) : $0 }.filter { seen.insert($0).inserted }
    let plain = self.texts.map { Array($0.utf8) }
    let errors = plain.indices.compactMap { index in
      SheetError.marked(plain[index]).map { (index, $0) }
    }
    utf8 = plain + errors.map(\.1)
    indexes = Array(plain.indices) + errors.map(\.0)
    for text in utf8 {
      firstBytes |= 1 << UInt64(text[0] & 63)
      longest = max(longest, text.count)
    }
  }

  /// What a cell's text says about being missing.
  enum Match { case present, empty, code(Int) }

  /// Whether the bytes in `range` mean missing, and by which of `texts`.
  @inline(__always)
  func match(_ range: Range<Int>, in bytes: Span<UInt8>) -> Match {
    if range.isEmpty { return .empty }
    guard range.count <= longest, firstBytes >> UInt64(bytes[range.lowerBound] & 63) & 1 == 1 else {
      return .present
    }
    return compare(range, in: bytes)
  }

  private func compare(_ range: Range<Int>, in bytes: Span<UInt8>) -> Match {
    for (index, text) in utf8.enumerated() where text.count == range.count {
      var isEqual = true
      for offset in text.indices where text[offset] != bytes[range.lowerBound + offset] {
        isEqual = false
        break
      }
      if isEqual { return .code(indexes[index]) }
    }
    return .present
  }
}
