import Foundation
import Models
import Operations
import Tables
import TestSupport
import Testing
import Warnings

/// Scores as they are written: the quick way and by a table in memory, at any number of threads.
@Suite struct ScoreTableTests {
  /// A table of 9,000 rows, more than two blocks of anything, and a model made from part of it.
  private static let trained = Result { () throws -> (table: FlatTable, model: Model) in
    let workdir = try Workdir()
    let kinds = ["road", "school", "\"bridge\", old", "=sum", "水利"]
    let lines = (0..<9000).map { row -> String in
      let kind = kinds[row * 7 % 5].replacingOccurrences(of: "\"", with: "\"\"")
      let budget = row % 11 == 0 ? "" : String(Double(row * 7919 % 10_007) * 1234.5)
      let x = (row * 37 + row % 2 * 11) % 53 - 20
      return "r\(row * 4099 % 9001),\(x),\(budget),\"\(kind)\",\(row % 2)"
    }
    let header = "id,x,budget,kind,y"
    try workdir.write("part.csv", [header] + lines.prefix(400))
    try workdir.write("all.csv", [header] + lines)
    let result = try FlatTable(opening: workdir.path("part.csv"), limits: RejectLimits())
      .train(TrainRequest(kind: .logistic), TableColumns(label: "y", id: "id"))
    return (try FlatTable(opening: workdir.path("all.csv"), limits: RejectLimits()), result.model)
  }

  private func score(
    threads: Int = 1,
    reasons: Bool = true,
    intervals: Bool = false
  ) throws -> ScoreResult {
    let (table, model) = try ScoreTableTests.trained.get()
    var request = ScoreRequest()
    request.threads = threads
    request.withReasons = reasons
    request.withIntervals = intervals
    return try table.score(model, policy: nil, request)
  }

  private func text(_ table: ScoreTable, isForSpreadsheet: Bool = false) throws -> [UInt8] {
    var writer = CSVWriter(forSpreadsheets: isForSpreadsheet)
    try table.write(to: &writer)
    return writer.bytes
  }

  @Test(arguments: Language.allCases, [false, true])
  func theQuickWayWritesWhatATableWrites(language: Language, isForSpreadsheet: Bool) throws {
    let table = try score(intervals: true).table(keyName: "id", language: language)
    var writer = CSVWriter(forSpreadsheets: isForSpreadsheet)
    try writer.write(table.table)
    let quick = try text(table, isForSpreadsheet: isForSpreadsheet)
    #expect(quick == writer.bytes)
    #expect(String(decoding: quick, as: UTF8.self).contains(language == .en ? "log-odds" : "对数几率"))
  }

  @Test func anyNumberOfThreadsWritesTheSameBytes() throws {
    let serial = try text(try score().table(keyName: "id", language: .en))
    for threads in [2, 5] {
      let parallel = try text(try score(threads: threads).table(keyName: "id", language: .en))
      #expect(parallel == serial)
    }
  }

  @Test func reasonsThatAreLeftOutLeaveTheirColumn() throws {
    let with = String(
      decoding: try text(try score().table(keyName: "id", language: .en)),
      as: UTF8.self
    ).split(separator: "\n")
    let without = String(
      decoding: try text(try score(reasons: false).table(keyName: "id", language: .en)),
      as: UTF8.self
    ).split(separator: "\n")
    #expect(with.count == 9001)
    #expect(without.first == with.first)
    for (left, right) in zip(with, without).dropFirst() {
      #expect(right.hasSuffix(","))
      #expect(left.hasPrefix(right))
    }
  }

  @Test func theReasonsInTheFileAreThoseOfTheProjectsShown() throws {
    let result = try score()
    let table = result.table(keyName: "id", language: .en).table
    for (row, top) in result.top.enumerated() {
      let words = top.reasons.strongest.map { $0.text(.en) }.joined(separator: "; ")
      #expect(table["reasons"]?.text(at: row) == words)
      #expect(table["id"]?.text(at: row) == top.project.id)
      #expect(table["level"]?.text(at: row) == result.policy.level(at: top.placement.level)?.name)
    }
    #expect(result.top.count == 10)
    #expect(result.levelCounts.reduce(0, +) > 0)
  }
}
