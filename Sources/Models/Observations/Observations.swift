/// Columns of observations by name: what models are trained on and score.
public struct Observations: Sendable {
  /// The name of each row, such as a project's key; several rows may share one.
  public let ids: [String]
  /// The columns, of one length.
  public let columns: [ObservationColumn]
  private let indices: [String: Int]

  /// Observations of their parts; fails when two columns share a name.
  ///
  /// - Shapes: every column has one value a row, as `ids`.
  public init(ids: [String], columns: [ObservationColumn]) throws(ModelError) {
    precondition(columns.allSatisfy { $0.count == ids.count }, "columns have one value a row")
    var indices: [String: Int] = [:]
    for (index, column) in columns.enumerated() {
      guard indices.updateValue(index, forKey: column.name) == nil else {
        throw ModelError(.duplicateColumn(column.name))
      }
    }
    self.ids = ids
    self.columns = columns
    self.indices = indices
  }

  /// The number of rows.
  public var rowCount: Int { ids.count }

  /// The column called `name`, or nil.
  public subscript(name: String) -> ObservationColumn? {
    indices[name].map { columns[$0] }
  }

  /// The rows at `rows`, in that order.
  public func selecting(rows: [Int]) -> Observations {
    Observations(
      ids: rows.map { ids[$0] },
      columns: columns.map { $0.selecting(rows: rows) },
      indices: indices
    )
  }

  /// Without the columns called `names`.
  public func removing(columns names: Set<String>) -> Observations {
    let kept = columns.filter { !names.contains($0.name) }
    let indices = Dictionary(
      kept.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { $1 }
    )
    return Observations(ids: ids, columns: kept, indices: indices)
  }

  private init(ids: [String], columns: [ObservationColumn], indices: [String: Int]) {
    self.ids = ids
    self.columns = columns
    self.indices = indices
  }
}

/// Whether a row has a value, and why not.
public enum Presence: UInt8, Hashable, Sendable {
  /// The row has a value.
  case present = 0
  /// There is no value: unknown, undefined, or of no rows.
  case missing
  /// The feature has no meaning for this row.
  case notApplicable
}

/// One feature of every row.
public struct ObservationColumn: Sendable {
  /// The values of a column; those of rows without one mean nothing.
  public enum Values: Hashable, Sendable {
    /// Finite numbers.
    case numbers([Double])
    /// Codes into `names`.
    case categories(codes: [Int32], names: [String])
  }

  /// The feature's name.
  public let name: String
  /// The unit of the numbers, if declared.
  public let unit: String?
  /// The feature's declaration in canonical form, if it has one.
  public let declaration: String?
  /// The declaration's hash, if it has one.
  public let hash: String?
  /// The values.
  public let values: Values
  /// Which rows have a value.
  public let presence: [Presence]

  /// A column of numbers; one that is not finite counts as missing.
  ///
  /// - Shapes: `numbers` and `presence` have one element a row.
  public init(
    name: String,
    numbers: [Double],
    presence: [Presence]? = nil,
    unit: String? = nil,
    declaration: String? = nil,
    hash: String? = nil
  ) {
    var presence = presence ?? [Presence](repeating: .present, count: numbers.count)
    precondition(presence.count == numbers.count, "one presence a row")
    for row in numbers.indices where presence[row] == .present && !numbers[row].isFinite {
      presence[row] = .missing
    }
    self.init(
      name: name,
      unit: unit,
      declaration: declaration,
      hash: hash,
      values: .numbers(numbers),
      presence: presence
    )
  }

  /// A column of numbers that are known to be finite where present, such as a feature's.
  ///
  /// - Shapes: `numbers` and `presence` have one element a row.
  package init(
    name: String,
    finite numbers: [Double],
    presence: [Presence],
    unit: String?,
    declaration: String?,
    hash: String?
  ) {
    precondition(presence.count == numbers.count, "one presence a row")
    self.init(
      name: name,
      unit: unit,
      declaration: declaration,
      hash: hash,
      values: .numbers(numbers),
      presence: presence
    )
  }

  /// A column of categories; a code without a name counts as missing.
  ///
  /// - Shapes: `codes` and `presence` have one element a row.
  public init(
    name: String,
    codes: [Int32],
    names: [String],
    presence: [Presence]? = nil,
    unit: String? = nil,
    declaration: String? = nil,
    hash: String? = nil
  ) {
    var presence = presence ?? [Presence](repeating: .present, count: codes.count)
    precondition(presence.count == codes.count, "one presence a row")
    for row in codes.indices where presence[row] == .present {
      if !names.indices.contains(Int(codes[row])) { presence[row] = .missing }
    }
    self.init(
      name: name,
      unit: unit,
      declaration: declaration,
      hash: hash,
      values: .categories(codes: codes, names: names),
      presence: presence
    )
  }

  private init(
    name: String,
    unit: String?,
    declaration: String?,
    hash: String?,
    values: Values,
    presence: [Presence]
  ) {
    self.name = name
    self.unit = unit
    self.declaration = declaration
    self.hash = hash
    self.values = values
    self.presence = presence
  }

  /// The number of rows.
  public var count: Int { presence.count }

  /// The rows at `rows`, in that order.
  func selecting(rows: [Int]) -> ObservationColumn {
    let selected: Values
    switch values {
    case .numbers(let numbers): selected = .numbers(rows.map { numbers[$0] })
    case .categories(let codes, let names):
      selected = .categories(codes: rows.map { codes[$0] }, names: names)
    }
    return ObservationColumn(
      name: name,
      unit: unit,
      declaration: declaration,
      hash: hash,
      values: selected,
      presence: rows.map { presence[$0] }
    )
  }
}
