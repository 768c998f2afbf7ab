/// A term with the columns it reads, ready to be added up.
struct BoundTerm: Sendable {
  private enum Source: Sendable {
    case linear(weight: Double, center: Double, numbers: [Double])
    case steps(cuts: [Double], values: [Double], numbers: [Double])
    case categories(valueOfCode: [Double], codes: [Int32])
    case pair(BoundAxis, BoundAxis, values: [Double])
  }

  private let source: Source
  /// Of the first feature, or of both features of a pair taken together.
  private let presence: [Presence]
  private let missing: Double
  private let notApplicable: Double

  /// Binds a term to columns that `Model.verify(schemaOf:)` has found and whose types it checked.
  init(_ term: Term, on observations: Observations) {
    guard let column = observations[term.feature] else {
      preconditionFailure("the schema was verified before")
    }
    self.missing = term.missing
    self.notApplicable = term.notApplicable ?? term.missing
    switch (term.shape, column.values) {
    case (.linear(let weight, let center), .numbers(let numbers)):
      self.source = .linear(weight: weight, center: center, numbers: numbers)
    case (.steps(let cuts, let values), .numbers(let numbers)):
      self.source = .steps(cuts: cuts, values: values, numbers: numbers)
    case (.categories(let values, let other), .categories(let codes, let names)):
      self.source = .categories(valueOfCode: names.map { values[$0] ?? other }, codes: codes)
    case (.pair(let second, let firstAxis, let secondAxis, let values), _):
      guard let other = observations[second] else {
        preconditionFailure("the schema was verified before")
      }
      self.source = .pair(
        BoundAxis(firstAxis, on: column),
        BoundAxis(secondAxis, on: other),
        values: values
      )
      self.presence = zip(column.presence, other.presence).map { first, second in
        first == .missing || second == .missing
          ? .missing
          : first == .notApplicable || second == .notApplicable
            ? .notApplicable : .present
      }
      return
    default: preconditionFailure("the schema was verified before")
    }
    self.presence = column.presence
  }

  /// Adds the contribution of each row to its sum.
  ///
  /// - Shapes: `sums` has one element a row of `rows`.
  func add(to sums: inout [Double], rows: Range<Int>) {
    precondition(sums.count == rows.count)
    let start = rows.lowerBound
    switch source {
    case .linear(let weight, let center, let numbers):
      add(linear: weight, center, numbers, to: &sums, rows: rows)
    case .steps(let cuts, let values, let numbers):
      for row in rows {
        sums[row - start] +=
          presence[row] == .present ? values[Term.bin(of: numbers[row], cuts: cuts)] : absent(row)
      }
    case .categories(let valueOfCode, let codes):
      for row in rows {
        sums[row - start] +=
          presence[row] == .present ? valueOfCode[Int(codes[row])] : absent(row)
      }
    case .pair:
      for row in rows { sums[row - start] += contribution(row: row) }
    }
  }

  /// The loop of a linear term, without a branch: both values are computed, one is taken.
  private func add(
    linear weight: Double,
    _ center: Double,
    _ numbers: [Double],
    to sums: inout [Double],
    rows: Range<Int>
  ) {
    let numbers = numbers.span.extracting(rows)
    let presence = presence.span.extracting(rows)
    let (missing, notApplicable) = (missing, notApplicable)
    var sums = sums.mutableSpan
    var states: UInt8 = 0
    for index in 0..<rows.count { states |= presence[index].rawValue }
    if states == Presence.present.rawValue {
      for index in 0..<rows.count { sums[index] += weight * (numbers[index] - center) }
      return
    }
    for index in 0..<rows.count {
      let value = weight * (numbers[index] - center)
      let state = presence[index]
      let absent = state == .missing ? missing : notApplicable
      sums[index] += state == .present ? value : absent
    }
  }

  /// The contribution of one row.
  func contribution(row: Int) -> Double {
    guard presence[row] == .present else { return absent(row) }
    switch source {
    case .linear(let weight, let center, let numbers): return weight * (numbers[row] - center)
    case .steps(let cuts, let values, let numbers):
      return values[Term.bin(of: numbers[row], cuts: cuts)]
    case .categories(let valueOfCode, let codes): return valueOfCode[Int(codes[row])]
    case .pair(let first, let second, let values):
      return values[first.bin(row: row) * second.binCount + second.bin(row: row)]
    }
  }

  /// Whether the row has what the term reads.
  func isPresent(row: Int) -> Bool { presence[row] == .present }

  private func absent(_ row: Int) -> Double {
    presence[row] == .notApplicable ? notApplicable : missing
  }
}

/// One side of a pair table with the column it reads.
private struct BoundAxis: Sendable {
  private enum Source: Sendable {
    case cuts([Double], numbers: [Double])
    case levels(binOfCode: [Int], codes: [Int32])
  }

  private let source: Source
  let binCount: Int

  init(_ axis: Term.Axis, on column: ObservationColumn) {
    self.binCount = axis.binCount
    switch (axis, column.values) {
    case (.cuts(let cuts), .numbers(let numbers)):
      self.source = .cuts(cuts, numbers: numbers)
    case (.levels(let levels), .categories(let codes, let names)):
      let bins = Dictionary(
        levels.enumerated().map { ($0.element, $0.offset) },
        uniquingKeysWith: { first, _ in first }
      )
      self.source = .levels(binOfCode: names.map { bins[$0] ?? levels.count }, codes: codes)
    default: preconditionFailure("the schema was verified before")
    }
  }

  /// The bin of a row that has a value.
  func bin(row: Int) -> Int {
    switch source {
    case .cuts(let cuts, let numbers): Term.bin(of: numbers[row], cuts: cuts)
    case .levels(let binOfCode, let codes): binOfCode[Int(codes[row])]
    }
  }
}
