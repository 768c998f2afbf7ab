import Tables

/// Finds why rows of a block are null, after `Machine.run` and only where something is.
///
/// A null value carries the reasons of the nulls that the evaluated branch read; a null that
/// comes from no null (x/0, `nullif`, a `case` without a branch) is undefined.
struct ReasonFinder {
  let machine: Machine
  let block: Block
  let frame: Frame
  private var found: [Key: [Int32]] = [:]

  private struct Key: Hashable {
    var register: Int
    /// Whether any null counts as a missing input, as in conditions of `applies:` and peer keys.
    var isInput: Bool
  }

  init(_ machine: Machine, _ block: Block, _ frame: Frame) {
    self.machine = machine
    self.block = block
    self.frame = frame
  }

  /// The reason of each row, `ReasonTable.value` where a register has a value.
  mutating func causes(of register: Int, isInput: Bool = false) -> [Int32] {
    let key = Key(register: register, isInput: isInput)
    if let known = found[key] { return known }
    var causes = [Int32](repeating: ReasonTable.value, count: block.count)
    let valid = machine.valid[register]
    if (0..<block.count).contains(where: { valid[$0] == 0 }) {
      find(register, isInput, valid, &causes)
    }
    found[key] = causes
    return causes
  }

  private var reasons: ReasonTable {
    get { machine.context.reasons }
    nonmutating _modify { yield &machine.context.reasons }
  }

  private mutating func find(
    _ register: Int,
    _ isInput: Bool,
    _ valid: [UInt8],
    _ causes: inout [Int32]
  ) {
    let instruction = machine.program.instructions[register]
    switch instruction.opcode {
    case .absent(let column):
      let cause = reasons.insufficient([machine.context.inputName(column)])
      each(valid) { causes[$0] = cause }
    case .subject(let index):
      let cause = reasons.insufficient([machine.context.subjectAccess[index].field])
      each(valid) { causes[$0] = cause }
    case .feature(let index):
      feature(index, isInput, valid, &causes)
    case .named(let index):
      let own = self.causes(of: instruction.arguments[0])
      let named = reasons.insufficient([machine.context.plan.features[index].name])
      each(valid) { row in
        causes[row] = isInput && !reasons.isInsufficient(own[row]) ? named : own[row]
      }
    case .applies:
      let condition = instruction.arguments[0]
      let conditionCauses = asInputs(self.causes(of: condition, isInput: true))
      let valueCauses = self.causes(of: instruction.arguments[1], isInput: isInput)
      each(valid) { row in
        if machine.valid[condition][row] == 0 {
          causes[row] = conditionCauses[row]
        } else {
          causes[row] =
            machine.flags[condition][row] == 0 ? ReasonTable.notApplicable : valueCauses[row]
        }
      }
    case .apply(.nullif):
      let first = self.causes(of: instruction.arguments[0], isInput: isInput)
      each(valid) { causes[$0] = first[$0] == 0 ? ReasonTable.undefined : first[$0] }
    case .apply(.choice):
      choice(instruction.arguments, isInput, valid, &causes)
    default:
      let arguments = instruction.arguments.map { self.causes(of: $0, isInput: isInput) }
      each(valid) { row in
        var cause = ReasonTable.value
        for argument in arguments { cause = reasons.union(cause, argument[row]) }
        causes[row] = cause == ReasonTable.value ? ReasonTable.undefined : cause
      }
    }
  }

  private func each(_ valid: [UInt8], _ body: (Int) -> Void) {
    for row in 0..<block.count where valid[row] == 0 { body(row) }
  }

  private func feature(
    _ index: Int,
    _ isInput: Bool,
    _ valid: [UInt8],
    _ causes: inout [Int32]
  ) {
    guard let data = frame.features[index] else { return }
    let name = machine.context.plan.features[index].name
    let asInput = isInput ? reasons.insufficient([name]) : 0
    each(valid) { row in
      let position = block.positions[row]
      let cause = position < 0 ? ReasonTable.none : data.cause(Int(position))
      causes[row] = isInput && !reasons.isInsufficient(cause) ? asInput : cause
    }
  }

  /// The conditions up to the branch taken, and the branch.
  private mutating func choice(
    _ arguments: [Int],
    _ isInput: Bool,
    _ valid: [UInt8],
    _ causes: inout [Int32]
  ) {
    let parts = arguments.map { self.causes(of: $0, isInput: isInput) }
    each(valid) { row in
      var cause = ReasonTable.value
      var taken = arguments.count - 1
      for index in stride(from: 0, to: arguments.count - 1, by: 2) {
        cause = reasons.union(cause, parts[index][row])
        let condition = arguments[index]
        if machine.valid[condition][row] & machine.flags[condition][row] == 1 {
          taken = index + 1
          break
        }
      }
      cause = reasons.union(cause, parts[taken][row])
      causes[row] = cause == ReasonTable.value ? ReasonTable.undefined : cause
    }
  }

  /// The same reasons, each at least *insufficient*.
  mutating func asInputs(_ causes: [Int32]) -> [Int32] {
    let unnamed = reasons.insufficient([])
    return causes.map { $0 == 0 || reasons.isInsufficient($0) ? $0 : unnamed }
  }
}
