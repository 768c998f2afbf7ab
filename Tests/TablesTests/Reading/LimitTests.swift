import Foundation
import Tables
import Testing

@Suite struct LimitTests {
  private func small(rows: Int, badDates: Int = 0, badRows: Int = 0, empty: Int = 0) throws
    -> SmallDataset
  {
    var lines = (0..<rows).map { row in
      row < badDates
        ? "p\(row),soon" : row >= rows - empty ? "p\(row)," : "p\(row),2024-01-01"
    }
    for row in 0..<badRows { lines[rows - 1 - row] = "p\(row)x" }
    return try SmallDataset(
      fields: ["{name: begun, type: date}"],
      rows: lines,
      header: "project_id,begun"
    )
  }

  private func fault(_ small: SmallDataset, _ limits: RejectLimits = RejectLimits()) throws
    -> Diagnostic?
  {
    var dataset = try small.dataset
    dataset.limits = limits
    return diagnostic {
      var rejects = RejectLog()
      _ = try dataset.subjects(rejects: &rejects)
    }
  }

  @Test func oneRowInAHundredIsBorne() throws {
    #expect(try fault(small(rows: 100, badRows: 1)) == nil)
    let found = try fault(small(rows: 99, badRows: 1))
    #expect(
      found?.message.contains("1 of 99 rows of projects cannot be read, more than 1%") == true
    )
    #expect(found?.message.contains("row.shape") == true)
    #expect(found?.hint?.contains("--max-rejects") == true)
    #expect(found?.location == SourceLocation(file: "projects.csv", line: 100))
    #expect(found?.kind == .input)
  }

  @Test func oneValueInTwentyIsBorne() throws {
    #expect(try fault(small(rows: 40, badDates: 2)) == nil)
    let found = try fault(small(rows: 39, badDates: 2))
    #expect(
      found?.message.contains(
        "2 of 39 values of \"begun\" in projects cannot be read, more than 5%"
      )
        == true
    )
    #expect(found?.message.contains("type.date") == true)
    #expect(found?.value == "soon")
    #expect(found?.hint?.contains("--max-field-rejects") == true)
    #expect(found?.location?.line == 2)
  }

  @Test func missingValuesDoNotDiluteAField() throws {
    #expect(try fault(small(rows: 100, badDates: 2, empty: 60)) == nil)
    #expect(try fault(small(rows: 100, badDates: 2, empty: 61)) != nil)
  }

  @Test func limitsCanBeRaised() throws {
    #expect(try fault(small(rows: 10, badDates: 10), RejectLimits(fields: 1)) == nil)
    #expect(try fault(small(rows: 10, badRows: 3), RejectLimits(rows: 0.3, fields: 1)) == nil)
    #expect(try fault(small(rows: 10, badRows: 3), RejectLimits(rows: 0.29, fields: 1)) != nil)
  }

  @Test func aFieldNobodyAskedForIsCheckedToo() throws {
    let small = try small(rows: 10, badDates: 5)
    let dataset = try small.dataset
    let found = diagnostic {
      var rejects = RejectLog()
      _ = try dataset.table("projects", fields: ["project_id"], rejects: &rejects)
    }
    #expect(found?.message.contains("5 of 10 values of \"begun\"") == true)
  }

  @Test func aWrongEncodingIsGuessed() throws {
    let small = try SmallDataset(
      fields: ["{name: town}"],
      rows: [],
      header: "project_id,town",
      resource: "encoding: utf-8"
    )
    // 北京市, 海淀区 in GB18030.
    let town: [UInt8] = [0xB1, 0xB1, 0xBE, 0xA9, 0xCA, 0xD0, 0xBA, 0xA3, 0xB5, 0xED, 0xC7, 0xF8]
    var bytes = Array("project_id,town\n".utf8)
    for row in 0..<5 { bytes += Array("p\(row),".utf8) + town + [0x0A] }
    try small.folder.write("projects.csv", bytes: bytes)
    let found = try fault(small)
    #expect(found?.message.contains("encoding.invalid") == true)
    #expect(found?.hint == "the file looks like gb18030: declare encoding: gb18030")
  }

  @Test func theLogKeepsSomeAndCountsAll() throws {
    let small = try small(rows: 3000, badDates: 2500)
    var dataset = try small.dataset
    dataset.limits = .none
    let all = Lines()
    var rejects = RejectLog(keeping: 10) { reject in all.append(reject.location.line ?? 0) }
    _ = try dataset.subjects(rejects: &rejects)
    #expect(rejects.kept.map(\.location.line) == Array(2...11))
    #expect(rejects.count == 2500)
    #expect(rejects.summary.map(\.count) == [2500])
    #expect(rejects.summary.first?.key.rule == "type.date")
    #expect(all.lines == Array(2...2501))
    #expect(rejects.tables["projects"]?.fields.map(\.nonMissing) == [3000, 3000])
    #expect(rejects.tables["projects"]?.fields.map(\.rejected) == [0, 2500])
  }

  @Test func aTableReadTwiceIsCountedOnce() throws {
    let small = try small(rows: 100, badDates: 3)
    let dataset = try small.dataset
    let told = Lines()
    var rejects = RejectLog { reject in told.append(reject.location.line ?? 0) }
    _ = try dataset.subjects(rejects: &rejects)
    _ = try dataset.table("projects", rejects: &rejects)
    #expect(rejects.count == 3)
    #expect(rejects.kept.count == 3)
    #expect(told.lines == [2, 3, 4])
  }

  @Test func rejectsOfABlockStandInTheOrderOfRows() throws {
    let small = try SmallDataset(
      fields: ["{name: a, type: date}", "{name: b, type: number}"],
      rows: ["p1,,x", "p2,x,", "p3", "p4,x,x"],
      header: "project_id,a,b"
    )
    let (_, rejects) = try small.projects()
    #expect(
      rejects.kept.map { "\($0.location.line ?? 0) \($0.column ?? "row")" }
        == ["2 b", "3 a", "4 row", "5 a", "5 b"]
    )
  }
}

/// Line numbers collected from a callback.
final class Lines: @unchecked Sendable {
  private let lock = NSLock()
  private var collected: [Int] = []

  func append(_ line: Int) { lock.withLock { collected.append(line) } }

  var lines: [Int] { lock.withLock { collected } }
}
