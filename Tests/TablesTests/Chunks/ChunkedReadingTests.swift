import Determinism
import Tables
import TestSupport
import Testing

/// Reading in chunks on several threads gives what the reader that knows all rules gives.
@Suite struct ChunkedReadingTests {
  @Test(arguments: 0..<60)
  func `chunks of any size on any threads give the rows and rejects of the plain reader`(
    _ seed: UInt64
  ) throws {
    var world = ChunkWorld(seed: seed)
    let small = try SmallDataset(world.files())
    var dataset = try small.dataset
    dataset.limits = .none
    dataset.readsInChunks = false
    let expected = try Reading(dataset)
    dataset.readsInChunks = true
    var inChunks = 0
    for (chunk, threads) in [(1 << 20, 1), (97, 1), (23, 3), (7, 2), (1, 2)] {
      dataset.chunkBytes = chunk
      let found = try Reading(dataset, threads: threads)
      #expect(found.keys == expected.keys)
      #expect(found.subjects == expected.subjects)
      #expect(found.events == expected.events)
      #expect(found.statistics == expected.statistics)
      #expect(found.tables == expected.tables)
      #expect(found.counts == expected.counts)
      #expect(found.kept == expected.kept)
      inChunks += found.isChunked ? 1 : 0
    }
    // What leaves the RFC or repeats a key is read the other way, and only that.
    #expect(inChunks > 0 || world.isOdd || world.hasKey)
  }
}

/// Everything that a reading of the subjects and the events says.
private struct Reading {
  var keys: [String]
  var subjects: [[String?]]
  var events: [[String?]] = []
  var statistics: ReadStatistics
  var tables: [String: RejectLog.TableCount]
  var counts: [RejectLog.Key: Int]
  var kept: [Reject]
  var isChunked: Bool

  init(_ dataset: Dataset, threads: Int = 1) throws {
    var rejects = RejectLog()
    let subjects = try dataset.subjects(threads: threads, rejects: &rejects)
    keys = subjects.keys
    let table = subjects.table
    self.subjects = table.names.map { table.shown($0) }
    self.subjects.append(table.positions.map { "\($0.file):\($0.line)" })
    let fields = ["project_id", "on", "amount", "count", "ratio", "kind", "flag"]
    let rows = try dataset.rangedRows(
      "events",
      fields: fields,
      subjects: subjects,
      rangeSize: 2,
      threads: threads
    )
    isChunked = rows.isChunked
    rejects.merge(rows.rejects)
    statistics = rows.statistics
    tables = rejects.tables
    counts = rejects.counts
    kept = rejects.kept
    var batch = Batch(columns: [], subjects: [], positions: [])
    for range in 0..<rows.rangeCount {
      rows.read(range: range, into: &batch)
      for row in 0..<batch.rowCount {
        var cells: [String?] = ["\(batch.subjects[row])"]
        for (index, column) in batch.columns.enumerated() {
          var column = column
          column.dictionary = rows.dictionaries[index]
          let one = Table(name: "", names: ["x"], columns: [column])
          cells.append(one.shown("x", row))
        }
        events.append(cells)
      }
    }
  }
}

