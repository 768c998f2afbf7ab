import Tables

extension Machine {
  /// One operation over all rows of a block.
  func apply(_ operation: Operation, _ register: Int, _ instruction: Instruction, _ count: Int) {
    let arguments = instruction.arguments
    let lanes = lanes(register)
    switch operation {
    case .add, .subtract, .multiply, .divide:
      let (left, right) = (registers[arguments[0]].numbers, registers[arguments[1]].numbers)
      Kernels.arithmetic(operation, left, right, into: lanes.numbers, count)
      finishNumbers(register, arguments, count)
    case .negate, .abs, .ln, .exp, .sqrt, .round, .floor:
      let values = registers[arguments[0]].numbers
      Kernels.function(operation, values, into: lanes.numbers, count)
      finishNumbers(register, arguments, count)
    case .daysBetween:
      let (left, right) = (registers[arguments[0]].codes, registers[arguments[1]].codes)
      Loops.zip(left, right, into: lanes.numbers, count) { Double($1 &- $0) }
      finish(register, arguments, count)
    case .workingDaysBetween: countWorkingDays(register, arguments, count)
    case .year, .month:
      Loops.map(registers[arguments[0]].codes, into: lanes.numbers, count) {
        let civil = Day(number: $0).civil
        return Double(operation == .year ? civil.year : civil.month)
      }
      finish(register, arguments, count)
    case .addDays, .subtractDays:
      if !allValid(arguments, into: register, count) { lanes.valid.fill(1, count) }
      Kernels.move(
        registers[arguments[0]].codes,
        by: registers[arguments[1]].numbers,
        sign: operation == .addDays ? 1 : -1,
        into: lanes.codes,
        valid: lanes.valid,
        count
      )
      setNullable(register, count)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      compare(operation, register, arguments, count)
      finish(register, arguments, count)
    case .isIn: isIn(register, arguments, count)
    case .lower: lower(register, arguments[0], count)
    case .length: length(register, arguments[0], count)
    case .contains: contains(register, arguments, count)
    case .like: like(register, arguments, count)
    case .and, .or:
      let (left, right) = (registers[arguments[0]], registers[arguments[1]])
      Kernels.logic(
        isAnd: operation == .and,
        left,
        right,
        flags: lanes.flags,
        valid: lanes.valid,
        count
      )
      if left.hasNulls || right.hasNulls {
        setNullable(register, count)
      } else {
        setValid(register)
      }
    case .not:
      Loops.map(registers[arguments[0]].flags, into: lanes.flags, count) { 1 ^ $0 }
      finish(register, arguments, count)
    case .isNull:
      Loops.map(registers[arguments[0]].valid, into: lanes.flags, count) { 1 ^ $0 }
      setValid(register)
    case .coalesce: coalesce(register, arguments, count)
    case .choice: choose(register, arguments, count)
    case .nullif: nullif(register, arguments, count)
    case .least, .greatest: extreme(operation == .least, register, arguments, count)
    case .latestKnown, .earliestKnown:
      known(operation == .earliestKnown, register, arguments, count)
    }
  }

  /// The working days between two dates, where the calendar knows both.
  private func countWorkingDays(_ register: Int, _ arguments: [Int], _ count: Int) {
    guard let calendar = context.plan.package.calendar, arguments.count == 2 else {
      return clear(register, count)
    }
    let (left, right) = (registers[arguments[0]].codes, registers[arguments[1]].codes)
    let lanes = lanes(register)
    if !allValid(arguments, into: register, count) { lanes.valid.fill(1, count) }
    let (first, last) = (calendar.covers.lowerBound.number, calendar.covers.upperBound.number)
    Loops.zip(left, right, lanes.valid, into: lanes.valid, count) { left, right, valid in
      min(left, right) >= first && max(left, right) <= last ? valid : 0
    }
    Loops.zip(left, right, lanes.valid, into: lanes.numbers, count) { left, right, valid in
      if valid == 0 { return 0 }
      return Double(calendar.count(through: right) - calendar.count(through: left))
    }
    setNullable(register, count)
  }

  /// Numbers that are not finite are no values.
  private func finishNumbers(_ register: Int, _ arguments: [Int], _ count: Int) {
    let lanes = lanes(register)
    let hasNulls = allValid(arguments, into: register, count)
    if !hasNulls {
      if Loops.isAllFinite(lanes.numbers, count) { return setValid(register) }
      lanes.valid.fill(1, count)
    }
    Loops.zip(lanes.numbers, lanes.valid, into: lanes.valid, count) {
      $0.magnitude <= .greatestFiniteMagnitude ? $1 : 0
    }
    setNullable(register, count)
  }

  private func compare(
    _ operation: Operation,
    _ register: Int,
    _ arguments: [Int],
    _ count: Int
  ) {
    let (left, right) = (registers[arguments[0]], registers[arguments[1]])
    let flags = lanes(register).flags
    switch program.instructions[arguments[0]].type {
    case .number, .unknown:
      Kernels.compare(operation, left.numbers, right.numbers, into: flags, count)
    case .date:
      Kernels.compare(operation, left.codes, right.codes, into: flags, count)
    case .boolean:
      Kernels.compare(operation, left.flags, right.flags, into: flags, count)
    case .text:
      if operation == .equal || operation == .notEqual {
        Kernels.compare(operation, left.codes, right.codes, into: flags, count)
      } else {
        compareTexts(operation, register, arguments[0], arguments[1], count)
      }
    }
  }

