import Tables

/// Computes scalar features, and the `applies:` of any feature, project by project.
struct ScalarStep {
  private let context: RunContext
  private let machine: Machine
  /// The features and their registers.
  private let outputs: [(feature: Int, register: Int)]

  init(_ context: RunContext, features: [Int]) {
    self.context = context
    var builder = ProgramBuilder(plan: context.plan)
    var outputs: [(feature: Int, register: Int)] = []
    for index in features {
      let feature = context.plan.features[index]
      var register: Int
      if case .scalar(let expression) = feature.form {
        register = builder.shared(builder.compile(expression))
      } else {
        register = builder.compile(Expression(.feature(index), feature.valueType))
      }
      if let condition = feature.applies { register = builder.applies(condition, register) }
      builder.local[index] = register
      outputs.append((index, register))
    }
    self.outputs = outputs
    machine = Machine(builder, context: context)
  }

  /// Leaves the features' values in the frame.
  func run(_ frame: inout Frame) {
    var results = outputs.map { output in
      FeatureData(machine.program.instructions[output.register].type, count: frame.count)
    }
    let known = frame
    ProjectBlocks.forEach(known) { block in
      machine.run(block, known)
      var finder = ReasonFinder(machine, block, known)
      let start = block.positions.first.map(Int.init) ?? 0
      for (index, output) in outputs.enumerated() {
        store(output.register, block, start, &finder, into: &results[index])
      }
    }
    for (index, output) in outputs.enumerated() {
      if let before = frame.features[output.feature] {
        frame.unconditional[output.feature] = before
      }
      frame.features[output.feature] = results[index]
    }
  }

  private func store(
    _ register: Int,
    _ block: Block,
    _ start: Int,
    _ finder: inout ReasonFinder,
    into data: inout FeatureData
  ) {
    let valid = machine.valid[register]
    var causes: [Int32]?
    for row in 0..<block.count {
      guard valid[row] == 1 else {
        if causes == nil { causes = finder.causes(of: register) }
        data.setNull(start + row, cause: causes?[row] ?? ReasonTable.undefined)
        continue
      }
      switch data.type {
      case .number, .unknown: data.set(start + row, number: machine.numbers[register][row])
      case .text, .date: data.set(start + row, code: machine.codes[register][row])
      case .boolean: data.set(start + row, flag: machine.flags[register][row])
      }
    }
  }
}
