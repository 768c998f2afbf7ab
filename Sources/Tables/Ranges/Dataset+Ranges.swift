extension Dataset {
  /// The rows of a table that belongs to the subjects, read whole and kept by range of subjects.
  ///
  /// Files that keep to RFC 4180 are read in chunks, on several threads; others, and tables whose
  /// own keys must be unique, by the reader that knows all rules. The result is the same.
  ///
  /// - Parameters:
  ///   - name: The resource.
  ///   - fields: The fields wanted (our names); every field is validated.
  ///   - subjects: The subjects its rows belong to.
  ///   - rangeSize: The subjects of one range, at most 65,536.
  ///   - threads: How many threads read.
  /// - Returns: The rows, all read.
  /// - Throws: `TableError` when a file cannot be read or the rejects go beyond the limits.
  public func rangedRows(
    _ name: String,
    fields: [String],
    subjects: Subjects,
    rangeSize: Int = 2048,
    threads: Int = 1
  ) throws(TableError) -> RangedRows {
    let resource = try resource(name)
    if readsInChunks, name != package.subject.name {
      let link = try LinkResolver(resource, in: package, to: subjects)
      if let rows = try chunked(resource, fields, subjects, link, rangeSize, threads) {
        return rows
      }
    }
    let reader = try reader(name, fields: fields, subjects: subjects)
    let rangeCount = RangedRows.ranges(of: subjects.count, size: rangeSize)
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

  /// As `rangedRows`, in chunks; nil where the table or its files need the other reader.
  private func chunked(
    _ resource: Resource,
    _ fields: [String],
    _ subjects: Subjects,
    _ link: LinkResolver,
    _ rangeSize: Int,
    _ threads: Int
  ) throws(TableError) -> RangedRows? {
    let wanted = try TableReader.indexes(of: fields, in: resource)
    guard link.key.fields.count == 1, let keyField = link.key.fields.first else { return nil }
    if tokenKey == nil, wanted.contains(where: { resource.fields[$0].personal == .token }) {
      return nil
    }
    let rangeCount = RangedRows.ranges(of: subjects.count, size: rangeSize)
    guard
      let plan = ChunkPlan(
        resource,
        in: package,
        wanted: wanted,
        use: .ranged(
          link,
          keyField: keyField,
          rangeSize: rangeSize,
          rangeCount: rangeCount
        )
      )
    else { return nil }
    let reading = ChunkedReading(plan, of: self, joining: .subject(link), threads: threads)
    guard let outcome = try reading.run() else { return nil }
    return RangedRows(
      fields: wanted.map { resource.fields[$0] },
      rangeSize: rangeSize,
      subjectCount: subjects.count,
      segments: outcome.chunks.compactMap(\.segment),
      sources: outcome.chunks.map(\.worker),
      remaps: outcome.remaps,
      dictionaries: outcome.dictionaries,
      files: outcome.files,
      rejects: outcome.rejects,
      statistics: outcome.statistics
    )
  }
}
