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
  /// What the data lack.
  private let absence: Absence
  /// Whether a condition of `applies:` is being compiled.
  private var isCondition = false

  init(plan: FeaturePlan, table: Resource? = nil) {
    self.plan = plan
    self.table = table
    absence = Absence(package: plan.package) { plan.features[$0].isAbsent }
  }

  /// The slot of a column of the event table.
  mutating func slot(of field: Field) -> Int {
    if let slot = slots.firstIndex(where: { $0.field == field.name }) { return slot }
    let knownOn = field.knownOn.flatMap { table?[field: $0] }.map { slot(of: $0) }
    var access = ColumnAccess(field, knownOn: knownOn)
    // A row counts only from this day on, so that no row that counts has a later one.
    if [table?.happened, table?.recorded].contains(field.name) { access.isFact = false }
    slots.append(access)
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
      return compileAbsent(operation, arguments, type)
        ?? compile(operation, arguments.map { compile($0) }, type)
    }
  }

  /// Operations that pass over a null stop at what is absent; nil where they meet nothing absent.
  private mutating func compileAbsent(
    _ operation: Operation,
    _ arguments: [Expression],
    _ type: ValueType
  ) -> Int? {
    switch operation {
    case .isNull:
      guard absence.reaches(arguments[0]) else { return nil }
      return unknown(arguments[0])
    case .nullif:
      guard absence.reaches(arguments[1]) else { return nil }
      return under(unknown(arguments[1]), arguments[0])
    case .coalesce:
      guard let end = arguments.firstIndex(where: absence.reaches) else { return nil }
      return compile(operation, arguments[...end].map { compile($0) }, type)
    case .choice:
      let conditions = stride(from: 0, to: arguments.count - 1, by: 2)
      guard let end = conditions.first(where: { absence.reaches(arguments[$0]) }) else {
        return nil
      }
      let last = under(compile(arguments[end]), arguments[end + 1])
      return compile(operation, arguments[..<end].map { compile($0) } + [last], type)
    default:
      return nil
    }
  }

  /// A truth that is null for the reason for which `expression` is.
  private mutating func unknown(_ expression: Expression) -> Int {
    let register = compile(expression)
    return program.emit(.apply(.equal), .boolean, [register, register])
  }

  /// A value that is null where `condition` is, for the same reason.
  private mutating func under(_ condition: Int, _ value: Expression) -> Int {
    let register = shared(compile(value))
    let instruction = program.instructions[register]
    return program.emit(
      .applies,
      instruction.type,
      [condition, register],
      domain: instruction.domain
    )
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
      let index = resource.index(of: column.field), plan.package.canRead(column)
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
    let access = ColumnAccess(field, knownOn: nil)
    return program.emit(
      .subject(index),
      type,
      domain: type == .text ? .subject(index) : .shared,
      // Rows of events may stand in other places of the projects on another date.
      isTimeless: table == nil && !access.isFact && field.knownOn == nil
        && field.knowledge != .current
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
    case .lower, .length, .contains:
      // Their bytes are read, so a literal needs a dictionary.
      arguments = arguments.map { isLiteral($0) ? shared($0) : $0 }
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

  private func isLiteral(_ register: Int) -> Bool {
    program.instructions[register].domain == .literal
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
