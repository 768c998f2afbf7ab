import Tables

/// The rows a program runs over.
final class Block {
  /// The most rows of a block.
  static let size = 4096

  /// The number of rows.
  var count = 0
  /// Where each row's project stands in the frame; 0 where it does not exist.
  let positions = Lane<Int32>(Block.size, filledWith: 0)
  /// Room for a day of each row.
  let days = Lane<Int32>(Block.size, filledWith: 0)
  /// 1 where the row's project exists.
  let exists = Lane<UInt8>(Block.size, filledWith: 1)
  /// Whether it does everywhere.
  var isAllThere = true
  /// The position of the first row, where rows are projects one after the other.
  var first: Int?
  /// The event rows and where the block begins in them, nil for a program about projects.
  var batch: Batch?
  var start = 0
}

/// The values of one instruction for a block; only the lane of its type is used.
struct Register {
  var numbers: Lane<Double>
  var codes: Lane<Int32>
  var flags: Lane<UInt8>
  /// 1 where there is a value.
  var valid: Lane<UInt8>
  /// Whether any row of the block has none.
  var hasNulls = false
}

/// Runs a program over blocks of rows: one loop for each instruction.
final class Machine {
  let program: Program
  let slots: [ColumnAccess]
  let context: RunContext
  /// The columns of the batch that the slots are, and their texts.
  private(set) var columns: [Int]
  private(set) var dictionaries: [TextDictionary] = []
  private(set) var registers: [Register] = []
  /// Memory of each register; a register may show another's instead.
  private var own: [Register] = []
  /// The validity of registers without nulls.
  private let ones = Lane<UInt8>(Block.size, filledWith: 1)
  /// Where the rows of projects' columns are gathered.
  let sourceRows = Lane<Int32>(Block.size, filledWith: 0)
  /// For loops that need a mask for a moment.
  let scratch = Lane<UInt8>(Block.size, filledWith: 0)
  /// The rows that an aggregate takes.
  let mask = Lane<UInt8>(Block.size, filledWith: 0)
  /// Registers that are the same in every row, and those by as-of date.
  private let uniform: [Int]
  private var uniformByDay: [Int32: [Register]] = [:]
  private var day: Int32?
  /// What is remembered about each code of a dictionary, by register.
  var remembered: [[Int32]]

  init(_ builder: ProgramBuilder, context: RunContext) {
    program = builder.program
    slots = builder.slots
    columns = Array(builder.slots.indices)
    self.context = context
    remembered = [[Int32]](repeating: [], count: program.instructions.count)
    var isUniform: [Bool] = []
    for instruction in program.instructions {
      switch instruction.opcode {
      case .asOf: isUniform.append(true)
      case .apply, .named, .translate, .applies:
        isUniform.append(instruction.arguments.allSatisfy { isUniform[$0] })
      default: isUniform.append(instruction.opcode.isConstant)
      }
    }
    uniform = isUniform.indices.filter { isUniform[$0] }
    own = program.instructions.map(newRegister)
    registers = own
  }

  /// Says where the fields stand in the batches that follow, and their texts.
  func bind(_ fields: [String], _ dictionaries: [TextDictionary]) {
    columns = slots.map { fields.firstIndex(of: $0.field) ?? 0 }
    self.dictionaries = columns.map { dictionaries[$0] }
  }

  private func newRegister(_ instruction: Instruction) -> Register {
    func room<Value>(_ isWanted: Bool, _ zero: Value) -> Lane<Value> {
      Lane(isWanted ? Block.size : 0, filledWith: zero)
    }
    let type = instruction.type
    return Register(
      numbers: room(type == .number || type == .unknown, 0),
      codes: room(type == .text || type == .date, 0),
      flags: room(type == .boolean, 0),
      valid: Lane(Block.size, filledWith: 0)
    )
  }

  /// Computes every register for a block.
  ///
  /// `isSameBlock` says that only the as-of date is new since the last call.
  func run(_ block: Block, _ frame: Frame, isSameBlock: Bool = false) {
    if day != frame.asOf.number { change(to: frame, block) }
    var next = 0
    for register in program.instructions.indices {
      if next < uniform.count, uniform[next] == register {
        next += 1
        continue
      }
      if isSameBlock, program.isTimeless[register] { continue }
      step(register, block, frame, block.count)
    }
  }

  /// Shows the uniform registers of another as-of date, computed at most once.
  private func change(to frame: Frame, _ block: Block) {
    if let day { uniformByDay[day] = uniform.map { registers[$0] } }
    day = frame.asOf.number
    if let known = uniformByDay[frame.asOf.number] {
      for (place, register) in uniform.enumerated() { registers[register] = known[place] }
      return
    }
    for register in uniform {
      own[register] = newRegister(program.instructions[register])
      registers[register] = own[register]
      step(register, block, frame, Block.size)
    }
  }

