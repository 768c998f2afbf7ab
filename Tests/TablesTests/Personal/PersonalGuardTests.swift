import Determinism
import Foundation
import Tables
import TestSupport
import Testing

@Suite struct PersonalGuardTests {
  private func guarded(
    _ values: [String],
    header: String = "x",
    resource: String = "payments",
    personal: PersonalRule? = nil,
    type: StandardType = .string
  ) -> PersonalGuard {
    let field = Field(header, type, personal: personal)
    var guarded = PersonalGuard(
      Resource(resource, paths: ["\(resource).csv"], fields: [field], role: .event)
    )
    guard guarded.watches(0) else { return guarded }
    for value in values {
      let bytes = Array(value.utf8)
      guarded.observe(bytes.span, field: 0)
    }
    return guarded
  }

  private func mobiles(_ count: Int, others: Int) -> [String] {
    var random = SplitMix64(seed: 9)
    return (0..<count).map { _ in Invented.mobile(&random) }
      + (0..<others).map { "value \($0)" }
  }

  @Test(arguments: [
    ("联系电话", PersonalKind.phone), ("手机号码", .phone), ("手机号", .phone), ("contact_phone", .phone),
    ("ContactPhone", .phone), ("Phone No.", .phone), ("mobile number", .phone), ("联系方式", .phone),
    ("电话（必填）", .phone), ("电话/手机", .phone), ("联系电话1", .phone), ("身份证号", .identity),
    ("公民身份号码", .identity), ("证件号码", .identity), ("id_card_no", .identity), ("邮箱", .email),
    ("E-mail", .email), ("email_address", .email), ("银行卡号", .bankCard), ("银行账号", .bankCard),
    ("card_number", .bankCard), ("deposit_account", .bankCard), ("收款账号", .bankCard),
  ])
  func headersInBothLanguagesArePersonal(_ header: String, _ kind: PersonalKind) {
    #expect(PersonalHeader.kind(of: header, isComplaints: false) == kind)
    #expect(guarded([], header: header).findings.map(\.action) == [.refused])
  }

  @Test(arguments: [
    "project_id", "name", "项目名称", "投诉人数", "phone_calls", "电话回访满意度", "payee", "account", "unit",
    "负责人", "姓名", "项目编号", "合同号", "卡口", "emails_sent", "统一社会信用代码", "is_mobile_plant", "channel",
    "certificate_id", "invoice_no", "device_id", "station", "identity_checked", "建设单位",
  ])
  func otherHeadersAreNot(_ header: String) {
    #expect(PersonalHeader.kind(of: header, isComplaints: false) == nil, "\(header)")
  }

  @Test func namesArePersonalInComplaintsOnly() {
    for header in [
      "姓名", "信访人", "投诉人姓名", "name", "complainant", "Contact Person", "举报人", "full_name",
    ] {
      #expect(PersonalHeader.kind(of: header, isComplaints: true) == .name, "\(header)")
      #expect(PersonalHeader.kind(of: header, isComplaints: false) == nil || header != "name")
    }
    for header in ["project_name", "投诉人数", "people", "category", "投诉类别", "信访件编号"] {
      #expect(PersonalHeader.kind(of: header, isComplaints: true) == nil, "\(header)")
    }
    for name in ["complaints", "Petitions2024", "信访件", "投诉", "12345热线工单"] {
      #expect(PersonalHeader.isComplaints([name]))
    }
    #expect(!PersonalHeader.isComplaints(["payments", "bids.csv"]))
    let names = (0..<30).map { ["张三", "李四", "王五", "赵六"][$0 % 4] }
    #expect(guarded(names, resource: "complaints").findings.map(\.kind) == [.name])
    #expect(guarded(names, resource: "contracts").findings.isEmpty)
  }

  @Test func fourFifthsOfTwentyValuesRefuseAndFewerWarn() {
    #expect(guarded(mobiles(16, others: 4)).findings.map(\.action) == [.refused])
    #expect(guarded(mobiles(15, others: 5)).findings.map(\.action) == [.warned])
    #expect(guarded(mobiles(19, others: 0)).findings.map(\.action) == [.warned])
    #expect(guarded(mobiles(20, others: 0)).findings.map(\.action) == [.refused])
    #expect(guarded(mobiles(1, others: 99)).findings.map(\.action) == [.warned])
    #expect(guarded(mobiles(0, others: 99)).findings.isEmpty)
  }

  @Test func everyKindIsRefusedByItsValues() {
    var random = SplitMix64(seed: 21)
    let identities = (0..<40).map { _ in Invented.identity(&random) }
    let cards = (0..<40).map { _ in Invented.card(&random) }
    let mails = (0..<40).map { "nobody\($0)@example.org" }
    #expect(guarded(identities).findings.map(\.kind) == [.identity])
    #expect(guarded(cards).findings.map(\.kind) == [.bankCard])
    #expect(guarded(cards, type: .integer).findings.map(\.kind) == [.bankCard])
    #expect(guarded(mails).findings.map(\.kind) == [.email])
    #expect(throws: TableError.self) { try guarded(cards).verify() }
  }

