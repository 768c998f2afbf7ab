/// The rows of a table that belongs to the subjects, kept by range of subjects.
///
/// A range is `rangeSize` subjects with consecutive ordinals; inside a range rows stand in the order
/// of the files. So all rows of a few subjects can be worked on while they are in the cache, range
/// after range, on several threads, with the same result.
public final class RangedRows: Sendable {
  /// The fields, in the order asked.
  public let fields: [Field]
  /// The subjects of one range.
  public let rangeSize: Int
  /// The number of all subjects.
  public let subjectCount: Int
  /// The texts of each field, as `fields`; empty where a field is not text.
  ///
  /// A dictionary may hold texts that stand in no row; which code a text has may depend on the
  /// number of threads.
  public let dictionaries: [TextDictionary]
  /// The files that were read.
  public let files: [String]
  /// What was not taken.
  public let rejects: RejectLog
  /// What was read.
  public let statistics: ReadStatistics
  private let segments: [RowSegment]
  /// For each segment the place in `remaps` of its codes.
  private let sources: [Int]
  /// Where codes went, by source and field; nil where they stayed.
  private let remaps: [[[Int32]?]]

  init(
    fields: [Field],
    rangeSize: Int,
    subjectCount: Int,
    segments: [RowSegment],
    sources: [Int] = [],
    remaps: [[[Int32]?]] = [],
    dictionaries: [TextDictionary],
    files: [String],
    rejects: RejectLog,
    statistics: ReadStatistics
  ) {
    self.fields = fields
    self.rangeSize = rangeSize
    self.subjectCount = subjectCount
    self.segments = segments
    self.sources = sources
    self.remaps = remaps
    self.dictionaries = dictionaries
    self.files = files
    self.rejects = rejects
    self.statistics = statistics
  }

  /// Whether the files were read in chunks.
  package var isChunked: Bool { !remaps.isEmpty }

  /// The number of ranges.
  public var rangeCount: Int { RangedRows.ranges(of: subjectCount, size: rangeSize) }

  /// The number of ranges of `size` that hold `count` subjects.
  static func ranges(of count: Int, size: Int) -> Int { (count + size - 1) / size }

  /// The ordinals of a range.
  public func subjects(in range: Int) -> Range<Int> {
    range * rangeSize..<min(subjectCount, (range + 1) * rangeSize)
  }

  /// The number of rows of a range.
  public func rowCount(in range: Int) -> Int {
    segments.reduce(0) { $0 + $1.rows(of: range).count }
  }

  /// Replaces `batch` by the rows of a range, in the order of the files; its memory is used again.
  ///
  /// `subjects` are ordinals among all subjects; `positions` are not kept.
  public func read(range: Int, into batch: inout Batch) {
    let count = rowCount(in: range)
    let first = Int32(truncatingIfNeeded: range * rangeSize)
    batch.positions.removeAll(keepingCapacity: true)
    batch.subjects.resize(to: count, filler: 0)
    // Written by address: each segment writes as many rows as it was asked for above.
    unsafe batch.subjects.withUnsafeMutableBufferPointer { target in
      var place = 0
      for segment in segments {
        let rows = segment.rows(of: range)
        unsafe segment.subjects.withUnsafeBufferPointer { subjects in
          for row in rows {
            unsafe target[place] = first &+ Int32(subjects[row])
            place &+= 1
          }
        }
      }
    }
    if batch.columns.count != fields.count { batch.columns = fields.map(Column.init(emptyFor:)) }
    for index in fields.indices { read(range, column: index, count, into: &batch.columns[index]) }
  }

  private func read(_ range: Int, column index: Int, _ count: Int, into column: inout Column) {
    let present = present(range, index, count)
    column.validity =
      present.map(Validity.init(bytes:)) ?? Validity(count: count, present: true)
    func fill<Value: FixedWidthInteger>(_ values: inout [Value]) {
      values.resize(to: count, filler: 0)
      unpack(range, index, into: &values)
      values.clear(where: present)
    }
    // The array is taken out of the enum while it is written, so that it is not copied.
    switch column.values {
    case .text(var values):
      column.values = .boolean([])
      fill(&values)
      translate(range, index, &values)
      column.values = .text(values)
    case .date(var values):
      column.values = .boolean([])
      fill(&values)
      column.values = .date(values)
    case .integer(var values):
      column.values = .boolean([])
      fill(&values)
      column.values = .integer(values)
    case .money(var values):
      column.values = .boolean([])
      fill(&values)
      column.values = .money(values)
    case .number:
      var bits: [Int64] = []
      fill(&bits)
      column.values = .number(bits.map { Double(bitPattern: UInt64(bitPattern: $0)) })
    case .boolean:
      var flags: [Int32] = []
      fill(&flags)
      column.values = .boolean(flags.map { $0 != 0 })
    }
  }

  /// 1 for each row with a value, 0 for the others; nil where all rows have one.
  private func present(_ range: Int, _ index: Int, _ count: Int) -> [UInt8]? {
    guard segments.contains(where: { !$0.columns[index].valid.isEmpty }) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for segment in segments {
      let rows = segment.rows(of: range)
      let valid = segment.columns[index].valid
      if valid.isEmpty {
        bytes.append(contentsOf: repeatElement(1, count: rows.count))
      } else {
        bytes.append(contentsOf: valid[rows])
      }
    }
    return bytes
  }

  private func unpack<Value: FixedWidthInteger>(
    _ range: Int,
    _ index: Int,
    into values: inout [Value]
  ) {
    // As in `read`.
    unsafe values.withUnsafeMutableBufferPointer { target in
      guard var next = target.baseAddress else { return }
      for segment in segments {
        let rows = segment.rows(of: range)
        unsafe segment.columns[index].unpack(rows, to: next)
        unsafe next += rows.count
      }
    }
  }

  private func translate(_ range: Int, _ index: Int, _ codes: inout [Int32]) {
    guard !sources.isEmpty else { return }
    var place = 0
    for (number, segment) in segments.enumerated() {
      let rows = segment.rows(of: range)
      if let remap = remaps[sources[number]][index] {
        let valid = segment.columns[index].valid
        for (offset, row) in rows.enumerated() where valid.isEmpty || valid[row] == 1 {
          codes[place + offset] = remap[Int(codes[place + offset])]
        }
      }
      place += rows.count
    }
  }
}

extension Array {
  /// Makes the array `count` long; values that are added are `filler`.
  mutating func resize(to count: Int, filler: Element) {
    if self.count < count {
      append(contentsOf: repeatElement(filler, count: count - self.count))
    } else {
      removeLast(self.count - count)
    }
  }
}

extension Array where Element: FixedWidthInteger {
  /// Puts a placeholder where there is no value: where `present` is 0.
  fileprivate mutating func clear(where present: [UInt8]?) {
    guard let present else { return }
    for row in indices { self[row] = present[row] == 0 ? 0 : self[row] }
  }
}

extension Column {
  /// A column of a field's type without rows.
  init(emptyFor field: Field) {
    switch field.type {
    case .text: self.init(.text([]), validity: Validity())
    case .integer: self.init(.integer([]), validity: Validity())
    case .number: self.init(.number([]), validity: Validity())
    case .money: self.init(.money([]), validity: Validity())
    case .boolean: self.init(.boolean([]), validity: Validity())
    case .date: self.init(.date([]), validity: Validity())
    }
  }
}
