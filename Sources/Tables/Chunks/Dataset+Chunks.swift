extension Dataset {
  /// The subjects, read in chunks; nil where their table or its files need the reader that knows
  /// all rules: several rows of one key, keys of several parts, keys that are missing or repeated.
  func chunkedSubjects(
    _ fields: [String],
    threads: Int,
    rejects: inout RejectLog
  ) throws(TableError) -> Subjects? {
    let resource = package.subject
    let wanted = try TableReader.indexes(of: fields, in: resource)
    guard resource.primaryKey.count == 1,
      let keyField = resource.index(of: resource.primaryKey[0]),
      resource.fields[keyField].type == .text || resource.fields[keyField].type == .integer,
      resource.missingValues(of: resource.fields[keyField]).allSatisfy(\.isEmpty),
      tokenKey != nil || !wanted.contains(where: { resource.fields[$0].personal == .token }),
      let plan = ChunkPlan(
        resource,
        in: package,
        wanted: wanted,
        use: .subjects(keyField: keyField)
      )
    else { return nil }
    let reading = ChunkedReading(plan, of: self, joining: .nothing, threads: threads)
    guard let outcome = try reading.run() else { return nil }
    guard let index = Dataset.keys(of: outcome.chunks) else { return nil }
    rejects.merge(outcome.rejects)
    try outcome.rejects.verify(resource.name, limits: limits)
    var builder = ChunkTableBuilder(plan)
    for (number, chunk) in outcome.chunks.enumerated() {
      guard let table = chunk.table else { continue }
      builder.append(
        table,
        remap: outcome.remaps[chunk.worker],
        file: outcome.chunkFiles[number],
        line: outcome.firstLines[number]
      )
    }
    return Subjects(
      table: builder.table(dictionaries: outcome.dictionaries),
      ordinalOfRow: (0..<Int32(index.count)).map { $0 },
      index: index,
      files: outcome.files
    )
  }

  /// The keys in the order of the files; nil where one is missing, repeated, or has blanks or bytes
  /// that are no text, which is for the other reader to say.
  private static func keys(of chunks: [ChunkResult]) -> KeyIndex? {
    var index = KeyIndex()
    index.reserve(
      chunks.reduce(0) { $0 + ($1.table?.count ?? 0) },
      bytes: chunks.reduce(0) { $0 + ($1.table?.keys.count ?? 0) }
    )
    var count: Int32 = 0
    for case let table? in chunks.map(\.table) {
      let bytes = table.keys.span
      guard UTF8Validation.isValid(bytes) else { return nil }
      var start = 0
      for end in table.keyEnds {
        let range = start..<end
        guard !range.isEmpty, Blanks.trimmed(range, in: bytes) == range,
          index.insert(bytes.extracting(range)) == count
        else { return nil }
        count += 1
        start = end
      }
    }
    return index
  }
}

/// Puts the chunks of a table together.
private struct ChunkTableBuilder {
  private let plan: ChunkPlan
  private var values: [Column.Values]
  private var validity: [Validity]
  private var positions: [RowPosition] = []

  init(_ plan: ChunkPlan) {
    self.plan = plan
    let empty = plan.wanted.map { Column(emptyFor: plan.resource.fields[$0]) }
    values = empty.map(\.values)
    validity = empty.map(\.validity)
  }

  mutating func append(_ table: ChunkTable, remap: [[Int32]?], file: Int, line: Int) {
    for (index, column) in table.columns.enumerated() {
      let count = table.count
      // The array is taken out of the enum while it grows, so that it is not copied.
      switch values[index] {
      case .text(var all):
        values[index] = .boolean([])
        if let codes = remap[index] {
          for row in 0..<count {
            all.append(column.valid[row] == 1 ? codes[Int(column.narrow[row])] : 0)
          }
        } else {
          all.append(contentsOf: column.narrow[..<count])
        }
        values[index] = .text(all)
      case .date(var all):
        values[index] = .boolean([])
        all.append(contentsOf: column.narrow[..<count])
        values[index] = .date(all)
      case .boolean(var all):
        values[index] = .text([])
        for row in 0..<count { all.append(column.narrow[row] != 0) }
        values[index] = .boolean(all)
      case .integer(var all):
        values[index] = .boolean([])
        all.append(contentsOf: column.wide[..<count])
        values[index] = .integer(all)
      case .money(var all):
        values[index] = .boolean([])
        all.append(contentsOf: column.wide[..<count])
        values[index] = .money(all)
      case .number(var all):
        values[index] = .boolean([])
        for row in 0..<count {
          all.append(Double(bitPattern: UInt64(bitPattern: column.wide[row])))
        }
        values[index] = .number(all)
      }
      for row in 0..<count { validity[index].append(column.valid[row] == 1) }
    }
    for line in table.lines.prefix(table.count).map({ Int($0) + line }) {
      positions.append(
        RowPosition(
          file: UInt32(truncatingIfNeeded: file),
          line: UInt32(truncatingIfNeeded: line)
        )
      )
    }
  }

  func table(dictionaries: [TextDictionary]) -> Table {
    Table(
      name: plan.resource.name,
      names: plan.wanted.map { plan.resource.fields[$0].name },
      columns: values.indices.map { index in
        Column(values[index], validity: validity[index], dictionary: dictionaries[index])
      },
      positions: positions
    )
  }
}
