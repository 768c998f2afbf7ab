import Tables

/// Compiles typed expressions into a program.
struct ProgramBuilder {
  let plan: FeaturePlan
  /// The event table the program reads, nil for a program about projects.
  let table: Resource?
  private(set) var program = Program()
  /// The columns of the event table that are read, by slot.
  private(set) var slots: [ColumnAccess] = []
  /// Features that are registers of this very program.
  var local: [Int: Int] = [:]
  /// Whether a condition of `applies:` is being compiled.
  private var isCondition = false

  init(plan: FeaturePlan, table: Resource? = nil) {
    self.plan = plan
    self.table = table
  }

  /// The slot of a column of the event table.
  mutating func slot(of field: Field) -> Int {
    if let slot = slots.firstIndex(where: { $0.field == field.name }) { return slot }
    let knownOn = field.knownOn.flatMap { table?[field: $0] }.map { slot(of: $0) }
    slots.append(ColumnAccess(field, knownOn: knownOn))
    return slots.count - 1
  }

  /// The register of an expression.
  mutating func compile(_ expression: Expression) -> Int {
    let type = expression.type == .unknown ? .number : expression.type
    switch expression.kind {
    case .number(let value): return program.emit(.number(value), type)
    case .text(let value): return program.emit(.text(value), type, domain: .literal)
    case .boolean(let value): return program.emit(.flag(value), type)
    case .date(let value): return program.emit(.date(value), type)
    case .null: return program.emit(.null, type)
    case .asOf: return program.emit(.asOf, type, isTimeless: false)
    case .column(let column): return compile(column, type)
    case .feature(let index):
      if let register = local[index] {
        // A feature of unknown type is null, in whatever type is asked for.
        let isUntyped = plan.features[index].valueType == .unknown
        return isCondition || isUntyped
          ? program.emit(.named(index), type, [register]) : register
      }
      return program.emit(.feature(index), type, isTimeless: false)
    case .apply(let operation, let arguments):
      return compile(operation, arguments.map { compile($0) }, type)
    }
  }

  /// The register of a condition and the value that holds under it.
  mutating func applies(_ condition: Expression, _ value: Int) -> Int {
    isCondition = true
    defer { isCondition = false }
    let instruction = program.instructions[value]
    return program.emit(
      .applies,
      instruction.type,
      [compile(condition), value],
      domain: instruction.domain
    )
  }

  /// A text register's codes in the shared dictionary; other registers as they are.
  mutating func shared(_ register: Int) -> Int {
    let instruction = program.instructions[register]
    guard instruction.type == .text, instruction.domain != .shared,
      instruction.opcode != .null
    else { return register }
    if case .text(let text) = instruction.opcode {
      return program.emit(.text(text), .text, domain: .shared)
    }
    return program.emit(.translate, .text, [register], domain: .shared)
  }

  private mutating func compile(_ column: InputColumn, _ type: ValueType) -> Int {
    guard let resource = plan.package[resource: column.resource],
      let index = resource.index(of: column.field)
    else { return program.emit(.absent(column), type) }
    let field = resource.fields[index]
    if let table, table.name == resource.name {
      let slot = slot(of: field)
      let access = slots[slot]
      return program.emit(
        .event(slot),
        type,
        domain: type == .text ? .event(slot) : .shared,
        isTimeless: !access.isFact && access.knownOn == nil && field.knowledge != .current
      )
    }
    return program.emit(
      .subject(index),
      type,
      domain: type == .text ? .subject(index) : .shared,
      isTimeless: false
    )
  }

  private mutating func compile(
    _ operation: Operation,
    _ arguments: [Int],
    _ type: ValueType
  ) -> Int {
    var arguments = arguments
    var domain = Domain.shared
    switch operation {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn:
      arguments = sameDomain(arguments)
    case .like:
      if program.instructions[arguments[0]].domain == .literal {
        arguments[0] = shared(arguments[0])
      }
    case .nullif:
      if program.instructions[arguments[0]].domain == .literal {
        arguments = arguments.map { shared($0) }
      }
      arguments = sameDomain(arguments)
      if type == .text { domain = program.instructions[arguments[0]].domain }
    case .choice, .coalesce:
      if type == .text { (arguments, domain) = valueDomain(arguments, operation) }
    default: break
    }
    return program.emit(.apply(operation), type, arguments, domain: domain)
  }

  /// Text registers in one domain: a column's own where all others are literals.
  private mutating func sameDomain(_ arguments: [Int]) -> [Int] {
    guard let first = arguments.first, program.instructions[first].type == .text else {
      return arguments
    }
    let values = arguments.filter { program.instructions[$0].opcode != .null }
    let domains = Set(values.map { program.instructions[$0].domain }).subtracting([.literal])
    guard domains.count == 1, let domain = domains.first else {
      return arguments.map { shared($0) }
    }
    return arguments.map { register in
      guard case .text(let text) = program.instructions[register].opcode else { return register }
      return program.emit(.text(text), .text, domain: domain)
    }
  }

  /// The results of a choice in one domain.
  private mutating func valueDomain(
    _ arguments: [Int],
    _ operation: Operation
  ) -> ([Int], Domain) {
    func isResult(_ index: Int) -> Bool {
      operation == .coalesce || index % 2 == 1 || index == arguments.count - 1
    }
    let results = arguments.indices.filter(isResult)
    let domains = Set(
      results.filter { program.instructions[arguments[$0]].opcode != .null }
        .map { program.instructions[arguments[$0]].domain }
    )
    if domains.count == 1, let domain = domains.first, domain != .literal {
      return (arguments, domain)
    }
    var converted = arguments
    for index in results where program.instructions[arguments[index]].opcode != .null {
      converted[index] = shared(arguments[index])
    }
    return (converted, .shared)
  }
}
