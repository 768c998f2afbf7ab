import Determinism
import Tables

/// How intervals are drawn.
public struct BootstrapOptions: Hashable, Sendable {
  /// The number of replicates; 0 draws none and leaves intervals undefined.
  public var replicates: Int
  /// Where the draws begin; the same seed gives the same intervals at any thread count.
  public var seed: UInt64
  /// How many threads to use at most; the result does not depend on it.
  public var threads: Int

  /// A thousand replicates from seed 1 on one thread unless told otherwise.
  public init(replicates: Int = 1_000, seed: UInt64 = 1, threads: Int = 1) {
    self.replicates = max(0, replicates)
    self.seed = seed
    self.threads = max(1, threads)
  }
}

/// The percentile bootstrap over groups: whole projects are drawn with replacement, because
/// rows of one project are not independent.
///
/// - Reference: Davison and Hinkley (1997), sections 2.4 and 5.3.
struct Bootstrap {
  let options: BootstrapOptions
  let groups: Int

  /// What `figures` gives in every replicate, replicate by replicate.
  ///
  /// - Shapes: `figures` is handed one multiplicity a group, and always returns one count of
  ///   figures.
  func replicates(
    step: RunProgress.Step? = nil,
    _ figures: @Sendable ([Double]) -> [Figure]
  ) -> [[Figure]] {
    guard groups > 0, options.replicates > 0 else { return [] }
    let groups = groups
    let seed = options.seed
    let drawn = RowRanges.map(count: options.replicates, grain: 4, threads: options.threads) {
      range in
      range.map { replicate in
        // Each replicate has its own stream, so that the order of work does not matter.
        var mixer = SplitMix64(seed: seed &+ UInt64(replicate) &* 0xD134_2543_DE82_EF95)
        var random = mixer.split()
        var multiplicity = [Double](repeating: 0, count: groups)
        for _ in 0..<groups { multiplicity[random.int(below: groups)] += 1 }
        defer { step?.advance() }
        return figures(multiplicity)
      }
    }
    return drawn.flatMap { $0 }
  }

  /// The interval of one figure from its replicates.
  func interval(of figure: Figure, replicates: [Figure]) -> Interval {
    guard figure.value != nil else { return .undefined(.figureUndefined) }
    guard options.replicates > 0 else { return .undefined(.noReplicates) }
    guard groups > 1 else { return .undefined(groups == 1 ? .oneGroup : .noRows) }
    let values = replicates.compactMap(\.value).sorted()
    guard !values.isEmpty, values.count * 10 >= replicates.count * 9 else {
      return .undefined(.tooFewReplicates(defined: values.count, of: replicates.count))
    }
    return .range(
      lower: Quantile.interpolated(values, 0.025),
      upper: Quantile.interpolated(values, 0.975)
    )
  }
}

/// Quantiles of sorted values.
enum Quantile {
  /// The quantile at `share`, linear between order statistics (type 7, as in R and NumPy).
  ///
  /// - Shapes: `sorted` ascends and is not empty; an empty one gives 0.
  static func interpolated(_ sorted: [Double], _ share: Double) -> Double {
    guard let last = sorted.last else { return 0 }
    let place = share * Double(sorted.count - 1)
    let index = Int(place)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}

extension ScoredRows {
  /// Several metrics with their 95% intervals, in the order asked for.
  ///
  /// - Complexity: O(replicates · n); the sort is not repeated.
  public func estimates(
    _ metrics: [Metric],
    bootstrap options: BootstrapOptions = BootstrapOptions()
  ) -> [Estimate] {
    let kernel = MetricKernel(self, metrics: metrics)
    let figures = kernel.figures()
    let bootstrap = Bootstrap(options: options, groups: groups.count)
    let replicates = bootstrap.replicates { kernel.figures(multiplicity: $0) }
    return figures.indices.map { index in
      let interval = bootstrap.interval(
        of: figures[index],
        replicates: replicates.map { $0[index] }
      )
      return Estimate(figures[index], interval)
    }
  }
}
