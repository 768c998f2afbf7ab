import Tables

/// The arguments of an aggregate as registers of a program, and the kind of accumulator that takes
/// them.
struct AggregateArguments: Hashable {
  var kind = AccumulatorKind.count
  var value: Int?
  var key: Int?
  /// The slot of a bare column of money or integers that is taken exactly.
  var exact: Int?

  /// `needsValue` asks for the argument as a register even where exact integers are enough.
  init(
    _ aggregate: AggregateExpression,
    _ builder: inout ProgramBuilder,
    needsValue: Bool = false
  ) {
    key = aggregate.key.map { builder.compile($0) }
    let slot = aggregate.argument.flatMap { builder.exactSlot($0) }
    let scale = slot.flatMap { builder.slots[$0].type.exactScale }
    exact = slot
    kind = aggregate.accumulatorKind(scale: scale)
    // What becomes known later than its row is missing until then, as its register says.
    let isLate = slot.map { builder.slots[$0].knownOn != nil } ?? false
    if needsValue || isLate || !kind.isExact {
      value = aggregate.argument.map { builder.compile($0) }
    }
  }

  /// These where sums are found beside deviations; nil where they are no exact sums.
  var withMoments: AggregateArguments? {
    guard case .exactSum(let scale) = kind else { return nil }
    var other = self
    other.kind = .exactMoments(scale: scale)
    return other
  }

  /// The registers whose nulls leave a row out.
  private var required: [Int] {
    // Null breaks a run, so that its row counts.
    [kind == .run ? nil : value, key].compactMap { $0 }
  }

  /// Leaves out the rows of the block at hand that have no argument: calls `leave` with lanes that
  /// are 1 for the others.
  func leaveOutNulls(_ machine: Machine, _ block: Block, leave: (Lane<UInt8>) -> Void) {
    for register in required where machine.registers[register].hasNulls {
      leave(machine.registers[register].valid)
    }
    guard value == nil, let exact, let batch = block.batch else { return }
    let validity = batch.columns[machine.columns[exact]].validity
    if Loops.isAllPresent(validity, from: block.start, block.count) { return }
    _ = Loops.expand(validity, from: block.start, into: machine.scratch, block.count)
    leave(machine.scratch)
  }
}

extension ProgramBuilder {
  /// The slot of a bare column of money or integers of the program's table; nil for anything else.
  fileprivate mutating func exactSlot(_ expression: Expression) -> Int? {
    guard case .column(let column) = expression.kind, let table, column.resource == table.name,
      plan.package.canRead(column), let field = table[field: column.field],
      field.type.exactScale != nil
    else { return nil }
    return slot(of: field)
  }
}

extension AccumulatorKind {
  /// Whether it takes exact integers and nothing else.
  fileprivate var isExact: Bool {
    switch self {
    case .exactSum, .exactMoments, .exactExtreme: true
    default: false
    }
  }
}

extension Machine {
  /// The rows of the block at hand with their arguments, `mask` saying which count.
  func rows(
    _ arguments: AggregateArguments,
    _ block: Block,
    mask: Lane<UInt8>,
    groups: Lane<Int32>
  ) -> AggregateBlock {
    var result = AggregateBlock(count: block.count, mask: mask, groups: groups)
    result.value = arguments.value.map(operand)
    result.key = arguments.key.map(operand)
    if let slot = arguments.exact, let batch = block.batch {
      result.exact = batch.columns[columns[slot]].values.exactIntegers
    }
    result.start = block.start
    return result
  }

  private func operand(_ register: Int) -> Operand {
    Operand(type: program.instructions[register].type, register: registers[register])
  }
}

extension ColumnType {
  /// How many exact units make one, for columns that are summed in integers.
  var exactScale: Int64? {
    switch self {
    case .money: Money.scale
    case .integer: 1
    default: nil
    }
  }
}

extension Column.Values {
  /// The integers of a column of money or integers.
  var exactIntegers: [Int64]? {
    switch self {
    case .money(let values), .integer(let values): values
    default: nil
    }
  }
}
