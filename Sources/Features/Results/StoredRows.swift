import Tables

/// The rows of one table that belong to one project, kept in memory.
struct StoredRows {
  let resource: Resource
  /// The fields kept, in order.
  let fields: [String]
  let batch: Batch
  /// The stream they came from, which knows their texts and files.
  let stream: any RecordStream

  /// Reads the rows of project `ordinal`, with every field that is not personal and those that
  /// aggregates read.
  init(
    _ resource: Resource,
    of ordinal: Int32,
    needed: [String],
    from source: any RecordSource,
    _ subjects: Subjects
  ) throws(TableError) {
    self.resource = resource
    fields = resource.fields.filter { $0.personal == nil || needed.contains($0.name) }.map(\.name)
    stream = try source.stream(resource.name, fields: fields, subjects: subjects)
    var columns: [Column]?
    var positions: [RowPosition] = []
    while let batch = try stream.next() {
      let rows = batch.subjects.indices.filter { batch.subjects[$0] == ordinal }
      if columns == nil { columns = batch.columns.map { $0.taking([]) } }
      guard !rows.isEmpty else { continue }
      positions += rows.map { batch.positions[$0] }
      for (index, column) in batch.columns.enumerated() {
        columns?[index].append(column.taking(rows))
      }
    }
    batch = Batch(
      columns: columns ?? [],
      subjects: [Int32](repeating: ordinal, count: positions.count),
      positions: positions
    )
  }

  /// The rows without those at `removed`.
  func rows(removing removed: Set<RowPosition>) -> Batch {
    let rows = batch.positions.indices.filter { !removed.contains(batch.positions[$0]) }
    return Batch(
      columns: batch.columns.map { $0.taking(rows) },
      subjects: rows.map { batch.subjects[$0] },
      positions: rows.map { batch.positions[$0] }
    )
  }

  /// A row as evidence, with the fields `first` before the others.
  func evidence(_ row: Int, first: Set<String>, _ asKnown: KnownValues) -> EvidenceRow {
    let position = batch.positions[row]
    func column(_ name: String) -> Column? {
      fields.firstIndex(of: name).map { batch.columns[$0] }
    }
    let values = EvidenceOrder.fields(of: resource, first: first).compactMap { name in
      fields.firstIndex(of: name).map { index in
        let text = asKnown.text(of: name, row, in: column) { self.text(of: index, row) }
        return EvidenceRow.Value(name: name, text: text)
      }
    }
    let file = Int(position.file)
    return EvidenceRow(
      resource: resource.name,
      file: file < stream.files.count ? stream.files[file] : resource.name,
      line: Int(position.line),
      values: values
    )
  }

  private func text(of index: Int, _ row: Int) -> String {
    let column = batch.columns[index]
    guard case .text(let codes) = column.values, column.validity[row] else {
      return column.text(of: row)
    }
    return String(decoding: stream.utf8(of: codes[row], field: index), as: UTF8.self)
  }
}

extension Column {
  /// The rows at `rows`, in that order.
  func taking(_ rows: [Int]) -> Column {
    var validity = Validity(count: rows.count)
    for (place, row) in rows.enumerated() where self.validity[row] { validity[place] = true }
    let values: Values
    switch self.values {
    case .text(let all): values = .text(rows.map { all[$0] })
    case .integer(let all): values = .integer(rows.map { all[$0] })
    case .number(let all): values = .number(rows.map { all[$0] })
    case .money(let all): values = .money(rows.map { all[$0] })
    case .boolean(let all): values = .boolean(rows.map { all[$0] })
    case .date(let all): values = .date(rows.map { all[$0] })
    }
    return Column(values, validity: validity, dictionary: dictionary)
  }

  /// Adds the rows of a column of the same type.
  mutating func append(_ other: Column) {
    validity.append(contentsOf: other.validity)
    switch (values, other.values) {
    case (.text(let mine), .text(let more)): values = .text(mine + more)
    case (.integer(let mine), .integer(let more)): values = .integer(mine + more)
    case (.number(let mine), .number(let more)): values = .number(mine + more)
    case (.money(let mine), .money(let more)): values = .money(mine + more)
    case (.boolean(let mine), .boolean(let more)): values = .boolean(mine + more)
    case (.date(let mine), .date(let more)): values = .date(mine + more)
    default: break
    }
  }

  /// A row's value as text, empty when missing; texts come from the column's own dictionary.
  func text(of row: Int) -> String {
    guard validity[row] else { return "" }
    switch values {
    case .text(let codes):
      return Int(codes[row]) < dictionary.count ? dictionary[codes[row]] : ""
    case .integer(let values): return String(values[row])
    case .number(let values): return Figures.shortest(values[row])
    case .money(let values): return Figures.shortest(Money.units(values[row]))
    case .boolean(let values): return values[row] ? "true" : "false"
    case .date(let values): return Day(number: values[row]).description
    }
  }
}
