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

  /// Leaves the features' values in the frames, which are of the same range on several dates.
  func run(_ frames: inout [Frame]) {
    // Where projects do not come and go, a block has the same ones on every date.
    guard context.roster.isConstant, let first = frames.first else {
      for index in frames.indices { run(&frames[index]) }
      return
    }
    var results = frames.map { _ in empty(first) }
    block.forEachProject(first) { block in
      for date in frames.indices {
        compute(block, frames[date], isSameBlock: date > 0, &results[date])
      }
    }
    for date in frames.indices {
      // What is the same on every date is kept once.
      for index in outputs.indices where date > 0 && isTimeless(index) {
        results[date][index] = results[0][index]
      }
      put(results[date], in: &frames[date])
    }
  }

  private func isTimeless(_ output: Int) -> Bool {
    machine.program.isTimeless[outputs[output].register]
  }

  /// As above, on one date.
  func run(_ frame: inout Frame) {
    var results = empty(frame)
    let known = frame
    block.forEachProject(known) { compute($0, known, isSameBlock: false, &results) }
    put(results, in: &frame)
  }

  private func empty(_ frame: Frame) -> [FeatureData] {
    outputs.map { output in
      FeatureData(machine.program.instructions[output.register].type, capacity: frame.count)
    }
  }

  private func compute(
    _ block: Block,
    _ frame: Frame,
    isSameBlock: Bool,
    _ results: inout [FeatureData]
  ) {
    machine.run(block, frame, isSameBlock: isSameBlock)
    var finder = ReasonFinder(machine, block, frame)
    for (index, output) in outputs.enumerated() where !isSameBlock || !isTimeless(index) {
      results[index].append(
        machine.registers[output.register],
        finder.causes(of: output.register),
        block.count
      )
    }
  }

  private func put(_ results: [FeatureData], in frame: inout Frame) {
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
