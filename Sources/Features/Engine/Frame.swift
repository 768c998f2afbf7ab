import Tables

/// The rows of the entity table that each project has.
struct Roster: Sendable {
  let subjects: Subjects
  private let version: Column?
  private let from: Column?
  private let until: Column?
  /// Where the rows of each ordinal begin in `rows`; empty where row and ordinal are the same.
  private let starts: [Int32]
  /// Rows by ordinal, in the order of the file.
  private let rows: [Int32]

  init(_ subjects: Subjects, _ resource: Resource) {
    self.subjects = subjects
    version = resource.version.flatMap { subjects.table[$0] }
    from = resource.existsFrom.flatMap { subjects.table[$0] }
    until = resource.existsUntil.flatMap { subjects.table[$0] }
    let ordinals = subjects.ordinalOfRow
    let isPlain =
      ordinals.count == subjects.count
      && ordinals.indices.allSatisfy { ordinals[$0] == Int32(truncatingIfNeeded: $0) }
    guard !isPlain else {
      starts = []
      rows = []
      return
    }
    var starts = [Int32](repeating: 0, count: subjects.count + 1)
    for ordinal in ordinals { starts[Int(ordinal) + 1] += 1 }
    for ordinal in 0..<subjects.count { starts[ordinal + 1] += starts[ordinal] }
    var next = starts
    var rows = [Int32](repeating: 0, count: ordinals.count)
    for (row, ordinal) in ordinals.enumerated() {
      rows[Int(next[Int(ordinal)])] = Int32(row)
      next[Int(ordinal)] += 1
    }
    self.starts = starts
    self.rows = rows
  }

  /// Whether every project exists on every date.
  var isConstant: Bool { version == nil && from == nil && until == nil && starts.isEmpty }

  /// The row that counts for a project on a date, nil when it does not exist: rules 0 and 4.
  func row(of ordinal: Int, on asOf: Day) -> Int32? {
    guard let row = current(ordinal, asOf) else { return nil }
    if let from, from.day(at: Int(row)).map({ $0 <= asOf }) != true { return nil }
    if let until, let last = until.day(at: Int(row)), last < asOf { return nil }
    return row
  }

  private func current(_ ordinal: Int, _ asOf: Day) -> Int32? {
    let own =
      starts.isEmpty ? ordinal..<ordinal + 1 : Int(starts[ordinal])..<Int(starts[ordinal + 1])
    guard let version else {
      return own.last.map { starts.isEmpty ? Int32($0) : rows[$0] }
    }
    var best: Int32?
    for place in own {
      let row = starts.isEmpty ? Int32(place) : rows[place]
      guard let day = version.day(at: Int(row)), day <= asOf else { continue }
      // Of versions recorded on one day the last row of the file counts.
      if best.flatMap({ version.day(at: Int($0)) }).map({ $0 <= day }) != false { best = row }
    }
    return best
  }
}

/// An as-of date and what cannot be read on it.
struct AsOfDate: Sendable {
  let day: Day
  /// The columns that cannot be read: absent, or current before the snapshot.
  let lost: Set<InputColumn>
  /// Whether a field of the project is among them, by the index of the field.
  let lostFields: [Bool]
  /// Whether an aggregate reads, directly or through other features, what cannot be known: it is
  /// *insufficient* then, never an aggregate of what is left.
  let lostFeatures: [Bool]

  init(_ day: Day, lost: Set<InputColumn>, _ plan: FeaturePlan) {
    self.day = day
    self.lost = lost
    let subject = plan.package.subject
    lostFields = subject.fields.map {
      lost.contains(InputColumn(resource: subject.name, field: $0.name))
    }
    lostFeatures = plan.features.map { feature in
      feature.formInputs.contains(where: lost.contains)
        || feature.formTables.contains { plan.package[resource: $0] == nil }
    }
  }
}

/// Projects with consecutive ordinals that exist on an as-of date, and what is known about them.
struct Frame {
  let date: AsOfDate
  /// The ordinals from which the projects are.
  let range: Range<Int>
  /// The row of the entity table that counts for each project, in the order of ordinals.
  let rows: [Int32]
  /// The ordinal of each project.
  let ordinals: [Int32]
  /// Where a project stands, by its place in `range`; −1 when it does not exist on the date.
  let positions: [Int32]
  /// The features computed so far.
  var features: [FeatureData?]
  /// Aggregates as they were before their `applies:`.
  var unconditional: [Int: FeatureData] = [:]

  var asOf: Day { date.day }
  var count: Int { rows.count }
  /// Whether every project of the range exists.
  var isWhole: Bool { rows.count == range.count }

  init(_ date: AsOfDate, _ roster: Roster, _ range: Range<Int>, featureCount: Int) {
    self.date = date
    self.range = range
    features = [FeatureData?](repeating: nil, count: featureCount)
    let all = Int32(range.lowerBound)..<Int32(range.upperBound)
    if roster.isConstant {
      rows = Array(all)
      ordinals = rows
      positions = Array(0..<Int32(range.count))
      return
    }
    var rows: [Int32] = []
    var ordinals: [Int32] = []
    var positions = [Int32](repeating: -1, count: range.count)
    for ordinal in range {
      guard let row = roster.row(of: ordinal, on: date.day) else { continue }
      positions[ordinal - range.lowerBound] = Int32(rows.count)
      rows.append(row)
      ordinals.append(Int32(ordinal))
    }
    self.rows = rows
    self.ordinals = ordinals
    self.positions = positions
  }

  /// The same projects on another date, none of whose features is computed.
  init(_ date: AsOfDate, projectsOf other: Frame) {
    self.date = date
    range = other.range
    rows = other.rows
    ordinals = other.ordinals
    positions = other.positions
    features = [FeatureData?](repeating: nil, count: other.features.count)
  }

  /// The frames of several dates.
  static func frames(
    _ dates: [AsOfDate],
    _ roster: Roster,
    _ range: Range<Int>,
    featureCount: Int
  ) -> [Frame] {
    guard roster.isConstant, let first = dates.first else {
      return dates.map { Frame($0, roster, range, featureCount: featureCount) }
    }
    let frame = Frame(first, roster, range, featureCount: featureCount)
    return dates.map { Frame($0, projectsOf: frame) }
  }

  /// The place of the project with this ordinal, nil when it does not exist.
  func position(of ordinal: Int32) -> Int? {
    guard range.contains(Int(ordinal)) else { return nil }
    let place = positions[Int(ordinal) - range.lowerBound]
    return place < 0 ? nil : Int(place)
  }

  /// Takes the features of these projects from a frame of more of them.
  mutating func take(from whole: Frame) {
    guard let first = ordinals.first, let start = whole.position(of: first) else { return }
    for (index, data) in whole.features.enumerated() {
      if let data { features[index] = data.slice(start..<start + count) }
    }
    for (index, data) in whole.unconditional {
      unconditional[index] = data.slice(start..<start + count)
    }
  }
}
