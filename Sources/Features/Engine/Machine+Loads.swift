import Tables

extension Machine {
  /// A column of the batch: rules 2 and 3 of what is known on a date.
  func loadEvent(_ register: Int, _ slot: Int, _ batch: Batch, _ block: Block, _ asOf: Int32) {
    let access = slots[slot]
    let column = batch.columns[columns[slot]]
    let (start, count) = (block.start, block.count)
    let lanes = lanes(register)
    var hasNulls = !Loops.isAllPresent(column.validity, from: start, count)
    if hasNulls { _ = Loops.expand(column.validity, from: start, into: lanes.valid, count) }
    if let knownOn = access.knownOn {
      let other = batch.columns[columns[knownOn]]
      if !hasNulls { lanes.valid.fill(1, count) }
      hasNulls = true
      maskUnknown(other, from: start, lanes.valid, asOf, count)
    }
    switch column.values {
    case .number(let values): lanes.numbers.load(values, from: start, count)
    case .integer(let values):
      Loops.map(values, from: start, into: lanes.numbers, count) { Double($0) }
    case .money(let values):
      Loops.map(values, from: start, into: lanes.numbers, count) { Money.units($0) }
    case .boolean(let values):
      Loops.map(values, from: start, into: lanes.flags, count) { $0 ? 1 : 0 }
    case .text(let values): lanes.codes.load(values, from: start, count)
    case .date(let values):
      lanes.codes.load(values, from: start, count)
      if access.isFact { mask(register, after: asOf, &hasNulls, count) }
    }
    if hasNulls { setNullable(register, count) } else { setValid(register) }
  }

  /// Rows whose date column is missing or after `asOf` have no value.
  private func maskUnknown(
    _ column: Column,
    from start: Int,
    _ valid: Lane<UInt8>,
    _ asOf: Int32,
    _ count: Int
  ) {
    guard case .date(let days) = column.values else { return valid.fill(0, count) }
    Loops.zip(days, from: start, valid, into: valid, count) { $0 <= asOf ? $1 : 0 }
    guard !Loops.isAllPresent(column.validity, from: start, count) else { return }
    for row in 0..<count where !column.validity[start + row] { valid[row] = 0 }
  }

  /// Makes dates after `limit` missing; the values stay.
  private func mask(_ register: Int, after limit: Int32, _ hasNulls: inout Bool, _ count: Int) {
    let lanes = lanes(register)
    if hasNulls {
      Loops.zip(lanes.codes, lanes.valid, into: lanes.valid, count) { $0 <= limit ? $1 : 0 }
    } else {
      Loops.map(lanes.codes, into: lanes.valid, count) { $0 <= limit ? 1 : 0 }
      hasNulls = true
    }
  }

  /// A column of the rows' projects: rules 2, 3 and 5.
  func loadSubject(_ register: Int, _ index: Int, _ block: Block, _ frame: Frame) {
    guard let column = context.subjectColumns[index], !frame.date.lostFields[index],
      frame.count > 0
    else { return clear(register, block.count) }
    let access = context.subjectAccess[index]
    let (asOf, count) = (frame.asOf.number, block.count)
    let lanes = lanes(register)
    let rows = sourceRows
    if let first = block.first {
      rows.load(frame.rows, from: first, count)
    } else {
      Loops.gather(frame.rows, at: block.positions, into: rows, count) { $0 }
    }
    var hasNulls = !block.isAllThere
    if hasNulls { Loops.map(block.exists, into: lanes.valid, count) { $0 } }
    func require(_ isKnown: (Int) -> Bool) {
      if !hasNulls { lanes.valid.fill(1, count) }
      hasNulls = true
      for row in 0..<count where !isKnown(Int(rows[row])) { lanes.valid[row] = 0 }
    }
    if !context.isSubjectComplete[index] {
      let validity = column.validity
      require { validity[$0] }
    }
    if let knownOn = access.knownOn {
      if let other = context.subjectColumns[knownOn], case .date(let days) = other.values {
        require { other.validity[$0] && days[$0] <= asOf }
      } else {
        require { _ in false }
      }
    }
    switch column.values {
    case .number(let values): Loops.gather(values, at: rows, into: lanes.numbers, count) { $0 }
    case .integer(let values):
      Loops.gather(values, at: rows, into: lanes.numbers, count) { Double($0) }
    case .money(let values):
      Loops.gather(values, at: rows, into: lanes.numbers, count) { Money.units($0) }
    case .boolean(let values):
      Loops.gather(values, at: rows, into: lanes.flags, count) { $0 ? 1 : 0 }
    case .text(let values): Loops.gather(values, at: rows, into: lanes.codes, count) { $0 }
    case .date(let values):
      Loops.gather(values, at: rows, into: lanes.codes, count) { $0 }
      if access.isFact { mask(register, after: asOf, &hasNulls, count) }
    }
    if hasNulls { setNullable(register, count) } else { setValid(register) }
  }

  /// A feature of the rows' projects.
  func loadFeature(_ register: Int, _ index: Int, _ block: Block, _ frame: Frame) {
    let type = program.instructions[register].type
    guard let data = frame.features[index], data.type == type, frame.count > 0 else {
      return clear(register, block.count)
    }
    let lanes = lanes(register)
    let count = block.count
    func load<Value: BitwiseCopyable>(_ values: [Value], _ lane: Lane<Value>) {
      if let first = block.first {
        lane.load(values, from: first, count)
      } else {
        Loops.gather(values, at: block.positions, into: lane, count) { $0 }
      }
    }
    switch type {
    case .number, .unknown: load(data.numbers, lanes.numbers)
    case .text, .date: load(data.codes, lanes.codes)
    case .boolean: load(data.flags, lanes.flags)
    }
    guard data.hasNulls || !block.isAllThere else { return setValid(register) }
    load(data.valid, lanes.valid)
    if !block.isAllThere {
      Loops.zip(lanes.valid, block.exists, into: lanes.valid, count) { $0 & $1 }
    }
    setNullable(register, count)
  }

  /// Codes of a column as codes of the shared dictionary, each looked up once.
  func translate(_ register: Int, _ instruction: Instruction, _ count: Int) {
    let source = instruction.arguments[0]
    let domain = program.instructions[source].domain
    let (input, lanes) = (registers[source], lanes(register))
    var known: [Int32] = []
    swap(&known, &remembered[register])
    for row in 0..<count {
      guard input.valid[row] == 1 else {
        lanes.codes[row] = 0
        continue
      }
      let code = Int(input.codes[row])
      while known.count <= code { known.append(-1) }
      if known[code] < 0 { known[code] = context.texts.translate(Int32(code), from: domain) }
      lanes.codes[row] = known[code]
    }
    swap(&known, &remembered[register])
    finish(register, [source], count)
  }
}
