/// The records of a block that are still taken, and where their fields start.
struct BlockRows {
  /// The records.
  var records: [Int] = []
  /// The index of each record's first field among all fields of the block.
  var firstFields: [Int] = []

  /// The number of records.
  var count: Int { records.count }

  /// Makes them the first `count` records of a block, `width` fields each.
  mutating func setAll(count: Int, width: Int) {
    records.removeAll(keepingCapacity: true)
    firstFields.removeAll(keepingCapacity: true)
    for record in 0..<count {
      records.append(record)
      firstFields.append(record * width)
    }
  }
}

/// How a column is read.
struct ReadMode {
  /// Whether the values are wanted.
  var isStored: Bool
  /// Whether a refused value refuses its row.
  var refusesRow = false
  /// Whether cells are counted and rejects reported; not when cells are read a second time.
  var isCounted = true
}

/// Reads one field of every row, block by block, into columns of its type.
protocol FieldReader: AnyObject {
  /// The field.
  var field: Field { get }
  /// What was read so far.
  var tally: CellTally { get }
  /// The declared missing texts, as `tally.codes` counts them.
  var codes: [String] { get }

  /// Counts cells that hold a value and were read by a kernel (`QuickColumn`).
  func countRead(_ cells: Int)

  /// Reads the cells of `rows` that stand in column `source` of the file.
  ///
  /// The column has one value for each of `rows` when `mode.isStored`, else only its validity
  /// means something. `personal` sees every value that is not missing.
  func read(
    _ rows: BlockRows,
    of block: RecordBlock,
    from source: Int,
    mode: ReadMode,
    rejects: inout RejectCollector,
    personal: inout PersonalGuard
  ) -> Column
}

/// Reads the fields of every type but text.
final class TypedFieldReader<Cell: CellKind>: FieldReader {
  var field: Field { report.field }
  var tally: CellTally { report.tally }
  var codes: [String] { missing.texts }
  private var report: FieldReport
  private let cell: Cell
  private let missing: MissingTexts
  private let minimum: Cell.Value?
  private let maximum: Cell.Value?
  private let allowed: Set<Cell.Value>?
  private let isUnique: Bool
  /// The line and file of each value, where values must be unique.
  private var seen: [Cell.Value: SourceLocation] = [:]

  /// A reader of `field`, which stands at `order` in its resource.
  ///
  /// - Throws: `TableError` when a constraint's value is not of the field's type.
  init(_ field: Field, order: Int, missing: [String], cell: Cell) throws(TableError) {
    self.cell = cell
    self.missing = MissingTexts(missing, trimmed: true)
    report = FieldReport(field, order: order, codes: self.missing.texts.count)
    let constraints = field.constraints
    isUnique = constraints.isUnique
    minimum = try constraints.minimum.map { text throws(TableError) in
      try Self.value(text, of: "minimum", field, cell)
    }
    maximum = try constraints.maximum.map { text throws(TableError) in
      try Self.value(text, of: "maximum", field, cell)
    }
    allowed = try constraints.allowed.map { texts throws(TableError) in
      var values: Set<Cell.Value> = []
      for text in texts { values.insert(try Self.value(text, of: "enum", field, cell)) }
      return values
    }
  }

  func countRead(_ cells: Int) { report.tally.nonMissing += cells }

  private static func value(
    _ text: String,
    of constraint: String,
    _ field: Field,
    _ cell: Cell
  ) throws(TableError) -> Cell.Value {
    let bytes = Array(Blanks.trimmed(text).utf8)
    switch cell.parse(bytes.span) {
    case .value(let value): return value
    case .reject(let rule):
      throw TableError(
        .reading(
          .field(
            field.header,
            message: "its \(constraint) \"\(text)\" cannot be read as \(field.type)",
            hint: rule.hint
          )
        ),
        at: field.location
      )
    }
  }

  func read(
    _ rows: BlockRows,
    of block: RecordBlock,
    from source: Int,
    mode: ReadMode,
    rejects: inout RejectCollector,
    personal: inout PersonalGuard
  ) -> Column {
    let isWatched = report.begin(mode, personal)
    let bytes = block.bytes.span
    var values: [Cell.Stored] = []
    if mode.isStored { values.reserveCapacity(rows.count) }
    var validity = Validity(count: rows.count)
    var nonMissing = 0
    for position in 0..<rows.count {
      let whole = block.range(at: rows.firstFields[position] + source)
      let range = Blanks.trimmed(whole, in: bytes)
      var stored = Cell.placeholder
      switch missing.match(range, in: bytes) {
      case .present:
        nonMissing += 1
        if isWatched { personal.observe(bytes.extracting(range), field: report.order) }
        switch cell.parse(bytes.extracting(range)) {
        case .value(let value):
          if let (rule, hint) = broken(value, block, rows.records[position], rejects.file, mode) {
            report.refuse(rule, hint, block, rows.records[position], range, mode, &rejects)
          } else {
            stored = Cell.stored(value)
            validity[position] = true
          }
        case .reject(let rule):
          let isText = UTF8Validation.isValid(bytes.extracting(range))
          let unreadable = Reject.unreadable(bytes.extracting(range))
          report.refuse(
            isText ? rule.id : unreadable.rawValue,
            isText ? rule.hint : TextFieldReader.unreadableHint(unreadable),
            block,
            rows.records[position],
            range,
            mode,
            &rejects
          )
        }
      case .empty:
        report.miss(nil, block, rows.records[position], range, mode, &rejects)
      case .code(let code):
        report.miss(code, block, rows.records[position], range, mode, &rejects)
      }
      if mode.isStored { values.append(stored) }
    }
    if mode.isCounted { report.tally.nonMissing += nonMissing }
    return Column(Cell.column(values), validity: validity)
  }

  /// The constraint that a value breaks, and how to mend it.
  private func broken(
    _ value: Cell.Value,
    _ block: RecordBlock,
    _ record: Int,
    _ file: String,
    _ mode: ReadMode
  ) -> (rule: String, hint: String)? {
    if let minimum, Cell.precedes(value, minimum) {
      return (
        Reject.Rule.minimum.rawValue,
        "the least allowed is \(field.constraints.minimum ?? "")"
      )
    }
    if let maximum, Cell.precedes(maximum, value) {
      return (
        Reject.Rule.maximum.rawValue,
        "the greatest allowed is \(field.constraints.maximum ?? "")"
      )
    }
    if let allowed, !allowed.contains(value) {
      return (Reject.Rule.allowed.rawValue, TextFieldReader.allowedHint(field))
    }
    if isUnique, mode.isCounted {
      let place = SourceLocation(file: file, line: block.line(of: record))
      if let first = seen.updateValue(seen[value] ?? place, forKey: value) {
        return (Reject.Rule.unique.rawValue, "the value stands first at \(first)")
      }
    }
    return nil
  }
}
