extension Machine {
  /// Takes another register's values in the rows where `mask` is 1.
  private func blend(_ source: Int, into register: Int, where mask: Lane<UInt8>, _ count: Int) {
    let (from, to) = (registers[source], lanes(register))
    switch program.instructions[register].type {
    case .number, .unknown:
      Loops.zip(from.numbers, to.numbers, mask, into: to.numbers, count) { $2 == 1 ? $0 : $1 }
    case .text, .date:
      Loops.zip(from.codes, to.codes, mask, into: to.codes, count) { $2 == 1 ? $0 : $1 }
    case .boolean:
      Loops.zip(from.flags, to.flags, mask, into: to.flags, count) { $2 == 1 ? $0 : $1 }
    }
    Loops.zip(from.valid, to.valid, mask, into: to.valid, count) { $2 == 1 ? $0 : $1 }
  }

  /// The first of the arguments that is not null.
  func coalesce(_ register: Int, _ arguments: [Int], _ count: Int) {
    guard registers[arguments[0]].hasNulls else { return show(arguments[0], as: register) }
    let lanes = lanes(register)
    copyValues(arguments[0], into: register, count)
    Loops.map(registers[arguments[0]].valid, into: lanes.valid, count) { $0 }
    for argument in arguments.dropFirst() {
      Loops.map(lanes.valid, into: scratch, count) { 1 ^ $0 }
      blend(argument, into: register, where: scratch, count)
      if !registers[argument].hasNulls { return setValid(register) }
    }
    setNullable(register, count)
  }

  /// The value of the first branch whose condition holds, else the last argument.
  func choose(_ register: Int, _ arguments: [Int], _ count: Int) {
    let last = arguments[arguments.count - 1]
    copyValues(last, into: register, count)
    Loops.map(registers[last].valid, into: lanes(register).valid, count) { $0 }
    for index in stride(from: 0, to: arguments.count - 1, by: 2).reversed() {
      // A missing flag is 0: the branch is not taken.
      blend(
        arguments[index + 1],
        into: register,
        where: registers[arguments[index]].flags,
        count
      )
    }
    setNullable(register, count)
  }

  func nullif(_ register: Int, _ arguments: [Int], _ count: Int) {
    let (first, second) = (registers[arguments[0]], registers[arguments[1]])
    let lanes = lanes(register)
    switch program.instructions[arguments[0]].type {
    case .number, .unknown:
      Loops.zip(first.numbers, second.numbers, into: scratch, count) { $0 == $1 ? 1 : 0 }
    case .text, .date:
      Loops.zip(first.codes, second.codes, into: scratch, count) { $0 == $1 ? 1 : 0 }
    case .boolean:
      Loops.zip(first.flags, second.flags, into: scratch, count) { $0 == $1 ? 1 : 0 }
    }
    Loops.zip(first.valid, second.valid, scratch, into: lanes.valid, count) { $0 & (1 ^ ($1 & $2)) }
    copyValues(arguments[0], into: register, count)
    setNullable(register, count)
  }

  /// The smallest or largest of the arguments; null if any is.
  func extreme(_ wantsLeast: Bool, _ register: Int, _ arguments: [Int], _ count: Int) {
    let lanes = lanes(register)
    copyValues(arguments[0], into: register, count)
    for argument in arguments.dropFirst() {
      let other = registers[argument]
      switch program.instructions[register].type {
      case .date:
        if wantsLeast {
          Loops.zip(other.codes, lanes.codes, into: lanes.codes, count) { $0 < $1 ? $0 : $1 }
        } else {
          Loops.zip(other.codes, lanes.codes, into: lanes.codes, count) { $0 > $1 ? $0 : $1 }
        }
      default:
        if wantsLeast {
          Loops.zip(other.numbers, lanes.numbers, into: lanes.numbers, count) {
            $0 < $1 ? $0 : $1
          }
        } else {
          Loops.zip(other.numbers, lanes.numbers, into: lanes.numbers, count) {
            $0 > $1 ? $0 : $1
          }
        }
      }
    }
    finish(register, arguments, count)
  }

  /// The earliest or latest of the dates that are not null.
  func known(_ wantsLeast: Bool, _ register: Int, _ arguments: [Int], _ count: Int) {
    let lanes = lanes(register)
    copyValues(arguments[0], into: register, count)
    Loops.map(registers[arguments[0]].valid, into: lanes.valid, count) { $0 }
    for argument in arguments.dropFirst() {
      let other = registers[argument]
      Loops.zip(other.codes, lanes.codes, into: scratch, count) {
        (wantsLeast ? $0 < $1 : $0 > $1) ? 1 : 0
      }
      Loops.zip(scratch, lanes.valid, other.valid, into: scratch, count) { ($0 | (1 ^ $1)) & $2 }
      blend(argument, into: register, where: scratch, count)
    }
    setNullable(register, count)
  }
}
