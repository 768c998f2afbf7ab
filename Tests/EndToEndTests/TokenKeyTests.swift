import TestSupport
import Testing

/// Columns that are `personal: token`, through the real binary, with a key and without.
@Suite struct TokenKeyTests {
  private static let variable = "WATCHPOST_TOKEN_KEY_FILE"

  /// The board's 30 projects, with a feature of the user's own that compares accounts.
  private func board() throws -> Workdir {
    let workdir = try Workdir()
    try workdir.copy("Datasets/district-board")
    try workdir.write("key", "thirty-two bytes for a test only")
    try workdir.write(
      "accounts.yaml",
      "features:\n  accounts: count(distinct deposit_account) from bids\n  n: count(*) from bids\n"
    )
    return workdir
  }

  /// The cells of a column of CSV text; no cell of these tables is quoted.
  private func cells(_ name: String, of text: String) throws -> [String] {
    let rows = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let index = try #require(rows.first?.firstIndex(of: name))
    return rows.dropFirst().map { $0[index] }
  }

  private func features(
    _ workdir: Workdir,
    _ arguments: [String],
    key: String? = nil
  ) throws -> Outcome {
    try workdir.shell(
      (key.map { "\(Self.variable)=\($0) " } ?? "")
        + "watchpost features district-board --as-of 2024-12-31 --states --format csv "
        + arguments.joined(separator: " ")
    )
  }

  @Test func withoutAKeyTheStandardPackGoesOnAndSaysWhatIsLeftOut() throws {
    let workdir = try board()
    let pack = "--pack '\(Repository.root.path)/Models/standard'"
    let without = try features(workdir, [pack])
    #expect(without.code == 0, "\(without.errors)")
    let said = without.errors.split(separator: "\n").filter { $0.contains("deposit_account") }
    #expect(said.count == 1 && said.first?.contains(Self.variable) == true, "\(without.errors)")
    #expect(said.first?.contains("shared_deposit_accounts") == true)
    let states = try cells("shared_deposit_accounts.state", of: without.output)
    #expect(states.count == 30 && !states.contains("value"))

    let with = try features(workdir, [pack], key: "key")
    #expect(with.code == 0 && !with.errors.contains("deposit_account"), "\(with.errors)")
    #expect(try cells("shared_deposit_accounts.state", of: with.output).contains("value"))
    // Nothing else depends on the key.
    for name in ["price_spread_min", "bids_n"] where with.output.contains(name) {
      #expect(try cells(name, of: with.output) == cells(name, of: without.output))
    }
  }

  @Test func aFeatureOfTheUsersOwnIsTreatedLikewise() throws {
    let workdir = try board()
    let own = ["--features accounts.yaml --pack none"]
    let without = try features(workdir, own)
    #expect(without.code == 0, "\(without.errors)")
    let states = try cells("accounts.state", of: without.output)
    #expect(Set(states) == ["insufficient: bids.deposit_account"])
    #expect(Set(try cells("n.state", of: without.output)) == ["value"])
    let said = "bids.deposit_account; insufficient for want of them: accounts;"
    #expect(without.errors.contains(said), "\(without.errors)")
    let with = try features(workdir, own, key: "key")
    #expect(try cells("accounts.state", of: with.output).contains("value"))
    #expect(try cells("n", of: with.output) == cells("n", of: without.output))
  }

  @Test func checkSaysWhichColumnsAreLeftOutAndHowToGiveTheKey() throws {
    let workdir = try board()
    let without = try workdir.watchpost("check", "district-board")
    #expect(without.code == 0, "\(without.errors)")
    #expect(without.output.contains("bids.deposit_account: declared personal: token and left out"))
    #expect(without.output.contains("set \(Self.variable)=FILE"))
    let with = try workdir.watchpost(
      "check",
      "district-board",
      environment: [Self.variable: workdir.path("key")]
    )
    #expect(with.output.contains("bids.deposit_account: declared personal and replaced by tokens"))
  }

  @Test func computableSaysSoToo() throws {
    let workdir = try board()
    let pack = Repository.root.path + "/Models/standard"
    let without = try workdir.watchpost("computable", "district-board", "--pack", pack)
    #expect(without.code == 0 && without.errors.contains("there is no key"), "\(without.errors)")
    let with = try workdir.watchpost(
      "computable",
      "district-board",
      "--pack",
      pack,
      environment: [Self.variable: workdir.path("key")]
    )
    #expect(with.code == 0 && with.errors.isEmpty, "\(with.errors)")
  }
}
