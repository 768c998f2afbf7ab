import Determinism
import Tables

/// Records in which everything after a date is garbage.
///
/// Garbage is of the field's type, sometimes missing, sometimes a text that stands nowhere else. A
/// row of later stays as garbage, is left out, or comes twice.
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
    let before = table
    let fields = table.names.map { resource[field: $0] }
    var random = SplitMix64(seed: garbler.seed)
    let keyOfRow = subjects.ordinalOfRow.map(subjects.key(of:))
    // A version recorded after the date, or a project that begins later, is garbage as a whole.
    let isLater = (0..<table.rowCount).map { row in
      isAfter(resource.version, row, in: before, whenMissing: true)
    }
    let isWhole = isLater.indices.map { row in
      let isNew = garbler.defaultSnapshot == nil
      return isLater[row] || isAfter(resource.existsFrom, row, in: before, whenMissing: isNew)
    }
    for (index, field) in fields.enumerated() {
      guard let field, !resource.primaryKey.contains(field.name) else { continue }
      // What makes a row unknown must go on saying so.
      let isVersion = field.name == resource.version
      let isDecisive = isVersion || field.name == resource.existsFrom
      let knownOn = field.knownOn.flatMap { before[$0] }
      let places = (0..<table.rowCount).compactMap { row -> Garbler.Place? in
        if isVersion ? isLater[row] : isWhole[row] {
          return Garbler.Place(row: row, isWhole: !isDecisive)
        }
        let column = before.columns[index]
        guard !isDecisive,
          garbler.isHidden(field, column, knownOn, row, snapshot: resource.snapshotOn)
        else { return nil }
        return Garbler.Place(row: row, isWhole: false)
      }
      var column = table.columns[index]
      let texts = (0..<5).map { column.dictionary.intern("garbage \($0)") }
      let count = column.dictionary.count
      garbler.garble(
        &column,
        places,
        text: { $0.int(below: 2) == 0 ? texts[$0.int(below: 5)] : Int32($0.int(below: count)) },
        &random
      )
      table.columns[index] = column
    }
    return Subjects(table: table, keyOfRow: keyOfRow, files: subjects.files)
  }

  /// Whether a date that decides about a row comes after the date; no such date decides nothing.
  private func isAfter(
    _ name: String?,
    _ row: Int,
    in table: Table,
    whenMissing: Bool
  ) -> Bool {
    guard let column = name.flatMap({ table[$0] }) else { return false }
    return column.day(at: row).map { $0 > garbler.asOf } ?? whenMissing
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
    guard let known = try stream.next() else { return nil }
    var rows: [Int] = []
    var isUnknown: [Bool] = []
    for row in 0..<known.rowCount {
      let isLater = self.isUnknown(known.columns, row)
      let count = isLater && garbler.defaultSnapshot == nil ? random.int(below: 3) : 1
      for _ in 0..<count {
        rows.append(row)
        isUnknown.append(isLater)
      }
    }
    var batch = Batch(
      columns: known.columns.map { $0.rows(rows) },
      subjects: rows.map { known.subjects[$0] },
      positions: rows.map { known.positions[$0] }
    )
    for row in rows.indices where isUnknown[row] {
      batch.subjects[row] = Int32(random.int(below: max(1, subjectCount)))
    }
    let before = batch.columns
    for index in fields.indices { garble(&batch, index, before, isUnknown) }
    stamp(&batch, isUnknown)
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

  private func garble(
    _ batch: inout Batch,
    _ index: Int,
    _ before: [Column],
    _ isUnknown: [Bool]
  ) {
    let field = fields[index]
    let isDecisive = field.name == table.happened || field.name == table.recorded
    let knownOn = field.knownOn.flatMap { place(of: $0) }.map { before[$0] }
    let places = isUnknown.indices.compactMap { row -> Garbler.Place? in
      if isUnknown[row] { return Garbler.Place(row: row, isWhole: true) }
      guard !isDecisive,
        garbler.isHidden(field, before[index], knownOn, row, snapshot: table.snapshotOn)
      else { return nil }
      return Garbler.Place(row: row, isWhole: false)
    }
    let texts = (0..<5).map { stream.intern("garbage \($0)", field: index) }
    garbler.garble(&batch.columns[index], places, text: { texts[$0.int(below: 5)] }, &random)
  }

  /// Dates that make unknown rows unknown still: by the record where there is one.
  private func stamp(_ batch: inout Batch, _ isUnknown: [Bool]) {
    let decisive = table.recorded ?? table.happened
    for name in [table.happened, table.recorded] {
      guard let name, let index = place(of: name) else { continue }
      for row in isUnknown.indices where isUnknown[row] {
        let day = name == decisive ? garbler.later(&random) : garbler.earlier(&random)
        batch.columns[index].set(row, day: day)
      }
    }
  }

  func intern(_ text: String, field: Int) -> Int32 { stream.intern(text, field: field) }

  var dictionaries: [TextDictionary] { stream.dictionaries }
  func utf8(of code: Int32, field: Int) -> ArraySlice<UInt8> { stream.utf8(of: code, field: field) }
  var rejects: RejectLog { stream.rejects }
  var statistics: ReadStatistics { stream.statistics }
  var files: [String] { stream.files }
}
