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
  private let reasons: ReasonBook

  private struct Key: Hashable {
    var register: Int
    /// Whether any null counts as a missing input, as in conditions of `applies:` and peer keys.
    var isInput: Bool
  }

  init(_ machine: Machine, _ block: Block, _ frame: Frame) {
    self.machine = machine
    self.block = block
    self.frame = frame
    reasons = machine.context.reasons
  }

  /// The reason of each row, `ReasonTable.value` where a register has a value; empty where it has
  /// one in every row.
  mutating func causes(of register: Int, isInput: Bool = false) -> [Int32] {
    guard machine.registers[register].hasNulls else { return [] }
    let key = Key(register: register, isInput: isInput)
    if let known = found[key] { return known }
    if let causes = usualCauses(of: register, isInput) {
      found[key] = causes
      return causes
    }
    var causes = [Int32](repeating: ReasonTable.value, count: block.count)
    let nulls = Loops.zeros(machine.registers[register].valid, block.count)
    var span = causes.mutableSpan
    find(register, isInput, nulls, &span)
    found[key] = causes
    return causes
  }

  /// The reasons where nothing has to be looked up row by row; nil where it has.
  private mutating func usualCauses(of register: Int, _ isInput: Bool) -> [Int32]? {
    let instruction = machine.program.instructions[register]
    let (valid, count) = (machine.registers[register].valid, block.count)
    switch instruction.opcode {
    case .feature(let index):
      guard !isInput, let first = block.first, let data = frame.features[index],
        !data.causes.isEmpty
      else { return nil }
      let rows = first..<first + count
      return rows == 0..<data.count ? data.causes : Array(data.causes[rows])
    case .apply(.nullif), .apply(.choice):
      return nil
    case .apply:
      var only: [Int32] = []
      for argument in instruction.arguments {
        let more = causes(of: argument, isInput: isInput)
        if more.isEmpty { continue }
        guard only.isEmpty else { return nil }
        only = more
      }
      let other = withoutResult(instruction)
      if only.isEmpty { return Loops.array(count) { valid[$0] == 1 ? ReasonTable.value : other } }
      return Loops.array(count) { row in
        let cause = only[row] == ReasonTable.value ? other : only[row]
        return valid[row] == 1 ? ReasonTable.value : cause
      }
    default:
      return nil
    }
  }

  /// The reason of a null that comes from no null.
  private func withoutResult(_ instruction: Instruction) -> Int32 {
    // A day that the calendar does not know is missing data; anything else has no result.
    instruction.opcode == .apply(.workingDaysBetween)
      ? reasons.insufficient([InputColumn.calendar.description]) : ReasonTable.undefined
  }

  private mutating func find(
    _ register: Int,
    _ isInput: Bool,
    _ nulls: [Int],
    _ causes: inout MutableSpan<Int32>
  ) {
    let instruction = machine.program.instructions[register]
    switch instruction.opcode {
    case .absent(let column):
      let cause = reasons.insufficient([machine.context.inputName(column)])
      for row in nulls { causes[row] = cause }
    case .subject(let index):
      let cause = reasons.insufficient([machine.context.subjectAccess[index].field])
      for row in nulls { causes[row] = cause }
    case .feature(let index):
      feature(index, isInput, nulls, &causes)
    case .named(let index):
      let own = self.causes(of: instruction.arguments[0])
      let named = reasons.insufficient([machine.context.plan.features[index].name])
      for row in nulls {
        let cause = own.isEmpty ? ReasonTable.value : own[row]
        causes[row] = isInput && !reasons.isInsufficient(cause) ? named : cause
      }
    case .applies:
      let condition = machine.registers[instruction.arguments[0]]
      let conditionCauses = asInputs(self.causes(of: instruction.arguments[0], isInput: true))
      let valueCauses = self.causes(of: instruction.arguments[1], isInput: isInput)
      for row in nulls {
        if condition.hasNulls, condition.valid[row] == 0 {
          causes[row] = conditionCauses[row]
        } else if condition.flags[row] == 0 {
          causes[row] = ReasonTable.notApplicable
        } else {
          causes[row] = valueCauses.isEmpty ? ReasonTable.value : valueCauses[row]
        }
      }
    case .apply(.nullif):
      let first = self.causes(of: instruction.arguments[0], isInput: isInput)
      for row in nulls {
        let cause = first.isEmpty ? ReasonTable.value : first[row]
        causes[row] = cause == ReasonTable.value ? ReasonTable.undefined : cause
      }
    case .apply(.choice):
      choice(instruction.arguments, isInput, nulls, &causes)
    default:
      for argument in instruction.arguments {
        let more = self.causes(of: argument, isInput: isInput)
        if more.isEmpty { continue }
        for row in nulls { causes[row] = reasons.union(causes[row], more[row]) }
      }
      let other = withoutResult(instruction)
      for row in nulls where causes[row] == ReasonTable.value { causes[row] = other }
    }
  }

  private func feature(
    _ index: Int,
    _ isInput: Bool,
    _ nulls: [Int],
    _ causes: inout MutableSpan<Int32>
  ) {
    guard let data = frame.features[index] else { return }
    if !isInput, let first = block.first, !data.causes.isEmpty {
      for row in nulls { causes[row] = data.causes[first + row] }
      return
    }
    let name = machine.context.plan.features[index].name
    let asInput = isInput ? reasons.insufficient([name]) : 0
    for row in nulls {
      let cause: Int32
      if let first = block.first {
        cause = data.cause(first + row)
      } else if block.exists[row] == 1, data.count > 0 {
        cause = data.cause(Int(block.positions[row]))
      } else {
        cause = ReasonTable.none
      }
      causes[row] = isInput && !reasons.isInsufficient(cause) ? asInput : cause
    }
  }

  /// The conditions up to the branch taken, and the branch.
  private mutating func choice(
    _ arguments: [Int],
    _ isInput: Bool,
    _ nulls: [Int],
    _ causes: inout MutableSpan<Int32>
  ) {
    let parts = arguments.map { self.causes(of: $0, isInput: isInput) }
    func part(_ index: Int, _ row: Int) -> Int32 {
      parts[index].isEmpty ? ReasonTable.value : parts[index][row]
    }
    for row in nulls {
      var cause = ReasonTable.value
      var taken = arguments.count - 1
      for index in stride(from: 0, to: arguments.count - 1, by: 2) {
        cause = reasons.union(cause, part(index, row))
        // A missing flag is 0.
        if machine.registers[arguments[index]].flags[row] == 1 {
          taken = index + 1
          break
        }
      }
      cause = reasons.union(cause, part(taken, row))
      causes[row] = cause == ReasonTable.value ? ReasonTable.undefined : cause
    }
  }

  /// The same reasons, each at least *insufficient*.
  func asInputs(_ causes: [Int32]) -> [Int32] {
    if causes.isEmpty { return causes }
    let unnamed = reasons.insufficient([])
    return causes.map { $0 == 0 || reasons.isInsufficient($0) ? $0 : unnamed }
  }
}
