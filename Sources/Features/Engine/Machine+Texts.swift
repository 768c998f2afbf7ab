import Tables

/// Functions of texts; what is found for a code of a dictionary is remembered.
extension Machine {
  /// The text with A to Z as a to z, in the shared dictionary.
  func lower(_ register: Int, _ source: Int, _ count: Int) {
    let domain = program.instructions[source].domain
    recall(register, source, into: lanes(register).codes, count) { code in
      let bytes = self.context.texts.utf8(of: code, in: domain)
      let isCapital = { (byte: UInt8) in (0x41...0x5A).contains(byte) }
      guard bytes.contains(where: isCapital) else {
        return self.context.texts.translate(code, from: domain)
      }
      return self.context.texts.intern(bytes.map { isCapital($0) ? $0 | 0x20 : $0 }[...])
    }
    finish(register, [source], count)
  }

  /// The number of code points.
  func length(_ register: Int, _ source: Int, _ count: Int) {
    let domain = program.instructions[source].domain
    let numbers = lanes(register).numbers
    recall(register, source, into: sourceRows, count) { code in
      // Every byte but those that continue a code point.
      Int32(self.context.texts.utf8(of: code, in: domain).count { $0 & 0xC0 != 0x80 })
    }
    Loops.map(sourceRows, into: numbers, count) { Double($0) }
    finish(register, [source], count)
  }

  /// Whether the bytes of the second text stand in those of the first.
  func contains(_ register: Int, _ arguments: [Int], _ count: Int) {
    let (text, part) = (arguments[0], arguments[1])
    let (first, second) = (program.instructions[text], program.instructions[part])
    if case .text(let literal) = second.opcode {
      let bytes = Array(literal.utf8)
      remember(register, text, count) { code in
        TextPool.contains(self.context.texts.utf8(of: code, in: first.domain), bytes[...])
      }
    } else {
      let (a, b, flags) = (registers[text], registers[part], lanes(register).flags)
      for row in 0..<count {
        guard a.valid[row] & b.valid[row] == 1 else {
          flags[row] = 0
          continue
        }
        let isThere = TextPool.contains(
          context.texts.utf8(of: a.codes[row], in: first.domain),
          context.texts.utf8(of: b.codes[row], in: second.domain)
        )
        flags[row] = isThere ? 1 : 0
      }
    }
    finish(register, arguments, count)
  }

  /// A number that is not negative for each code of a column, found once; 0 where it is missing.
  private func recall(
    _ register: Int,
    _ column: Int,
    into results: Lane<Int32>,
    _ count: Int,
    _ answer: (Int32) -> Int32
  ) {
    var known: [Int32] = []
    swap(&known, &remembered[register])
    let input = registers[column]
    for row in 0..<count {
      guard input.valid[row] == 1, input.codes[row] >= 0 else {
        results[row] = 0
        continue
      }
      let code = Int(input.codes[row])
      while known.count <= code { known.append(-1) }
      if known[code] < 0 { known[code] = answer(Int32(code)) }
      results[row] = known[code]
    }
    swap(&known, &remembered[register])
  }
}
