import Tables

/// The features of every project that exists on one as-of date.
public struct FeatureTable: Sendable {
  /// The day whose evening it shows.
  public let asOf: Day
  /// The name of the project's key.
  public let keyName: String
  /// The keys of the projects that exist on the date, in the order of the file.
  public let ids: [String]
  /// The features in declared order, hidden ones too.
  public let columns: [FeatureColumn]

  /// The column called `name`, or nil.
  public subscript(name: String) -> FeatureColumn? {
    columns.first { $0.name == name }
  }

  /// The columns that go into tables and models.
  public var visibleColumns: [FeatureColumn] { columns.filter { !$0.isHidden } }
}

/// One feature's values, and for each project without one the reason why.
public struct FeatureColumn: Sendable {
  /// The feature's name.
  public let name: String
  /// Whether it is only for other features to use.
  public let isHidden: Bool
  /// The values: numbers, Booleans, texts (with their dictionary) or dates.
  public let column: Column
  /// Whether each project has a value, or why not.
  public let states: [FeatureState]
  /// For each project the place in `reasons` of the inputs it lacks; 0 is the empty list.
  public let inputs: [UInt16]
  /// Lists of input names; a column of the project by its name, others as `table.column`.
  public let reasons: [[String]]

  /// The inputs that an insufficient value lacks.
  public func missingInputs(at row: Int) -> [String] { reasons[Int(inputs[row])] }

  /// The value as output files write it; empty when there is none.
  public func text(at row: Int) -> String {
    switch column.type {
    case .boolean: column.boolean(at: row).map { $0 ? "true" : "false" } ?? ""
    case .text: column.text(at: row) ?? ""
    case .date: column.day(at: row)?.description ?? ""
    default: column.double(at: row).map(Figures.shortest) ?? ""
    }
  }
}

extension FeatureColumn {
  /// A column of the rows of `data` at `positions`.
  init(
    _ feature: PlannedFeature,
    _ data: FeatureData,
    positions: [Int],
    reasons table: ReasonTable,
    dictionary: TextDictionary
  ) {
    var validity = Validity(count: positions.count)
    var states = [FeatureState](repeating: .value, count: positions.count)
    var inputs = [UInt16](repeating: 0, count: positions.count)
    var reasons: [[String]] = [[]]
    var places: [[String]: UInt16] = [[]: 0]
    for (row, position) in positions.enumerated() {
      if data.valid[position] == 1 {
        validity[row] = true
        continue
      }
      let reason = table[data.cause(position)]
      states[row] = reason.state
      guard !reason.inputs.isEmpty else { continue }
      if let place = places[reason.inputs] {
        inputs[row] = place
      } else if let place = UInt16(exactly: reasons.count) {
        places[reason.inputs] = place
        reasons.append(reason.inputs)
        inputs[row] = place
      }
    }
    name = feature.name
    isHidden = feature.isHidden
    self.states = states
    self.inputs = inputs
    self.reasons = reasons
    let values: Column.Values
    switch data.type {
    case .number, .unknown: values = .number(positions.map { data.numbers[$0] })
    case .boolean: values = .boolean(positions.map { data.flags[$0] == 1 })
    case .date: values = .date(positions.map { data.codes[$0] })
    case .text: values = .text(positions.map { data.codes[$0] })
    }
    column = Column(
      values,
      validity: validity,
      dictionary: data.type == .text ? dictionary : TextDictionary()
    )
  }
}
