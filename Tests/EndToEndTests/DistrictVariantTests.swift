import TestSupport
import Testing

/// The districts that ship: Chinese headers in GB18030 say what English ones say, and the board
/// holds what a board on the wall shows.
@Suite struct DistrictVariantTests {
  private static let pack = Repository.root.path + "/Models/standard"

  @Test func theChineseVariantGivesTheSameFeaturesAndScores() throws {
    let workdir = try Workdir()
    for (folder, language) in [("en", "en"), ("zh", "zh")] {
      let made = try workdir.run("simulate \(folder) --projects 60 --seed 5 --language \(language)")
      #expect(made.code == 0, "\(made.errors)")
      let features = "features \(folder) --as-of 2024-06-30 --states -o \(folder).features.csv"
      #expect(try workdir.run(features).code == 0)
      let scored = try workdir.run(
        "score \(folder) --pack \(Self.pack) --as-of 2024-06-30 --top 0 -o \(folder).scores.csv"
      )
      #expect(scored.code == 0, "\(scored.errors)")
    }
    #expect(try workdir.read("zh.scores.csv") == workdir.read("en.scores.csv"))
    #expect(try workdir.read("zh.features.csv") == workdir.read("en.features.csv"))
    #expect(try workdir.read("en.features.csv").split(separator: "\n").count > 40)
    // The tables themselves are in another encoding, and its headers are Chinese.
    let header = try workdir.shell("head -n 1 zh/projects.csv | iconv -f gb18030 -t utf-8")
    #expect(header.output.hasPrefix("项目编号,"))
    #expect(try workdir.shell("iconv -f utf-8 -t utf-8 zh/projects.csv").code != 0)
  }

  @Test func theShippedChineseDistrictIsReadWithoutAFault() throws {
    let workdir = try Workdir()
    try workdir.copy("Datasets/district-zh")
    let checked = try workdir.run("check district-zh")
    #expect(checked.code == 0, "\(checked.output)")
    #expect(checked.output.contains("\nprojects       300         0 "))
    #expect(checked.output.contains("0 errors, 0 warnings, "), "\(checked.output)")
    let scored = try workdir.run(
      "score district-zh --pack \(Self.pack) --as-of 2024-12-31 --lang zh --top 1"
    )
    #expect(scored.code == 0, "\(scored.errors)")
    #expect(scored.output.hasPrefix("截至2024-12-31，评分项目300个：红"), "\(scored.output)")
  }

  @Test func theBoardHasOneFinishedTwentySixOnScheduleAndThreeLate() throws {
    let workdir = try Workdir()
    try workdir.copy("Datasets/district-board")
    try workdir.write(
      "board.yaml",
      """
      features:
        finished: actual_finish is not null
        due: count(*) from milestones where planned_on <= as_of
        missed: count(*) from milestones where planned_on <= as_of and actual_on is null

      """
    )
    let outcome = try workdir.run(
      "features district-board --features board.yaml --pack none --as-of 2024-12-31 --format csv"
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    let table = try PrintedCSV(outcome.output)
    let finished = try table.texts("finished")
    let missed = try table.numbers("missed")
    let late = zip(finished, missed).filter { $0.0 == "false" && $0.1 > 0 }.count
    let onSchedule = zip(finished, missed).filter { $0.0 == "false" && $0.1 == 0 }.count
    #expect(finished.count { $0 == "true" } == 1)
    #expect(onSchedule == 26)
    #expect(late == 3)
    #expect(try table.numbers("due").allSatisfy { $0 > 0 })
    let checked = try workdir.run("check district-board")
    #expect(checked.code == 0 && checked.output.contains("0 errors, 0 warnings, "))
  }
}
