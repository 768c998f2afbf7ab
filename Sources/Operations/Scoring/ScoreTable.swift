import Determinism
import Tables
import Warnings

/// Scores as they are written, riskiest first: key, probability, points, level, rank, reasons, and
/// what else was asked for; last what was scored on the earlier date only, with why it is gone.
///
/// Where reasons were left out their column stays, empty, so that a reader finds every column in
/// its place.
public struct ScoreTable: WrittenTable {
  private let result: ScoreResult
  private let keyName: String
  private let separator: [UInt8]
  private let texts: [ReasonText]
  private let language: Language

  init(_ result: ScoreResult, keyName: String, language: Language) {
    self.result = result
    self.keyName = keyName
    self.language = language
    separator = Array(ReasonText.separator(language).utf8)
    texts = result.scored.texts(language)
  }

  private var sheet: ScoreSheet { result.scored.sheet }
  private var hasIntervals: Bool { sheet.intervals != nil && sheet.count > 0 }
  private var hasChanges: Bool { result.changes != nil }
  private var gone: [ScoreResult.Gone] { result.gone }

  /// The number of projects, those that are gone too.
  public var rowCount: Int { sheet.count + gone.count }

  private var names: [String] {
    [keyName, "probability", "points", "level", "rank", "reasons"]
      + (hasIntervals ? ["probability_low", "probability_high"] : [])
      + (hasChanges ? ["change", "level_before", "rank_before"] : [])
  }

  /// The scores as a table in memory.
  public var table: Table {
    let order = sheet.placed.order
    let scores = sheet.scores
    let none = gone.map { _ in nil as Double? }
    var columns: [Column] = [
      .texts(order.map { scores.ids[$0] } + gone.map(\.id)),
      .numbers(order.map { scores.probabilities?[$0] } + none),
      .numbers(order.map { scores.points?[$0] } + none),
      .texts(
        order.map { result.policy.level(at: sheet.level(row: $0))?.name } + gone.map { _ in nil }
      ),
      .integers(order.map { sheet.placed.ranks[$0] } + gone.map { _ in nil }),
      .texts(order.map(reasons) + gone.map { $0.why(language) }),
    ]
    if hasIntervals {
      columns.append(.numbers(order.map { sheet.intervals?[$0].lowerBound } + none))
      columns.append(.numbers(order.map { sheet.intervals?[$0].upperBound } + none))
    }
    if hasChanges {
      let kinds = order.map { result.changes?[$0].kind } + gone.map { _ in .gone }
      columns.append(.texts(kinds.map { $0?.rawValue }))
      columns.append(
        .texts(order.map { result.changes?[$0].levelBefore } + gone.map(\.levelBefore))
      )
      columns.append(
        .integers(order.map { result.changes?[$0].rankBefore } + gone.map(\.rankBefore))
      )
    }
    return Table(name: "scores", names: names, columns: columns)
  }

  private func reasons(_ row: Int) -> String? {
    guard sheet.reasonLimit > 0 else { return nil }
    var bytes: [UInt8] = []
    let reasons = sheet.reasons(of: [row])
    sheet.append(reasons, at: 0, of: row, texts, separator: separator, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes the same as `table`, without building it: blocks of records, by several threads.
  public func write(to writer: inout CSVWriter) throws(TableError) {
    try write(into: &writer)
    try writer.flush()
  }

  /// As above.
  public func write(to writer: inout SheetWriter) throws(TableError) { try write(into: &writer) }

  private func write<Writer: RecordWriter>(
    into writer: inout Writer
  ) throws(TableError) {
    for name in names { writer.text(name) }
    try writer.endRecord()
    let form = writer.form
    let blocks = RowRanges.ranges(count: sheet.count, grain: 1 << 12)
    try RowRanges.stream(
      count: blocks.count,
      threads: result.threads,
      worker: {},
      { (_, index) throws(TableError) -> [UInt8] in
        var block = Writer(blockOf: form)
        try write(positions: blocks[index], to: &block)
        return block.bytes
      },
      consume: { (block) throws(TableError) in try writer.write(records: block) }
    )
    for project in gone { try write(project, to: &writer) }
  }

  private func write(
    _ project: ScoreResult.Gone,
    to writer: inout some RecordWriter
  ) throws(TableError) {
    writer.text(project.id)
    for _ in 0..<4 { writer.missing() }
    writer.text(project.why(language))
    for _ in 0..<(hasIntervals ? 2 : 0) { writer.missing() }
    let change = ScoreResult.Change(
      kind: .gone,
      levelBefore: project.levelBefore,
      rankBefore: project.rankBefore
    )
    write(change, to: &writer)
    try writer.endRecord()
  }

  /// Writes some records.
  ///
  /// Projects of neighbouring ranks lie anywhere in memory, so that each column is gathered first.
  private func write(
    positions: Range<Int>,
    to writer: inout some RecordWriter
  ) throws(TableError) {
    let sheet = sheet
    let rows = Array(sheet.placed.order[positions])
    let ids = gather(sheet.scores.ids, rows)
    let probabilities = sheet.scores.probabilities.map { gather($0, rows) }
    let points = sheet.scores.points.map { gather($0, rows) }
    let levels = gather(sheet.placed.levels, rows)
    let levelNames = result.policy.levels.map { Array($0.name.utf8) }
    let reasons = sheet.reasons(of: rows)
    var text: [UInt8] = []
    for (index, row) in rows.enumerated() {
      writer.text(ids[index])
      writer.number(probabilities?[index])
      writer.number(points?[index])
      let level = Int(levels[index])
      if level >= 0 { writer.text(levelNames[level]) } else { writer.missing() }
      writer.integer(Int64(positions.lowerBound + index + 1))
      if sheet.reasonLimit > 0 {
        text.removeAll(keepingCapacity: true)
        sheet.append(reasons, at: index, of: row, texts, separator: separator, to: &text)
        writer.text(text)
      } else {
        writer.missing()
      }
      if let interval = sheet.intervals?[row] {
        writer.number(interval.lowerBound)
        writer.number(interval.upperBound)
      }
      if let change = result.changes?[row] { write(change, to: &writer) }
      try writer.endRecord()
    }
  }

  private func gather<Value>(_ values: [Value], _ rows: [Int]) -> [Value] {
    rows.map { values[$0] }
  }

  private func write(_ change: ScoreResult.Change, to writer: inout some RecordWriter) {
    writer.text(change.kind.rawValue)
    if let level = change.levelBefore { writer.text(level) } else { writer.missing() }
    if let rank = change.rankBefore { writer.integer(Int64(rank)) } else { writer.missing() }
  }
}
