import Tables

/// The rows a program runs over.
struct Block {
  /// The number of rows.
  var count: Int
  /// Where each row's project stands in the frame; −1 when it does not exist.
  var positions: [Int32]
  /// The event rows, nil for a program about projects.
  var batch: Batch?
}

/// Runs a program over blocks of rows: one loop for each instruction.
final class Machine {
  let program: Program
  let slots: [ColumnAccess]
  let context: RunContext
  /// Values by register; only the array of the register's type is used.
  var numbers: [[Double]]
  var codes: [[Int32]]
  var flags: [[UInt8]]
  var valid: [[UInt8]]
  private var capacity = 0
  /// Whether the registers of constants are filled.
  private var hasConstants = false
  /// What is remembered about each code of a dictionary, by register.
  var remembered: [[Int32]]

  init(_ builder: ProgramBuilder, context: RunContext) {
    program = builder.program
    slots = builder.slots
    self.context = context
    let count = program.instructions.count
    numbers = [[Double]](repeating: [], count: count)
    codes = [[Int32]](repeating: [], count: count)
    flags = [[UInt8]](repeating: [], count: count)
    valid = [[UInt8]](repeating: [], count: count)
    remembered = [[Int32]](repeating: [], count: count)
  }

  /// Computes every register for a block.
  ///
  /// `isSameBlock` says that only the as-of date is new since the last call.
  func run(_ block: Block, _ frame: Frame, isSameBlock: Bool = false) {
    reserve(block.count)
    for register in program.instructions.indices {
      if isSameBlock, program.isTimeless[register] { continue }
      if hasConstants, program.instructions[register].opcode.isConstant { continue }
      step(register, block, frame)
    }
    hasConstants = true
  }

  private func reserve(_ count: Int) {
    guard count > capacity else { return }
    capacity = max(count, 1024)
    hasConstants = false
    for (register, instruction) in program.instructions.enumerated() {
      valid[register] = [UInt8](repeating: 0, count: capacity)
      switch instruction.type {
      case .number, .unknown: numbers[register] = [Double](repeating: 0, count: capacity)
      case .text, .date: codes[register] = [Int32](repeating: 0, count: capacity)
      case .boolean: flags[register] = [UInt8](repeating: 0, count: capacity)
      }
    }
  }

  private func step(_ register: Int, _ block: Block, _ frame: Frame) {
    let instruction = program.instructions[register]
    switch instruction.opcode {
    case .number(let value):
      fill(&numbers[register], value, &valid[register])
    case .flag(let value):
      fill(&flags[register], value ? 1 : 0, &valid[register])
    case .date(let value):
      fill(&codes[register], value, &valid[register])
    case .text(let text):
      let code = context.texts.code(of: text, in: instruction.domain)
      fill(&codes[register], code, &valid[register])
    case .asOf:
      fill(&codes[register], frame.asOf.number, &valid[register])
    case .null, .absent:
      break
    case .event(let slot):
      if let batch = block.batch { loadEvent(register, slot, batch, frame.asOf.number) }
    case .subject(let index):
      loadSubject(register, index, block, frame)
    case .feature(let index):
      loadFeature(register, index, block, frame)
    case .named:
      let source = instruction.arguments[0]
      if program.instructions[source].type == instruction.type {
        copy(source, to: register, block.count)
      }
    case .translate:
      translate(register, instruction, block.count)
    case .applies:
      copy(instruction.arguments[1], to: register, block.count)
      let condition = instruction.arguments[0]
      var valid = take(&self.valid[register])
      for row in 0..<block.count {
        valid[row] &= self.valid[condition][row] & flags[condition][row]
      }
      self.valid[register] = valid
      zeroMissing(register, block.count)
    case .apply(let operation):
      apply(operation, register, instruction, block.count)
    }
  }

  private func fill<Value>(_ values: inout [Value], _ value: Value, _ valid: inout [UInt8]) {
    for row in values.indices {
      values[row] = value
      valid[row] = 1
    }
  }

  /// An array moved out of its register while it is written, so that it is never copied.
  func take<Value>(_ array: inout [Value]) -> [Value] {
    var taken: [Value] = []
    swap(&taken, &array)
    return taken
  }

  func copy(_ source: Int, to register: Int, _ count: Int) {
    Kernels.map(valid[source], into: &valid[register], count) { $0 }
    switch program.instructions[register].type {
    case .number, .unknown: Kernels.map(numbers[source], into: &numbers[register], count) { $0 }
    case .text, .date: Kernels.map(codes[source], into: &codes[register], count) { $0 }
    case .boolean: Kernels.map(flags[source], into: &flags[register], count) { $0 }
    }
  }

  /// Puts 0 where a register has no value.
  func zeroMissing(_ register: Int, _ count: Int) {
    let valid = valid[register]
    switch program.instructions[register].type {
    case .number, .unknown:
      for row in 0..<count where valid[row] == 0 { numbers[register][row] = 0 }
    case .text, .date:
      for row in 0..<count where valid[row] == 0 { codes[register][row] = 0 }
    case .boolean:
      for row in 0..<count where valid[row] == 0 { flags[register][row] = 0 }
    }
  }

  /// Copies one register's value at one row.
  func copyRow(_ source: Int, to register: Int, _ row: Int) {
    valid[register][row] = valid[source][row]
    switch program.instructions[register].type {
    case .number, .unknown: numbers[register][row] = numbers[source][row]
    case .text, .date: codes[register][row] = codes[source][row]
    case .boolean: flags[register][row] = flags[source][row]
    }
  }
}
