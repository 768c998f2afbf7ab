import Determinism
import Tables
import TestSupport
import Testing

@Suite struct ReadingPropertyTests {
  /// A table of every type, with random values, missing ones and awkward texts.
  private func randomTable(rows: Int, _ random: inout SplitMix64) -> Table {
    let words = [
      "word", "two words", " blank before", "blank after ", "a,b", "quote\"d", "line\nbreak",
      "回车\r\n", "市政", "=1+1", "", "😀", "NA", "0", "true", "2024-01-01", "\u{0}nul",
    ]
    var validity = (0..<7).map { _ in Validity() }
    var dictionaries = [TextDictionary(), TextDictionary()]
    var (ids, texts): ([Int32], [Int32]) = ([], [])
    var (integers, amounts): ([Int64], [Int64]) = ([], [])
    var (numbers, truths, days): ([Double], [Bool], [Int32]) = ([], [], [])
    let numberChoices: [Double] = [
      0, 0.1, -1.5, 1e-300, .leastNonzeroMagnitude, 1.7976931348623157e308, 0x1p53, 0x1p53 + 2,
      123456.789, -2,
    ]
    for row in 0..<rows {
      ids.append(dictionaries[0].intern("key \(row)"))
      texts.append(dictionaries[1].intern(words[random.int(below: words.count)]))
      integers.append(Int64(random.int(below: 1 << 54)) - 1 << 53)
      amounts.append(Int64(bitPattern: random.next()) >> Int64(random.int(below: 60)))
      numbers.append(
        random.uniform() < 0.5
          ? numberChoices[random.int(below: numberChoices.count)]
          : (random.uniform() - 0.5) * 1e6
      )
      truths.append(random.uniform() < 0.5)
      let span = Int(Day.latest.number - Day.earliest.number) + 1
      days.append(Day.earliest.number + Int32(random.int(below: span)))
      for column in 0..<7 { validity[column].append(column == 0 || random.uniform() > 0.2) }
    }
    let values: [Column.Values] = [
      .text(ids), .text(texts), .integer(integers), .money(amounts), .number(numbers),
      .boolean(truths), .date(days),
    ]
    let columns = values.indices.map { index in
      Column(
        values[index],
        validity: validity[index],
        dictionary: index < 2 ? dictionaries[index] : TextDictionary()
      )
    }
    return Table(
      name: "projects",
      names: ["project_id", "words", "size", "cost", "share", "open", "begun"],
      columns: columns
    )
  }

  static let fields = [
    "{name: words, type: string}", "{name: size, type: integer}",
    "{name: cost, type: number, watchpost: {unit: CNY}}", "{name: share, type: number}",
    "{name: open, type: boolean}", "{name: begun, type: date}",
  ]

  /// All values as exact text; a missing one is nil.
  private func exact(_ table: Table) -> [[String?]] {
    table.columns.map { column in
      (0..<column.count).map { row in
        guard column.validity[row] else { return nil }
        switch column.values {
        case .text: return column.text(at: row)
        case .integer(let values), .money(let values): return "\(values[row])"
        case .number(let values): return "\(values[row])"
        case .boolean(let values): return "\(values[row])"
        case .date(let values): return "\(values[row])"
        }
      }
    }
  }

