import Determinism
import Tables
import Testing

/// Values that look personal, all invented.
enum Invented {
  /// An identity number of a place that is none (…00) with its check digit.
  static func identity(_ random: inout SplitMix64) -> String {
    let provinces = [11, 31, 42, 50, 51]
    let born = Day(number: Int32(random.int(below: 18_000))).civil
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let body =
      "\(provinces[random.int(below: 5)])0000\(born.year)\(two(born.month))\(two(born.day))"
      + "\(100 + random.int(below: 900))"
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(body, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
    return body + String(Array("10X98765432")[sum % 11])
  }

  static func card(_ random: inout SplitMix64) -> String {
    var digits = [6, 2] + (0..<13).map { _ in random.int(below: 10) }
    var sum = 0
    for (index, digit) in digits.reversed().enumerated() {
      sum += index % 2 == 0 ? (digit < 5 ? digit * 2 : digit * 2 - 9) : digit
    }
    digits.append((10 - sum % 10) % 10)
    return digits.map(String.init).joined()
  }

  static func organisation(_ random: inout SplitMix64, alphabet: String) -> String {
    let all = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    let letters = Array(alphabet)
    let body = "91" + String((0..<15).map { _ in letters[random.int(below: letters.count)] })
    var weight = 1
    var sum = 0
    for character in body {
      sum += (all.firstIndex(of: character) ?? 0) * weight
      weight = weight * 3 % 31
    }
    return body + String(all[(31 - sum % 31) % 31])
  }

  static func mobile(_ random: inout SplitMix64) -> String {
    "1\(3 + random.int(below: 7))" + (0..<9).map { _ in String(random.int(below: 10)) }.joined()
  }
}

extension PersonalMatcher {
  func matches(_ text: String) -> PersonalMatches {
    let bytes = Array(text.utf8)
    return matches(bytes.span)
  }
}

@Suite struct PersonalMatcherTests {
  @Test(arguments: [
    "13800000000", "138 0000 0000", "138-0000-0000", "+86 13800000000", "+8613800000000",
    "86 13800000000", "008613800000000", "１３８００００００００", "(+86) 13800000000", "13800000000.0",
    "13800000000/13900000000", "13800000000，13900000000", "'13800000000", "010-62000000",
    "(010)62000000", "02362000000", "023-6200000", "0851-82000000", "0851-82000000-123",
    "+1 212 555 0100", "(212) 555-0100", "212-555-0100", "1-212-555-0100", "+442079460000",
    "400-200-0000",
  ])
  func telephoneNumbersAreSeen(_ text: String) {
    #expect(PersonalMatcher().matches(text).contains(PersonalMatches(.phone)), "\(text)")
  }

  @Test(arguments: [
    "2024-03-05", "20240305", "2024/3/5", "2024-03-05 17:00:00", "2024-03-05T17:00:00",
    "1,234,567.89",
    "12345678901", "0000123456", "0100000001", "123.456", "-13800000000", "13800000000元", "1380000",
    "PRJ-2024-0001", "3.14159265", "2023-2024", "100000000000", "10.0.0.1", "192.168.100.200",
    "1700000000000", "550e8400-e29b-41d4-a716-446655440000", "中标通知书", "高新区", "",
  ])
  func ordinaryValuesAreNot(_ text: String) {
    #expect(PersonalMatcher().matches(text).isEmpty, "\(text)")
  }

  @Test func identityNumbersNeedTheirCheckDigitAndARealDay() {
    var random = SplitMix64(seed: 1)
    let matcher = PersonalMatcher()
    let kind = PersonalMatches(.identity)
    for _ in 0..<200 {
      let number = Invented.identity(&random)
      // One in thirty-one also has an organisation's check digit, and counts as that.
      let wrong = String(number.dropLast()) + (number.hasSuffix("1") ? "2" : "1")
      #expect(!matcher.matches(wrong).contains(kind))
    }
    let hits = (0..<300).count { _ in
      let number = Invented.identity(&random)
      return matcher.matches(number).contains(kind)
    }
    #expect(hits >= 270)
    #expect(matcher.matches("110000800101001").contains(kind))
    #expect(!matcher.matches("110000801301001").contains(kind))
    #expect(!matcher.matches("990000800101001").contains(kind))
  }

  @Test func organisationCodesAreExempt() {
    var random = SplitMix64(seed: 2)
    for alphabet in ["0123456789", "0123456789ABCDEFGHJKLMNPQRTUWXY"] {
      for _ in 0..<500 {
        let code = Invented.organisation(&random, alphabet: alphabet)
        #expect(PersonalMatcher().matches(code).isEmpty, "\(code)")
      }
    }
  }

  @Test func cardsNeedTheirCheckDigit() {
    var random = SplitMix64(seed: 3)
    let kind = PersonalMatches(.bankCard)
    for _ in 0..<200 {
      let card = Invented.card(&random)
      #expect(PersonalMatcher().matches(card).contains(kind))
      let spaced = stride(from: 0, to: 16, by: 4).map { String(card.dropFirst($0).prefix(4)) }
      #expect(PersonalMatcher().matches(spaced.joined(separator: " ")).contains(kind))
      let last = (card.last?.wholeNumberValue ?? 0) + 1
      #expect(!PersonalMatcher().matches(String(card.dropLast()) + "\(last % 10)").contains(kind))
    }
  }

  @Test func addressesOfMailAreSeenWhole() {
    let kind = PersonalMatches(.email)
    for text in ["nobody@example.org", "no.body+x@mail.example.com", "12345@example.cn"] {
      #expect(PersonalMatcher().matches(text) == kind, "\(text)")
    }
    for text in [
      "nobody@", "@example.org", "nobody@example", "a@b@example.org", "see nobody@example.org",
      "nobody@.org", "nobody@example..org", "nobody@example.o", "中文@例子",
    ] {
      #expect(PersonalMatcher().matches(text).isEmpty, "\(text)")
    }
  }

  @Test func namesAreLookedForOnlyWhereAsked() {
    let kind = PersonalMatches(.name)
    let names = PersonalMatcher(findsNames: true)
    for text in [
      "张三", "李四", "王小二", "欧阳甲乙", "刘某某", "张某", "赵**", "John Placeholder", "Mary Ann Nobody",
      "Zhang San",
      "Nobody, John",
    ] {
      #expect(names.matches(text) == kind, "\(text)")
      #expect(PersonalMatcher().matches(text).isEmpty)
    }
    for text in [
      "高新区", "质量", "安全", "施工噪音", "金额", "江北街道", "万达", "工资拖欠", "hotline", "Works Office", "John",
      "Zhang San Construction", "James Road Ltd", "Fees", "张", "向阳路", "方案变更", "严重污染", "Water Leaks",
    ] {
      #expect(names.matches(text).isEmpty, "\(text)")
    }
  }

  @Test func randomBytesDoNoHarm() {
    var random = SplitMix64(seed: 5)
    let matcher = PersonalMatcher(findsNames: true)
    let starts: [[UInt8]] = [
      [], [0x31], [0xEF, 0xBC], [0x28], [0x2B], [0xE5, 0xBC, 0xA0], [0x27], [0x41],
    ]
    for _ in 0..<3000 {
      let bytes =
        starts[random.int(below: starts.count)]
        + (0..<random.int(below: 40)).map { _ in UInt8(random.int(below: 256)) }
      _ = matcher.matches(bytes.span)
      let digits = (0..<random.int(below: 80)).map { _ in UInt8(43 + random.int(below: 16)) }
      _ = matcher.matches(digits.span)
    }
  }
}
