import Tables
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("projct_id", "project_id"), ("Budget", "budget"), ("bugdet", "budget"), ("项目编好", "项目编号"),
  ])
  func aTypingErrorFindsTheName(_ written: String, _ meant: String) {
    #expect(
      NearestName.of(written, among: ["project_id", "budget", "region", "项目编号"]) == meant
    )
  }

  @Test func anotherWordFindsNothing() {
    #expect(NearestName.of("colour", among: ["project_id", "budget"]) == nil)
    #expect(NearestName.of("", among: ["project_id"]) == nil)
    #expect(NearestName.of("x", among: []) == nil)
  }

  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "ab", 2), ("abc", "abc", 0), ("abc", "acb", 1),
    ("kitten", "sitting", 3), ("flaw", "lawn", 2),
  ])
  func editsAreCounted(_ left: String, _ right: String, _ edits: Int) {
    #expect(NearestName.edits(from: left, to: right) == edits)
    #expect(NearestName.edits(from: right, to: left) == edits)
  }
}
