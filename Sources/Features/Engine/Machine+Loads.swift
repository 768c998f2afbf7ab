import Tables

extension Machine {
  /// A column of the batch: rules 2 and 3 of what is known on a date.
  func loadEvent(_ register: Int, _ slot: Int, _ batch: Batch, _ asOf: Int32) {
    let access = slots[slot]
    let column = batch.columns[slot]
    let count = column.count
    var valid = take(&self.valid[register])
    Kernels.expand(column.validity, into: &valid)
    if let knownOn = access.knownOn {
      let other = batch.columns[knownOn]
      for row in 0..<count where !isKnown(other, row, asOf) { valid[row] = 0 }
    }
    self.valid[register] = valid
    load(column.values, to: register, count)
    if access.isFact { Kernels.mask(&codes[register], &self.valid[register], after: asOf, count) }
  }

  private func isKnown(_ column: Column, _ row: Int, _ asOf: Int32) -> Bool {
    guard case .date(let days) = column.values else { return false }
    return column.validity[row] && days[row] <= asOf
  }

  /// The values of a column, 0 where `valid` says there is none.
  private func load(_ values: Column.Values, to register: Int, _ count: Int) {
    let valid = valid[register]
    switch values {
    case .number(let values):
      Kernels.zip(values, valid, into: &numbers[register], count) { $1 == 1 ? $0 : 0 }
    case .integer(let values):
      Kernels.zip(values, valid, into: &numbers[register], count) { $1 == 1 ? Double($0) : 0 }
    case .money(let values):
      Kernels.zip(values, valid, into: &numbers[register], count) {
        $1 == 1 ? Money.units($0) : 0
      }
    case .boolean(let values):
      Kernels.zip(values, valid, into: &flags[register], count) { $0 && $1 == 1 ? 1 : 0 }
    case .text(let values), .date(let values):
      Kernels.zip(values, valid, into: &codes[register], count) { $1 == 1 ? $0 : 0 }
    }
  }

  /// A column of the rows' projects: rules 2, 3 and 5.
  func loadSubject(_ register: Int, _ index: Int, _ block: Block, _ frame: Frame) {
    let access = context.subjectAccess[index]
    let input = InputColumn(resource: context.subject.name, field: access.field)
    var valid = take(&self.valid[register])
    defer { self.valid[register] = valid }
    guard let column = context.subjectColumns[index], !frame.lost.contains(input) else {
      for row in 0..<block.count { valid[row] = 0 }
      clear(register, block.count)
      return
    }
    let knownOn = access.knownOn.flatMap { context.subjectColumns[$0] }
    let asOf = frame.asOf.number
    for row in 0..<block.count {
      let position = block.positions[row]
      guard position >= 0 else {
        valid[row] = 0
        continue
      }
      let source = Int(frame.rows[Int(position)])
      var isValid = column.validity[source]
      if isValid, let knownOn { isValid = isKnown(knownOn, source, asOf) }
      valid[row] = isValid ? 1 : 0
    }
    gather(column.values, to: register, block, frame, &valid)
    if access.isFact { Kernels.mask(&codes[register], &valid, after: asOf, block.count) }
  }

  private func gather(
    _ values: Column.Values,
    to register: Int,
    _ block: Block,
    _ frame: Frame,
    _ valid: inout [UInt8]
  ) {
    func rows(_ body: (_ row: Int, _ source: Int) -> Void) {
      for row in 0..<block.count where valid[row] == 1 {
        body(row, Int(frame.rows[Int(block.positions[row])]))
      }
    }
    clear(register, block.count)
    switch values {
    case .number(let values):
      var numbers = take(&self.numbers[register])
      rows { numbers[$0] = values[$1] }
      self.numbers[register] = numbers
    case .integer(let values):
      var numbers = take(&self.numbers[register])
      rows { numbers[$0] = Double(values[$1]) }
      self.numbers[register] = numbers
    case .money(let values):
      var numbers = take(&self.numbers[register])
      rows { numbers[$0] = Money.units(values[$1]) }
      self.numbers[register] = numbers
    case .boolean(let values):
      var flags = take(&self.flags[register])
      rows { flags[$0] = values[$1] ? 1 : 0 }
      self.flags[register] = flags
    case .text(let values), .date(let values):
      var codes = take(&self.codes[register])
      rows { codes[$0] = values[$1] }
      self.codes[register] = codes
    }
  }

  /// A feature of the rows' projects.
  func loadFeature(_ register: Int, _ index: Int, _ block: Block, _ frame: Frame) {
    clear(register, block.count)
    var valid = take(&self.valid[register])
    defer { self.valid[register] = valid }
    for row in 0..<block.count { valid[row] = 0 }
    let type = program.instructions[register].type
    guard let data = frame.features[index], data.type == type else { return }
    func rows(_ body: (_ row: Int, _ position: Int) -> Void) {
      for row in 0..<block.count where block.positions[row] >= 0 {
        let position = Int(block.positions[row])
        valid[row] = data.valid[position]
        body(row, position)
      }
    }
    switch type {
    case .number, .unknown:
      var numbers = take(&self.numbers[register])
      rows { numbers[$0] = data.numbers[$1] }
      self.numbers[register] = numbers
    case .text, .date:
      var codes = take(&self.codes[register])
      rows { codes[$0] = data.codes[$1] }
      self.codes[register] = codes
    case .boolean:
      var flags = take(&self.flags[register])
      rows { flags[$0] = data.flags[$1] }
      self.flags[register] = flags
    }
  }

  /// Zeros in every row of a register.
  private func clear(_ register: Int, _ count: Int) {
    switch program.instructions[register].type {
    case .number, .unknown: for row in 0..<count { numbers[register][row] = 0 }
    case .text, .date: for row in 0..<count { codes[register][row] = 0 }
    case .boolean: for row in 0..<count { flags[register][row] = 0 }
    }
  }

  /// Codes of a column as codes of the shared dictionary, each looked up once.
  func translate(_ register: Int, _ instruction: Instruction, _ count: Int) {
    let source = instruction.arguments[0]
    let domain = program.instructions[source].domain
    var known = take(&remembered[register])
    var results = take(&codes[register])
    let (input, inputValid) = (codes[source], valid[source])
    for row in 0..<count {
      valid[register][row] = inputValid[row]
      guard inputValid[row] == 1 else {
        results[row] = 0
        continue
      }
      let code = Int(input[row])
      while known.count <= code { known.append(-1) }
      if known[code] < 0 { known[code] = context.texts.translate(input[row], from: domain) }
      results[row] = known[code]
    }
    codes[register] = results
    remembered[register] = known
  }
}
