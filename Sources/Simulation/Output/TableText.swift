import Tables

/// A simulated table as CSV in one of the languages.
struct TableText {
  let language: DistrictLanguage

  /// The word for a finish that has not come, in the Chinese project table.
  static let notFinished = "未竣工"

  /// The whole file, as UTF-8.
  func bytes(of table: SimulatedTable) -> [UInt8] {
    var bytes: [UInt8] = []
    for (place, column) in table.schema.columns.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      CSVText.append(field: header(column), to: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
    let schema = table.schema
    for (number, row) in table.rows.enumerated() {
      var isFirst = true
      for (cell, column) in zip(row, schema.columns) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        append(cell, schema, column, row: number, to: &bytes)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// The header of a column.
  func header(_ column: ColumnSchema) -> String {
    language == .english ? column.name : column.chinese
  }

  private func append(
    _ cell: Cell,
    _ schema: TableSchema,
    _ column: ColumnSchema,
    row: Int,
    to bytes: inout [UInt8]
  ) {
    switch cell {
    case .missing:
      let isOpenFinish = column.name == "actual_finish" && row % 3 == 0
      if language == .chinese, isOpenFinish {
        bytes.append(contentsOf: TableText.notFinished.utf8)
      }
    case .text(let text): CSVText.append(field: text, to: &bytes)
    case .name(let english, let chinese):
      CSVText.append(field: language == .english ? english : chinese, to: &bytes)
    case .day(let day):
      if language == .english {
        CSVText.append(day: day, to: &bytes)
      } else {
        bytes.append(contentsOf: chinese(day, in: schema).utf8)
      }
    case .number(let number):
      if language == .chinese, column.isInTenThousands {
        CSVText.append(field: tenThousands(number, row: row), to: &bytes)
      } else {
        CSVText.append(number: number, to: &bytes)
      }
    case .boolean(let truth):
      if language == .english {
        CSVText.append(boolean: truth, to: &bytes)
      } else {
        bytes.append(contentsOf: (truth ? "是" : "否").utf8)
      }
    }
  }

  private func chinese(_ day: Day, in schema: TableSchema) -> String {
    let (year, month, date) = day.civil
    return schema.role == .entity ? "\(year)年\(month)月\(date)日" : "\(year)/\(month)/\(date)"
  }

  /// An amount in 万元; now and then with its unit, in 亿, or in full-width digits.
  ///
  /// `yuan` is a multiple of 100, so two decimals of 万元 hold it exactly.
  private func tenThousands(_ yuan: Double, row: Int) -> String {
    let cents = Int64(exactly: (yuan / 100).rounded()) ?? 0
    let plain = decimal(cents, places: 2)
    if row % 97 == 5 { return grouped(plain) + "万元" }
    if row % 23 == 7, yuan >= 1e8 { return decimal(cents, places: 6) + "亿元" }
    if row % 173 == 11 { return String(plain.map { TableText.fullWidth[$0] ?? $0 }) }
    return plain
  }

  /// `count` of so small units, written with a point before the last `places` digits.
  private func decimal(_ count: Int64, places: Int) -> String {
    var digits = String(count.magnitude)
    while digits.count <= places { digits = "0" + digits }
    var fraction = String(digits.suffix(places))
    while fraction.hasSuffix("0") { fraction.removeLast() }
    let whole = (count < 0 ? "-" : "") + digits.dropLast(places)
    return fraction.isEmpty ? whole : "\(whole).\(fraction)"
  }

  private func grouped(_ number: String) -> String {
    let parts = number.split(separator: ".", maxSplits: 1)
    var whole = ""
    for (place, digit) in (parts.first ?? "").reversed().enumerated() {
      if place > 0, place % 3 == 0 { whole = "," + whole }
      whole = String(digit) + whole
    }
    return parts.count > 1 ? "\(whole).\(parts[1])" : whole
  }

  private static let fullWidth: [Character: Character] = [
    "0": "０", "1": "１", "2": "２", "3": "３", "4": "４", "5": "５", "6": "６", "7": "７", "8": "８",
    "9": "９",
  ]
}
