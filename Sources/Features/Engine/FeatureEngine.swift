import Determinism
import Tables

/// How a run is done.
public struct RunOptions: Sendable {
  /// How many rejects a table may have.
  public var limits = RejectLimits()
  /// The projects wanted in the tables, nil for all; peers are always all projects.
  public var only: Set<String>?
  /// What is taken to be refuted.
  public var refuting: [Refutation] = []
  /// How many threads read and compute; the result is the same.
  public var threads = RowRanges.defaultThreads
  /// Takes down where the time goes, if there is one.
  public var profile: RunProfile?
  /// How many projects are worked on at a time, nil for as many as fit in a processor's cache,
  /// made a power of two; the result is the same.
  package var rangeSize: Int?

  /// All projects, with the usual limits, nothing refuted.
  public init() {}
}

/// The features of a dataset on one or more dates.
public struct FeatureRun: Sendable {
  /// One table for each as-of date, in the order asked.
  public let tables: [FeatureTable]
  /// What was not taken from the files, what was read, and what else to say.
  public let report: RunReport

  /// What was not taken from the files.
  public var rejects: RejectLog { report.rejects }
  /// What a reader of the tables should know: features lost on a date, delays unknown.
  public var notes: [String] { report.notes }
}

/// What a run says beside its tables.
public struct RunReport: Sendable {
  /// What was not taken from the files.
  public let rejects: RejectLog
  /// What a reader of the tables should know: features lost on a date, delays unknown.
  public let notes: [String]
  /// What was read, by table, in the order read.
  public let statistics: [(table: String, read: ReadStatistics)]

  init(_ run: RangedRun) {
    rejects = run.rejects
    notes = run.notes
    statistics = run.statistics
  }
}

/// Computes features: every table is read once for all as-of dates, then projects are worked on
/// range by range.
public enum FeatureEngine {
  /// The features of a dataset on each date.
  ///
  /// - Complexity: O(rows · aggregates · dates) time; memory for the tables and for the rows, packed.
  /// - Throws: `FeatureError` when a table cannot be read or has too many rejects.
  public static func run(
    _ plan: FeaturePlan,
    on dataset: Dataset,
    asOf: [Day],
    options: RunOptions = RunOptions()
  ) throws(FeatureError) -> FeatureRun {
    var dataset = dataset
    dataset.limits = options.limits
    return try run(plan, from: dataset, asOf: asOf, options: options)
  }

  /// The features of a dataset range by range of projects, without ever holding them all.
  ///
  /// A range's tables, one for each date, go to `map`, on any of several threads; what it makes of
  /// them goes to `consume` on the calling thread, in the order of the projects. There is always
  /// one range at least. Rows are the same as those of `run`, one range after the other.
  ///
  /// - Throws: `FeatureError` when a table cannot be read or has too many rejects, before anything
  ///   is handed on; what `map` and `consume` throw.
  public static func stream<Product: Sendable>(
    _ plan: FeaturePlan,
    on dataset: Dataset,
    asOf: [Day],
    options: RunOptions = RunOptions(),
    map: @escaping @Sendable ([FeatureTable]) throws -> Product,
    consume: (Product) throws -> Void
  ) throws -> RunReport {
    var dataset = dataset
    dataset.limits = options.limits
    return try stream(
      plan,
      from: dataset,
      asOf: asOf,
      options: options,
      map: map,
      consume: consume
    )
  }

  package static func stream<Product: Sendable>(
    _ plan: FeaturePlan,
    from source: any RecordSource,
    asOf: [Day],
    options: RunOptions = RunOptions(),
    map: @escaping @Sendable ([FeatureTable]) throws -> Product,
    consume: (Product) throws -> Void
  ) throws -> RunReport {
    try stream(
      plan,
      from: source,
      asOf: asOf,
      options: options,
      mapRanges: { try map($0.map(\.table)) },
      consume: consume
    )
  }

  /// As above, before tables are made.
  package static func stream<Product: Sendable>(
    _ plan: FeaturePlan,
    from source: any RecordSource,
    asOf: [Day],
    options: RunOptions = RunOptions(),
    mapRanges map: @escaping @Sendable ([FeatureRange]) throws -> Product,
    consume: (Product) throws -> Void
  ) throws -> RunReport {
    let run = try RangedRun(plan, source, asOf, options)
    let only = options.only
    try run.stream(
      { (context, frames) throws(any Error) -> Product in
        try map(frames.map { FeatureRange($0, context, only: only) })
      },
      consume: consume
    )
    return RunReport(run)
  }

  /// The features of records from anywhere.
  package static func run(
    _ plan: FeaturePlan,
    from source: any RecordSource,
    asOf: [Day],
    options: RunOptions = RunOptions()
  ) throws(FeatureError) -> FeatureRun {
    guard options.refuting.isEmpty else {
      guard let id = options.refuting.first?.id, options.refuting.allSatisfy({ $0.id == id }),
        let day = asOf.first, asOf.count == 1
      else {
        throw FeatureError(
          .notFound("refutation"),
          "a run refutes the evidence of one project on one date",
          hint: "study one project at a time"
        )
      }
      let study = try ProjectStudy(plan, from: source, asOf: day, id: id, options: options)
      return try study.run(refuting: options.refuting, only: options.only)
    }
    let run = try RangedRun(plan, source, asOf, options)
    let only = options.only
    var builders = asOf.map { _ in FeatureTableBuilder() }
    run.stream(
      { (context, frames) -> [FeatureTable] in
        frames.map { FeatureTable($0, context, only: only) }
      },
      consume: { parts in
        for (index, part) in parts.enumerated() { builders[index].append(part) }
      }
    )
    return FeatureRun(tables: builders.compactMap { $0.table() }, report: RunReport(run))
  }
}
