import Features
import Tables

/// What there is to say of a table of features that was written.
public struct FeaturesWritten: Sendable {
  /// The projects written.
  public var rowCount: Int
  /// What the run has to say: features lost, recording delays.
  public var notes: [String]
  /// What could not be read.
  public var rejects: RejectLog
}

extension Workbench {
  /// Computes every declared feature of every project that exists on a date and writes them as CSV
  /// or, where `path` ends in `.xlsx`, as a workbook, with their description beside the file; both
  /// are in place, or neither is.
  ///
  /// Projects are written range by range as they are ready; the file is the same as that of the
  /// whole table.
  public func writeFeatures(
    asOf: Day,
    states isWithStates: Bool,
    to path: String,
    isForSpreadsheet: Bool = false,
    profile: RunProfile? = nil
  ) throws -> FeaturesWritten {
    guard !plan.features.isEmpty else { throw Workbench.noFeatures(dataset) }
    let outputs = try OutputFile.planned(path, isDescribed: true, sparing: inputs)
    let file = try outputs.file(at: path)
    let written =
      OutputFile.isSheet(path)
      ? try writeFeatures(asOf: asOf, states: isWithStates, to: SheetWriter(file), profile)
      : try writeFeatures(
        asOf: asOf,
        states: isWithStates,
        to: CSVWriter(file, forSpreadsheets: isForSpreadsheet),
        profile
      )
    if OutputFile.hasFileBeside(path) {
      try outputs.file(at: OutputFile.beside(path)).write(
        describe(asOf: asOf, in: path, states: isWithStates)
      )
    }
    try outputs.commit()
    return written
  }

  /// As above, into a writer of any form.
  private func writeFeatures<Writer: RecordWriter>(
    asOf: Day,
    states isWithStates: Bool,
    to output: Writer,
    _ profile: RunProfile?
  ) throws -> FeaturesWritten {
    var writer = output
    for name in outputNames(states: isWithStates) { writer.text(name) }
    try writer.endRecord()
    let form = writer.form
    var rowCount = 0
    var options = runOptions
    options.profile = profile
    let report = try FeatureEngine.stream(
      plan,
      on: dataset,
      asOf: [asOf],
      options: options,
      map: { tables -> FeatureLines in
        try FeatureLines(
          tables[0],
          states: isWithStates,
          Writer(blockOf: form)
        )
      },
      consume: { lines in
        rowCount += lines.rowCount
        try writer.write(records: lines.bytes)
      }
    )
    try writer.finish()
    return FeaturesWritten(rowCount: rowCount, notes: report.notes, rejects: report.rejects)
  }

  /// The columns of a table of features as it is written.
  private func outputNames(states isWithStates: Bool) -> [String] {
    var names = [plan.keyName]
    for feature in plan.features where !feature.isHidden {
      names.append(feature.name)
      if isWithStates { names.append(feature.name + ".state") }
    }
    return names
  }
}

/// The rows of a range of projects as they stand in the file.
private struct FeatureLines: Sendable {
  let rowCount: Int
  let bytes: [UInt8]

  init(_ table: FeatureTable, states isWithStates: Bool, _ block: some RecordWriter) throws {
    var writer = block
    let columns = table.visibleColumns
    let cells = columns.map { WrittenCells($0.column) }
    for row in table.ids.indices {
      writer.text(table.ids[row])
      for index in cells.indices {
        cells[index].write(row, to: &writer)
        if isWithStates { writer.text(columns[index].stateText(at: row)) }
      }
      try writer.endRecord()
    }
    rowCount = table.ids.count
    bytes = writer.bytes
  }
}

/// The values of a column laid out for writing them row by row: plain arrays side by side, because
/// taking an array out of its case for each value costs more than writing it.
private struct WrittenCells {
  private let type: ColumnType
  private let validity: Validity
  private var numbers: [Double] = []
  /// Whole numbers, money and days.
  private var integers: [Int64] = []
  private var flags: [Bool] = []
  private var codes: [Int32] = []
  /// The texts that codes stand for.
  private var texts: [[UInt8]] = []

  init(_ column: Column) {
    type = column.type
    validity = column.validity
    switch column.values {
    case .text(let values):
      codes = values
      texts = (0..<Int32(column.dictionary.count)).map { Array(column.dictionary.utf8(of: $0)) }
    case .number(let values): numbers = values
    case .integer(let values), .money(let values): integers = values
    case .date(let values): integers = values.map(Int64.init)
    case .boolean(let values): flags = values
    }
  }

  @inline(__always)
  func write(_ row: Int, to writer: inout some RecordWriter) {
    guard validity[row] else { return writer.missing() }
    switch type {
    case .number: writer.number(numbers[row])
    case .integer: writer.integer(integers[row])
    case .money: writer.money(integers[row])
    case .date: writer.day(Day(number: Int32(truncatingIfNeeded: integers[row])))
    case .boolean: writer.boolean(flags[row])
    case .text: writer.text(texts[Int(codes[row])])
    }
  }
}
