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
  public let dictionaries: [TextDictionary]
  /// The files that were read.
  public let files: [String]
  /// What was not taken.
  public let rejects: RejectLog
  /// What was read.
  public let statistics: ReadStatistics
  private let segments: [RowSegment]

  init(
    fields: [Field],
    rangeSize: Int,
    subjectCount: Int,
    segments: [RowSegment],
    dictionaries: [TextDictionary],
    files: [String],
    rejects: RejectLog,
    statistics: ReadStatistics
  ) {
    self.fields = fields
    self.rangeSize = rangeSize
    self.subjectCount = subjectCount
    self.segments = segments
    self.dictionaries = dictionaries
    self.files = files
    self.rejects = rejects
    self.statistics = statistics
  }

  /// The number of ranges.
  public var rangeCount: Int { (subjectCount + rangeSize - 1) / rangeSize }

  /// The ordinals of a range.
  public func subjects(in range: Int) -> Range<Int> {
    range * rangeSize..<min(subjectCount, (range + 1) * rangeSize)
  }

  /// Replaces `batch` by the rows of a range, in the order of the files; its memory is used again.
  ///
  /// `subjects` are ordinals among all subjects; `positions` are not kept.
  public func read(range: Int, into batch: inout Batch) {
    batch.subjects.removeAll(keepingCapacity: true)
    batch.positions.removeAll(keepingCapacity: true)
    if batch.columns.count != fields.count { batch.columns = fields.map(Column.init(emptyFor:)) }
    let first = Int32(range * rangeSize)
    for segment in segments { segment.appendSubjects(of: range, from: first, to: &batch.subjects) }
    for index in fields.indices {
      batch.columns[index].removeAll()
      for segment in segments { segment.append(range, column: index, to: &batch.columns[index]) }
    }
  }
}

/// The rows of one run of a file, sorted by range.
struct RowSegment: Sendable {
  /// Where the rows of each range begin, and the end.
  let starts: [UInt32]
  /// The subject of each row, counted from the first of its range.
  let subjects: [UInt16]
  /// The columns, rows sorted like `subjects`.
  let columns: [PackedColumn]

  /// The rows of a batch.
  init(_ batch: Batch, rangeSize: Int, rangeCount: Int) {
    var starts = [UInt32](repeating: 0, count: rangeCount + 1)
    for subject in batch.subjects { starts[Int(subject) / rangeSize + 1] += 1 }
    for range in 0..<rangeCount { starts[range + 1] += starts[range] }
    var next = starts
    var order = [Int32](repeating: 0, count: batch.subjects.count)
    var subjects = [UInt16](repeating: 0, count: batch.subjects.count)
    for (row, subject) in batch.subjects.enumerated() {
      let (range, local) = Int(subject).quotientAndRemainder(dividingBy: rangeSize)
      let place = Int(next[range])
      next[range] += 1
      order[place] = Int32(row)
      subjects[place] = UInt16(local)
    }
    self.starts = starts
    self.subjects = subjects
    columns = batch.columns.map { PackedColumn($0, order: order) }
  }

  func appendSubjects(of range: Int, from first: Int32, to all: inout [Int32]) {
    for row in Int(starts[range])..<Int(starts[range + 1]) {
      all.append(first + Int32(subjects[row]))
    }
  }

  func append(_ range: Int, column index: Int, to column: inout Column) {
    let packed = columns[index]
    for row in Int(starts[range])..<Int(starts[range + 1]) {
      column.append(packed.value(row), isValid: packed.isValid(row))
    }
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

  /// Takes all rows out and keeps the memory.
  mutating func removeAll() {
    validity = Validity()
    switch values {
    case .text(var all):
      values = .text([]); all.removeAll(keepingCapacity: true); values = .text(all)
    case .date(var all):
      values = .date([]); all.removeAll(keepingCapacity: true); values = .date(all)
    case .integer(var all):
      values = .text([]); all.removeAll(keepingCapacity: true); values = .integer(all)
    case .money(var all):
      values = .text([]); all.removeAll(keepingCapacity: true); values = .money(all)
    case .number(var all):
      values = .text([]); all.removeAll(keepingCapacity: true); values = .number(all)
    case .boolean(var all):
      values = .text([]); all.removeAll(keepingCapacity: true); values = .boolean(all)
    }
  }

  /// Adds a packed value.
  mutating func append(_ packed: Int64, isValid: Bool) {
    validity.append(isValid)
    switch values {
    case .text(var all):
      values = .date([]); all.append(Int32(truncatingIfNeeded: packed)); values = .text(all)
    case .date(var all):
      values = .text([]); all.append(Int32(truncatingIfNeeded: packed)); values = .date(all)
    case .integer(var all): values = .text([]); all.append(packed); values = .integer(all)
    case .money(var all): values = .text([]); all.append(packed); values = .money(all)
    case .number(var all):
      values = .text([]); all.append(Double(bitPattern: UInt64(bitPattern: packed)));
      values = .number(all)
    case .boolean(var all): values = .text([]); all.append(packed != 0); values = .boolean(all)
    }
  }
}

extension Dataset {
  /// The rows of a table that belongs to the subjects, read whole and kept by range of subjects.
  ///
  /// - Parameters:
  ///   - name: The resource.
  ///   - fields: The fields wanted (our names); every field is validated.
  ///   - subjects: The subjects its rows belong to.
  ///   - rangeSize: The subjects of one range, at most 65,536.
  ///   - threads: How many threads read; the result is the same.
  /// - Throws: `TableError` when a file cannot be read or the rejects go beyond the limits.
  public func rangedRows(
    _ name: String,
    fields: [String],
    subjects: Subjects,
    rangeSize: Int = 2048,
    threads: Int = 1
  ) throws(TableError) -> RangedRows {
    let reader = try reader(name, fields: fields, subjects: subjects)
    let rangeCount = (subjects.count + rangeSize - 1) / rangeSize
    var segments: [RowSegment] = []
    while let batch = try reader.next() {
      segments.append(RowSegment(batch, rangeSize: rangeSize, rangeCount: rangeCount))
    }
    return RangedRows(
      fields: reader.fields,
      rangeSize: rangeSize,
      subjectCount: subjects.count,
      segments: segments,
      dictionaries: reader.dictionaries,
      files: reader.files,
      rejects: reader.rejects,
      statistics: reader.statistics
    )
  }
}
