/// Which rows of a column hold a value: one bit a row, set when present.
public struct Validity: Hashable, Sendable {
  /// The number of rows.
  public private(set) var count: Int
  /// Sixty-four rows a word, lowest bit first; bits past `count` are zero.
  package private(set) var words: [UInt64]

  /// A mask of `count` rows, all present or all missing.
  public init(count: Int = 0, present: Bool = false) {
    self.count = count
    self.words = [UInt64](repeating: present ? .max : 0, count: (count + 63) / 64)
    if present, count % 64 != 0 {
      words[words.count - 1] = (1 << UInt64(count % 64)) - 1
    }
  }

  /// A mask from one Boolean a row.
  public init(_ rows: [Bool]) {
    self.init(count: rows.count)
    for (row, isPresent) in rows.enumerated() where isPresent {
      words[row >> 6] |= 1 << UInt64(row & 63)
    }
  }

  /// A mask from one byte a row, 1 where it is present and 0 where it is missing.
  package init(bytes: [UInt8]) {
    self.init(count: bytes.count)
    // Eight bytes of 0 and 1 become eight bits by one multiplication.
    for start in stride(from: 0, to: bytes.count, by: 8) {
      var eight: UInt64 = 0
      for row in start..<min(start + 8, bytes.count) {
        eight |= UInt64(bytes[row] & 1) &<< UInt64((row & 7) * 8)
      }
      let bits = (eight &* 0x0102_0408_1020_4080) >> 56
      words[start >> 6] |= bits &<< UInt64(start & 63)
    }
  }

  /// Whether row `row` holds a value.
  public subscript(row: Int) -> Bool {
    get { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }
    set {
      let bit: UInt64 = 1 << UInt64(row & 63)
      if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
    }
  }

  /// Adds one row at the end.
  public mutating func append(_ isPresent: Bool) {
    if count & 63 == 0 { words.append(0) }
    if isPresent { words[count >> 6] |= 1 << UInt64(count & 63) }
    count += 1
  }

  /// Adds the rows of `other` at the end.
  public mutating func append(contentsOf other: Validity) {
    if count & 63 == 0 {
      words.append(contentsOf: other.words)
      count += other.count
    } else {
      for row in 0..<other.count { append(other[row]) }
    }
  }

  /// The number of rows that hold a value.
  public var presentCount: Int {
    words.reduce(0) { $0 + $1.nonzeroBitCount }
  }
}
