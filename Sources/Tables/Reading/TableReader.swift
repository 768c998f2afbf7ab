/// Streams a table as typed blocks, in one pass.
///
/// Text dictionaries grow while reading; rejects are collected; the limits are verified at the end
/// of the table.
public final class TableReader {
  /// The resource that is read.
  public let resource: Resource
  /// The fields asked for, in the order asked.
  public let fields: [Field]
  /// The files, as positions refer to them.
  public let files: [String]
  /// The texts of each field, as `fields`; empty where a field is not text.
  public private(set) var dictionaries: [TextDictionary]
  /// What was not taken so far.
  public private(set) var rejects: RejectLog
  /// What was read so far.
  public private(set) var statistics = ReadStatistics()

  init(
    _ resource: Resource, fields: [Field], files: [String], rejects: RejectLog
  ) {
    self.resource = resource
    self.fields = fields
    self.files = files
    self.rejects = rejects
    dictionaries = fields.map { _ in TextDictionary() }
  }

  /// Gives a text a code in the dictionary of field `field` (an index into `fields`), so that a
  /// literal can be compared by code; best before reading.
  public func intern(_ text: String, field: Int) -> Int32 {
    dictionaries[field].intern(text)
  }

  /// The next rows, at most 1,024, or nil at the end; a batch may be empty.
  ///
  /// - Throws: `TableError` when a file cannot be read, or at the end when the rejects go beyond
  ///   the limits.
  public func next() throws(TableError) -> Batch? {
    throw TableError(.reading(.noTables), at: SourceLocation(file: resource.name))
  }
}

extension Dataset {
  /// The subjects: the entity table with all its fields, and the index of its keys.
  ///
  /// - Throws: `TableError` when the table cannot be read or the rejects go beyond the limits.
  public func subjects(rejects: inout RejectLog) throws(TableError) -> Subjects {
    throw TableError(.reading(.noTables), at: SourceLocation(file: package.subject.name))
  }

  /// A whole table in memory, by our names.
  ///
  /// - Parameters:
  ///   - name: The resource.
  ///   - fields: The fields wanted (our names), nil for all; every field is validated.
  ///   - rejects: Takes what was not read.
  /// - Throws: `TableError` when the table cannot be read or the rejects go beyond the limits.
  public func table(
    _ name: String, fields: [String]? = nil, rejects: inout RejectLog
  ) throws(TableError) -> Table {
    throw TableError(.reading(.noTables), at: SourceLocation(file: name))
  }

  /// A reader of a table that belongs to the subjects.
  ///
  /// - Parameters:
  ///   - name: The resource.
  ///   - fields: The fields wanted (our names); every field is validated.
  ///   - subjects: The subjects its rows belong to.
  ///   - rejects: The log to continue.
  /// - Throws: `TableError` when there is no such resource or field, or a file cannot be opened.
  public func reader(
    _ name: String, fields: [String], subjects: Subjects, rejects: RejectLog = RejectLog()
  ) throws(TableError) -> TableReader {
    throw TableError(.reading(.noTables), at: SourceLocation(file: name))
  }
}
