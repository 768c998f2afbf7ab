import Tables

/// Computes scalar features, and the `applies:` of any feature, project by project.
final class ScalarStep {
  private let context: RunContext
  private let machine: Machine
  private let block = Block()
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
      FeatureData(machine.program.instructions[output.register].type, capacity: frame.count)
    }
    let known = frame
    block.forEachProject(known) { block in
      machine.run(block, known)
      var finder = ReasonFinder(machine, block, known)
      for (index, output) in outputs.enumerated() {
        results[index].append(
          machine.registers[output.register],
          finder.causes(of: output.register),
          block.count
        )
      }
    }
    for (index, output) in outputs.enumerated() {
      if let before = frame.features[output.feature] {
        frame.unconditional[output.feature] = before
      }
      frame.features[output.feature] = results[index]
    }
  }
}

extension Block {
  /// The projects of a frame, block by block.
  func forEachProject(_ frame: Frame, _ body: (Block) -> Void) {
    for start in stride(from: 0, to: frame.count, by: Block.size) {
      count = min(Block.size, frame.count - start)
      first = start
      body(self)
    }
  }
}
