import Tables

/// The projects that exist on an as-of date, and what is known about them.
struct Frame {
  let asOf: Day
  /// The row of the entity table that counts for each project, in the order of ordinals.
  let rows: [Int32]
  /// The ordinal of each project.
  let ordinals: [Int32]
  /// Where a project stands, by ordinal; −1 when it does not exist on the date.
  let positions: [Int32]
  /// The columns that cannot be read on the date: absent, or current before the snapshot.
  let lost: Set<InputColumn>
  /// The features computed so far.
  var features: [FeatureData?]
  /// Aggregates as they were before their `applies:`.
  var unconditional: [Int: FeatureData] = [:]

  var count: Int { rows.count }

  /// Finds which projects exist: rules 0 and 4.
  init(
    asOf: Day,
    subjects: Subjects,
    resource: Resource,
    lost: Set<InputColumn>,
    featureCount: Int
  ) {
    self.asOf = asOf
    self.lost = lost
    self.features = [FeatureData?](repeating: nil, count: featureCount)
    let version = resource.version.flatMap { subjects.table[$0] }
    var rowOfOrdinal = [Int32](repeating: -1, count: subjects.count)
    for (row, ordinal) in subjects.ordinalOfRow.enumerated() {
      let index = Int(ordinal)
      guard let version else {
        rowOfOrdinal[index] = Int32(row)
        continue
      }
      guard let day = version.day(at: row), day <= asOf else { continue }
      // Of versions recorded on one day the last row of the file counts.
      let best = rowOfOrdinal[index]
      if best < 0 || version.day(at: Int(best)).map({ $0 <= day }) == true {
        rowOfOrdinal[index] = Int32(row)
      }
    }
    let from = resource.existsFrom.flatMap { subjects.table[$0] }
    let until = resource.existsUntil.flatMap { subjects.table[$0] }
    var rows: [Int32] = []
    var ordinals: [Int32] = []
    var positions = [Int32](repeating: -1, count: subjects.count)
    for (ordinal, row) in rowOfOrdinal.enumerated() where row >= 0 {
      if let from, from.day(at: Int(row)).map({ $0 <= asOf }) != true { continue }
      if let until, let last = until.day(at: Int(row)), last < asOf { continue }
      positions[ordinal] = Int32(rows.count)
      rows.append(row)
      ordinals.append(Int32(ordinal))
    }
    self.rows = rows
    self.ordinals = ordinals
    self.positions = positions
  }
}
