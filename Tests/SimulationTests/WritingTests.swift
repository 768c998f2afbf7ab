import Foundation
import Simulation
import Tables
import TestSupport
import Testing

@Suite struct WritingTests {
  /// The records of a file, as text.
  private func records(
    _ path: String,
    encoding: TextEncoding = .utf8
  ) throws -> (rows: [[String]], invalid: Int) {
    let source = try ByteSource(path: path, displayName: path, encoding: encoding)
    let reader = RecordReader(source: source, dialect: Dialect())
    var block = RecordBlock()
    var rows: [[String]] = []
    while try reader.next(into: &block) {
      for record in 0..<block.count {
        rows.append(
          (0..<block.fieldCount(record: record)).map {
            block.text(record: record, field: $0) ?? ""
          }
        )
      }
    }
    return (rows, source.invalidSequences)
  }

  /// The bytes of a file, unpacked.
  private func bytes(of path: String) throws -> [UInt8] {
    let source = try ByteSource(path: path)
    var bytes: [UInt8] = []
    var count = 0
    while true {
      let read = try source.read(into: &bytes, at: count)
      if read == 0 { return Array(bytes.prefix(count)) }
      count += read
    }
  }

  @Test func whatIsWrittenReadsBack() throws {
    let workdir = try Workdir()
    let district = District(DistrictOptions(projects: 25, seed: 4))
    let folder = workdir.path("out/district")
    try district.write(to: folder)
    for table in district.tables {
      let ending = table.schema.isLarge ? ".csv.gz" : ".csv"
      let (rows, _) = try records(folder + "/" + table.schema.name + ending)
      #expect(rows.first == table.schema.columns.map(\.name))
      #expect(rows.count == table.rows.count + 1, "\(table.schema.name)")
      let written = table.rows.map { $0.map(expectedText) }
      #expect(Array(rows.dropFirst()) == written, "\(table.schema.name)")
    }
  }

  /// A cell as the English variant writes it; numbers are small or whole.
  private func expectedText(_ cell: Cell) -> String {
    switch cell {
    case .missing: ""
    case .text(let value): value
    case .name(let english, _): english
    case .day(let day): day.description
    case .number(let number):
      number == number.rounded() ? String(Int(number)) : String(number)
    case .boolean(let truth): String(truth)
    }
  }

  @Test func theChineseVariantIsGB18030WithChineseHeaders() throws {
    let workdir = try Workdir()
    let district = District(DistrictOptions(projects: 200, seed: 4))
    let folder = workdir.path("zh")
    try district.write(to: folder, language: .chinese)
    let (rows, invalid) = try records(folder + "/projects.csv", encoding: .gb18030)
    #expect(invalid == 0)
    let schema = try #require(district.table("projects")).schema
    #expect(rows.first == schema.columns.map(\.chinese))
    let budget = try #require(schema.index(of: "budget"))
    let cells = rows.dropFirst().map { $0[budget] }
    #expect(cells.contains { $0.hasSuffix("万元") })
    #expect(cells.contains { $0.hasSuffix("亿元") })
    let finish = try #require(schema.index(of: "actual_finish"))
    #expect(rows.contains { $0[finish] == "未竣工" })
    #expect(rows.contains { $0[finish].hasSuffix("日") })
  }

  @Test func noFileOfThePackageHoldsTheHiddenCauses() throws {
    for (name, bytes) in try District(DistrictOptions(projects: 60, seed: 5)).files()
    where name.hasSuffix(".csv") || name.hasSuffix(".csv.gz") {
      let text = String(decoding: bytes, as: UTF8.self)
      for kind in Misconduct.allCases { #expect(!text.contains(kind.rawValue), "\(name)") }
      #expect(!text.contains("integrity"), "\(name)")
    }
  }

  @Test(arguments: ["out/truth.csv", "out/deep/truth.csv", "out/../out/truth.csv"])
  func theHiddenCausesMayNotLieInThePackage(_ truth: String) throws {
    let workdir = try Workdir()
    let district = District(DistrictOptions(projects: 2, seed: 5))
    #expect(throws: SimulationError.self) {
      try district.write(to: workdir.path("out"), truthPath: workdir.path(truth))
    }
    #expect(!workdir.exists("out"))
  }

  @Test func theHiddenCausesMayLieBesideThePackage() throws {
    let workdir = try Workdir()
    let district = District(DistrictOptions(projects: 9, seed: 5))
    try district.write(to: workdir.path("out"), truthPath: workdir.path("out-truth.csv"))
    let (rows, _) = try records(workdir.path("out-truth.csv"))
    #expect(rows.count == 10)
  }

  @Test func aFolderThatCannotBeMadeIsAnError() throws {
    let workdir = try Workdir()
    try workdir.write("file", "a file")
    let error = #expect(throws: SimulationError.self) {
      try District(DistrictOptions(projects: 1)).write(to: workdir.path("file/inside"))
    }
    #expect(error?.diagnostic.location?.file == workdir.path("file/inside"))
    #expect(error?.diagnostic.hint != nil)
  }

  @Test func theShippedVariantsAreWhatTheSimulationWrites() throws {
    let board = try ShippedDistrict.english.board().files(name: "district-board")
    let chinese = try ShippedDistrict.chinese.files(name: "district-zh", language: .chinese)
    for (name, files) in [("district-zh", chinese), ("district-board", board)] {
      for file in files {
        let path = Repository.root.appending(path: "Datasets/\(name)/\(file.name)").path
        #expect(try bytes(of: path) == file.bytes, "\(name)/\(file.name)")
      }
    }
  }

  /// The whole district takes long to write; its counts and the rows of its board tell enough.
  @Test func theShippedDistrictIsWhatTheSimulationWrites() throws {
    let folder = Repository.root.appending(path: "Datasets/district").path
    for file in ShippedDistrict.english.textFiles() {
      #expect(try bytes(of: folder + "/" + file.name) == file.bytes, "\(file.name)")
    }
    let names = ["projects.csv", "outcomes.csv", "changes.csv", "inspections.csv"]
    for file in try ShippedDistrict.english.board().files() where names.contains(file.name) {
      let shipped = try bytes(of: folder + "/" + file.name)
      let lines = Set(shipped.split(separator: UInt8(ascii: "\n")))
      let wanted = Set(file.bytes.split(separator: UInt8(ascii: "\n")))
      #expect(wanted.isSubset(of: lines), "\(file.name)")
    }
  }
}
