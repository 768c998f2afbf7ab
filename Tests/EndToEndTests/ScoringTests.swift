import TestSupport
import Testing

/// `score` on a dataset whose every figure can be counted by hand: its answer in both languages,
/// what changed, and every form of output.
@Suite struct ScoringTests {
  private static let since = "score tiny --as-of 2024-06-30 --against 2023-12-31"

  private static let csv = """
    project_id,probability,points,level,rank,reasons,change,level_before,rank_before
    A,,30,red,1,"Complaints: 3 cases (+30 points, flagged red)",raised,,5
    F,,10,yellow,2,"Complaints: 2 cases (+10 points, flagged yellow)",lowered,red,1
    C,,5,blue,3,"Complaints: 1 case (+5 points, flagged blue)",same,blue,4
    B,,0,,4,"",cleared,blue,3
    D,,0,,5,"",new,,
    E,,,,,exists no longer,gone,yellow,2

    """

  @Test func whatChangedSinceAnEarlierDateIsSaid() throws {
    let outcome = try TinyDataset.make().run(Self.since + " --top 3")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(
      outcome.output == """
        5 projects scored as of 2024-06-30: 1 red, 1 yellow, 1 blue
        Since 2023-12-31: 1 new, 1 raised, 1 lowered, 1 cleared, 1 same, 1 gone

        1.  A  red  30 points  (raised from no level)
             Complaints: 3 cases (+30 points, flagged red)
             2 could not be computed: one_bidder, overspent

        2.  F  yellow  10 points  (lowered from red)
             Complaints: 2 cases (+10 points, flagged yellow)
             2 could not be computed: one_bidder, overspent

        3.  C  blue  5 points
             Complaints: 1 case (+5 points, flagged blue)
             2 could not be computed: one_bidder, overspent

        Had a level then, not scored now:
             E: was yellow, rank 2; exists no longer

        """
    )
    #expect(outcome.errors == "note: not in the data: bids, projects.final_cost\n")
  }

  @Test func theWholeAnswerIsChineseWhereThatIsAskedFor() throws {
    let outcome = try TinyDataset.make().run(Self.since + " --top 2 --lang zh")
    #expect(
      outcome.output == """
        截至2024-06-30，评分项目5个：红1、黄1、蓝1
        与2023-12-31相比：新增1、升级1、降级1、解除1、不变1、退出1

        1.  A  红  30分  （由无等级升级）
             投诉：3件（+30 分，红色）
             2项无法计算：one_bidder、overspent

        2.  F  黄  10分  （由红降级）
             投诉：2件（+10 分，黄色）
             2项无法计算：one_bidder、overspent

        当时有等级、现不参与评分：
             E：原为黄，第2名；项目已不存在

        """
    )
  }

  @Test func theFormsOfOutputHoldTheSame() throws {
    let workdir = try TinyDataset.make()
    #expect(try workdir.run(Self.since + " --format csv").output == Self.csv)
    let file = try workdir.run(Self.since + " -o out.csv --top 0")
    #expect(file.errors.hasPrefix("wrote 6 rows to out.csv\n"), "\(file.errors)")
    #expect(try workdir.read("out.csv") == Self.csv)
    #expect(try workdir.run(Self.since + " -o out.csv.gz --top 0").code == 0)
    #expect(try workdir.shell("gzip -dc out.csv.gz").output == Self.csv)
    let json = try workdir.run(Self.since + " --format json")
    #expect(try workdir.run(Self.since + " -o out.json --top 0").code == 0)
    #expect(try workdir.read("out.json") == json.output)
    #expect(
      json.output.hasPrefix(
        """
        [
          {
            "change": "raised",
            "level": "red",
            "level_before": null,
            "points": 30.0,
            "probability": null,
            "project_id": "A",
            "rank": 1,
            "rank_before": 5,
            "reasons": "Complaints: 3 cases (+30 points, flagged red)"
          },
        """
      ),
      "\(json.output)"
    )
    #expect(try workdir.names() == ["out.csv", "out.csv.gz", "out.json", "tiny"])
  }

  @Test func aSpreadsheetGetsAByteOrderMark() throws {
    let outcome = try TinyDataset.make().run(Self.since + " --spreadsheet --format csv")
    #expect(outcome.output == "\u{FEFF}" + Self.csv)
  }

  @Test(arguments: [
    ("--against 2024-06-30", "before 2024-06-30"), ("--against 2025-01-01", "before 2024-06-30"),
    ("--threads 0", "--threads"), ("--top=-1", "--top"), ("-o out.txt", "out.txt"),
    ("--policy nowhere.yaml", "nowhere.yaml"), ("--lang de", "--lang"),
    ("-o nowhere/out.csv", "nowhere"),
  ])
  func whatCannotBeAskedForIsRefused(option: String, words: String) throws {
    let workdir = try TinyDataset.make()
    let outcome = try workdir.run("score tiny --as-of 2024-06-30 \(option)")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(try workdir.names() == ["tiny"])
  }

  @Test func aDateBeforeAnyProjectIsSaid() throws {
    let outcome = try TinyDataset.make().run("score tiny --as-of 2010-01-01")
    #expect(outcome.code == 0)
    #expect(
      outcome.output == "0 projects scored as of 2010-01-01: 0 red, 0 yellow, 0 blue\n"
    )
    #expect(outcome.errors.contains("note: no project exists on 2010-01-01\n"))
  }

  /// The key that is asked for is read as those of records are.
  @Test func blanksAroundAKeyAreNoPartOfIt() throws {
    let workdir = try TinyDataset.make()
    let date = ["--as-of", "2024-06-30"]
    let plain = try workdir.watchpost("explain", "tiny", "A", date[0], date[1])
    let blank = try workdir.watchpost("explain", "tiny", " A\u{3000}", date[0], date[1])
    #expect(plain.code == 0, "\(plain.errors)")
    #expect(blank.output == plain.output, "\(blank.errors)")
  }
}
