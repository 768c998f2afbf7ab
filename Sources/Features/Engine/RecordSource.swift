import Tables

/// Where the engine gets its records: a dataset on disk, or rows in memory.
package protocol RecordSource {
  /// What the records mean.
  var package: DataPackage { get }
  /// The projects.
  func subjects(rejects: inout RejectLog) throws(TableError) -> Subjects
  /// The rows of an event table.
  func stream(
    _ resource: String,
    fields: [String],
    subjects: Subjects
  ) throws(TableError) -> any RecordStream
}

/// Rows of one table, block by block.
package protocol RecordStream: AnyObject {
  /// The next block, nil at the end.
  func next() throws(TableError) -> Batch?
  /// The code of a text in a field's dictionary, giving it one when it is new.
  func intern(_ text: String, field: Int) -> Int32
  /// The UTF-8 of a code in a field's dictionary.
  func utf8(of code: Int32, field: Int) -> ArraySlice<UInt8>
  /// What was not taken so far.
  var rejects: RejectLog { get }
  /// What was read so far.
  var statistics: ReadStatistics { get }
  /// The files that positions refer to.
  var files: [String] { get }
}

extension TableReader: RecordStream {
  package func utf8(of code: Int32, field: Int) -> ArraySlice<UInt8> {
    dictionaries[field].utf8(of: code)
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
}