  /// Order of texts by their bytes; the answer for a code against a literal is remembered.
  private func compareTexts(
    _ operation: Operation,
    _ register: Int,
    _ left: Int,
    _ right: Int,
    _ count: Int
  ) {
    let (first, second) = (program.instructions[left], program.instructions[right])
    func holds(_ left: ArraySlice<UInt8>, _ operation: Operation, _ right: ArraySlice<UInt8>)
      -> Bool
    {
      switch operation {
      case .less: TextPool.precedes(left, right)
      case .lessOrEqual: !TextPool.precedes(right, left)
      case .greater: TextPool.precedes(right, left)
      default: !TextPool.precedes(left, right)
      }
    }
    func literal(_ instruction: Instruction) -> String? {
      if case .text(let text) = instruction.opcode { return text }
      return nil
    }
    // A literal that a project's column never holds has no code there, so its bytes are used.
    if let text = literal(second) ?? literal(first) {
      let isRight = literal(second) != nil
      let column = isRight ? left : right
      let domain = program.instructions[column].domain
      let bytes = Array(text.utf8)[...]
      let direction = isRight ? operation : operation.mirrored
      remember(register, column, count) { code in
        holds(self.context.texts.utf8(of: code, in: domain), direction, bytes)
      }
      return
    }
    let (a, b, flags) = (registers[left], registers[right], lanes(register).flags)
    for row in 0..<count {
      guard a.valid[row] & b.valid[row] == 1 else {
        flags[row] = 0
        continue
      }
      let bytes = context.texts.utf8(of: a.codes[row], in: first.domain)
      let others = context.texts.utf8(of: b.codes[row], in: second.domain)
      flags[row] = holds(bytes, operation, others) ? 1 : 0
    }
  }

  /// A truth about each code of a column, found once.
  func remember(
    _ register: Int,
    _ column: Int,
    _ count: Int,
    _ answer: (Int32) -> Bool
  ) {
    var known: [Int32] = []
    swap(&known, &remembered[register])
    let (input, flags) = (registers[column], lanes(register).flags)
    for row in 0..<count {
      guard input.valid[row] == 1, input.codes[row] >= 0 else {
        flags[row] = 0
        continue
      }
      let code = Int(input.codes[row])
      while known.count <= code { known.append(-1) }
      if known[code] < 0 { known[code] = answer(Int32(code)) ? 1 : 0 }
      flags[row] = UInt8(known[code])
    }
    swap(&known, &remembered[register])
  }

  private func like(_ register: Int, _ arguments: [Int], _ count: Int) {
    let column = arguments[0]
    guard case .text(let text) = program.instructions[arguments[1]].opcode else {
      return clear(register, count)
    }
    let pattern = LikePattern(text)
    let domain = program.instructions[column].domain
    remember(register, column, count) { code in
      pattern.matches(self.context.texts.utf8(of: code, in: domain))
    }
    finish(register, [column], count)
  }

  /// `x in (a, b, …)`: true on a match, else null if x or any of the list is null.
  private func isIn(_ register: Int, _ arguments: [Int], _ count: Int) {
    let subject = registers[arguments[0]]
    let lanes = lanes(register)
    let candidates = arguments.dropFirst()
    lanes.flags.fill(0, count)
    for candidate in candidates {
      orEqual(arguments[0], candidate, into: lanes.flags, count)
    }
    Loops.zip(lanes.flags, subject.valid, into: lanes.flags, count) { $0 & $1 }
    guard subject.hasNulls || candidates.contains(where: { registers[$0].hasNulls }) else {
      return setValid(register)
    }
    lanes.valid.fill(1, count)
    for candidate in candidates where registers[candidate].hasNulls {
      Loops.zip(lanes.valid, registers[candidate].valid, into: lanes.valid, count) { $0 & $1 }
    }
    Loops.zip(lanes.valid, lanes.flags, subject.valid, into: lanes.valid, count) { ($0 | $1) & $2 }
    setNullable(register, count)
  }

  /// Sets the flags of rows where two registers have equal values.
  private func orEqual(_ left: Int, _ right: Int, into flags: Lane<UInt8>, _ count: Int) {
    let (a, b) = (registers[left], registers[right])
    switch program.instructions[left].type {
    case .number, .unknown:
      Loops.zip(a.numbers, b.numbers, into: scratch, count) { $0 == $1 ? 1 : 0 }
    case .text, .date:
      Loops.zip(a.codes, b.codes, into: scratch, count) { $0 == $1 ? 1 : 0 }
    case .boolean:
      Loops.zip(a.flags, b.flags, into: scratch, count) { $0 == $1 ? 1 : 0 }
    }
    Loops.zip(scratch, b.valid, flags, into: flags, count) { $2 | ($0 & $1) }
  }
}
