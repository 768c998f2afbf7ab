import Determinism

/// How often what was foretold came about, in bins of about equal count.
public struct CalibrationTable: Hashable, Sendable {
  /// Rows of neighbouring probabilities.
  public struct Bin: Hashable, Sendable {
    /// The lowest probability in the bin.
    public var lowest: Double
    /// The highest probability in the bin.
    public var highest: Double
    /// The number of rows (their weight).
    public var rows: Double
    /// The mean probability.
    public var meanProbability: Double
    /// The number of positives.
    public var observed: Double
    /// The sum of the probabilities.
    public var expected: Double
    /// The share of positives, with its Wilson interval, which takes rows as independent.
    public var rate: Estimate
    /// Observed over expected.
    public var ratio: Figure
  }

  /// The bins, by rising probability; equal probabilities are never divided, so there may be
  /// fewer bins than asked for.
  public var bins: [Bin]

  /// The table of rows that have probabilities; no bins when they have none.
  ///
  /// A run of equal probabilities goes to the bin that holds its middle, counted by weight.
  ///
  /// - Complexity: O(n log n).
  public init(_ rows: ScoredRows, bins count: Int = 10) {
    bins = []
    guard let probabilities = rows.probabilities, count > 0 else { return }
    let order = rows.labels.indices
      .filter { rows.weight($0) > 0 }
      .sorted { left, right in
        probabilities[left] != probabilities[right]
          ? probabilities[left] < probabilities[right] : left < right
      }
    var total = 0.0
    for row in order { total += rows.weight(row) }
    var before = 0.0
    var open = -1
    var start = 0
    while start < order.count {
      var end = start
      var run = 0.0
      let probability = probabilities[order[start]]
      while end < order.count, probabilities[order[end]] == probability {
        run += rows.weight(order[end])
        end += 1
      }
      let place = (Double(count) * (before + run / 2) / total).rounded(.down)
      let bin = min(count - 1, Int(place))
      if bin != open {
        bins.append(Bin(startingAt: probability))
        open = bin
      }
      for row in order[start..<end] {
        bins[bins.count - 1].add(
          probability,
          label: rows.labels[row],
          weight: rows.weight(row)
        )
      }
      before += run
      start = end
    }
    for index in bins.indices { bins[index].close() }
  }
}

extension CalibrationTable.Bin {
  fileprivate init(startingAt probability: Double) {
    self.init(
      lowest: probability,
      highest: probability,
      rows: 0,
      meanProbability: probability,
      observed: 0,
      expected: 0,
      rate: Estimate(.undefined(.noRows), .undefined(.noRows)),
      ratio: .undefined(.noRows)
    )
  }

  fileprivate mutating func add(_ probability: Double, label: Bool, weight: Double) {
    highest = probability
    rows += weight
    expected += weight * probability
    if label { observed += weight }
  }

  fileprivate mutating func close() {
    meanProbability = expected / rows
    rate = Estimate(
      Figure(computed: observed / rows),
      Wilson.interval(positives: observed, of: rows)
    )
    ratio =
      expected > 0 ? Figure(computed: observed / expected) : .undefined(.nothingExpected)
  }
}

/// The score interval of a share.
public enum Wilson {
  /// The 0.975 quantile of the standard normal distribution.
  static let quantile = 1.959963984540054

  /// The 95% interval of a share of `positives` among `count` independent rows.
  ///
  /// - Reference: Wilson (1927), doi:10.1080/01621459.1927.10502953.
  public static func interval(positives: Double, of count: Double) -> Interval {
    guard count > 0, positives >= 0, positives <= count, count.isFinite else {
      return .undefined(.noRows)
    }
    let share = positives / count
    let square = quantile * quantile / count
    let middle = (share + square / 2) / (1 + square)
    let half =
      quantile / (1 + square)
      * (share * (1 - share) / count + square / (4 * count)).squareRoot()
    return .range(lower: max(0, middle - half), upper: min(1, middle + half))
  }
}
