/// A run of records as one byte buffer and the bounds of every field in it.
///
/// Fields are unescaped in place, so `bytes` has gaps where quotes, delimiters and comments stood.
/// No text and no field costs an allocation of its own, and a block that is read into again keeps
/// its memory.
public struct RecordBlock: Sendable {
  /// Where a field stands in `bytes`; the top bit of `end` says that it was quoted.
  package struct Bounds: Sendable {
    package var start: UInt32
    package var end: UInt32

    package static let quoted: UInt32 = 1 << 31

    package init(start: Int, end: Int, isQuoted: Bool) {
      self.start = UInt32(truncatingIfNeeded: start)
      self.end = UInt32(truncatingIfNeeded: end) | (isQuoted ? Bounds.quoted : 0)
    }

    /// As above, with whether it was quoted as 0 or 1.
    @inline(__always)
    init(_ start: Int, _ end: Int, _ isQuoted: UInt64) {
      self.start = UInt32(truncatingIfNeeded: start)
      self.end =
        UInt32(truncatingIfNeeded: end) | UInt32(truncatingIfNeeded: isQuoted) &<< 31
    }

    /// Whether it holds nothing and was not quoted.
    var isNothing: Bool { start == end }

    package var range: Range<Int> { Int(start)..<Int(end & ~Bounds.quoted) }
    package var isQuoted: Bool { end & Bounds.quoted != 0 }
  }

  /// The bytes that fields are ranges of; what stands between and after them means nothing.
  public package(set) var bytes: [UInt8] = []
  /// What is known about the records.
  package var records = Records()

  /// The fields and the lines of records.
  package struct Records: Sendable {
    /// The bounds of every field, record after record.
    package var bounds: [Bounds] = []
    /// The index into `bounds` after the last field of each record.
    package var ends: [Int] = []
    /// The line each record starts on.
    package var lines: [UInt32] = []

    package init() {}
  }

  /// An empty block.
  public init() {}

  /// The number of records.
  public var count: Int { records.ends.count }

  /// Where the fields of `record` stand among all fields of the block.
  public func fields(of record: Int) -> Range<Int> {
    (record == 0 ? 0 : records.ends[record - 1])..<records.ends[record]
  }

  /// The number of fields of `record`, which is at least 1.
  public func fieldCount(record: Int) -> Int { fields(of: record).count }

  /// Where field `field` (from 0) of `record` (from 0) stands in `bytes`.
  public func fieldRange(record: Int, field: Int) -> Range<Int> {
    range(at: fields(of: record).lowerBound + field)
  }

  /// Where a field stands in `bytes`, by its index among all fields of the block.
  public func range(at index: Int) -> Range<Int> {
    records.bounds[index].range
  }

  /// Whether field `field` of `record` stood in quotes, which tells `""` from nothing at all.
  public func isQuoted(record: Int, field: Int) -> Bool {
    records.bounds[fields(of: record).lowerBound + field].isQuoted
  }

  /// The line `record` starts on, from 1.
  public func line(of record: Int) -> Int { Int(records.lines[record]) }

  /// The text of a field, or nil when it is not valid UTF-8; for headers and messages.
  public func text(record: Int, field: Int) -> String? {
    String(validating: bytes[fieldRange(record: record, field: field)], as: UTF8.self)
  }

  /// Whether every record has `width` fields.
  func isRegular(width: Int) -> Bool {
    guard records.ends.last == count * width else { return false }
    var expected = 0
    for end in records.ends {
      expected += width
      if end != expected { return false }
    }
    return true
  }

  /// Takes all records out and keeps the memory.
  package mutating func removeAll() {
    records.bounds.removeAll(keepingCapacity: true)
    records.ends.removeAll(keepingCapacity: true)
    records.lines.removeAll(keepingCapacity: true)
  }
}
