import Features
import Models
import Tables

/// What a panel keeps of the features of all its as-of dates: the columns that models take, and the
/// points of the expert pack; rows go date after date.
///
/// Projects come range by range, with all dates at once, and what is kept of a range is put where
/// it belongs at the end, column by column, so that nothing is held twice but one column.
struct PanelFeatures: Sendable {
  /// The keys of the projects that exist, by date.
  let ids: [[String]]
  /// The columns of all rows.
  let observations: Observations
  /// The expert pack's points of all rows; nil without a pack.
  let points: [Double]?
  /// What there is to say beside.
  let report: RunReport

  /// What is kept of a range of projects on one date.
  private struct Part: Sendable {
    var ids: [String]
    var columns: [ObservationColumn]
    var points: [Double]
  }

  /// Computes the features `names` of a plan on some dates; the tables are read once.
  init(
    _ bench: Workbench,
    _ plan: FeaturePlan,
    asOf dates: [Day],
    features names: [String],
    profile: RunProfile?
  ) throws {
    guard !plan.features.isEmpty else { throw Workbench.noFeatures(bench.dataset) }
    let inputs = try ModelInputs(plan, features: names)
    let pack = bench.pack
    var options = bench.runOptions
    options.profile = profile
    var parts = dates.map { _ in [Part]() }
    report = try FeatureEngine.stream(
      plan,
      from: bench.dataset,
      asOf: dates,
      options: options,
      mapRanges: { ranges -> [Part] in
        var ids: [String]?
        return try ranges.indices.map { date in
          let range = ranges[date]
          if date > 0, !range.hasProjects(of: ranges[date - 1]) { ids = nil }
          let observations = try inputs.observations(range, ids: ids)
          ids = observations.ids
          let assessment = pack?.assess(range.table)
          return Part(
            ids: observations.ids,
            columns: observations.columns,
            points: assessment.map { assessment in
              observations.ids.indices.map { assessment.points(row: $0) }
            } ?? []
          )
        }
      },
      consume: { found in
        for (date, part) in found.enumerated() { parts[date].append(part) }
      }
    )
    ids = parts.map { $0.flatMap(\.ids) }
    points = pack.map { _ in parts.flatMap { $0.flatMap(\.points) } }
    var columns: [ObservationColumn] = []
    for index in (parts.first?.first?.columns ?? []).indices {
      if let column = ObservationColumn(joining: parts.flatMap { $0.map { $0.columns[index] } }) {
        columns.append(column)
      }
      let nothing = ObservationColumn(name: "", numbers: [])
      for date in parts.indices {
        for range in parts[date].indices { parts[date][range].columns[index] = nothing }
      }
    }
    observations = try Observations(ids: ids.flatMap { $0 }, columns: columns)
  }
}
