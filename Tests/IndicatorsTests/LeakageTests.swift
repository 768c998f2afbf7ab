import Features
import Tables
import Testing

/// Rule 6 of what is known on a date, over everything that is shipped: every pack and every
/// features.yaml on the datasets they fit.
@Suite struct LeakageTests {
  @Test(arguments: ShippedDataset.kinds)
  func nothingOfLaterReachesAShippedFeature(kind: ShippedDataset.Kind) throws {
    let shipped = try ShippedDataset.of(kind)
    for date in kind.dates {
      let asOf = try #require(Day(iso: date))
      let leaks = try LeakageCheck.leaks(
        of: shipped.plan,
        from: shipped.source,
        asOf: asOf,
        seeds: [1, 2, 3]
      )
      #expect(leaks == [], "as of \(date)")
    }
  }

  /// The check would be idle if features had nothing to say on these projects and dates.
  @Test(arguments: ShippedDataset.kinds)
  func theFeaturesHaveValuesThere(kind: ShippedDataset.Kind) throws {
    let shipped = try ShippedDataset.of(kind)
    let dates = try kind.dates.map { try #require(Day(iso: $0)) }
    let run = try FeatureEngine.run(shipped.plan, from: shipped.source, asOf: dates)
    let silent = shipped.plan.features.indices.filter { index in
      !run.tables.contains { $0.columns[index].states.contains(.value) }
    }
    // Current columns say nothing before the snapshot, and the board is small and on schedule.
    let few = kind.dataset == "district-board" ? 12 : 3
    #expect(silent.count <= few, "\(silent.map { shipped.plan.features[$0].name })")
  }

  /// A wrong word about a column, and a feature that knows the future by it.
  struct Lie: Sendable, CustomStringConvertible {
    var dataset: String
    var description: String
    var feature: String
    var table: String
    var tell: @Sendable (inout Resource) -> Void

    init(
      _ dataset: String,
      _ description: String,
      shows feature: String,
      _ table: String,
      _ tell: @escaping @Sendable (inout Resource) -> Void
    ) {
      self.dataset = dataset
      self.description = description
      self.feature = feature
      self.table = table
      self.tell = tell
    }

    /// Tells that a field holds another kind of truth.
    static func field(_ name: String, _ knowledge: Knowledge) -> @Sendable (inout Resource) -> Void
    {
      { resource in
        guard let index = resource.index(of: name) else { return }
        resource.fields[index].knowledge = knowledge
        resource.fields[index].isKnowledgeDeclared = true
      }
    }

    /// Tells that a field is known from the beginning.
    static func always(_ name: String) -> @Sendable (inout Resource) -> Void {
      { resource in
        guard let index = resource.index(of: name) else { return }
        resource.fields[index].knownOn = nil
      }
    }
  }

  static let lies = [
    Lie(
      "district",
      "a current forecast is fixed",
      shows: "cost_over_estimate",
      "projects",
      Lie.field("forecast_cost", .fixed)
    ),
    Lie(
      "district",
      "the actual finish is a plan",
      shows: "slip_days",
      "projects",
      Lie.field("actual_finish", .plan)
    ),
    Lie(
      "district",
      "what milestones became is a plan",
      shows: "milestones_overdue",
      "milestones",
      Lie.field("actual_on", .plan)
    ),
    Lie(
      "district",
      "payments are known when they happen",
      shows: "paid",
      "payments",
      { $0.recorded = nil }
    ),
    Lie(
      "district",
      "complaints were always known",
      shows: "compensation_complaints",
      "complaints",
      { $0.happened = nil }
    ),
    Lie(
      "district",
      "awards are known with the tender",
      shows: "award_to_ceiling",
      "tenders",
      Lie.always("award")
    ),
    Lie(
      "district",
      "evidence is known with the finding",
      shows: "rectified_without_evidence",
      "findings",
      Lie.always("has_evidence")
    ),
    Lie(
      "nyc-school-construction",
      "the ends of other phases are plans",
      shows: "worst_sibling_slip",
      "milestones",
      Lie.field("actual_on", .plan)
    ),
    Lie(
      "nyc-school-construction",
      "other phases were always known",
      shows: "siblings_started",
      "milestones",
      { $0.happened = nil }
    ),
    Lie(
      "canada-contracts",
      "amendments were always known",
      shows: "amendments_so_far",
      "amendments",
      { $0.happened = nil }
    ),
  ]

  @Test(arguments: lies)
  func aLieAboutAColumnIsCaught(lie: Lie) throws {
    let kind = try #require(ShippedDataset.kinds.first { $0.dataset == lie.dataset })
    let shipped = try ShippedDataset.of(kind)
    let plan = try shipped.plan(of: lie.feature) { if $0.name == lie.table { lie.tell(&$0) } }
    let leaks = try kind.dates.flatMap { date in
      try LeakageCheck.leaks(
        of: plan,
        from: shipped.source,
        asOf: try #require(Day(iso: date)),
        seeds: [1]
      )
    }
    #expect(leaks.contains { $0.hasPrefix(lie.feature + " of ") }, "\(leaks)")
  }

  /// A field that is not filled in where things are young became known only later, whatever the
  /// descriptor says: it wants `known_on`.
  @Test(arguments: ShippedDataset.kinds.filter { $0.dataset != "district-board" })
  func whatIsFixedIsNotMissingWhereThingsAreYoung(kind: ShippedDataset.Kind) throws {
    let source = try ShippedDataset.of(kind).source
    var rejects = RejectLog()
    let projects = source.subjects(rejects: &rejects)
    let resource = source.package.subject
    let from = try #require(resource.existsFrom.flatMap { projects.table[$0] })
    let snapshot = try #require(resource.snapshotOn)
    let rows = (0..<projects.table.rowCount).filter { from.day(at: $0) != nil }
    let young = rows.filter { row in from.day(at: row).map { $0 > snapshot - 180 } ?? false }
    #expect(young.count >= 5)
    let isYoung = Set(young)
    for field in resource.fields where field.knowledge == .fixed && field.knownOn == nil {
      let column = try #require(projects.table[field.name])
      let missing = rows.filter { !column.validity[$0] }
      let missingYoung = missing.count { isYoung.contains($0) }
      let share = Double(missingYoung) / Double(young.count)
      let shareOfOthers =
        Double(missing.count - missingYoung) / Double(max(1, rows.count - young.count))
      #expect(
        missingYoung < 2 || share <= 10 * shareOfOthers + 0.1,
        "\(field.name) is missing in \(share) of the young, in \(shareOfOthers) of the others"
      )
    }
  }
}
