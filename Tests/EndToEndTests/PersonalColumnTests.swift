import TestSupport
import Testing

/// Columns about people: refused by name, dropped when the package says so, tokens never in
/// complaints and never under a key that lies with the data.
@Suite struct PersonalColumnTests {
  private static let header = "project_id,received_on,people,complainant,reference"

  /// The tiny dataset whose complaints have two further columns, declared as `rules` say.
  private func dataset(
    complainant: String = "",
    reference: String = "",
    rows: [String] = ["A,2024-05-05,1,Ms Example,x1"]
  ) throws -> Workdir {
    let workdir = try TinyDataset.make()
    let people = "        - {name: people, type: integer}\n"
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package.replacingOccurrences(
        of: people,
        with: people + "        - {name: complainant, type: string\(complainant)}\n"
          + "        - {name: reference, type: string\(reference)}\n"
      )
    )
    try workdir.write("tiny/complaints.csv", [Self.header] + rows)
    return workdir
  }

  private static let drop = ", watchpost: {personal: drop}"
  private static let token = ", watchpost: {personal: token}"
  private static let features = "features tiny --pack none --as-of 2024-06-30 -o out.csv"

  private func expectRefusal(
    _ workdir: Workdir,
    _ words: String,
    environment: [String: String] = [:],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let before = try workdir.names()
    let outcome = try workdir.run(Self.features, environment: environment)
    #expect(outcome.code == 2, sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(words), "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(!outcome.errors.contains("Example"), sourceLocation: sourceLocation)
    #expect(try workdir.names() == before, sourceLocation: sourceLocation)
  }

  @Test func aNameInComplaintsIsRefusedByItsHeader() throws {
    let workdir = try dataset()
    try expectRefusal(workdir, "complaints.complainant (a person's name, by its header)")
    let checked = try workdir.run("check tiny --fields")
    #expect(checked.code == 1)
    #expect(checked.output.contains("error: complaints.complainant: the column holds a person's"))
    #expect(!checked.output.contains("Example"))
  }

  @Test func numbersThatLookLikeTelephonesAreRefusedWhateverTheirHeader() throws {
    func rows(_ phones: Int) -> [String] {
      (10..<40).map { number in
        "A,2024-01-\(number % 28 + 1 < 10 ? "0" : "")\(number % 28 + 1),1,x,"
          + (number < 10 + phones ? "130000000\(number)" : "case \(number)")
      }
    }
    try expectRefusal(
      dataset(complainant: Self.drop, rows: rows(24)),
      "complaints.reference (a telephone number, 24 of 30 values)"
    )
    // Fewer than 80% warn, and go on.
    let fewer = try dataset(complainant: Self.drop, rows: rows(23))
    #expect(try fewer.run(Self.features).code == 0)
    let checked = try fewer.run("check tiny")
    #expect(checked.code == 0)
    #expect(
      checked.output.contains(
        "warning: complaints.reference: some values look like a telephone number (23 of 30 values)"
      ),
      "\(checked.output)"
    )
  }

  @Test func aDroppedColumnIsReadByNobody() throws {
    let workdir = try dataset(complainant: Self.drop)
    #expect(try workdir.run(Self.features).code == 0)
    let checked = try workdir.run("check tiny --fields --rejects rejects.csv")
    #expect(checked.code == 0)
    #expect(
      checked.output.contains("note: complaints.complainant: declared personal and left out")
    )
    try workdir.write(
      "tiny/features.yaml",
      "features: {n: count(distinct complainant) from complaints}\n"
    )
    try expectRefusal(workdir, "complainant")
    for text in [checked.output, try workdir.read("out.csv"), try workdir.read("rejects.csv")] {
      #expect(!text.contains("Example"))
    }
  }

  @Test func peopleWhoComplainAreNeverFollowed() throws {
    let workdir = try dataset(complainant: Self.token)
    try workdir.write("key", "thirty-two bytes for a test only")
    try expectRefusal(
      workdir,
      "people who complain are never followed",
      environment: ["WATCHPOST_TOKEN_KEY_FILE": workdir.path("key")]
    )
    let checked = try workdir.run("check tiny")
    #expect(checked.code == 1)
    #expect(checked.output.contains("error: complaints.complainant"))
  }

  @Test(arguments: [
    ("tiny/key", "the token key lies in the dataset's folder"),
    ("short", "the token key is shorter than 16 bytes"), ("nowhere", "cannot be read"),
  ])
  func aKeyThatWillNotDo(file: String, words: String) throws {
    let workdir = try dataset(complainant: Self.drop)
    try workdir.write("tiny/key", "thirty-two bytes for a test only")
    try workdir.write("short", "too short")
    try expectRefusal(workdir, words, environment: ["WATCHPOST_TOKEN_KEY_FILE": file])
  }
}
