import Tables

/// Where the engine gets its records: a dataset on disk, or rows in memory.
package protocol RecordSource {
  /// What the records mean.
  var package: DataPackage { get }
  /// The projects with all their fields.
  func subjects(rejects: inout RejectLog) throws(TableError) -> Subjects
  /// The projects, with these fields at least; nil for all.
  func subjects(
    fields: [String]?,
    threads: Int,
    rejects: inout RejectLog
  ) throws(TableError) -> Subjects
  /// The rows of an event table.
  func stream(
    _ resource: String,
    fields: [String],
    subjects: Subjects
  ) throws(TableError) -> any RecordStream
  /// The rows of an event table by range of projects.
  func ranged(
    _ resource: String,
    fields: [String],
    subjects: Subjects,
    rangeSize: Int,
    threads: Int
  ) throws(TableError) -> RangedRows
}

/// Rows of one table, block by block.
package protocol RecordStream: AnyObject {
  /// The next block, nil at the end.
  func next() throws(TableError) -> Batch?
  /// The code of a text in a field's dictionary, giving it one when it is new.
  func intern(_ text: String, field: Int) -> Int32
  /// The UTF-8 of a code in a field's dictionary.
  func utf8(of code: Int32, field: Int) -> ArraySlice<UInt8>
  /// The texts of each field so far, as the fields asked for; empty where one is not text.
  var dictionaries: [TextDictionary] { get }
  /// What was not taken so far.
  var rejects: RejectLog { get }
  /// What was read so far.
  var statistics: ReadStatistics { get }
  /// The files that positions refer to.
  var files: [String] { get }
}

extension RecordStream {
  package func utf8(of code: Int32, field: Int) -> ArraySlice<UInt8> {
    dictionaries[field].utf8(of: code)
  }
}

extension RecordSource {
  package func subjects(
    fields: [String]?,
    threads: Int,
    rejects: inout RejectLog
  ) throws(TableError) -> Subjects {
    try subjects(rejects: &rejects)
  }

  package func ranged(
    _ resource: String,
    fields: [String],
    subjects: Subjects,
    rangeSize: Int,
    threads: Int
  ) throws(TableError) -> RangedRows {
    let stream = try stream(resource, fields: fields, subjects: subjects)
    var batches: [Batch] = []
    while let batch = try stream.next() { batches.append(batch) }
    let declared = package[resource: resource]
    return RangedRows(
      batches,
      fields: fields.compactMap { declared?[field: $0] },
      rangeSize: rangeSize,
      subjectCount: subjects.count,
      dictionaries: stream.dictionaries,
      files: stream.files,
      rejects: stream.rejects,
      statistics: stream.statistics
    )
  }
}

extension TableReader: RecordStream {
  package func utf8(of code: Int32, field: Int) -> ArraySlice<UInt8> {
    dictionary(ofField: field).utf8(of: code)
  }
}

extension Dataset: RecordSource {
  package func subjects(rejects: inout RejectLog) throws(TableError) -> Subjects {
    try subjects(fields: nil, rejects: &rejects)
  }

  package func stream(
    _ resource: String,
    fields: [String],
    subjects: Subjects
  ) throws(TableError) -> any RecordStream {
    try reader(resource, fields: fields, subjects: subjects)
  }

  package func ranged(
    _ resource: String,
    fields: [String],
    subjects: Subjects,
    rangeSize: Int,
    threads: Int
  ) throws(TableError) -> RangedRows {
    try rangedRows(
      resource,
      fields: fields,
      subjects: subjects,
      rangeSize: rangeSize,
      threads: threads
    )
  }
}
