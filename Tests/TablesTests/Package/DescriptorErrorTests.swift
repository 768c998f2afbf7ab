import Foundation
import Tables
import Testing

/// A descriptor that is right, and what happens when one thing in it is wrong.
@Suite struct DescriptorErrorTests {
  static let right = """
    name: good
    resources:
      - name: projects
        path: projects.csv
        schema:
          primaryKey: [id]
          missingValues: ["", PNS]
          fields:
            - {name: id, type: string}
            - {name: ended, type: date}
            - {name: size, type: number}
        watchpost: {role: entity, exists_until: ended, codes: {PNS: no}}
      - name: visits
        path: visits.csv
        schema:
          foreignKeys: [{fields: [of], reference: {resource: projects, fields: [id]}}]
          fields:
            - {name: of, type: string}
            - {name: on, type: date, watchpost: {as: visited_on}}
        watchpost: {role: event, happened: visited_on}

    """

  struct Wrong: Sendable, CustomTestStringConvertible {
    var from: String
    var to: String
    var line: Int?
    var says: [String]
    var testDescription: String { "\(from) → \(to)" }

    init(_ from: String, _ to: String, line: Int?, _ says: String...) {
      self.from = from
      self.to = to
      self.line = line
      self.says = says
    }
  }

  static let wrongs: [Wrong] = [
    // Keys.
    Wrong("role: entity", "rôle: entity", line: 12, "unknown key", "role"),
    Wrong("exists_until:", "exist_until:", line: 12, "did you mean exists_until"),
    Wrong("as: visited_on", "is: visited_on", line: 19, "did you mean as"),
    Wrong("missingValues", "missingvalues", line: 7, "did you mean missingValues"),
    Wrong("schema:\n      primaryKey", "shema:\n      primaryKey", line: 5, "did you mean schema"),
    Wrong("primaryKey", "primaryKeys", line: 6, "did you mean primaryKey"),
    Wrong("type: number", "typ: number", line: 11, "did you mean type"),
    Wrong(
      "type: number",
      "type: number, constraints: {minimun: 1}",
      line: 11,
      "did you mean minimum"
    ),
    Wrong(
      "type: number",
      "type: number, constraints: {exclusiveMinimum: 1}",
      line: 11,
      "unknown key"
    ),
    Wrong("name: good", "name: good\nwatchpost: {subjekt: a}", line: 2, "did you mean subject"),
    Wrong("path: projects.csv", "", line: 3, "resource projects has no path"),
    Wrong("path: projects.csv", "path:", line: 3, "resource projects has no path"),
    Wrong("- {name: size, type: number}", "- {type: number}", line: 11, "a field has no name"),
    // Shapes and values.
    Wrong("name: good", "name: [good]", line: 1, "name must be a single value"),
    Wrong("primaryKey: [id]", "primaryKey: {id: id}", line: 6, "primaryKey must be a list"),
    Wrong("type: number", "type: geopoint", line: 11, "cannot be read", "geopoint", "yearmonth"),
    Wrong("role: entity", "role: thing", line: 12, "role cannot have this value", "outcome"),
    Wrong("as: visited_on", "knowledge: known", line: 19, "fact, plan, fixed, current"),
    Wrong("exists_until: ended", "snapshot_on: 2024-13-01", line: 12, "a day such as"),
    Wrong("path: visits.csv", "path: visits.csv\n    encoding: utf-99", line: 15, "iconv -l"),
    Wrong("path: visits.csv", "path: visits.csv\n    format: parquet", line: 15, "csv or tsv"),
    Wrong(
      "path: visits.csv",
      "path: visits.csv\n    dialect: {delimiter: \"||\"}",
      line: 15,
      "one character"
    ),
    Wrong(
      "path: visits.csv",
      "path: visits.csv\n    dialect: {delimiter: \"；\"}",
      line: 15,
      "ASCII"
    ),
    Wrong(
      "path: visits.csv",
      "path: visits.csv\n    dialect: {quoteChar: \",\"}",
      line: 15,
      "the dialect cannot be read"
    ),
    Wrong(
      "type: number",
      "type: number, constraints: {pattern: a}",
      line: 11,
      "pattern does not apply to type number"
    ),
    Wrong(
      "{name: of, type: string}",
      "{name: of, constraints: {minimum: 1}}",
      line: 18,
      "minimum does not apply"
    ),
    Wrong(
      "{name: of, type: string}",
      "{name: of, constraints: {pattern: '(a'}}",
      line: 18,
      "not a regular expression"
    ),
    Wrong(
      "{name: of, type: string}",
      "{name: of, constraints: {minLength: -1}}",
      line: 18,
      "a whole number"
    ),
    Wrong("codes: {PNS: no}", "codes: {PMS: no}", line: 12, "PMS", "missingValues"),
    Wrong(
      "type: number",
      "type: number, watchpost: {codes: {X: no}}",
      line: 11,
      "not declared missing"
    ),
    Wrong(
      "type: number",
      "type: number, watchpost: {written_in: 万元}",
      line: 11,
      "unit"
    ),
    Wrong(
      "type: number",
      "type: number, watchpost: {knowledge: plan}",
      line: 11,
      "plan is for dates"
    ),
    // Paths.
    Wrong("path: visits.csv", "path: ../visits.csv", line: 14, "inside the package's folder"),
    Wrong("path: visits.csv", "path: /etc/passwd", line: 14, "inside the package's folder"),
    Wrong("path: visits.csv", "path: a/../../b.csv", line: 14, "inside the package's folder"),
    Wrong("path: visits.csv", "path: 'a\\..\\b.csv'", line: 14, "inside the package's folder"),
    Wrong("path: visits.csv", "path: 'https://example.org/a.csv'", line: 14, "inside"),
    Wrong("path: visits.csv", "path: [visits.csv, ../b.csv]", line: 14, "inside"),
    // Names.
    Wrong("name: size", "name: project size", line: 11, "as: project_size"),
    Wrong("name: size", "name: 1st", line: 11, "as: field_1st"),
    Wrong("name: size", "name: as_of", line: 11, "meaning of its own", "as: as_of_"),
    Wrong("name: size", "name: id", line: 11, "same name"),
    Wrong("as: visited_on", "as: of", line: 19, "same name"),
    Wrong("name: visits", "name: projects", line: 13, "two resources"),
    Wrong("name: visits", "name: my-visits", line: 13, "letters, digits and _"),
    // What names refer to.
    Wrong("primaryKey: [id]", "primaryKey: [ids]", line: 3, "primaryKey", "did you mean id"),
    Wrong(
      "exists_until: ended",
      "exists_until: ende",
      line: 3,
      "exists_until",
      "did you mean ended"
    ),
    Wrong("exists_until: ended", "exists_until: size", line: 3, "exists_until must name a date"),
    Wrong("happened: visited_on", "happened: of", line: 13, "happened must name a date"),
    Wrong(
      "type: number",
      "type: number, watchpost: {known_on: id}",
      line: 11,
      "known_on must name a"
    ),
    Wrong("{resource: projects", "{resource: project", line: 16, "did you mean projects"),
    Wrong("fields: [id]}}", "fields: [di]}}", line: 16, "reference", "did you mean id"),
    Wrong("fields: [of]", "fields: [off]", line: 16, "foreignKeys", "did you mean of"),
    Wrong("fields: [of]", "fields: [of, on]", line: 16, "2 fields here and 1 there"),
    Wrong("name: good", "name: good\nwatchpost: {subject: project}", line: nil, "did you mean"),
    // Roles.
    Wrong("happened: visited_on", "version: visited_on", line: 13, "version has no meaning"),
    Wrong("role: event, happened: visited_on", "role: outcome", line: 13, "no happened"),
    Wrong("exists_until: ended", "happened: ended", line: 3, "happened has no meaning"),
    Wrong("role: entity, exists_until: ended,", "role: event,", line: nil, "no entity"),
    Wrong("primaryKey: [id]", "title: none", line: 3, "the subject projects has no primaryKey"),
    Wrong(
      "happened: visited_on",
      "happened: visited_on, covers: {from: 2024-01-02, to: 2024-01-01}",
      line: 13,
      "covers"
    ),
    Wrong(
      "{resource: projects, fields: [id]}",
      "{resource: \"\", fields: [of]}",
      line: 13,
      "rows of visits cannot be joined to projects"
    ),
    Wrong(
      "{name: id, type: string}",
      "{name: id, type: string, watchpost: {personal: drop}}",
      line: 9,
      "personal",
      "key"
    ),
    Wrong(
      "type: number",
      "type: number, watchpost: {personal: token}",
      line: 11,
      "type: string"
    ),
    // Syntax.
    Wrong("name: good", "name: {good", line: 2, "not valid YAML"),
    Wrong("name: good", "name: good\nname: better", line: nil, "stands twice"),
  ]

