/// Puts batches together to a whole table.
struct TableBuilder {
  private var values: [Column.Values]
  private var validity: [Validity]
  private var positions: [RowPosition] = []

  /// An empty table with the columns of `reader`.
  init(_ reader: TableReader) {
    values = reader.fields.map { field in
      switch field.type {
      case .text: .text([])
      case .integer: .integer([])
      case .number: .number([])
      case .money: .money([])
      case .boolean: .boolean([])
      case .date: .date([])
      }
    }
    validity = reader.fields.map { _ in Validity() }
  }

  /// Adds the rows of a batch at the end.
  mutating func append(_ batch: Batch) {
    for (index, column) in batch.columns.enumerated() {
      values[index].append(contentsOf: column.values)
      validity[index].append(contentsOf: column.validity)
    }
    positions.append(contentsOf: batch.positions)
  }

  /// The table, with the dictionaries of the reader that read it.
  func table(_ reader: TableReader) -> Table {
    let columns = values.indices.map { index in
      Column(
        values[index],
        validity: validity[index],
        dictionary: reader.dictionary(ofField: index)
      )
    }
    return Table(
      name: reader.resource.name,
      names: reader.fields.map(\.name),
      columns: columns,
      positions: positions
    )
  }
}

extension Column.Values {
  /// Adds values of the same type at the end; others are not added.
  fileprivate mutating func append(contentsOf other: Column.Values) {
    // The array is taken out of the enum while it grows, so that it is not copied.
    switch (self, other) {
    case (.text(var own), .text(let more)):
      self = .text([])
      own.append(contentsOf: more)
      self = .text(own)
    case (.integer(var own), .integer(let more)):
      self = .integer([])
      own.append(contentsOf: more)
      self = .integer(own)
    case (.number(var own), .number(let more)):
      self = .number([])
      own.append(contentsOf: more)
      self = .number(own)
    case (.money(var own), .money(let more)):
      self = .money([])
      own.append(contentsOf: more)
      self = .money(own)
    case (.boolean(var own), .boolean(let more)):
      self = .boolean([])
      own.append(contentsOf: more)
      self = .boolean(own)
    case (.date(var own), .date(let more)):
      self = .date([])
      own.append(contentsOf: more)
      self = .date(own)
    default:
      break
    }
  }
}
