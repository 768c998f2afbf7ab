/// What was read of a field.
struct CellTally: Sendable {
  /// Cells that were not missing, or were but must not be.
  var nonMissing = 0
  /// Cells that were refused.
  var rejected = 0
  /// Cells that held each declared missing text.
  var codes: [Int]

  /// Nothing read yet of a field with `codes` declared missing texts.
  init(codes: Int) {
    self.codes = [Int](repeating: 0, count: codes)
  }
}

/// What a reader of a field says of it: counts, and rejects of its cells.
struct FieldReport {
  static let requiredHint = "a value is needed here"

  let field: Field
  /// Where the field stands in its resource.
  let order: Int
  var tally: CellTally
  private let isRequired: Bool
  /// Whether values may not be shown.
  private var isHidden = false

  /// Nothing read yet of a field with `codes` declared missing texts.
  init(_ field: Field, order: Int, codes: Int) {
    self.field = field
    self.order = order
    isRequired = field.constraints.isRequired
    tally = CellTally(codes: codes)
  }

  /// Begins a block; returns whether `personal` has to see its values.
  mutating func begin(_ mode: ReadMode, _ personal: PersonalGuard) -> Bool {
    isHidden = personal.hides(order)
    return mode.isCounted && personal.watches(order)
  }

  /// Counts a cell that is missing, as a declared code or empty, and refuses it where a value is
  /// needed.
  mutating func miss(
    _ code: Int?,
    _ block: RecordBlock,
    _ record: Int,
    _ range: Range<Int>,
    _ mode: ReadMode,
    _ rejects: inout RejectCollector
  ) {
    guard mode.isCounted else { return }
    if let code { tally.codes[code] += 1 }
    guard isRequired else { return }
    tally.nonMissing += 1
    let rule = Reject.Rule.required.rawValue
    refuse(rule, FieldReport.requiredHint, block, record, range, mode, &rejects)
  }

  /// Reports a cell that is refused.
  mutating func refuse(
    _ rule: String,
    _ hint: String,
    _ block: RecordBlock,
    _ record: Int,
    _ range: Range<Int>,
    _ mode: ReadMode,
    _ rejects: inout RejectCollector
  ) {
    guard mode.isCounted else { return }
    tally.rejected += 1
    rejects.add(
      rule,
      hint: hint,
      record: record,
      line: block.line(of: record),
      order: order,
      column: field.header,
      value: isHidden ? RejectCollector.hidden : RejectCollector.text(block.bytes[range]),
      isWholeRow: mode.refusesRow
    )
  }
}
