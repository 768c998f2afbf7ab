import Foundation
import TestSupport
import Testing

/// The feature table as a file: states, what stands beside it, and the form for spreadsheets.
@Suite struct FeatureFilesTests {
  private static let features = "features tiny --pack none --as-of 2024-06-30"

  private static let states = """
    project_id,people,people.state,ln_budget,ln_budget.state,overdue,overdue.state,\
    per_head,per_head.state,name_of,name_of.state
    A,2,value,6.907755278982137,value,181,value,-1000,value,\
    "=HYPERLINK(""http://x.invalid"")",value
    B,7,value,7.600902459542082,value,,not applicable,500,value,Bridge,value
    C,3,value,8.006367567650246,value,,not applicable,,undefined,Canal,value
    D,,none,,insufficient: budget,,not applicable,,insufficient: budget,Dam,value
    F,1,value,8.699514748210191,value,,not applicable,-3000,value,Ferry,value

    """

  @Test func statesSayWhyThereIsNoValue() throws {
    let outcome = try TinyDataset.make().run(Self.features + " --states --format csv")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output == Self.states)
  }

  @Test func aSpreadsheetRunsNoText() throws {
    let workdir = try TinyDataset.make()
    let outcome = try workdir.run(Self.features + " --states --spreadsheet -o out.csv")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let neutral = Self.states.replacingOccurrences(of: "\"=HYPER", with: "\"'=HYPER")
    #expect(try workdir.shell("cat out.csv").output == "\u{FEFF}" + neutral)
  }

  private struct Package: Decodable {
    struct Resource: Decodable {
      struct Schema: Decodable {
        struct Field: Decodable {
          struct Own: Decodable {
            var declaration: String
            var hash: String
            var unit: String?
          }
          var name: String
          var type: String
          var title: String?
          var description: String?
          var watchpost: Own?
        }
        var fields: [Field]
        var primaryKey: [String]
      }
      var name: String
      var path: String
      var format: String
      var schema: Schema
    }
    var title: String
    var resources: [Resource]
  }

  private func package(_ workdir: Workdir) throws -> Package {
    let text = try workdir.read("out.datapackage.json")
    return try JSONDecoder().decode(Package.self, from: Data(text.utf8))
  }

  @Test func theFileIsDescribedBesideIt() throws {
    let workdir = try TinyDataset.make()
    #expect(try workdir.run(Self.features + " -o out.csv").code == 0)
    let package = try package(workdir)
    #expect(package.title == "Features of tiny as of 2024-06-30")
    let resource = try #require(package.resources.first)
    #expect(resource.path == "out.csv" && resource.format == "csv")
    #expect(resource.schema.primaryKey == ["project_id"])
    let fields = resource.schema.fields
    let header = try PrintedCSV(try workdir.read("out.csv")).header
    #expect(fields.map(\.name) == header)
    #expect(fields.map(\.type) == ["string", "number", "number", "number", "number", "string"])
    #expect(fields[1].title == "Largest group" && fields[1].watchpost?.unit == "person")
    #expect(fields[1].description == "max(people) from complaints")
    for field in fields.dropFirst() {
      let hash = try #require(field.watchpost?.hash)
      #expect(hash.count == 64 && hash.allSatisfy(\.isHexDigit))
    }
    #expect(Set(fields.compactMap(\.watchpost?.hash)).count == 5)
  }

  @Test(arguments: [("out.csv.gz", "csv"), ("out.json", "json")])
  func everyKindOfFileIsDescribedAsWhatItIs(file: String, format: String) throws {
    let workdir = try TinyDataset.make()
    #expect(try workdir.run(Self.features + " -o \(file)").code == 0)
    let resource = try #require(try package(workdir).resources.first)
    #expect(resource.path == file && resource.format == format)
  }

  @Test func hashesGoByMeaningAlone() throws {
    func hashes(_ old: String, _ new: String) throws -> [String?] {
      let workdir = try TinyDataset.make()
      #expect(TinyDataset.features.contains(old))
      try workdir.write(
        "tiny/features.yaml",
        TinyDataset.features.replacingOccurrences(of: old, with: new)
      )
      #expect(try workdir.run(Self.features + " -o out.csv").code == 0)
      return try package(workdir).resources[0].schema.fields.map(\.watchpost?.hash)
    }
    let plain = try hashes("ln(budget)", "ln(budget)")
    #expect(try hashes("ln(budget)", "ln(  budget )") == plain)
    #expect(try hashes("Largest group", "Another title") == plain)
    let changed = try hashes("max(people)", "min(people)")
    // The feature itself, and the one that rests on it.
    #expect(zip(plain, changed).map { $0 == $1 } == [true, false, true, true, false, true])
  }

  @Test func bothFilesAreWrittenOrNeither() throws {
    let workdir = try TinyDataset.make()
    try workdir.write("out.csv", "as it was\n")
    try workdir.write("out.datapackage.json/keep", "")
    let outcome = try workdir.run(Self.features + " -o out.csv")
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("out.datapackage.json"))
    #expect(try workdir.read("out.csv") == "as it was\n")
    #expect(try workdir.names() == ["out.csv", "out.datapackage.json", "tiny"])
  }

  @Test func anExpressionWithACommaWantsQuotes() throws {
    let workdir = try TinyDataset.make()
    try workdir.write(
      "tiny/features.yaml",
      "features:\n  late: {value: days_between(planned_finish, as_of), unit: day}\n"
    )
    let outcome = try workdir.run(Self.features)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("put quotes around the expression"), "\(outcome.errors)")
  }

  /// SQL's double quotes are for names; who means a text is told, whatever else the name may be.
  @Test(arguments: [
    ("name = \"name_is\"", "a text stands in single quotes: 'name_is'"),
    ("name = \"Bridge\"", "a text stands in single quotes: 'Bridge'"),
    ("name = (\"it's\")", "a text stands in single quotes: 'it''s'"),
    ("name = Bridge", "neither a column of projects nor a feature"),
    ("name_is + 1", "compute one of them without the others"),
  ])
  func aTextInDoubleQuotes(expression: String, words: String) throws {
    let workdir = try TinyDataset.make()
    let quoted = expression.replacing("\"", with: "\\\"")
    try workdir.write("tiny/features.yaml", "features:\n  name_is: \"\(quoted)\"\n")
    let outcome = try workdir.run(Self.features)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.contains("single quotes") == expression.contains("\""))
  }
}
