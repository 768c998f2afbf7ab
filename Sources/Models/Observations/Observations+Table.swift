public import Tables

extension Observations {
  /// Observations from a table of ready features.
  ///
  /// Numbers, whole numbers and money become numbers, true and false become 1 and 0, and text
  /// becomes categories. Dates are no features: name them in `excluding`. Without an `id` column
  /// rows are named by their number, from 1. `units` gives the unit of a column by name.
  ///
  /// Fails when `id` or an excluded column is absent, an id is missing, or a date is left.
  public init(
    table: Table,
    id: String? = nil,
    excluding excluded: Set<String> = [],
    units: [String: String] = [:]
  ) throws(ModelError) {
    for name in excluded.union(id.map { [$0] } ?? []).sorted() where table[name] == nil {
      throw ModelError(
        .noSuchColumn(name, nearest: NearestName.of(name, among: table.names))
      )
    }
    var columns: [ObservationColumn] = []
    var dates: [String] = []
    for (name, column) in zip(table.names, table.columns)
    where name != id && !excluded.contains(name) {
      let presence = (0..<column.count).map { column.validity[$0] ? Presence.present : .missing }
      let unit = units[name]
      switch column.values {
      case .text(let codes):
        let names = (0..<Int32(clamping: column.dictionary.count)).map { column.dictionary[$0] }
        columns.append(
          ObservationColumn(name: name, codes: codes, names: names, presence: presence, unit: unit)
        )
      case .boolean(let values):
        columns.append(
          ObservationColumn(
            name: name,
            numbers: values.map { $0 ? 1 : 0 },
            presence: presence,
            unit: unit
          )
        )
      case .number(let values):
        columns.append(
          ObservationColumn(name: name, numbers: values, presence: presence, unit: unit)
        )
      case .integer(let values):
        columns.append(
          ObservationColumn(
            name: name,
            numbers: values.map(Double.init),
            presence: presence,
            unit: unit
          )
        )
      case .money(let values):
        columns.append(
          ObservationColumn(
            name: name,
            numbers: values.map(Money.units),
            presence: presence,
            unit: unit
          )
        )
      case .date:
        dates.append(name)
      }
    }
    guard dates.isEmpty else { throw ModelError(.datesAmongFeatures(dates)) }
    try self.init(ids: Observations.ids(of: table, column: id), columns: columns)
  }

  private static func ids(of table: Table, column name: String?) throws(ModelError) -> [String] {
    guard let name, let column = table[name] else {
      return (1...max(1, table.rowCount)).prefix(table.rowCount).map(String.init)
    }
    var ids: [String] = []
    ids.reserveCapacity(column.count)
    for row in 0..<column.count {
      guard let id = column.idText(at: row) else {
        throw ModelError(.missingID(column: name, row: row + 1))
      }
      ids.append(id)
    }
    return ids
  }
}

extension Column {
  /// The value of a row as the name of an observation, or nil when missing.
  fileprivate func idText(at row: Int) -> String? {
    guard validity[row] else { return nil }
    switch values {
    case .text: return text(at: row)
    case .integer(let values): return String(values[row])
    case .date: return day(at: row)?.description
    case .boolean(let values): return String(values[row])
    case .number, .money:
      guard let value = double(at: row) else { return nil }
      return Int64(exactly: value).map(String.init) ?? value.description
    }
  }
}
