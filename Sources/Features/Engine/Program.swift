import Tables

/// What one instruction of a program does.
enum Opcode: Hashable {
  case number(Double)
  case flag(Bool)
  case date(Int32)
  /// A text, as a code in the instruction's domain.
  case text(String)
  case null
  case asOf
  /// A column that is not there.
  case absent(InputColumn)
  /// A column of the event batch, by slot.
  case event(Int)
  /// A column of the project, by the index of its field.
  case subject(Int)
  /// A feature computed before.
  case feature(Int)
  /// A feature of this very program: in a condition that has to name it, or of unknown type.
  case named(Int)
  /// A text's code in the shared dictionary.
  case translate
  case apply(Operation)
  /// The value where the condition holds (condition, value).
  case applies

  /// Whether it is the same in every block of a run.
  var isConstant: Bool {
    switch self {
    case .number, .flag, .date, .text, .null, .absent: true
    default: false
    }
  }
}

/// Whose dictionary the codes of a text register belong to.
enum Domain: Hashable {
  /// The run's own, in which all features are.
  case shared
  /// That of an event column, by slot.
  case event(Int)
  /// That of a project's column, by the index of its field.
  case subject(Int)
  /// The text is a literal that takes the domain it is compared in.
  case literal
}

/// One step of a program: a register computed from earlier ones.
struct Instruction: Hashable {
  var opcode: Opcode
  var arguments: [Int]
  var type: ValueType
  var domain: Domain
}

/// Expressions as straight-line code; equal parts are computed once.
struct Program {
  private(set) var instructions: [Instruction] = []
  /// Whether a register is the same for every as-of date.
  private(set) var isTimeless: [Bool] = []
  private var known: [Instruction: Int] = [:]

  mutating func emit(
    _ opcode: Opcode,
    _ type: ValueType,
    _ arguments: [Int] = [],
    domain: Domain = .shared,
    isTimeless timeless: Bool = true
  ) -> Int {
    let instruction = Instruction(
      opcode: opcode,
      arguments: arguments,
      type: type,
      domain: domain
    )
    if let register = known[instruction] { return register }
    instructions.append(instruction)
    isTimeless.append(timeless && arguments.allSatisfy { isTimeless[$0] })
    known[instruction] = instructions.count - 1
    return instructions.count - 1
  }
}

/// A column as a program reads it: when its values are known.
struct ColumnAccess: Hashable {
  /// The field's name.
  var field: String
  var type: ColumnType
  /// Whether values after the as-of date read as null.
  var isFact: Bool
  /// The date column from which on values are known, as a slot or a field index.
  var knownOn: Int?

  init(_ field: Field, knownOn: Int?) {
    self.field = field.name
    type = field.type
    isFact = field.type == .date && field.knowledge != .plan
    self.knownOn = knownOn
  }
}
