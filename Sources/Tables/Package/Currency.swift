/// The currencies that make a number money.
public enum Currency {
  /// The alphabetic codes of ISO 4217 that are in use, without funds, metals and test codes.
  public static let codes: Set<String> = Set(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
    KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
    NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES
    VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// The Chinese words for amounts of yuan, which declare both currency and scale.
  private static let yuanWords: Set<String> = [
    "元", "人民币", "人民币元", "百元", "千元", "万元", "十万元", "百万元", "千万元", "亿元",
  ]

  /// The currency and the unit bare numbers are written in, or nil when `unit` is no currency.
  ///
  /// `unit: 万元` says the same as `unit: CNY, written_in: 万元`.
  static func reading(unit: String?, writtenIn: String?) -> (unit: String, writtenIn: String?)? {
    guard let unit else { return nil }
    if codes.contains(unit) { return (unit, writtenIn == unit ? nil : writtenIn) }
    guard yuanWords.contains(unit) else { return nil }
    return ("CNY", writtenIn ?? unit)
  }
}
