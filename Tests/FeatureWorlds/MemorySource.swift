import Features
import Foundation
import Tables

/// One value of a small world.
package enum Cell: Hashable, CustomStringConvertible {
  case number(Double)
  case text(String)
  case boolean(Bool)
  case date(Int32)

  package static func day(_ iso: String) -> Cell { .date(Day.of(iso).number) }

  /// Texts are equal by their bytes; Swift's own equality looks through Unicode's spellings.
  package static func == (left: Cell, right: Cell) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): a == b
    case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
    case (.boolean(let a), .boolean(let b)): a == b
    case (.date(let a), .date(let b)): a == b
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .number(let value): hasher.combine(value)
    case .text(let text): for byte in text.utf8 { hasher.combine(byte) }
    case .boolean(let value): hasher.combine(value)
    case .date(let day): hasher.combine(day)
    }
  }

  package var description: String {
    switch self {
    case .number(let value): "\(value)"
    case .text(let text): "'\(text)'"
    case .boolean(let value): "\(value)"
    case .date(let number): Day(number: number).description
    }
  }
}

/// A row by field name; what is not there is missing.
package typealias Row = [String: Cell]

/// Records in memory, for tests without files.
package struct MemorySource: RecordSource {
  package var package: DataPackage
  package var projects: [Row]
  package var events: [String: [Row]]
  /// How many rows a block has.
  package var blockSize = 3

  package init(
    _ package: DataPackage,
    projects: [Row],
    events: [String: [Row]] = [:],
    blockSize: Int = 3
  ) {
    self.package = package
    self.projects = projects
    self.events = events
    self.blockSize = blockSize
  }

  package static func key(_ row: Row) -> String {
    if case .text(let key)? = row["project_id"] { return key }
    return ""
  }

  /// The key of the project that a row of a table leads to, over one or two hops.
  package func subjectKey(of row: Row, in table: String) -> String {
    guard let hops = package.links[table]?.hops, hops.count == 2 else {
      return MemorySource.key(row)
    }
    let middle = (events[hops[0].resource] ?? []).first { middle in
      zip(hops[0].fields, hops[0].targets).allSatisfy { field, target in
        row[field] != nil && row[field] == middle[target]
      }
    }
    return middle.map(MemorySource.key) ?? ""
  }

  package func subjects(rejects: inout RejectLog) throws(TableError) -> Subjects {
    let resource = package.subject
    var columns: [Column] = []
    for field in resource.fields {
      var dictionary = TextDictionary()
      var column = MemorySource.column(projects, field) { dictionary.intern($0) }
      column.dictionary = dictionary
      columns.append(column)
    }
    let table = Table(
      name: resource.name,
      names: resource.fields.map(\.name),
      columns: columns,
      positions: projects.indices.map { RowPosition(file: 0, line: UInt32($0 + 2)) }
    )
    return Subjects(
      table: table,
      keyOfRow: projects.map(MemorySource.key),
      files: ["projects.csv"]
    )
  }

  package func stream(
    _ resource: String,
    fields: [String],
    subjects: Subjects
  ) throws(TableError) -> any RecordStream {
    MemoryStream(self, resource, fields, subjects)
  }

  static func column(_ rows: [Row], _ field: Field, intern: (String) -> Int32) -> Column {
    let cells = rows.map { $0[field.name] }
    let validity = Validity(cells.map { $0 != nil })
    func number(_ cell: Cell?) -> Double {
      if case .number(let value)? = cell { return value }
      return 99
    }
    let values: Column.Values
    switch field.type {
    case .text:
      values = .text(
        cells.map { cell in
          if case .text(let text)? = cell { return intern(text) }
          return 0
        }
      )
    case .date:
      values = .date(
        cells.map { cell in
          if case .date(let day)? = cell { return day }
          return 0
        }
      )
    case .boolean: values = .boolean(cells.map { $0 == .boolean(true) })
    case .integer: values = .integer(cells.map { Int64(number($0)) })
    case .money: values = .money(cells.map { Cell.tenThousandths(number($0)) })
    case .number: values = .number(cells.map(number))
    }
    return Column(values, validity: validity)
  }
}

private final class MemoryStream: RecordStream {
  private let rows: [(line: Int, row: Row, subject: Int32)]
  private let fields: [Field]
  private let blockSize: Int
  private(set) var dictionaries: [TextDictionary]
  private var start = 0
  let rejects = RejectLog()
  let statistics = ReadStatistics()
  let files: [String]

  init(_ source: MemorySource, _ resource: String, _ names: [String], _ subjects: Subjects) {
    let found = source.package[resource: resource]
    fields = names.compactMap { found?[field: $0] }
    dictionaries = fields.map { _ in TextDictionary() }
    blockSize = source.blockSize
    files = ["\(resource).csv"]
    rows = (source.events[resource] ?? []).enumerated().compactMap { index, row in
      subjects.ordinal(of: source.subjectKey(of: row, in: resource)).map { (index + 2, row, $0) }
    }
  }

  func next() throws(TableError) -> Batch? {
    guard start < rows.count else { return nil }
    let taken = rows[start..<min(start + blockSize, rows.count)]
    start += taken.count
    let columns = fields.enumerated().map { index, field in
      MemorySource.column(taken.map(\.row), field) { dictionaries[index].intern($0) }
    }
    return Batch(
      columns: columns,
      subjects: taken.map(\.subject),
      positions: taken.map { RowPosition(file: 0, line: UInt32($0.line)) }
    )
  }

  func intern(_ text: String, field: Int) -> Int32 { dictionaries[field].intern(text) }

  func utf8(of code: Int32, field: Int) -> ArraySlice<UInt8> {
    dictionaries[field].utf8(of: code)
  }
}

/// What a feature says about a project, in a form that tests compare.
package struct Answer: Equatable, CustomStringConvertible {
  package var value: Cell?
  package var state = FeatureState.value
  package var inputs: Set<String> = []

  package init(value: Cell? = nil, state: FeatureState = .value, inputs: Set<String> = []) {
    self.value = value
    self.state = state
    self.inputs = inputs
  }

  package var description: String {
    value.map { "\($0)" } ?? "\(state.name)(\(inputs.sorted().joined(separator: ", ")))"
  }
}

extension FeatureTable {
  /// The answer of one feature for one project; nil when the project is not in the table.
  package func answer(_ name: String, _ id: String) -> Answer? {
    guard let row = ids.firstIndex(of: id), let column = self[name] else { return nil }
    var answer = Answer()
    switch column.column.type {
    case .boolean: answer.value = column.column.boolean(at: row).map(Cell.boolean)
    case .text: answer.value = column.column.text(at: row).map(Cell.text)
    case .date: answer.value = column.column.day(at: row).map { Cell.date($0.number) }
    default: answer.value = column.column.double(at: row).map(Cell.number)
    }
    answer.state = column.states[row]
    answer.inputs = Set(column.missingInputs(at: row))
    return answer
  }
}

extension Cell {
  /// The amount whose digits a number is printed with; a product of doubles would be off by some
  /// ten-thousandths where they are more than a double counts.
  package static func tenThousandths(_ number: Double) -> Int64 {
    guard number.magnitude > 1e11, let digits = Decimal(string: "\(number)") else {
      return Int64((number * 10_000).rounded())
    }
    return NSDecimalNumber(decimal: digits * 10_000).int64Value
  }
}
