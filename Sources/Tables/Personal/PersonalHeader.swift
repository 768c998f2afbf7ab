/// Whether a column's header says that it is personal.
///
/// Both languages put the thing last (`contact_phone`, 信访人电话), so a header says what its end
/// says: `phone_calls` and 投诉人数 are counts. Brackets, numbering and words such as 号码 do not
/// count.
public enum PersonalHeader {
  /// The kind that `header` says, or nil; in complaints names are personal too.
  public static func kind(of header: String, isComplaints: Bool) -> PersonalKind? {
    for part in parts(of: header) {
      let words = words(of: part)
      for (kind, phrases) in latin where isComplaints || kind != .name {
        if phrases.contains(where: { words.ends(with: $0) }) { return kind }
      }
      if isComplaints, latinNames.contains(words) { return .name }
      let chinese = bare(part)
      for (kind, endings) in chineseEndings where isComplaints || kind != .name {
        if endings.contains(where: chinese.hasSuffix) { return kind }
      }
    }
    return nil
  }

  /// Whether a table holds complaints, by its name or the names of its files.
  public static func isComplaints(_ names: [String]) -> Bool {
    names.contains { name in
      let name = name.lowercased()
      return complaintWords.contains(where: name.contains)
    }
  }

  /// The header without what stands in brackets, cut where it names two things.
  private static func parts(of header: String) -> [String] {
    var parts: [String] = []
    var part = ""
    var depth = 0
    for character in header {
      switch character {
      case "(", "（", "[", "【": depth += 1
      case ")", "）", "]", "】": depth = max(0, depth - 1)
      case "/", "、", "／", "|", "或", "及":
        if depth == 0 {
          parts.append(part)
          part = ""
        }
      default: if depth == 0 { part.append(character) }
      }
    }
    parts.append(part)
    return parts.filter { !$0.isEmpty }
  }

  /// Latin words in lower case, cut at blanks, underscores, hyphens and humps, numbering left out.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasLower = false
    func flush() {
      if !word.isEmpty { words.append(word.lowercased()) }
      word = ""
    }
    for character in text {
      let isLetter = character.isASCII && character.isLetter
      if !isLetter || (character.isUppercase && wasLower) { flush() }
      if isLetter { word.append(character) }
      wasLower = isLetter && character.isLowercase
    }
    flush()
    while let last = words.last, words.count > 1, ["no", "nr", "number", "num"].contains(last) {
      words.removeLast()
    }
    return words
  }

  /// The Chinese of a header without blanks, numbering and 号码.
  private static func bare(_ text: String) -> String {
    var text = String(text.filter { !$0.isWhitespace && !$0.isASCII })
    var isShorter = true
    while isShorter {
      isShorter = false
      for ending in ["号码", "号", "一", "二", "三", "码"] where text.hasSuffix(ending) {
        text.removeLast(ending.count)
        isShorter = true
      }
    }
    return text
  }

  private static let latin: [(PersonalKind, [[String]])] = [
    (
      .phone,
      [
        ["phone"], ["telephone"], ["mobile"], ["cellphone"], ["cell"], ["tel"], ["fax"], ["msisdn"],
        ["whatsapp"], ["wechat"], ["qq"],
      ]
    ),
    (.email, [["email"], ["mail"], ["email", "address"], ["mail", "address"]]),
    (
      .identity,
      [
        ["id", "card"], ["identity", "card"], ["identity"], ["idcard"], ["national", "id"],
        ["citizen", "id"], ["personal", "id"], ["passport"], ["ssn"], ["social", "security"],
        ["idnumber"],
      ]
    ),
    (
      .bankCard,
      [
        ["bank", "card"], ["bankcard"], ["card"], ["bank", "account"], ["deposit", "account"],
        ["account", "iban"], ["iban"],
      ]
    ),
    (
      .name,
      [
        ["full", "name"], ["fullname"], ["first", "name"], ["last", "name"], ["given", "name"],
        ["family", "name"], ["surname"], ["complainant"], ["petitioner"], ["whistleblower"],
        ["informant"], ["complainant", "name"], ["petitioner", "name"], ["caller", "name"],
        ["contact", "name"], ["contact", "person"], ["person", "name"], ["applicant", "name"],
        ["citizen", "name"], ["customer", "name"], ["reporter", "name"],
      ]
    ),
  ]

  /// Words that are a name only when they are all the header says.
  private static let latinNames: Set<[String]> = [
    ["name"], ["caller"], ["contact"], ["reporter"], ["applicant"], ["citizen"],
  ]

  private static let chineseEndings: [(PersonalKind, [String])] = [
    (.phone, ["电话", "手机", "座机", "联系方式", "移动电话", "固话", "传真", "微信", "联系电", "话机"]),
    (.identity, ["身份证", "身份证件", "证件", "身份", "护照", "公民身份", "居民身份证"]),
    (.email, ["邮箱", "电子邮件", "邮箱地址", "电邮", "电子邮箱"]),
    (
      .bankCard,
      ["银行卡", "银行账", "银行帐", "卡", "银行账户", "银行帐户", "开户账", "开户帐", "收款账", "收款账户"]
    ),
    (
      .name,
      [
        "姓名", "名字", "信访人", "投诉人", "举报人", "申诉人", "来访人", "来电人", "来信人", "反映人", "诉求人",
        "联系人", "当事人", "上访人", "信访者", "举报者", "投诉者", "检举人", "控告人", "申请人",
      ]
    ),
  ]

  private static let complaintWords = [
    "complain", "petition", "grievance", "hotline", "whistle", "信访", "投诉", "举报", "诉求", "来信", "来访",
    "上访", "12345", "热线", "检举",
  ]
}

extension Array where Element == String {
  /// Whether the last words are `phrase`.
  fileprivate func ends(with phrase: [String]) -> Bool {
    count >= phrase.count && Array(suffix(phrase.count)) == phrase
  }
}