/// Small files with everything in them that people write, right and wrong.
private struct ChunkWorld {
  private var random: SplitMix64
  private let lineEnd: String
  private let isQuoted: Bool
  let isOdd: Bool
  let hasKey: Bool

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    lineEnd = random.int(below: 3) == 0 ? "\r\n" : "\n"
    isQuoted = random.int(below: 2) == 0
    isOdd = random.int(below: 8) == 0
    hasKey = random.int(below: 2) == 0
  }

  private mutating func pick(_ texts: [String]) -> String { texts[random.int(below: texts.count)] }

  mutating func files() -> [String: String] {
    [
      "datapackage.yaml": """
      name: small
      resources:
        - name: projects
          path: projects.csv
          schema:
            primaryKey: [project_id]
            missingValues: ["", "NA"]
            fields:
              - {name: project_id, type: string, missingValues: [""]}
              - {name: title, type: string}
              - {name: budget, type: number, watchpost: {unit: CNY, written_in: 万元}}
              - {name: started, type: date, constraints: {minimum: "2000-01-01"}}
          watchpost: {role: entity}
        - name: events
          path: events.csv
          schema:
            missingValues: ["", "NA", "-"]
            \(hasKey ? "primaryKey: [row_id]" : "# no key of its own")
            foreignKeys: [{fields: [project_id], reference: {resource: projects, fields: [project_id]}}]
            fields:
              - {name: row_id, type: string}
              - {name: number, type: integer}
              - {name: project_id, type: string}
              - {name: "on", type: date}
              - {name: amount, type: number, watchpost: {unit: CNY}, constraints: {minimum: -100000}}
              - {name: count, type: integer, constraints: {maximum: 1000000}}
              - {name: ratio, type: number}
              - {name: kind, type: string, constraints: {maxLength: 20}}
              - {name: note, type: string}
              - {name: flag, type: boolean, constraints: {required: \(pick(["true", "false"]))}}
          watchpost: {role: event, happened: "on"}

      """,
      "projects.csv": projects(),
      "events.csv": events(),
    ]
  }

  private mutating func written(_ text: String) -> String {
    let isOpen = text.contains { ",\"\r\n".contains($0) || $0 == "\r\n" }
    guard isOpen || isQuoted && random.int(below: 2) == 0 else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  private mutating func line(_ cells: [String]) -> String {
    var cells = cells.map { written($0) }
    switch random.int(below: 60) {
    case 0: cells.removeLast()
    case 1: cells.append("x")
    case 2: return ""
    case 3 where isOdd: cells[cells.count - 1] += pick(["\"", "a\"b", "\"a\"b"])
    default: break
    }
    return cells.joined(separator: ",")
  }

  private mutating func file(_ header: String, _ lines: [String]) -> String {
    let mark = random.int(below: 4) == 0 ? "\u{FEFF}" : ""
    let end = random.int(below: 3) == 0 ? "" : lineEnd
    return mark + ([header] + lines).joined(separator: lineEnd) + end
  }

  private mutating func projects() -> String {
    var lines: [String] = []
    for number in 0..<(1 + random.int(below: 9)) {
      let key = random.int(below: 40) == 0 ? pick(["", " ", "P0"]) : "P\(number)"
      lines.append(
        line([
          key, pick(["学校", "a, b", "line\nbreak", "He said \"no\"", "", "NA", "plain"]),
          pick(["1.5", "3,200万元", "12", "", "x", "0.00001", "123456789.12"]),
          pick(["2024-03-05", "1999-12-31", "", "2024/3/5", "NA", "2024-02-30"]),
        ])
      )
    }
    return file("project_id,title,budget,started", lines)
  }

  private mutating func events() -> String {
    var lines: [String] = []
    for number in 0..<random.int(below: 60) {
      lines.append(
        line([
          random.int(below: 150) == 0 ? pick(["", "1", " 7"]) : "R\(number)",
          pick(["\(number)", "\(number)", "1234567890", "13812345678", "x"]),
          pick(["P0", "P1", "P2", "P3", "P\(random.int(below: 10))", " P1", "P99", "", "NA"]),
          pick(["2024-03-05", "2023-12-31", "2024年3月5日", "", "0099-01-01", "2024-13-01", "NA"]),
          pick([
            "12.5", "-3", "13812345678.0", "138123456.78", "99999999.9999", "1.23456", "1,234.5",
            "-100001", "12 元", "5.", "",
          ]),
          pick(["1", "0", "-0", "5.0", "1000001", "12345678", "123456789012", "+7", "", "-"]),
          pick(["0.1", "3.25", "-0", "1e5", "123456789012345678", ".5", "12%", "NA", "1000000.5"]),
          pick(["road", "bridge", "a kind of a longer text", "比较长的一种说明文字", "", "NA", "x,y"]),
          pick(["", "note \"quoted\"", "two\r\nlines", "13812345678", " blank ", "a@b.cn", "\u{0}"]
          ),
          pick(["true", "false", "是", "maybe", ""]),
        ])
      )
    }
    return file("row_id,number,project_id,on,amount,count,ratio,kind,note,flag", lines)
  }
}
