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

  /// The projects at some rows, in that order.
  package func selecting(rows: [Int]) -> FeatureTable {
    FeatureTable(
      asOf: asOf,
      keyName: keyName,
      ids: rows.map { ids[$0] },
      columns: columns.map { column in
        FeatureColumn(
          name: column.name,
          isHidden: column.isHidden,
          column: column.column.taking(rows),
          states: rows.map { column.states[$0] },
          inputs: rows.map { column.inputs[$0] },
          reasons: column.reasons
        )
      }
    )
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

extension FeatureTable {
  /// The projects of a frame, all or those that are wanted.
  init(_ frame: Frame, _ context: RunContext, only: Set<String>?) {
    let subjects = context.subjects
    self.init(
      frame,
      context,
      rows: only.map { only in
        (0..<frame.count).filter { only.contains(subjects.key(of: frame.ordinals[$0])) }
      }
    )
  }

  /// The projects of a frame, all or those at some places.
  init(_ frame: Frame, _ context: RunContext, rows positions: [Int]?) {
    asOf = frame.asOf
    keyName = context.plan.keyName
    let subjects = context.subjects
    ids =
      positions?.map { subjects.key(of: frame.ordinals[$0]) }
      ?? frame.ordinals.map(subjects.key(of:))
    columns = context.plan.features.map { feature in
      let data =
        frame.features[feature.index]
        ?? FeatureData(feature.valueType, count: frame.count, cause: ReasonTable.undefined)
      return FeatureColumn(feature, positions.map(data.taking) ?? data, context)
    }
  }
}

extension FeatureColumn {
  /// A column of all rows of `data`.
  init(_ feature: PlannedFeature, _ data: FeatureData, _ context: RunContext) {
    name = feature.name
    isHidden = feature.isHidden
    var states = [FeatureState](repeating: .value, count: data.count)
    var inputs = [UInt16](repeating: 0, count: data.count)
    var reasons: [[String]] = [[]]
    if data.hasNulls {
      var places: [Int32: UInt16] = [:]
      var last: (cause: Int32, place: UInt16) = (ReasonTable.value, 0)
      for row in 0..<data.count where data.valid[row] == 0 {
        let cause = data.cause(row)
        states[row] = context.reasons.state(cause)
        if cause != last.cause {
          last = (cause, 0)
          if let place = places[cause] {
            last.place = place
          } else {
            let names = context.reasons[cause].inputs
            if let known = reasons.firstIndex(of: names) {
              last.place = UInt16(exactly: known) ?? 0
            } else if let place = UInt16(exactly: reasons.count) {
              reasons.append(names)
              last.place = place
            }
            places[cause] = last.place
          }
        }
        inputs[row] = last.place
      }
    }
    self.states = states
    self.inputs = inputs
    self.reasons = reasons
    var dictionary = TextDictionary()
    let values: Column.Values
    switch data.type {
    case .number, .unknown: values = .number(data.numbers)
    case .boolean: values = .boolean(data.flags.map { $0 == 1 })
    case .date: values = .date(data.codes)
    case .text:
      var own: [Int32: Int32] = [:]
      var coded = data
      coded.recode { code in
        if let known = own[code] { return known }
        let new = dictionary.intern(context.texts.utf8(of: code, in: .shared).span)
        own[code] = new
        return new
      }
      values = .text(coded.codes)
    }
    column = Column(
      values,
      validity: data.hasNulls
        ? Validity(bytes: data.valid) : Validity(count: data.count, present: true),
      dictionary: dictionary
    )
  }
}

extension FeatureData {
  /// The rows at some positions.
  func taking(_ positions: [Int]) -> FeatureData {
    var part = FeatureData(type, count: positions.count)
    for (row, position) in positions.enumerated() { part.copy(row, from: self, at: position) }
    return part
  }
}
