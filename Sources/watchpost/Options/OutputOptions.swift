import ArgumentParser
import Operations
import Tables

/// Where a table goes, and in which form.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "FILE.csv, FILE.csv.gz, FILE.xlsx or FILE.json; standard output when left out.",
    completion: .file()
  )
  var file: String?

  @Option(help: "The form on standard output: table, csv or json.") var format = OutputFormat.table

  @Flag(help: "Write CSV for a spreadsheet: a byte order mark, and no text it would run.")
  var spreadsheet = false

  func validate() throws {
    guard let file else { return }
    guard OutputFile.isKnown(file) else {
      throw ValidationError(
        "-o takes FILE.csv, FILE.csv.gz, FILE.xlsx or FILE.json, not “\(file)”"
      )
    }
  }

  /// The outputs of a run that reads `inputs`: what would replace one is told before the work.
  func planned(sparing inputs: InputFiles, isDescribed: Bool = false) throws -> OutputSet {
    try OutputFile.planned(file, isDescribed: isDescribed, sparing: inputs)
  }

  /// Writes a table where it was asked for, and what describes it beside a file.
  func write(
    _ table: some WrittenTable,
    among outputs: OutputSet,
    beside description: String? = nil
  ) throws {
    if let file {
      try OutputFile.write(
        table,
        to: file,
        among: outputs,
        isForSpreadsheet: spreadsheet,
        beside: description
      )
      Console.note("wrote \(Figures.count(table.rowCount, of: "row")) to \(file)")
      return
    }
    switch format {
    case .csv: Console.lines(try OutputFile.csv(table, isForSpreadsheet: spreadsheet))
    case .json: Console.line(try OutputFile.json(table.table))
    case .table: Console.lines(TextTable.of(table.table))
    }
  }
}

extension TextTable {
  /// A whole table as lines, numbers to the right.
  static func of(_ table: Table) -> [String] {
    let right = table.columns.indices.filter { column in
      [.number, .integer, .money].contains(table.columns[column].type)
    }
    var text = TextTable(table.names, right: Set(right))
    for row in 0..<table.rowCount {
      text.add(table.columns.map { $0.display(at: row) })
    }
    return text.lines()
  }
}

extension Column {
  /// A cell for people: at most four decimals, nothing where missing.
  func display(at row: Int) -> String {
    if let text = text(at: row) { return text }
    if let day = day(at: row) { return day.description }
    if let truth = boolean(at: row) { return truth ? "yes" : "no" }
    guard let value = double(at: row) else { return "" }
    if value == value.rounded(), abs(value) < 1e15 { return Figures.count(Int(value)) }
    return Figures.fixed(value, 4)
  }
}
