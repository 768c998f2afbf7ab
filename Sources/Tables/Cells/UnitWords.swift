/// The words that stand beside numbers, and what they mean.
enum UnitWords {
  /// What a word beside a number says.
  enum Meaning: Hashable {
    /// So many times the unit, as 万.
    case magnitude
    /// A unit of a kind.
    case unit(UnitOfMeasure.Kind)
    /// A sign that several currencies share, and the one meant where nothing else says.
    case symbol(Set<String>, usual: String)
  }

  struct Word {
    var text: [UInt8]
    var meaning: Meaning
    var scale: UnitOfMeasure.Scale
  }

  /// The longest word that starts at `index`, and its length in bytes.
  ///
  /// Only words that end where a word can end count: a Latin word is not followed by a letter.
  static func longest(_ text: Span<UInt8>, at index: Int) -> (word: Word, length: Int)? {
    for position in starts[Int(text[index])] {
      let word = words[Int(position)]
      let end = index + word.text.count
      guard end <= text.count else { continue }
      var isEqual = true
      for offset in 1..<max(1, word.text.count) where word.text[offset] != text[index + offset] {
        isEqual = false
        break
      }
      guard isEqual else { continue }
      if end < text.count, isLetter(word.text[word.text.count - 1]), isLetter(text[end]) {
        continue
      }
      return (word, word.text.count)
    }
    return nil
  }

  /// The magnitude that a whole text names, as 万 or `million`, or nil.
  static func magnitude(_ text: String) -> UnitOfMeasure.Scale? {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, let (word, length) = longest(bytes.span, at: 0),
      length == bytes.count, word.meaning == .magnitude
    else { return nil }
    return word.scale
  }

  /// Whether a byte is an ASCII letter.
  static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }

  /// All words, longer ones first.
  private static let words: [Word] = makeWords().sorted { left, right in
    left.text.count != right.text.count
      ? left.text.count > right.text.count : left.text.lexicographicallyPrecedes(right.text)
  }

  /// The words that start with each byte, longer ones first.
  private static let starts: [[Int16]] = {
    var starts = [[Int16]](repeating: [], count: 256)
    for (position, word) in words.enumerated() {
      starts[Int(word.text[0])].append(Int16(position))
    }
    return starts
  }()

  private static func makeWords() -> [Word] {
    var words: [String: Word] = [:]
    func add(
      _ names: String,
      _ meaning: Meaning,
      _ power: Int = 0,
      _ numerator: Int64 = 1,
      _ denominator: Int64 = 1
    ) {
      for name in names.split(separator: " ") {
        words[String(name)] = Word(
          text: Array(name.utf8),
          meaning: meaning,
          scale: .init(power: power, numerator: numerator, denominator: denominator)
        )
      }
    }
    for code in currencies.split(separator: " ") {
      let meaning = Meaning.unit(.currency(String(code)))
      add(String(code), meaning)
      // Codes that are also words of another unit keep their capital form only.
      if code != "ALL" && code != "TOP" && code != "CUP" { add(code.lowercased(), meaning) }
    }
    let dollars: Set = ["USD", "CAD", "AUD", "HKD", "SGD", "NZD", "TWD", "MXN"]
    add("$ ＄", .symbol(dollars, usual: "USD"))
    add("¥ ￥", .symbol(["CNY", "JPY"], usual: "CNY"))
    for (names, code) in [
      ("RMB rmb 人民币 人民幣 元 圆 圓 yuan Yuan", "CNY"), ("US$ 美元", "USD"), ("€ 欧元", "EUR"),
      ("£ 英镑", "GBP"), ("C$ CA$ 加元", "CAD"), ("HK$ 港元 港币", "HKD"), ("日元 日圆 円", "JPY"),
      ("A$ 澳元", "AUD"), ("新台币 NT$", "TWD"), ("₹", "INR"), ("₩", "KRW"), ("₽", "RUB"),
    ] {
      add(names, .unit(.currency(code)))
    }
    add("角", .unit(.currency("CNY")), -1)
    add("分", .unit(.currency("CNY")), -2)

    add("十 ten", .magnitude, 1)
    add("百 hundred", .magnitude, 2)
    add("千 仟 thousand", .magnitude, 3)
    add("万 萬", .magnitude, 4)
    add("十万", .magnitude, 5)
    add("百万 百萬 million millions Million mn", .magnitude, 6)
    add("千万 千萬", .magnitude, 7)
    add("亿 億", .magnitude, 8)
    add("十亿 billion billions Billion bn", .magnitude, 9)
    add("百亿", .magnitude, 10)
    add("千亿", .magnitude, 11)
    add("万亿 萬億 trillion", .magnitude, 12)

    add("% ％ percent pct 百分比", .unit(.ratio), -2)
    add("‰ permille", .unit(.ratio), -3)
    add("ratio", .unit(.ratio))

    add("m 米 metre metres meter meters", .unit(.length))
    add("km 公里 千米 KM", .unit(.length), 3)
    add("cm 厘米", .unit(.length), -2)
    add("mm 毫米", .unit(.length), -3)
    add("里", .unit(.length), 2, 5)
    add("ft feet foot 英尺", .unit(.length), -4, 3048)
    add("mi mile miles 英里", .unit(.length), -3, 1_609_344)
    add("m2 m² ㎡ 平方米 平米 sqm", .unit(.area))
    add("km2 km² 平方公里 平方千米", .unit(.area), 6)
    add("ha 公顷", .unit(.area), 4)
    add("亩 mu", .unit(.area), 3, 2, 3)
    add("m3 m³ 立方米 立方", .unit(.volume))
    add("L 升 litre litres", .unit(.volume), -3)
    add("kg 公斤 千克", .unit(.mass))
    add("g 克", .unit(.mass), -3)
    add("t 吨 tonne tonnes", .unit(.mass), 3)

    add("d day days 天 日", .unit(.duration))
    add("week weeks 周 星期", .unit(.duration), 0, 7)
    add("h hour hours 小时 时", .unit(.duration), 0, 1, 24)
    add("min minute minutes 分钟", .unit(.duration), 0, 1, 1440)
    add("month months 月 个月", .unit(.months))
    add("year years 年", .unit(.months), 0, 12)

    for (names, name) in [
      ("人 名 person persons people 人次", "person"), ("户 household households", "household"),
      ("件 宗 起 case cases", "case"), ("个 项 item items", "item"), ("次 time times", "time"),
      ("家 unit units", "unit"), ("处 site sites", "site"), ("笔 payment payments", "payment"),
      ("份 document documents", "document"), ("标段 lot lots", "lot"),
    ] {
      add(names, .unit(.named(name)))
    }
    return Array(words.values)
  }

  /// The currencies of ISO 4217 (funds, metals and test codes left out).
  private static let currencies = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP \
    BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP \
    GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR \
    KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK \
    MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR \
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS \
    UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
    """
}
