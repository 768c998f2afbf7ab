import LinearAlgebra

/// Turns observations into a design matrix.
struct DesignBuilder {
  private let observations: Observations
  private let weights: [Double]
  private let totalWeight: Double
  private let options: LogisticOptions
  private var meanings: [Design.Meaning] = []
  private var columns: [[Double]] = []
  private var notes: [FitNote] = []

  /// Builds the design of observations whose rows all have a positive weight.
  static func build(
    _ observations: Observations,
    weights: [Double],
    options: LogisticOptions
  ) throws(ModelError) -> Design {
    var builder = DesignBuilder(
      observations: observations,
      weights: weights,
      options: options
    )
    for (index, column) in observations.columns.enumerated() {
      try builder.add(column, feature: index)
    }
    builder.addAbsences()
    guard !builder.meanings.isEmpty else { throw ModelError(.noUsableFeatures) }
    return builder.design
  }

  private init(observations: Observations, weights: [Double], options: LogisticOptions) {
    self.observations = observations
    self.weights = weights
    self.totalWeight = weights.reduce(0, +)
    self.options = options
  }

  private mutating func add(
    _ column: ObservationColumn,
    feature: Int
  ) throws(ModelError) {
    let present = column.presence.indices.filter { column.presence[$0] == .present }
    if present.isEmpty {
      notes.append(.emptyFeature(column.name))
      return
    }
    switch column.values {
    case .numbers(let numbers): try add(numbers, of: column, feature: feature, present: present)
    case .categories(let codes, let names):
      add(codes, names: names, of: column, feature: feature, present: present)
    }
  }

  /// A column of standardised numbers: weighted mean and standard deviation of present values.
  private mutating func add(
    _ numbers: [Double],
    of column: ObservationColumn,
    feature: Int,
    present: [Int]
  ) throws(ModelError) {
    guard let first = present.first, present.contains(where: { numbers[$0] != numbers[first] })
    else {
      notes.append(.constantFeature(column.name))
      return
    }
    var weight = 0.0
    var sum = 0.0
    for row in present {
      weight += weights[row]
      sum += weights[row] * numbers[row]
    }
    let mean = sum / weight
    var squares = 0.0
    for row in present {
      let difference = numbers[row] - mean
      squares += weights[row] * difference * difference
    }
    let scale = (squares / weight).squareRoot()
    // A coefficient is divided by the scale, so that the inverse must be usable too.
    guard mean.isFinite, scale.isFinite, scale > 1e-150 else {
      throw ModelError(.unusableScale(column.name))
    }
    var values = [Double](repeating: 0, count: numbers.count)
    for row in present { values[row] = (numbers[row] - mean) / scale }
    meanings.append(.number(feature: feature, mean: mean, scale: scale))
    columns.append(values)
  }

  /// Columns of 0 and 1, one a category, of which rare ones share the last.
  ///
  /// Without a penalty the most frequent category is the reference and has none.
  private mutating func add(
    _ codes: [Int32],
    names: [String],
    of column: ObservationColumn,
    feature: Int,
    present: [Int]
  ) {
    var weightOfCode = [Double](repeating: 0, count: names.count)
    for row in present { weightOfCode[Int(codes[row])] += weights[row] }
    let used = names.indices.filter { weightOfCode[$0] > 0 }
    if used.count == 1 {
      notes.append(.constantFeature(column.name))
      return
    }
    // Heaviest first, ties by name, so that neither the order of rows nor of codes counts.
    var kept = used.filter { weightOfCode[$0] >= options.minimumCategoryWeight }
    kept.sort {
      weightOfCode[$0] != weightOfCode[$1]
        ? weightOfCode[$0] > weightOfCode[$1]
        : names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8)
    }
    kept = Array(kept.prefix(options.maximumCategories))
    let isKept = Set(kept)
    let pooled = used.filter { !isKept.contains($0) }
    if !pooled.isEmpty { notes.append(.pooledCategories(column.name, count: pooled.count)) }
    if kept.isEmpty { return }
    let reference = options.lambda == 0 ? kept.first : nil
    for code in kept.sorted(by: { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) })
    where code != reference {
      append(.category(feature: feature, name: names[code]), present) { Int(codes[$0]) == code }
    }
    if !pooled.isEmpty {
      append(.otherCategories(feature: feature, names: pooled.map { names[$0] }), present) {
        !isKept.contains(Int(codes[$0]))
      }
    }
  }

  private mutating func append(
    _ meaning: Design.Meaning,
    _ rows: [Int],
    where isOne: (Int) -> Bool
  ) {
    var values = [Double](repeating: 0, count: observations.rowCount)
    for row in rows where isOne(row) { values[row] = 1 }
    meanings.append(meaning)
    columns.append(values)
  }

  /// One column for every set of rows in which some feature is absent: features that are absent
  /// in the same rows share a coefficient, which the data could not tell apart.
  private mutating func addAbsences() {
    var order: [[Int]] = []
    var members: [[Int]: [Design.Absence]] = [:]
    for (feature, column) in observations.columns.enumerated() {
      for kind in [Presence.missing, .notApplicable] {
        let rows = column.presence.indices.filter { column.presence[$0] == kind }
        guard !rows.isEmpty, rows.count < observations.rowCount else { continue }
        if members[rows] == nil { order.append(rows) }
        members[rows, default: []].append(Design.Absence(feature: feature, presence: kind))
      }
    }
    for rows in order {
      append(.absence(members[rows] ?? []), rows) { _ in true }
    }
  }

  private var design: Design {
    let rowCount = observations.rowCount
    let blocks = stride(from: 0, to: rowCount, by: options.blockRows).map { start in
      let end = min(start + options.blockRows, rowCount)
      var elements: [Double] = []
      elements.reserveCapacity((end - start) * (columns.count + 1))
      for column in columns { elements.append(contentsOf: column[start..<end]) }
      elements.append(contentsOf: repeatElement(1, count: end - start))
      return Matrix(rowCount: end - start, columnCount: columns.count + 1, elements: elements)
    }
    return Design(
      meanings: meanings + [.intercept],
      blocks: blocks,
      notes: notes,
      features: observations.columns.map(\.name)
    )
  }
}
