import Determinism

/// Small files with everything in them that people write, right and wrong, and their descriptor.
struct ChunkWorld {
  private var random: SplitMix64
  private let fields: [ChunkWorldField]
  private let lineEnd: String
  private let delimiter: String
  private let quote: String
  private let isQuoted: Bool
  /// Whether the files may leave RFC 4180.
  let isOdd: Bool
  /// Whether the events have keys of their own.
  let hasKey: Bool
  private let hasTenders: Bool
  private let hasLongKeys: Bool
  private let hasWholeKeys: Bool
  private let isPersonal: Bool
  /// Whether fields may be longer than what is read at once behind a chunk.
  let isLong: Bool
  /// Whether there are more rows than one block of either reader holds.
  let hasBlocks: Bool
  private let eventFiles: Int
  private let dress: ChunkWorldDress
  /// Whether the files are read from their beginning only.
  var isStreamed: Bool { dress.isStreamed }
  /// The fields that are asked for.
  let wanted: [String]
  /// What occurs in the files.
  private(set) var traits: Set<String> = []

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    dress = ChunkWorldDress(seed: seed)
    var fields = ChunkWorldField.events(&random)
    if random.int(below: 3) == 0 { fields.append(.personal(&random)) }
    fields = random.shuffled(fields)
    self.fields = fields
    lineEnd = random.int(below: 3) == 0 ? "\r\n" : "\n"
    delimiter = random.pick([",", ",", ",", ";", "\t", "|"])
    quote = random.pick(["\"", "\"", "\"", "'"])
    isQuoted = random.int(below: 2) == 0
    hasBlocks = seed % 160 == 7
    isOdd = random.int(below: 6) == 0 && !hasBlocks
    hasKey = random.int(below: 2) == 0 && !hasBlocks
    hasTenders = random.int(below: 4) == 0
    hasLongKeys = random.int(below: 3) == 0
    hasWholeKeys = random.int(below: 4) == 0
    isPersonal = random.int(below: 16) == 0
    isLong = random.int(below: 12) == 0
    eventFiles = hasBlocks ? 1 : random.pick([1, 1, 2, 3])
    let dropped = fields.filter { $0.options == ["watchpost: {personal: drop}"] }.map(\.name)
    var wanted: [String] = []
    for name in ["row_id", hasTenders ? "tender_id" : "project_id"] + fields.map(\.name)
    where !dropped.contains(name) {
      let isWanted = random.int(below: 4) > 0
      if isWanted { wanted.append(name) }
    }
    self.wanted = wanted
  }

  /// The files by name.
  mutating func files() -> [String: [UInt8]] {
    var files = ["datapackage.yaml": descriptor(), "projects.csv": projects()]
    if hasTenders { files["tenders.csv"] = tenders() }
    for number in 1...eventFiles { files["events_\(number).csv"] = events(number) }
    traits.formUnion(dress.traits)
    return dress.files(files)
  }

  // MARK: - The descriptor

  private mutating func descriptor() -> String {
    var dialect: [String] = []
    if delimiter != "," {
      dialect.append("delimiter: \"\(delimiter == "\t" ? "\\t" : delimiter)\"")
      traits.insert("another delimiter")
    }
    if quote != "\"" {
      dialect.append("quoteChar: \"\(quote)\"")
      traits.insert("another quote")
    }
    let dialectLine =
      dialect.isEmpty ? "# as the RFC" : "dialect: {\(dialect.joined(separator: ", "))}"
    let key = hasTenders ? "tender_id" : "project_id"
    let target = hasTenders ? "tenders" : "projects"
    let paths = (1...eventFiles).map { "events_\($0).csv" }.joined(separator: ", ")
    if eventFiles > 1 { traits.insert("several files") }
    if hasTenders { traits.insert("two hops") }
    let tenders = """
        - name: tenders
          path: tenders.csv
          \(dialectLine)
          schema:
            primaryKey: [tender_id]
            foreignKeys: [{fields: [project_id], reference: {resource: projects, fields: [project_id]}}]
            fields:
              - {name: tender_id, type: string}
              - {name: project_id, type: string}
          watchpost: {role: event}

      """
    return """
      name: small
      resources:
        - name: projects
          path: projects.csv
          \(dialectLine)
          schema:
            primaryKey: [project_id]
            missingValues: \(random.pick(["[\"\", \"NA\"]", "[\"\"]"]))
            fields:
              - {name: project_id, type: \(hasWholeKeys ? "integer" : "string"), missingValues: [""]}
              - {name: title, type: string}
              - {name: budget, type: number, watchpost: {unit: CNY, written_in: 万元}}
              - {name: started, type: date, constraints: {minimum: "2000-01-01"}}
          watchpost: {role: entity}
      \(hasTenders ? tenders : "  # no table between")
        - name: events
          path: [\(paths)]
          \(dialectLine)
          schema:
            missingValues: \(random.pick(["[\"\", \"NA\", \"-\"]", "[\"\"]", "[\"NA\"]"]))
            \(hasKey ? "primaryKey: [\(ownKey(key))]" : "# no key of its own")
            foreignKeys: [{fields: [\(key)], reference: {resource: \(target), fields: [\(key)]}}]
            fields:
              - {name: row_id, type: string}
              - {name: \(key), type: \(hasWholeKeys && !hasTenders ? "integer" : "string")}
      \(fields.map { "        - \($0.declaration)" }.joined(separator: "\n"))
          watchpost: {role: event, happened: "on", codes: {}}

      """
  }

  /// The own key of the events: one field, or several, of which one may be the subject's key.
  private mutating func ownKey(_ key: String) -> String {
    let parts =
      dress.isKeyLong ? ["row_id", "on", key].prefix(2 + Int(dress.seed % 2)) : ["row_id"]
    if parts.count > 1 { traits.insert("key of several parts") }
    return parts.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  // MARK: - Records

  private mutating func written(_ text: String) -> String {
    let isOpen =
      text.contains(delimiter) || text.hasPrefix(quote)
      || text.unicodeScalars.contains { $0 == "\r" || $0 == "\n" || String($0) == quote }
    guard isOpen || isQuoted && random.int(below: 2) == 0 else { return text }
    if text.isEmpty { traits.insert("quoted nothing") }
    if text.contains(quote) { traits.insert("doubled quote") }
    if text.unicodeScalars.contains("\n") {
      traits.insert(text.unicodeScalars.contains("\r") ? "quoted CR LF" : "quoted LF")
    }
    return quote + text.replacing(quote, with: quote + quote) + quote
  }

  private mutating func line(_ cells: [String]) -> String {
    var cells = cells.map { written($0) }
    let last = cells.count - 1
    switch random.int(below: 60) {
    case 0: cells.removeLast()
    case 1: cells.append("x")
    case 2:
      traits.insert("blank line")
      return ""
    case 3 where isOdd:
      let odd = random.pick(["after quote", "inside", "lone CR", "opened"])
      traits.insert("odd: \(odd)")
      switch odd {
      case "after quote": cells[last] = "\(quote)a\(quote)b"
      case "inside": cells[last] = "a\(quote)b"
      case "lone CR": cells[last] = "a\rb"
      default: cells[last] = "\(quote)a"
      }
    default: break
    }
    return cells.joined(separator: delimiter)
  }

  private mutating func file(_ header: [String], _ lines: [String]) -> String {
    let mark = random.int(below: 4) == 0 ? "\u{FEFF}" : ""
    if !mark.isEmpty { traits.insert("BOM") }
    if lineEnd == "\r\n" { traits.insert("CR LF") }
    let end = random.int(below: 3) == 0 ? "" : lineEnd
    if end.isEmpty { traits.insert("no line end at the end") }
    let head = header.map { written($0) }.joined(separator: delimiter)
    return mark + ([head] + lines).joined(separator: lineEnd) + end
  }

  private func key(_ number: Int) -> String {
    if hasWholeKeys { return "\(1001 + number)" }
    guard hasLongKeys, number % 3 > 0 else { return "P\(number)" }
    // Sixteen bytes, one more than are compared as words, and longer ones.
    return number % 3 == 1 ? "P\(number)-0123456789AB" : "工程编号-2024-东城区-\(number)"
  }

  private mutating func projects() -> String {
    var lines: [String] = []
    for number in 0..<(1 + random.int(below: 9)) {
      let key = random.int(below: 60) == 0 ? random.pick(["", " ", self.key(0)]) : key(number)
      lines.append(
        line([
          key,
          random.pick(["学校", "a, b", "line\nbreak", "He said \"no\"", "", "NA", "plain"]),
          random.pick(["1.5", "3,200万元", "12", "", "x", "0.00001", "123456789.12"]),
          random.pick(["2024-03-05", "1999-12-31", "", "2024/3/5", "NA", "2024-02-30"]),
        ])
      )
    }
    return file(["project_id", "title", "budget", "started"], lines)
  }

  private mutating func tenders() -> String {
    let lines = (0..<8).map { number in
      line(["T-\(key(number))", random.pick([key(number), key(random.int(below: 12)), "", "P99"])])
    }
    return file(["tender_id", "project_id"], lines)
  }

  private mutating func events(_ number: Int) -> String {
    var columns = ["row_id", hasTenders ? "tender_id" : "project_id"] + fields.map(\.name)
    let isUndeclared = random.int(below: 3) == 0 && number == 1 && eventFiles == 1
    if isUndeclared { columns.append("另外") }
    if number > 1, random.int(below: 2) == 0 {
      columns = random.shuffled(columns)
      traits.insert("columns in another order")
    }
    if isUndeclared { traits.insert("undeclared column") }
    var lines: [String] = []
    // Now and then more rows than one block of either reader holds.
    let rows = (hasBlocks ? 2050 : 0) + random.int(below: isLong ? 12 : 60)
    if hasBlocks { traits.insert("several blocks") }
    for row in 0..<rows {
      let cells = columns.map { cell($0, "\(number)-\(row)") }
      lines.append(line(cells))
    }
    return file(columns, lines)
  }

  private mutating func cell(_ column: String, _ row: String) -> String {
    switch column {
    case "row_id":
      return random.int(below: 200) == 0 ? random.pick(["", "1-1", " 7"]) : "R\(row)"
    case "project_id", "tender_id":
      let number = random.int(below: 20) == 0 ? 30 : random.int(below: 5)
      let key = (column == "tender_id" ? "T-" : "") + key(number)
      if key.utf8.count > 15 { traits.insert("long key") }
      switch random.int(below: 30) {
      case 0: return random.pick(["", "NA", "-"])
      case 1: return " \(key)\u{3000}"
      default: return key
      }
    case "note" where isPersonal:
      return "138" + String(10_000_000 + random.int(below: 89_999_999))
    case "note" where isLong && random.int(below: 4) == 0:
      return longText()
    case "另外": return random.pick(["", "any,thing", "\u{E0FF}", "13812345678"])
    default:
      guard let field = fields.first(where: { $0.name == column }) else { return "" }
      return random.pick(random.int(below: 4) == 0 ? field.odd : field.usual)
    }
  }

  /// A text that ends before, at or behind the bytes that are read beyond a chunk (16 KiB).
  private mutating func longText() -> String {
    traits.insert("long field")
    let size = random.pick([16_380, 16_384, 16_390, 20_000, 40_000])
    return String(repeating: random.pick(["long text ", "行\n", "a\"b,"]), count: size / 10)
  }
}