  @Test(arguments: wrongs)
  func oneWrongThingIsToldWithItsPlace(_ wrong: Wrong) throws {
    _ = try DataPackage(parsing: Self.right)
    #expect(Self.right.contains(wrong.from))
    let range = try #require(Self.right.range(of: wrong.from))
    let text = Self.right.replacingCharacters(in: range, with: wrong.to)
    let found = try #require(diagnostic { _ = try DataPackage(parsing: text) })
    #expect(found.location?.file == "datapackage.yaml")
    if let line = wrong.line { #expect(found.location?.line == line) }
    let words = "\(found.message) | \(found.value ?? "") | \(found.hint ?? "")"
    for part in wrong.says { #expect(words.contains(part), "\(words)") }
    #expect(found.kind == .input)
  }

  private func diagnostic(_ body: () throws -> Void) -> Diagnostic? {
    TablesTests.diagnostic(of: body)
  }

  @Test func keysOfOthersAreAllowedInTheStandard() throws {
    let text = Self.right.replacing("name: good", with: "name: good\nx-my-own-thing: 1")
      .replacing("type: number", with: "type: number, semantics: 'http://example.org'")
    #expect(try DataPackage(parsing: text).name == "good")
  }

  @Test func theColumnOfAFaultIsTold() throws {
    let text = Self.right.replacing("role: entity", with: "rule: entity")
    let found = try #require(diagnostic { _ = try DataPackage(parsing: text) })
    #expect(found.location == SourceLocation(file: "datapackage.yaml", line: 12, column: 17))
    #expect(found.hint == "did you mean role?")
  }

  @Test func nothingAtAllIsToldToBeEmpty() throws {
    for text in ["", "\n", "# only a comment\n"] {
      let found = try #require(diagnostic { _ = try DataPackage(parsing: text) })
      #expect(found.message == "the descriptor is empty")
    }
    let found = try #require(diagnostic { _ = try DataPackage(parsing: "just text") })
    #expect(found.message.contains("a mapping"))
  }

  @Test func deepNestingIsAnErrorAndNoCrash() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(diagnostic { _ = try DataPackage(parsing: deep) } != nil)
  }
}
