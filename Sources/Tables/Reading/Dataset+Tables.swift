extension Dataset {
  /// The files of a resource, relative to the package's folder, as positions count them.
  ///
  /// - Throws: `TableError` when there is no such resource, or a file is missing.
  public func files(of name: String) throws(TableError) -> [String] {
    let resource = try resource(name)
    return try RecordStream(resource, in: try PackageFolder(package.folder)).files
  }

  /// The subjects: the entity table, and the index of its keys.
  ///
  /// - Parameters:
  ///   - fields: The fields kept (our names), nil for all; every field is validated.
  ///   - threads: How many threads read; the result is the same.
  ///   - rejects: Takes what was not read.
  /// - Returns: The subjects, in the order of the file.
  /// - Throws: `TableError` when the table cannot be read or the rejects go beyond the limits.
  public func subjects(
    fields: [String]? = nil,
    threads: Int = 1,
    rejects: inout RejectLog
  ) throws(TableError) -> Subjects {
    let resource = package.subject
    let names = fields ?? Dataset.fields(of: resource)
    if readsInChunks, rejects.onReject == nil,
      let subjects = try chunkedSubjects(names, threads: threads, rejects: &rejects)
    {
      return subjects
    }
    let reader = try TableReader(
      resource,
      fields: names,
      of: self,
      joining: .own,
      rejects: rejects.fresh(for: resource.name)
    )
    defer { rejects.merge(reader.rejects) }
    var builder = TableBuilder(reader)
    var ordinals: [Int32] = []
    while let batch = try reader.next() {
      builder.append(batch)
      ordinals.append(contentsOf: batch.subjects)
    }
    return Subjects(
      table: builder.table(reader),
      ordinalOfRow: ordinals,
      index: reader.ownKeys,
      files: reader.files,
      statistics: reader.statistics
    )
  }

  /// A whole table in memory, by our names; its rows are not joined to subjects.
  ///
  /// - Parameters:
  ///   - name: The resource.
  ///   - fields: The fields wanted (our names), nil for all; every field is validated.
  ///   - rejects: Takes what was not read.
  /// - Returns: The table; text columns have their dictionaries.
  /// - Throws: `TableError` when the table cannot be read or the rejects go beyond the limits.
  public func table(
    _ name: String,
    fields: [String]? = nil,
    rejects: inout RejectLog
  ) throws(TableError) -> Table {
    let resource = try resource(name)
    let reader = try TableReader(
      resource,
      fields: fields ?? Dataset.fields(of: resource),
      of: self,
      joining: .nothing,
      rejects: rejects.fresh(for: name)
    )
    defer { rejects.merge(reader.rejects) }
    var builder = TableBuilder(reader)
    while let batch = try reader.next() { builder.append(batch) }
    return builder.table(reader)
  }

  /// A reader of a table that belongs to the subjects.
  ///
  /// - Parameters:
  ///   - name: The resource.
  ///   - fields: The fields wanted (our names); every field is validated.
  ///   - subjects: The subjects its rows belong to.
  ///   - rejects: The log to continue.
  /// - Returns: The reader, before its first row.
  /// - Throws: `TableError` when there is no such resource or field, or a file cannot be opened.
  public func reader(
    _ name: String,
    fields: [String],
    subjects: Subjects,
    rejects: RejectLog = RejectLog()
  ) throws(TableError) -> TableReader {
    let resource = try resource(name)
    let joining: RowFilter.Joining =
      name == package.subject.name
      ? .own : .subject(try LinkResolver(resource, in: package, to: subjects))
    return try TableReader(
      resource,
      fields: fields,
      of: self,
      joining: joining,
      rejects: rejects
    )
  }

  /// The fields of a resource that can be read.
  private static func fields(of resource: Resource) -> [String] {
    resource.fields.filter { $0.personal != .drop && !$0.isWithheld }.map(\.name)
  }
}
