import Tables

/// Finds the projects for which an aggregate looks outside what its table covers.
///
/// The condition says which days the aggregate looks at (`Window`); without a lower bound it
/// looks back to the day the project began to exist, without an upper one up to the as-of date.
/// A window that begins before `covers.from` or ends after `covers.to` is *insufficient*, and so
/// is one without a beginning when the table has a `covers.from`.
struct Coverage {
  private let context: RunContext
  private let table: Resource

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
    var builder = ProgramBuilder(plan: context.plan)
    let register = builder.compile(expression)
    let machine = Machine(builder, context: context)
    var days: [Int32?] = []
    ProjectBlocks.forEach(frame) { block in
      machine.run(block, frame)
      for row in 0..<block.count {
        days.append(machine.valid[register][row] == 1 ? machine.codes[register][row] : nil)
      }
    }
    return days
  }
}

/// The projects of a frame, block by block.
enum ProjectBlocks {
  static func forEach(_ frame: Frame, _ body: (Block) -> Void) {
    for start in stride(from: 0, to: frame.count, by: 1024) {
      let count = min(1024, frame.count - start)
      body(
        Block(count: count, positions: (start..<start + count).map(Int32.init), batch: nil)
      )
    }
  }
}