  private func step(_ register: Int, _ block: Block, _ frame: Frame, _ count: Int) {
    let instruction = program.instructions[register]
    let own = own[register]
    switch instruction.opcode {
    case .number(let value):
      own.numbers.fill(value, count)
      setValid(register)
    case .flag(let value):
      own.flags.fill(value ? 1 : 0, count)
      setValid(register)
    case .date(let value):
      own.codes.fill(value, count)
      setValid(register)
    case .text(let text):
      own.codes.fill(context.texts.code(of: text, in: instruction.domain), count)
      setValid(register)
    case .asOf:
      own.codes.fill(frame.asOf.number, count)
      setValid(register)
    case .null, .absent:
      clear(register, count)
    case .event(let slot):
      if let batch = block.batch { loadEvent(register, slot, batch, block, frame.asOf.number) }
    case .subject(let index):
      loadSubject(register, index, block, frame)
    case .feature(let index):
      loadFeature(register, index, block, frame)
    case .named:
      let source = instruction.arguments[0]
      if program.instructions[source].type == instruction.type {
        show(source, as: register)
      } else {
        clear(register, count)
      }
    case .translate:
      translate(register, instruction, count)
    case .applies:
      applies(register, instruction.arguments[0], instruction.arguments[1], count)
    case .apply(let operation):
      apply(operation, register, instruction, count)
    }
  }

  /// The lanes to compute a register into.
  func lanes(_ register: Int) -> Register { own[register] }

  /// A register was computed and has a value in every row.
  func setValid(_ register: Int) {
    registers[register] = own[register]
    registers[register].valid = ones
    registers[register].hasNulls = false
  }

  /// A register was computed, its validity too; rows without a value become 0.
  func setNullable(_ register: Int, _ count: Int) {
    if Loops.isAllOnes(own[register].valid, count) { return setValid(register) }
    registers[register] = own[register]
    registers[register].hasNulls = true
    zeroMissing(register, count)
  }

  /// A register shows the values of another.
  func show(_ source: Int, as register: Int) { registers[register] = registers[source] }

  /// No row of a register has a value.
  func clear(_ register: Int, _ count: Int) {
    own[register].valid.fill(0, count)
    registers[register] = own[register]
    registers[register].hasNulls = true
    zeroMissing(register, count)
  }

  private func zeroMissing(_ register: Int, _ count: Int) {
    let own = own[register]
    switch program.instructions[register].type {
    case .number, .unknown:
      Loops.zip(own.numbers, own.valid, into: own.numbers, count) { $1 == 1 ? $0 : 0 }
    case .text, .date:
      Loops.zip(own.codes, own.valid, into: own.codes, count) { $1 == 1 ? $0 : 0 }
    case .boolean:
      Loops.zip(own.flags, own.valid, into: own.flags, count) { $1 == 1 ? $0 : 0 }
    }
  }

  /// Valid where every argument is; whether any row is not.
  func allValid(_ arguments: [Int], into register: Int, _ count: Int) -> Bool {
    var hasNulls = false
    let valid = own[register].valid
    for argument in arguments where registers[argument].hasNulls {
      let other = registers[argument].valid
      if hasNulls {
        Loops.zip(valid, other, into: valid, count) { $0 & $1 }
      } else {
        Loops.map(other, into: valid, count) { $0 }
        hasNulls = true
      }
    }
    return hasNulls
  }

  /// A register was computed from arguments and has a value where all of them do.
  func finish(_ register: Int, _ arguments: [Int], _ count: Int) {
    if allValid(arguments, into: register, count) {
      setNullable(register, count)
    } else {
      setValid(register)
    }
  }

  private func applies(_ register: Int, _ condition: Int, _ value: Int, _ count: Int) {
    copyValues(value, into: register, count)
    // A missing flag is 0.
    Loops.zip(
      registers[value].valid,
      registers[condition].flags,
      into: own[register].valid,
      count
    ) { $0 & $1 }
    setNullable(register, count)
  }

  /// Copies the values of a register, not where it has some.
  func copyValues(_ source: Int, into register: Int, _ count: Int) {
    let (from, to) = (registers[source], own[register])
    switch program.instructions[register].type {
    case .number, .unknown: Loops.map(from.numbers, into: to.numbers, count) { $0 }
    case .text, .date: Loops.map(from.codes, into: to.codes, count) { $0 }
    case .boolean: Loops.map(from.flags, into: to.flags, count) { $0 }
    }
  }
}
