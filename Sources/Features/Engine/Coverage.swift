import Tables

/// Finds the projects for which an aggregate looks outside what its table covers.
///
/// The condition says which days the aggregate looks at (`Window`); without a lower bound it
/// looks back to the day the project began to exist, without an upper one up to the as-of date.
/// A window that begins before `covers.from` or ends after `covers.to` is *insufficient*, and so
/// is one without a beginning when the table has a `covers.from`.
final class Coverage {
  private let context: RunContext
  private let table: Resource
  private let block = Block()
  /// The programs of the windows' ends, by expression.
  private var machines: [Expression: (machine: Machine, register: Int)] = [:]

  init?(_ context: RunContext, table: Resource) {
    guard table.coversFrom != nil || table.coversTo != nil else { return nil }
    self.context = context
    self.table = table
  }

  /// Makes the values of such projects insufficient.
  func apply(to feature: PlannedFeature, _ frame: inout Frame) {
    guard var data = frame.features[feature.index], data.count > 0 else { return }
    let cause = context.reasons.insufficient([table.name])
    let asOf = frame.asOf.number
    let first = days(feature.window.first, frame)
    let last = days(feature.window.last, frame)
    let from = context.subject.existsFrom.flatMap { context.subjects.table[$0] }
    for position in 0..<frame.count {
      let existed = from?.day(at: Int(frame.rows[position]))?.number
      let begins = first[position] ?? existed
      let ends = min(last[position] ?? asOf, asOf)
      if let begins, begins > ends { continue }
      let isEarly = table.coversFrom.map { (begins ?? .min) < $0.number } ?? false
      let isLate = table.coversTo.map { ends > $0.number } ?? false
      // What is missing for another reason stays so.
      if isEarly || isLate, !context.reasons.isInsufficient(data.cause(position)) {
        data.setNull(position, cause: cause)
      }
    }
    frame.features[feature.index] = data
  }

  /// The value of a date expression for each project, nil where it is null.
  private func days(_ expression: Expression?, _ frame: Frame) -> [Int32?] {
    guard let expression else { return [Int32?](repeating: nil, count: frame.count) }
    let (machine, register) = program(of: expression)
    var days: [Int32?] = []
    block.forEachProject(frame) { block in
      machine.run(block, frame)
      let result = machine.registers[register]
      for row in 0..<block.count {
        days.append(result.valid[row] == 1 ? result.codes[row] : nil)
      }
    }
    return days
  }

  private func program(of expression: Expression) -> (machine: Machine, register: Int) {
    if let known = machines[expression] { return known }
    var builder = ProgramBuilder(plan: context.plan)
    let register = builder.compile(expression)
    let made = (Machine(builder, context: context), register)
    machines[expression] = made
    return made
  }
}