  @Test func keysThatPassAChecksumByChanceAreLeftAlone() {
    var random = SplitMix64(seed: 23)
    for _ in 0..<20 {
      let keys = (0..<200).map { _ in
        "6" + (0..<15).map { _ in String(random.int(below: 10)) }.joined()
      }
      #expect(guarded(keys).findings.isEmpty)
    }
    // One supplier's number that happens to pass, in every row, is no column of cards.
    let one = [String](repeating: Invented.card(&random), count: 50)
    #expect(guarded(one).findings.map(\.action) == [.warned])
    let organisations = (0..<50).map { _ in
      Invented.organisation(&random, alphabet: "0123456789ABCDEFGHJKLMNPQRTUWXY")
    }
    #expect(guarded(organisations).findings.isEmpty)
  }

  @Test func whatIsDeclaredIsNotRefused() throws {
    let dropped = guarded(mobiles(40, others: 0), header: "手机", personal: .drop)
    #expect(dropped.findings.map(\.action) == [.dropped])
    #expect(dropped.hides(0))
    try dropped.verify()
    let tokened = guarded(mobiles(40, others: 0), header: "手机", personal: .token)
    #expect(tokened.findings.map(\.action) == [.tokened])
    try tokened.verifyHeaders()
    let complaints = guarded([], header: "手机", resource: "complaints", personal: .token)
    #expect(throws: TableError.self) { try complaints.verifyHeaders() }
    let date = guarded([], header: "phone", type: .date)
    #expect(date.findings.isEmpty)
  }

  @Test func halvesOfATableCountAsTheWhole() {
    let values = mobiles(30, others: 6)
    var left = guarded(Array(values.prefix(17)))
    left.merge(guarded(Array(values.dropFirst(17))))
    #expect(left.findings == guarded(values).findings)
  }

  @Test func noMessageCarriesAValue() throws {
    let values = mobiles(40, others: 0)
    let error = #expect(throws: TableError.self) { try guarded(values, header: "列").verify() }
    let diagnostic = try #require(error?.diagnostic)
    let message = "\(diagnostic)"
    #expect(message.contains("payments.列"))
    #expect(message.contains("personal: drop"))
    #expect(diagnostic.kind == .input)
    for value in values { #expect(!message.contains(value.dropFirst(3))) }
  }
}

@Suite struct TokenKeyTests {
  private func token(_ key: TokenKey, _ text: String) -> String {
    let bytes = Array(text.utf8)
    return key.token(of: bytes.span)
  }

  @Test func tokensAreTheStartOfHMACWithSHA256() throws {
    // RFC 4231, test case 1: key of twenty bytes 0x0b, data "Hi There"; ours is folded first.
    let key = try #require(TokenKey(bytes: [UInt8](repeating: 0x0B, count: 20)))
    #expect(token(key, "hithere") == token(key, "Hi There"))
    #expect(token(key, "hithere").count == 32)
    // python3 -c "import hmac; print(hmac.new(b'\x0b'*20, b'hithere', 'sha256').hexdigest()[:32])"
    #expect(token(key, "Hi There") == "69613e9786c09a1166f9b920c651c511")
  }

  @Test func oneNumberHasOneTokenHoweverItIsWritten() throws {
    let key = try #require(TokenKey(bytes: [UInt8](0..<32)))
    let other = try #require(TokenKey(bytes: [UInt8](1..<33)))
    let tokens = Set(
      ["138 0000 0000", "138-0000-0000", "13800000000", "１３８００００００００"].map { token(key, $0) }
    )
    #expect(tokens.count == 1)
    #expect(token(key, "13800000000") != token(key, "13800000001"))
    #expect(token(key, "13800000000") != token(other, "13800000000"))
  }

  @Test func aKeyMustBeLongAndOutsideTheDataset() throws {
    #expect(TokenKey(bytes: [UInt8](0..<15)) == nil)
    let dataset = try Workdir()
    let elsewhere = try Workdir()
    let inside = dataset.url.appendingPathComponent("key").path
    let outside = elsewhere.url.appendingPathComponent("key").path
    let short = elsewhere.url.appendingPathComponent("short").path
    try Data(repeating: 7, count: 32).write(to: URL(fileURLWithPath: inside))
    try Data(repeating: 7, count: 32).write(to: URL(fileURLWithPath: outside))
    try Data(repeating: 7, count: 5).write(to: URL(fileURLWithPath: short))
    let folder = dataset.url.path
    let key = try TokenKey(path: outside, outside: folder)
    let same = try #require(TokenKey(bytes: [UInt8](repeating: 7, count: 32)))
    #expect(token(key, "x") == token(same, "x"))
    for (path, expected) in [
      (inside, PersonalProblem.keyInDataset(path: inside)),
      (short, .shortKey(path: short, least: 16)),
      (
        "/nonexistent/key",
        .unreadableKey(path: "/nonexistent/key", message: "No such file or directory")
      ),
    ] {
      let error = #expect(throws: TableError.self) { try TokenKey(path: path, outside: folder) }
      #expect(error?.problem == .personal(expected))
    }
  }
}
