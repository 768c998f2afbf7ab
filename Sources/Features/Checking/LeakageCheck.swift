import Tables

/// Shows that no feature knows the future: rule 6 of what is known on a date.
///
/// Everything that happened or was recorded after the date, current fields included where the
/// date lies before their snapshot, is replaced by garbage, rows of later are left out or said
/// twice, and all features are computed again; any change of a value, a state or a reason is a
/// leak.
public enum LeakageCheck {
  /// The features that change, with the first project each changes for.
  ///
  /// - Parameters:
  ///   - plan: The features.
  ///   - dataset: The records.
  ///   - asOf: The date.
  ///   - seed: What the garbage is drawn from.
  /// - Returns: Empty when nothing leaks.
  /// - Throws: `FeatureError` when the records cannot be read.
  public static func leaks(
    of plan: FeaturePlan,
    on dataset: Dataset,
    asOf: Day,
    seed: UInt64 = 1
  ) throws(FeatureError) -> [String] {
    try leaks(of: plan, from: dataset, asOf: asOf, seeds: [seed])
  }

  /// The same for records from anywhere, each seed once; stops at the first that shows a leak.
  package static func leaks(
    of plan: FeaturePlan,
    from source: any RecordSource,
    asOf: Day,
    seeds: [UInt64]
  ) throws(FeatureError) -> [String] {
    let truth = try FeatureEngine.run(plan, from: source, asOf: [asOf]).tables[0]
    for seed in seeds {
      let garbled: GarbledSource
      do throws(TableError) {
        garbled = try GarbledSource(source, after: asOf, seed: seed)
      } catch {
        throw FeatureError(error)
      }
      let other = try FeatureEngine.run(plan, from: garbled, asOf: [asOf]).tables[0]
      let found = differences(truth, other)
      guard found.isEmpty else { return found }
    }
    return []
  }

  private static func differences(_ truth: FeatureTable, _ other: FeatureTable) -> [String] {
    guard truth.ids == other.ids else { return ["which projects exist"] }
    return zip(truth.columns, other.columns).compactMap { before, after in
      let row = truth.ids.indices.first { row in
        before.text(at: row) != after.text(at: row) || before.states[row] != after.states[row]
          || before.missingInputs(at: row) != after.missingInputs(at: row)
      }
      return row.map { "\(before.name) of \(truth.ids[$0])" }
    }
  }
}
