import Tables

extension Machine {
  /// One operation over all rows of a block.
  func apply(_ operation: Operation, _ register: Int, _ instruction: Instruction, _ count: Int) {
    let arguments = instruction.arguments
    switch operation {
    case .add, .subtract, .multiply, .divide:
      var results = take(&numbers[register])
      Kernels.arithmetic(
        operation,
        numbers[arguments[0]],
        numbers[arguments[1]],
        into: &results,
        count
      )
      finish(register, arguments, &results, count)
    case .negate, .abs, .ln, .exp, .sqrt, .round, .floor:
      var results = take(&numbers[register])
      Kernels.function(operation, numbers[arguments[0]], into: &results, count)
      finish(register, arguments, &results, count)
    case .daysBetween:
      var results = take(&numbers[register])
      Kernels.zip(codes[arguments[0]], codes[arguments[1]], into: &results, count) {
        Double(Int($1) - Int($0))
      }
      finish(register, arguments, &results, count)
    case .year, .month:
      var results = take(&numbers[register])
      Kernels.map(codes[arguments[0]], into: &results, count) {
        let civil = Day(number: $0).civil
        return Double(operation == .year ? civil.year : civil.month)
      }
      finish(register, arguments, &results, count)
    case .addDays, .subtractDays:
      allValid(arguments, into: register, count)
      var results = take(&codes[register])
      Kernels.move(
        codes[arguments[0]],
        by: numbers[arguments[1]],
        sign: operation == .addDays ? 1 : -1,
        into: &results,
        valid: &valid[register],
        count
      )
      codes[register] = results
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      allValid(arguments, into: register, count)
      compare(operation, register, arguments, count)
      zeroMissing(register, count)
    case .isIn: isIn(register, arguments, count)
    case .like: like(register, arguments, count)
    case .and, .or:
      let (left, right) = (arguments[0], arguments[1])
      var results = take(&flags[register])
      Kernels.logic(
        isAnd: operation == .and,
        (flags[left], valid[left]),
        (flags[right], valid[right]),
        flags: &results,
        valid: &valid[register],
        count
      )
      flags[register] = results
    case .not:
      allValid(arguments, into: register, count)
      Kernels.zip(flags[arguments[0]], valid[register], into: &flags[register], count) {
        (1 ^ $0) & $1
      }
    case .isNull:
      Kernels.map(valid[arguments[0]], into: &flags[register], count) { 1 ^ $0 }
      Kernels.map(valid[arguments[0]], into: &valid[register], count) { _ in 1 }
    case .coalesce, .choice, .nullif: select(operation, register, arguments, count)
    case .least, .greatest, .latestKnown, .earliestKnown:
      extreme(operation, register, arguments, count)
    }
  }

  private func finish(
    _ register: Int,
    _ arguments: [Int],
    _ results: inout [Double],
    _ count: Int
  ) {
    allValid(arguments, into: register, count)
    Kernels.clean(&results, &valid[register], count)
    numbers[register] = results
  }

  /// Valid where every argument is.
  private func allValid(_ arguments: [Int], into register: Int, _ count: Int) {
    var result = take(&valid[register])
    Kernels.map(valid[arguments[0]], into: &result, count) { $0 }
    for argument in arguments.dropFirst() {
      let other = valid[argument]
      for row in 0..<count { result[row] &= other[row] }
    }
    valid[register] = result
  }

  private func compare(
    _ operation: Operation,
    _ register: Int,
    _ arguments: [Int],
    _ count: Int
  ) {
    let (left, right) = (arguments[0], arguments[1])
    var results = take(&flags[register])
    switch program.instructions[left].type {
    case .number, .unknown:
      Kernels.compare(operation, numbers[left], numbers[right], into: &results, count)
    case .date:
      Kernels.compare(operation, codes[left], codes[right], into: &results, count)
    case .boolean:
      Kernels.compare(operation, flags[left], flags[right], into: &results, count)
    case .text:
      if operation == .equal || operation == .notEqual {
        Kernels.compare(operation, codes[left], codes[right], into: &results, count)
      } else {
        compareTexts(operation, register, left, right, &results, count)
      }
    }
    flags[register] = results
  }

  /// Order of texts by their bytes; the answer for a code against a literal is remembered.
  private func compareTexts(
    _ operation: Operation,
    _ register: Int,
    _ left: Int,
    _ right: Int,
    _ results: inout [UInt8],
    _ count: Int
  ) {
    let (first, second) = (program.instructions[left], program.instructions[right])
    func answer(_ row: Int) -> UInt8 {
      let left = context.texts.utf8(of: codes[left][row], in: first.domain)
      let right = context.texts.utf8(of: codes[right][row], in: second.domain)
      return switch operation {
      case .less: TextPool.precedes(left, right) ? 1 : 0
      case .lessOrEqual: TextPool.precedes(right, left) ? 0 : 1
      case .greater: TextPool.precedes(right, left) ? 1 : 0
      default: TextPool.precedes(left, right) ? 0 : 1
      }
    }
    func isLiteral(_ instruction: Instruction) -> String? {
      if case .text(let text) = instruction.opcode { return text }
      return nil
    }
    // A literal that a project's column never holds has no code there, so its bytes are used.
    if let literal = isLiteral(second) ?? isLiteral(first) {
      let isRight = isLiteral(second) != nil
      let column = isRight ? left : right
      let domain = program.instructions[column].domain
      let bytes = Array(literal.utf8)[...]
      let direction = isRight ? operation : operation.mirrored
      remember(register, column, &results, count) { code in
        let text = self.context.texts.utf8(of: code, in: domain)
        return switch direction {
        case .less: TextPool.precedes(text, bytes)
        case .lessOrEqual: !TextPool.precedes(bytes, text)
        case .greater: TextPool.precedes(bytes, text)
        default: !TextPool.precedes(text, bytes)
        }
      }
      return
    }
    for row in 0..<count where valid[register][row] == 1 { results[row] = answer(row) }
  }

