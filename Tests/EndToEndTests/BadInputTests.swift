import Foundation
import TestSupport
import Testing

/// Broken input through the real binary: one clear message, the right exit code, nothing half
/// written.
@Suite struct BadInputTests {
  /// What is done to the small dataset, and words of the message that refuses it.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: [String]
    let spoil: @Sendable (Workdir) throws -> Void

    init(
      _ name: String,
      saying words: String...,
      spoil: @escaping @Sendable (Workdir) throws -> Void
    ) {
      testDescription = name
      self.words = words
      self.spoil = spoil
    }
  }

  private static let features = "features small --as-of 2024-06-30"

  /// The project table with one line replaced.
  private static func projects(line: Int, _ text: String) -> [String] {
    var lines = SmallDataset.projects
    lines[line] = text
    return lines
  }

  static let refused: [Case] = [
    Case("an empty file", saying: "complaints.csv", "empty") {
      try $0.write("small/complaints.csv", "")
    },
    Case("a missing file", saying: "complaints.csv") {
      try FileManager.default.removeItem(atPath: $0.path("small/complaints.csv"))
    },
    Case("a folder where a file should be", saying: "complaints.csv", "folder") {
      try FileManager.default.removeItem(atPath: $0.path("small/complaints.csv"))
      try $0.write("small/complaints.csv/part", "")
    },
    Case("a duplicate header", saying: "complaints.csv:1", "people") {
      try $0.write("small/complaints.csv", "project_id,people,people\nP101,1,2\n")
    },
    Case("a missing key column", saying: "projects.csv", "project_id", "projekt_id") {
      try $0.write(
        "small/projects.csv",
        SmallDataset.projects.map { $0.replacingOccurrences(of: "project_id", with: "projekt_id") }
      )
    },
    Case("duplicate keys", saying: "projects", "--max-rejects") {
      try $0.write("small/projects.csv", SmallDataset.projects + [SmallDataset.projects[1]])
    },
    Case("dangling foreign keys", saying: "complaints", "--max-rejects") {
      try $0.write(
        "small/complaints.csv",
        SmallDataset.complaints + (1...20).map { "X\($0),2024-01-01,1" }
      )
    },
    Case("a date field full of words", saying: "planned_finish", "soon-", "--max-field-rejects") {
      try $0.write(
        "small/projects.csv",
        SmallDataset.projects.map { line in
          line.hasPrefix("P") ? line.replacingOccurrences(of: "2023-", with: "soon-") : line
        }
      )
    },
    Case("a field past the limit", saying: "projects.csv:2") {
      let long = String(repeating: "long ", count: 14_000_000)
      try $0.write("small/projects.csv", projects(line: 1, "P101,\"\(long)\",1000,2023-01-01,"))
    },
    Case("a quote never closed", saying: "complaints.csv:6") {
      var lines = SmallDataset.complaints
      lines[5] = "P101,\"2024-01-01,1"
      try $0.write("small/complaints.csv", lines)
    },
    Case("a declaration with a typing error", saying: "features.yaml:2:9", "days_between") {
      try $0.write(
        "small/features.yaml",
        "features:\n  slip: days_betwen(planned_finish, as_of)\n"
      )
    },
    Case("a column that does not exist", saying: "features.yaml:2", "budget") {
      try $0.write("small/features.yaml", "features:\n  x: ln(budgett)\n")
    },
    Case("a wrong encoding declared", saying: "projects.csv", "gb18030") {
      try $0.write(
        "small/datapackage.yaml",
        SmallDataset.package.replacingOccurrences(
          of: "    path: projects.csv",
          with: "    path: projects.csv\n    encoding: utf-8"
        )
      )
      // 道路 in GB18030, under a package that says UTF-8.
      var bytes = Array("project_id,sector,budget,planned_finish,actual_finish\n".utf8)
      for number in 1...40 {
        bytes += Array("P\(100 + number),".utf8) + [0xB5, 0xC0, 0xC2, 0xB7]
        bytes += Array(",1000,2023-01-01,\n".utf8)
      }
      try $0.write("small/projects.csv", bytes: bytes)
    },
  ]

  @Test(arguments: refused) func isRefusedAndNothingChanges(bad: Case) throws {
    let workdir = try SmallDataset.make()
    try bad.spoil(workdir)
    try workdir.write("out.csv", "as it was\n")
    let outcome = try workdir.run(Self.features + " -o out.csv")
    #expect(outcome.code == 2, "\(outcome.errors)")
    for word in bad.words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    #expect(outcome.output.isEmpty)
    #expect(try workdir.read("out.csv") == "as it was\n")
    #expect(try workdir.names() == ["out.csv", "small"])
  }

  static let accepted: [Case] = [
    Case("nothing done to it") { _ in },
    Case("a duplicate key within the limit", saying: "key.duplicate") {
      try $0.write("small/projects.csv", SmallDataset.projects + [SmallDataset.projects[1]])
    },
    Case("ten thousand columns") {
      let extra = (0..<10_000).map { ",x\($0)" }.joined()
      let empty = String(repeating: ",", count: 10_000)
      try $0.write(
        "small/projects.csv",
        SmallDataset.projects.enumerated().map { $0.element + ($0.offset == 0 ? extra : empty) }
      )
    },
    Case("a field of fifty megabytes") {
      let long = String(repeating: "long ", count: 10_000_000)
      try $0.write("small/projects.csv", projects(line: 1, "P101,\"\(long)\",1000,2023-01-01,"))
    },
  ]

  @Test(arguments: accepted) func isAccepted(odd: Case) throws {
    let workdir = try SmallDataset.make()
    try odd.spoil(workdir)
    let outcome = try workdir.run(Self.features + " --max-rejects 0.1 -o out.csv")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try PrintedCSV(try workdir.read("out.csv")).rows.count == 40)
    #expect(try workdir.names() == ["out.csv", "out.datapackage.json", "small"])
    for word in odd.words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
  }

  @Test func aHeaderAloneIsATableWithoutRows() throws {
    let workdir = try SmallDataset.make()
    try workdir.write("small/complaints.csv", "project_id,received_on,people\n")
    let outcome = try workdir.run(Self.features + " --format csv")
    #expect(outcome.code == 0, "\(outcome.errors)")
    // No complaint: a count is 0, a maximum is missing.
    let table = try PrintedCSV(outcome.output)
    #expect(Set(try table.texts("complaints_90d")) == ["0"])
    #expect(Set(try table.texts("people_max")) == [""])
  }

  @Test func aMissingFolder() throws {
    let outcome = try Workdir().run("check nowhere")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("nowhere"))
  }
}