  @Test(arguments: [0, 1, 2, 3, 100, 1023, 1024, 1025, 3000])
  func whatIsWrittenReadsBackEqual(_ rows: Int) throws {
    for (seed, name) in [(UInt64(1), "projects.csv"), (2, "projects.csv.gz")] {
      var random = SplitMix64(seed: seed &+ UInt64(rows))
      let table = randomTable(rows: rows, &random)
      let small = try SmallDataset([
        "datapackage.yaml": SmallDataset.descriptor(
          Self.fields,
          schema: "missingValues: []"
        ).replacing("projects.csv", with: name)
      ])
      try CSVWriter.write(table, to: small.folder.path(name))
      let (read, rejects) = try small.projects()
      #expect(
        rejects.count == 0,
        "seed \(seed) rows \(rows) \(rejects.kept.first.debugDescription)"
      )
      #expect(read.names == table.names)
      #expect(exact(read) == exact(table), "seed \(seed) rows \(rows)")
    }
  }

  /// Random cells of a random field: good ones, missing ones and ones that are neither.
  private func randomLines(_ count: Int, _ random: inout SplitMix64) -> [String] {
    func pick(_ choices: [String]) -> String { choices[random.int(below: choices.count)] }
    return (0..<count).map { row in
      let cells = [
        pick(["p\(row)", "p\(row)", "p\(row)", " p\(row) ", "", "p1"]),
        pick(["a", "b", "", "NA", " a", "市"]),
        pick(["1", "-7", "12", "", "NA", "x", "1.5", " 3 "]),
        pick(["0.5", "1e3", "-2", "", "NA", "x", "."]),
        pick(["true", "false", "1", "0", "", "NA", "yes"]),
        pick(["2024-01-02", "2024-02-30", "", "NA", "soon", " 1999-12-31"]),
      ]
      return (random.uniform() < 0.05 ? cells + ["more"] : cells).joined(separator: ",")
    }
  }

  static let header = "project_id,words,size,share,open,begun"
  static let twinFields = [
    "{name: words, type: string}", "{name: size, type: integer}", "{name: share, type: number}",
    "{name: open, type: boolean}", "{name: begun, type: date}",
  ]

  /// The slow, obvious meaning of reading: rows as lists of texts, one value at a time.
  private func slowly(_ lines: [String]) -> (rows: [[String?]], rejects: [String]) {
    var rows: [[String?]] = []
    var rejects: [String] = []
    var seen: Set<String> = []
    for (index, line) in lines.enumerated() {
      let line = (number: index + 2, text: line)
      let cells = line.text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      func reject(_ rule: String) { rejects.append("\(line.number) \(rule)") }
      guard cells.count == 6 else {
        reject("row.shape")
        continue
      }
      func trimmed(_ cell: String) -> String {
        String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      let key = trimmed(cells[0])
      guard !key.isEmpty, key != "NA" else {
        reject("key.missing")
        continue
      }
      guard seen.insert(key).inserted else {
        reject("key.duplicate")
        continue
      }
      var row: [String?] = [key]
      row.append(["", "NA"].contains(cells[1]) ? nil : cells[1])
      func typed(_ cell: String, _ rule: String, _ parse: (String) -> String?) {
        let text = trimmed(cell)
        guard !text.isEmpty, text != "NA" else { return row.append(nil) }
        let value = parse(text)
        row.append(value)
        if value == nil { reject(rule) }
      }
      typed(cells[2], "type.integer") { Int($0).map { "\($0)" } }
      typed(cells[3], "type.number") { Double($0).map { "\($0)" } }
      typed(cells[4], "type.boolean") {
        ["true": "true", "1": "true", "false": "false", "0": "false"][$0]
      }
      typed(cells[5], cells[5] == "soon" ? "type.date" : "date.impossible") {
        Day(iso: $0)?.description
      }
      rows.append(row)
    }
    return (rows, rejects)
  }

  private func dataset(_ lines: [String]) throws -> SmallDataset {
    try SmallDataset(
      fields: Self.twinFields,
      rows: lines,
      header: Self.header,
      schema: "missingValues: [\"\", NA]"
    )
  }

  private func rows(_ table: Table) -> [[String?]] {
    (0..<table.rowCount).map { row in table.names.map { table.shown($0, row) } }
  }

  @Test(arguments: [1, 2, 3, 4])
  func readingEqualsItsSlowTwin(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let lines = randomLines(500 + random.int(below: 1500), &random)
    let small = try dataset(lines)
    let (table, rejects) = try small.projects()
    let expected = slowly(lines)
    #expect(rows(table) == expected.rows, "seed \(seed)")
    #expect(
      rejects.kept.map { "\($0.location.line ?? 0) \($0.rule)" }
        == Array(expected.rejects.prefix(1000)),
      "seed \(seed)"
    )
    #expect(rejects.count == expected.rejects.count)
  }

  @Test(arguments: [5, 6])
  func permutedRowsChangeNothingButTheOrder(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    // Distinct keys: which of two equal keys counts does depend on the order.
    let lines = randomLines(400, &random).enumerated().map { row, line in
      "k\(row)," + line.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)[1]
    }
    let (first, firstRejects) = try dataset(lines).projects()
    let (second, secondRejects) = try dataset(random.shuffled(lines)).projects()
    func sorted(_ table: Table) -> [[String]] {
      rows(table).map { $0.map { $0 ?? "∅" } }.sorted { $0.lexicographicallyPrecedes($1) }
    }
    #expect(sorted(first) == sorted(second), "seed \(seed)")
    #expect(firstRejects.summary.map(\.key) == secondRejects.summary.map(\.key))
    #expect(firstRejects.summary.map(\.count) == secondRejects.summary.map(\.count))
  }

  @Test func permutedColumnsChangeNothing() throws {
    var random = SplitMix64(seed: 7)
    let lines = randomLines(300, &random).filter {
      $0.split(
        separator: ",",
        omittingEmptySubsequences: false
      ).count == 6
    }
    let order = random.shuffled(Array(0..<6))
    func permuted(_ line: String) -> String {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return order.map { String(cells[$0]) }.joined(separator: ",")
    }
    let (first, _) = try dataset(lines).projects()
    let small = try dataset(lines)
    try small.folder.write(
      "projects.csv",
      ([Self.header] + lines).map(permuted).joined(separator: "\n")
    )
    let (second, _) = try small.projects()
    #expect(rows(first) == rows(second))
    #expect(first.rowCount > 150)
  }
}