  /// A truth about each code, found once.
  private func remember(
    _ register: Int,
    _ column: Int,
    _ results: inout [UInt8],
    _ count: Int,
    _ answer: (Int32) -> Bool
  ) {
    var known = take(&remembered[register])
    let (codes, valid) = (codes[column], valid[column])
    for row in 0..<count {
      guard valid[row] == 1, codes[row] >= 0 else {
        results[row] = 0
        continue
      }
      let code = Int(codes[row])
      while known.count <= code { known.append(-1) }
      if known[code] < 0 { known[code] = answer(codes[row]) ? 1 : 0 }
      results[row] = UInt8(known[code])
    }
    remembered[register] = known
  }

  private func like(_ register: Int, _ arguments: [Int], _ count: Int) {
    let column = arguments[0]
    guard case .text(let text) = program.instructions[arguments[1]].opcode else { return }
    let pattern = LikePattern(text)
    let domain = program.instructions[column].domain
    Kernels.map(valid[column], into: &valid[register], count) { $0 }
    var results = take(&flags[register])
    remember(register, column, &results, count) { code in
      pattern.matches(self.context.texts.utf8(of: code, in: domain))
    }
    flags[register] = results
  }

  /// `x in (a, b, …)`: true on a match, else null if x or any of the list is null.
  private func isIn(_ register: Int, _ arguments: [Int], _ count: Int) {
    let subject = arguments[0]
    var found = take(&flags[register])
    var known = take(&valid[register])
    for row in 0..<count {
      found[row] = 0
      known[row] = valid[subject][row]
    }
    for candidate in arguments.dropFirst() {
      for row in 0..<count where valid[subject][row] == 1 {
        if valid[candidate][row] == 0 {
          if found[row] == 0 { known[row] = 0 }
        } else if isEqual(subject, candidate, row) {
          found[row] = 1
          known[row] = 1
        }
      }
    }
    flags[register] = found
    valid[register] = known
  }

  func isEqual(_ left: Int, _ right: Int, _ row: Int) -> Bool {
    switch program.instructions[left].type {
    case .number, .unknown: numbers[left][row] == numbers[right][row]
    case .text, .date: codes[left][row] == codes[right][row]
    case .boolean: flags[left][row] == flags[right][row]
    }
  }

  private func select(
    _ operation: Operation,
    _ register: Int,
    _ arguments: [Int],
    _ count: Int
  ) {
    for row in 0..<count {
      copyRow(chosen(operation, arguments, row), to: register, row)
      if operation == .nullif, valid[arguments[1]][row] == 1, valid[arguments[0]][row] == 1,
        isEqual(arguments[0], arguments[1], row)
      {
        valid[register][row] = 0
      }
    }
    zeroMissing(register, count)
  }

  /// The argument whose value a choice takes at a row.
  func chosen(_ operation: Operation, _ arguments: [Int], _ row: Int) -> Int {
    switch operation {
    case .coalesce:
      return arguments.first { valid[$0][row] == 1 } ?? arguments[0]
    case .choice:
      for index in stride(from: 0, to: arguments.count - 1, by: 2)
      where valid[arguments[index]][row] & flags[arguments[index]][row] == 1 {
        return arguments[index + 1]
      }
      return arguments[arguments.count - 1]
    default:
      return arguments[0]
    }
  }

  private func extreme(
    _ operation: Operation,
    _ register: Int,
    _ arguments: [Int],
    _ count: Int
  ) {
    let skipsNull = operation == .latestKnown || operation == .earliestKnown
    let wantsLeast = operation == .least || operation == .earliestKnown
    for row in 0..<count {
      var best: Int?
      for argument in arguments {
        if valid[argument][row] == 0 {
          if skipsNull { continue }
          best = argument
          break
        }
        guard let current = best else {
          best = argument
          continue
        }
        if isLess(wantsLeast ? argument : current, wantsLeast ? current : argument, row) {
          best = argument
        }
      }
      copyRow(best ?? arguments[0], to: register, row)
    }
    zeroMissing(register, count)
  }

  private func isLess(_ left: Int, _ right: Int, _ row: Int) -> Bool {
    switch program.instructions[left].type {
    case .date: codes[left][row] < codes[right][row]
    default: numbers[left][row] < numbers[right][row]
    }
  }
}
