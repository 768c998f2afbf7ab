/// How one column of a table is read in chunks.
struct ColumnPlan: Sendable {
  /// Its usual way of writing, nil where every cell goes to the field's reader.
  var quick: QuickCell?
  var limits = QuickLimits()
  /// Whether an empty cell is a reject.
  var isRequired = false
  /// Whether blanks around a text are no part of it.
  var isTrimmed = false
  /// The place of its values among those kept, nil when they are only checked.
  var place: Int?
  /// Whether texts are known by their codes although nobody asked for them, because a constraint
  /// is checked once for each.
  var needsCodes = false
}

/// How a table is read in chunks: what all workers share.
struct ChunkPlan: Sendable {
  /// What becomes of the rows.
  enum Use: Sendable {
    /// They belong to subjects and are kept by range of them.
    case ranged(LinkResolver, keyField: Int, rangeSize: Int, rangeCount: Int)
    /// They are the subjects, by the key in this field.
    case subjects(keyField: Int)
  }

  let resource: Resource
  let use: Use
  /// The columns, by field of the resource; nil for those that are dropped.
  let columns: [ColumnPlan?]
  /// The fields kept, as indexes into the resource's fields.
  let wanted: [Int]
  /// The field that says when a row happened.
  let happened: Int?
  /// The fields of the rows' own key, which must differ.
  let ownKey: [Int]
  /// What every worker's guard begins as.
  let personal: PersonalGuard

  /// A plan, or nil where the table needs the reader that knows all rules.
  init?(_ resource: Resource, in package: DataPackage, wanted: [Int], use: Use) {
    guard resource.databaseTable == nil, resource.version == nil, !resource.readsSheets,
      ChunkPlan.canCut(resource.encoding, resource.dialect),
      ChunkScanner(resource.dialect, file: resource.name) != nil, resource.dialect.hasHeader
    else { return nil }
    switch use {
    case .ranged(_, _, let rangeSize, _):
      guard rangeSize <= 1 << 16 else { return nil }
      ownKey = resource.primaryKey.compactMap { resource.index(of: $0) }
      happened = resource.happened.flatMap { resource.index(of: $0) }
    case .subjects:
      guard resource.key == resource.primaryKey, resource.happened == nil else { return nil }
      happened = nil
      ownKey = []
    }
    self.resource = resource
    self.use = use
    self.wanted = wanted
    let keys = FieldReaders.keyFields(of: resource, in: package)
    var columns: [ColumnPlan?] = []
    for (index, field) in resource.fields.enumerated() {
      guard field.personal != .drop else {
        columns.append(nil)
        continue
      }
      guard !field.constraints.isUnique else { return nil }
      var plan = ColumnPlan(field, missing: resource.missingValues(of: field))
      plan.isTrimmed = keys.contains(field.name)
      plan.place = wanted.firstIndex(of: index)
      columns.append(plan)
    }
    self.columns = columns
    personal = PersonalGuard(resource)
  }

  /// Whether records are found in text of this encoding without converting it.
  private static func canCut(_ encoding: TextEncoding, _ dialect: Dialect) -> Bool {
    encoding == .utf8 || (encoding.keepsASCII && dialect.quote ?? 0 < 0x30)
  }
}

extension ColumnPlan {
  /// The plan of a field whose missing values are `missing`.
  init(_ field: Field, missing: [String]) {
    var constraints = field.constraints
    isRequired = constraints.isRequired
    constraints.isRequired = false
    guard field.personal != .token else { return }
    if field.type == .text {
      // An empty text that is no missing value goes to the reader.
      quick = missing.contains("") ? .text : nil
      needsCodes = !constraints.isEmpty || missing.contains { !$0.isEmpty }
      return
    }
    // A declared code that is written like a value must be looked at as a code.
    let mayBeValue = missing.contains { text in
      text.utf8.first.map { (48...57).contains($0) || $0 == 45 } ?? false
    }
    guard !mayBeValue, constraints.allowed == nil else { return }
    let least = constraints.minimum.map { Array(Blanks.trimmed($0).utf8) }
    let greatest = constraints.maximum.map { Array(Blanks.trimmed($0).utf8) }
    switch field.type {
    case .date:
      guard (try? DateFormat(field.format)) == .standard else { return }
      let cell = DateCell(.standard)
      quick = .date
      if let least { limits.least = Int64(value(least, cell.parse)?.number ?? .max) }
      if let greatest { limits.greatest = Int64(value(greatest, cell.parse)?.number ?? .min) }
    case .integer, .money, .number:
      guard let notation = try? FieldReaders.notation(field), notation.decimal == 0x2E,
        notation.bareScale.isDecimal, abs(notation.bareScale.power) <= 12
      else { return }
      let power = notation.bareScale.power
      if field.type == .number {
        quick = .number(power: power)
        let cell = NumberCell(notation)
        if let least { limits.leastNumber = value(least, cell.parse) ?? .infinity }
        if let greatest { limits.greatestNumber = value(greatest, cell.parse) ?? -.infinity }
      } else {
        let isMoney = field.type == .money
        quick = .whole(decimals: isMoney ? 4 : 0, power: power)
        let (money, integer) = (MoneyCell(notation), IntegerCell(notation))
        func parse(_ text: Span<UInt8>) -> CellResult<Int64> {
          isMoney ? money.parse(text) : integer.parse(text)
        }
        if let least { limits.least = value(least, parse) ?? .max }
        if let greatest { limits.greatest = value(greatest, parse) ?? .min }
      }
    case .boolean, .text: return
    }
  }

  private func value<Value>(
    _ text: [UInt8],
    _ parse: (Span<UInt8>) -> CellResult<Value>
  ) -> Value? {
    guard case .value(let value) = parse(text.span) else { return nil }
    return value
  }
}
