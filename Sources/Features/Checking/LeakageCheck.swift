import Determinism
import Tables

/// Shows that no feature knows the future: rule 6 of what is known on a date.
///
/// Everything that happened or was recorded after the date, current fields included where the
/// date lies before their snapshot, is replaced by garbage, and all features are computed again;
/// any change is a leak.
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
    try leaks(of: plan, from: dataset, asOf: asOf, seed: seed)
  }

  package static func leaks(
    of plan: FeaturePlan,
    from source: any RecordSource,
    asOf: Day,
    seed: UInt64
  ) throws(FeatureError) -> [String] {
    let truth = try FeatureEngine.run(plan, from: source, asOf: [asOf]).tables[0]
    let garbled: GarbledSource
    do throws(TableError) {
      garbled = try GarbledSource(source, after: asOf, seed: seed)
    } catch {
      throw FeatureError(error)
    }
    let other = try FeatureEngine.run(plan, from: garbled, asOf: [asOf]).tables[0]
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

/// Records in which everything after a date is garbage.
package struct GarbledSource: RecordSource {
  private let source: any RecordSource
  private let garbler: Garbler

  package init(
    _ source: any RecordSource,
    after asOf: Day,
    seed: UInt64
  ) throws(TableError) {
    self.source = source
    var latest: Day?
    let isDefault = source.package.resources.contains { resource in
      resource.snapshotOn == nil && resource.fields.contains { $0.knowledge == .current }
    }
    if isDefault {
      var rejects = RejectLog()
      latest = try source.latestFact(try source.subjects(rejects: &rejects)) ?? .latest
    }
    garbler = Garbler(asOf: asOf, seed: seed, defaultSnapshot: latest)
  }

  package var package: DataPackage { source.package }

  package func subjects(rejects: inout RejectLog) throws(TableError) -> Subjects {
    let subjects = try source.subjects(rejects: &rejects)
    let resource = package.subject
    var table = subjects.table
    let fields = table.names.map { resource[field: $0] }
    var random = SplitMix64(seed: garbler.seed)
    let version = resource.version.flatMap { table[$0] }
    for row in 0..<table.rowCount {
      // A version recorded after the date is garbage as a whole.
      let isUnknown =
        version.map { column in
          column.day(at: row).map { $0 > garbler.asOf } ?? true
        } ?? false
      let rowBefore = table.names.map { table[$0] }
      for (index, field) in fields.enumerated() {
        guard let field, !resource.primaryKey.contains(field.name) else { continue }
        if field.name == resource.version, !isUnknown { continue }
        let knownOn = field.knownOn.flatMap { name in table.names.firstIndex(of: name) }
        let isHidden =
          isUnknown
          || garbler.isHidden(
            field,
            rowBefore[index],
            knownOn.flatMap { rowBefore[$0] },
            row,
            snapshot: resource.snapshotOn
          )
        guard isHidden else { continue }
        let code = Int32(random.int(below: max(1, table.columns[index].dictionary.count)))
        table.columns[index].garble(row, garbler.asOf, textCode: code, &random)
      }
    }
    return Subjects(
      table: table,
      keyOfRow: subjects.ordinalOfRow.map { subjects.keys[Int($0)] },
      files: subjects.files
    )
  }

  package func stream(
    _ resource: String,
    fields: [String],
    subjects: Subjects
  ) throws(TableError) -> any RecordStream {
    guard let table = package[resource: resource] else {
      return try source.stream(resource, fields: fields, subjects: subjects)
    }
    // The dates that decide what is known are read as well.
    var all = fields
    for name in [table.happened, table.recorded] + table.fields.map(\.knownOn) {
      if let name, !all.contains(name) { all.append(name) }
    }
    let stream = try source.stream(resource, fields: all, subjects: subjects)
    return GarbledStream(stream, table, fields: all, asked: fields.count, garbler, subjects.count)
  }
}

/// What is hidden on a date.
private struct Garbler {
  let asOf: Day
  let seed: UInt64
  /// The latest fact, where some resource takes it for its snapshot.
  ///
  /// It must stay what it is, so a missing fact stays missing then.
  let defaultSnapshot: Day?

  /// Whether a value is not known on the date.
  func isHidden(
    _ field: Field,
    _ column: Column?,
    _ knownOn: Column?,
    _ row: Int,
    snapshot: Day?
  ) -> Bool {
    if field.knowledge == .current, let day = snapshot ?? defaultSnapshot, asOf < day {
      return true
    }
    if let knownOn, knownOn.day(at: row).map({ $0 > asOf }) ?? true { return true }
    guard field.type == .date, field.knowledge != .plan else { return false }
    return column?.day(at: row).map { $0 > asOf } ?? (defaultSnapshot == nil)
  }
}

private final class GarbledStream: RecordStream {
  private let stream: any RecordStream
  private let table: Resource
  private let fields: [Field]
  private let asked: Int
  private let garbler: Garbler
  private let subjectCount: Int
  private var random: SplitMix64

  init(
    _ stream: any RecordStream,
    _ table: Resource,
    fields: [String],
    asked: Int,
    _ garbler: Garbler,
    _ subjectCount: Int
  ) {
    self.stream = stream
    self.table = table
    self.fields = fields.compactMap { table[field: $0] }
    self.asked = asked
    self.garbler = garbler
    self.subjectCount = subjectCount
    random = SplitMix64(seed: garbler.seed)
  }

  func next() throws(TableError) -> Batch? {
    guard var batch = try stream.next() else { return nil }
    let before = batch.columns
    for row in 0..<batch.rowCount {
      if isUnknown(before, row) {
        batch.subjects[row] = Int32(random.int(below: max(1, subjectCount)))
        garbleRow(&batch, row)
        continue
      }
      for (index, field) in fields.enumerated() {
        if field.name == table.happened || field.name == table.recorded { continue }
        let knownOn = field.knownOn.flatMap { place(of: $0) }.map { before[$0] }
        if garbler.isHidden(field, before[index], knownOn, row, snapshot: table.snapshotOn) {
          garble(&batch, index, row)
        }
      }
    }
    batch.columns = Array(batch.columns.prefix(asked))
    return batch
  }

  private func place(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

  private func isUnknown(_ columns: [Column], _ row: Int) -> Bool {
    [table.happened, table.recorded].compactMap { $0 }.contains { name in
      guard let index = place(of: name) else { return false }
      return columns[index].day(at: row).map { $0 > garbler.asOf } ?? true
    }
  }

  /// Garbage in every field, and still after the date.
  private func garbleRow(_ batch: inout Batch, _ row: Int) {
    for index in fields.indices { garble(&batch, index, row) }
    let days = garbler.asOf.number + 1 + Int32(random.int(below: 400))
    let decisive = table.recorded ?? table.happened
    for name in [table.happened, table.recorded] {
      guard let name, let index = place(of: name) else { continue }
      let isDecisive = name == decisive
      let day = isDecisive ? days : garbler.asOf.number - Int32(random.int(below: 400))
      batch.columns[index].set(row, day: day)
    }
  }

  private func garble(_ batch: inout Batch, _ index: Int, _ row: Int) {
    let code = stream.intern("garbage \(random.int(below: 5))", field: index)
    batch.columns[index].garble(row, garbler.asOf, textCode: code, &random)
  }

  func intern(_ text: String, field: Int) -> Int32 { stream.intern(text, field: field) }

  var dictionaries: [TextDictionary] { stream.dictionaries }
  func utf8(of code: Int32, field: Int) -> ArraySlice<UInt8> { stream.utf8(of: code, field: field) }
  var rejects: RejectLog { stream.rejects }
  var statistics: ReadStatistics { stream.statistics }
  var files: [String] { stream.files }
}

extension Column {
  /// Puts a day into a date column.
  fileprivate mutating func set(_ row: Int, day: Int32) {
    guard case .date(var days) = values else { return }
    days[row] = day
    values = .date(days)
    validity[row] = true
  }

  /// Puts garbage in place of a value; a date is null or after `asOf`.
  fileprivate mutating func garble(
    _ row: Int,
    _ asOf: Day,
    textCode: Int32,
    _ random: inout SplitMix64
  ) {
    let isMissing = random.int(below: 4) == 0
    switch values {
    case .date:
      // The date stays: that something comes later is no secret, and may be the snapshot.
      return set(row, day: asOf.number + 1 + Int32(random.int(below: 400)))
    case .text(var codes):
      codes[row] = textCode
      values = .text(codes)
    case .number(var numbers):
      numbers[row] = random.normal() * 1e6
      values = .number(numbers)
    case .integer(var numbers):
      numbers[row] = Int64(random.int(below: 1_000_000)) - 500_000
      values = .integer(numbers)
    case .money(var amounts):
      amounts[row] = Int64(random.int(below: 1_000_000_000)) - 500_000_000
      values = .money(amounts)
    case .boolean(var flags):
      flags[row] = random.int(below: 2) == 0
      values = .boolean(flags)
    }
    validity[row] = !isMissing
    if case .text(let codes) = values, dictionary.count > 0, Int(codes[row]) >= dictionary.count {
      validity[row] = false
    }
  }
}
