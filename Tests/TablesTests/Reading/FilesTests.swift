import Tables
import TestSupport
import Testing

@Suite struct FilesTests {
  private func parts(_ path: String, _ files: [String: String]) throws -> SmallDataset {
    var files = files
    files["datapackage.yaml"] = SmallDataset.descriptor(["{name: size, type: integer}"])
      .replacing("projects.csv", with: path)
    return try SmallDataset(files)
  }

  private let one = "project_id,size\np1,1\n"
  private let two = "size,project_id\n2,p2\n"

  @Test func severalFilesAreOneTable() throws {
    let small = try parts("[b.csv, a.csv]", ["a.csv": one, "b.csv": two])
    let (table, _) = try small.projects()
    #expect(table.shown("size") == ["2", "1"])
    #expect(table.positions == [.init(file: 0, line: 2), .init(file: 1, line: 2)])
    #expect(try small.dataset.files(of: "projects") == ["b.csv", "a.csv"])
  }

  @Test func starsAndQuestionMarksFindFilesInOrderOfName() throws {
    let small = try parts(
      "['20??/p*.csv']",
      ["2020/p2.csv": two, "2020/p1.csv": one, "2020/q.csv": "x", "200/p3.csv": "x", "p9.csv": "x"]
    )
    #expect(try small.dataset.files(of: "projects") == ["2020/p1.csv", "2020/p2.csv"])
    #expect(try small.projects().table.rowCount == 2)
  }

  @Test func aKeyInTwoFilesIsADuplicate() throws {
    let (table, rejects) = try parts("[a.csv, b.csv]", ["a.csv": one, "b.csv": one]).projects()
    #expect(table.rowCount == 1)
    #expect(rejects.kept.map(\.rule) == ["key.duplicate"])
    #expect(rejects.kept.first?.location == SourceLocation(file: "b.csv", line: 2))
    #expect(rejects.kept.first?.hint.contains("a.csv:2") == true)
  }

  @Test func filesWithDifferentColumnsAreAnError() throws {
    let small = try parts(
      "[a.csv, b.csv]",
      ["a.csv": one, "b.csv": "project_id,size,extra\np2,2,x\n"]
    )
    let found = diagnostic { _ = try small.projects() }
    #expect(found?.message == "the header differs from that of a.csv")
    #expect(found?.location?.file == "b.csv")
  }

  @Test func aMissingFileIsNamed() throws {
    let small = try parts("[a.csv, none.csv]", ["a.csv": one])
    let found = diagnostic { _ = try small.projects() }
    #expect(found?.message == "there is no such file")
    #expect(found?.location?.file == "none.csv")
    let pattern = try parts("'x*.csv'", [:])
    #expect(diagnostic { _ = try pattern.projects() }?.message == "no file matches the path")
  }

  @Test func aFolderWhereAFileShouldBeIsTold() throws {
    let small = try parts("a.csv", ["a.csv/b.csv": one])
    #expect(
      diagnostic { _ = try small.projects() }?.message == "a folder stands where a file should be"
    )
  }

  @Test func whatIsNoDatasetIsTold() throws {
    let folder = try Workdir()
    try folder.write("a.csv", "x\n")
    #expect(
      diagnostic { _ = try Dataset(opening: folder.path("nowhere")) }?.message
        == "there is no such folder"
    )
    #expect(
      diagnostic { _ = try Dataset(opening: folder.path("a.csv")) }?.message
        == "a file stands where a dataset's folder should be"
    )
  }

  @Test func theDescriptorsPathOpensItsFolder() throws {
    let small = try parts("a.csv", ["a.csv": one])
    let dataset = try Dataset(opening: small.folder.path("datapackage.yaml"))
    #expect(dataset.package.folder == small.folder.url.path)
  }

  @Test func constraintsThatMakeNoSenseAreToldOnOpening() throws {
    for (field, says) in [
      ("{name: size, type: integer, constraints: {minimum: few}}", "minimum"),
      ("{name: size, type: date, format: '%Y'}", "format"),
      ("{name: size, type: number, decimalChar: ',', groupChar: ','}", "same"),
      ("{name: size, type: boolean, trueValues: [x], falseValues: [x]}", "x"),
    ] {
      let small = try SmallDataset(fields: [field], rows: [], header: "project_id,size")
      let found = diagnostic { _ = try small.dataset }
      #expect(found?.message.contains(says) == true, "\(found?.message ?? "none")")
      #expect(found?.location?.line == 9)
    }
  }
}
