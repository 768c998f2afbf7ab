extension WorkCalendar {
  /// The word that stands for a calendar without holidays where a file could be named.
  public static let weekendsWord = "weekends"

  /// The calendar that `name` means: the word `weekends`, or a file.
  ///
  /// - Throws: `TableError` as `init(reading:)`.
  public init(named name: String) throws(TableError) {
    if name == WorkCalendar.weekendsWord {
      self = .weekends
    } else {
      try self.init(reading: name)
    }
  }

  /// The calendar in a CSV file (UTF-8) with the columns `date`, `kind` and `name`.
  ///
  /// `kind` is `from` or `to` (the first and the last day of which the file knows all; both
  /// needed), `off` (a holiday), `work` (a working day on a weekend), or `weekend`, whose `date` is
  /// a weekday off (`friday`); without any, Saturday and Sunday are. `name` is for people. Rows
  /// come in any order.
  ///
  /// - Throws: `TableError` with file and line.
  public init(reading path: String) throws(TableError) {
    let reader = RecordReader(source: try ByteSource(path: path))
    var file = CalendarFile(path: path)
    var block = RecordBlock()
    while try reader.next(into: &block) {
      for record in 0..<block.count { try file.add(block, record) }
    }
    self = try file.calendar()
  }
}

/// The rows of a calendar file while they are read.
private struct CalendarFile {
  let path: String
  private var columns: [String: Int]?
  private var days: [Day: (line: Int, isWorking: Bool)] = [:]
  private var weekend: Set<Int> = []
  private var bounds: [Kind: Day] = [:]

  private enum Kind: String, CaseIterable { case from, to, off, work, weekend }

  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  init(path: String) { self.path = path }

  private func error(_ problem: CalendarProblem, line: Int? = nil) -> TableError {
    TableError(.calendar(problem), at: SourceLocation(file: path, line: line))
  }

  mutating func add(_ block: RecordBlock, _ record: Int) throws(TableError) {
    let line = block.line(of: record)
    guard let columns else {
      try readHeader(block, record)
      return
    }
    func cell(_ name: String) throws(TableError) -> String {
      guard let column = columns[name], column < block.fieldCount(record: record) else { return "" }
      guard let text = block.text(record: record, field: column) else {
        throw error(.notUTF8, line: line)
      }
      return Blanks.trimmed(text)
    }
    let (date, word) = (try cell("date"), try cell("kind"))
    if date.isEmpty, word.isEmpty { return }
    guard let kind = Kind(rawValue: word) else {
      throw error(.unknownKind(word, known: Kind.allCases.map(\.rawValue)), line: line)
    }
    if kind == .weekend {
      guard let weekday = CalendarFile.weekdays.firstIndex(of: date.lowercased()) else {
        throw error(.notWeekday(date), line: line)
      }
      weekend.insert(weekday)
      return
    }
    guard let day = Day(iso: date) else { throw error(.notDate(date), line: line) }
    if kind == .from || kind == .to {
      guard bounds.updateValue(day, forKey: kind) == nil else {
        throw error(.twice(kind.rawValue), line: line)
      }
    } else if days.updateValue((line, kind == .work), forKey: day) != nil {
      throw error(.twice(date), line: line)
    }
  }

  private mutating func readHeader(_ block: RecordBlock, _ record: Int) throws(TableError) {
    var places: [String: Int] = [:]
    for field in 0..<block.fieldCount(record: record) {
      guard let name = block.text(record: record, field: field) else {
        throw error(.notUTF8, line: block.line(of: record))
      }
      places[Blanks.trimmed(name).lowercased()] = field
    }
    for name in ["date", "kind"] where places[name] == nil {
      throw error(.noColumn(name), line: block.line(of: record))
    }
    columns = places
  }

  func calendar() throws(TableError) -> WorkCalendar {
    if columns == nil { throw error(.noColumn("date")) }
    guard let from = bounds[.from] else { throw error(.noBound("from")) }
    guard let to = bounds[.to] else { throw error(.noBound("to")) }
    guard from <= to else { throw error(.backwards(from: "\(from)", to: "\(to)")) }
    guard weekend.count < 7 else { throw error(.noWorkingDay) }
    for (day, entry) in days.sorted(by: { $0.key < $1.key }) where !(from...to).contains(day) {
      throw error(.outside("\(day)", from: "\(from)", to: "\(to)"), line: entry.line)
    }
    return WorkCalendar(
      covers: from...to,
      weekend: weekend.isEmpty ? WorkCalendar.saturdayAndSunday : weekend,
      off: days.filter { !$0.value.isWorking }.map(\.key),
      work: days.filter(\.value.isWorking).map(\.key)
    )
  }
}
