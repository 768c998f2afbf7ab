import Tables

/// The sentences about one feature in one language, as bytes of UTF-8:
/// `Complaints in 90 days: 14 cases (+0.82 log-odds, flagged orange)`.
///
/// What does not depend on the project is laid ready once, for tables of many projects.
public struct ReasonText: Sendable {
  private let language: Language
  private let quantity: QuantityText
  /// Title and colon.
  private let head: [UInt8]
  private let oneAdded: [UInt8]
  private let added: [UInt8]

  /// The sentences about a feature that people call `title`, whose values are in `valueUnit`.
  public init(title: String, valueUnit: String?, unit: ScoreUnit, language: Language) {
    self.language = language
    quantity = QuantityText(unit: valueUnit, language: language)
    head = Array((title + (language == .zh ? "：" : ": ")).utf8)
    switch (unit, language) {
    case (.logits, .en): (oneAdded, added) = (Array(" log-odds".utf8), Array(" log-odds".utf8))
    case (.logits, .zh): (oneAdded, added) = (Array(" 对数几率".utf8), Array(" 对数几率".utf8))
    case (.points, .en): (oneAdded, added) = (Array(" point".utf8), Array(" points".utf8))
    case (.points, .zh): (oneAdded, added) = (Array(" 分".utf8), Array(" 分".utf8))
    }
  }

  /// The sentences about the feature of a reading.
  public init(_ reading: FeatureReading, unit: ScoreUnit, language: Language) {
    self.init(
      title: reading.title(language),
      valueUnit: reading.unit,
      unit: unit,
      language: language
    )
  }

  /// What stands between two reasons of a project.
  public static func separator(_ language: Language) -> String {
    language == .zh ? "；" : "; "
  }

  /// Appends the whole sentence.
  public func append(
    _ value: ReadValue,
    contribution: Double,
    flag: FlagLevel?,
    to bytes: inout [UInt8]
  ) {
    bytes.append(contentsOf: head)
    append(value, to: &bytes)
    bytes.append(contentsOf: (language == .zh ? "（" : " (").utf8)
    append(added: contribution, to: &bytes)
    if let flag {
      bytes.append(contentsOf: (language == .zh ? "，" : ", flagged ").utf8)
      bytes.append(contentsOf: flag.title[language.rawValue].utf8)
    }
    bytes.append(contentsOf: (language == .zh ? "）" : ")").utf8)
  }

  /// Appends the value with its unit.
  func append(_ value: ReadValue, to bytes: inout [UInt8]) {
    switch value {
    case .number(let number): quantity.append(number, to: &bytes)
    case .text(let text): bytes.append(contentsOf: text.utf8)
    case .date(let day): bytes.append(contentsOf: day.description.utf8)
    case .boolean, .none, .undefined, .notApplicable, .insufficient:
      bytes.append(contentsOf: words(value).utf8)
    }
  }

  /// Appends a contribution with its sign and unit: `+0.82 log-odds`.
  func append(added contribution: Double, to bytes: inout [UInt8]) {
    if contribution > 0 { bytes.append(UInt8(ascii: "+")) }
    NumberText.append(plain: contribution, to: &bytes)
    bytes.append(contentsOf: abs(contribution) == 1 ? oneAdded : added)
  }

  private func words(_ value: ReadValue) -> String {
    let isChinese = language == .zh
    switch value {
    case .number, .text, .date: return ""
    case .boolean(let truth): return truth ? (isChinese ? "是" : "yes") : (isChinese ? "否" : "no")
    case .none: return isChinese ? "无记录" : "no records"
    case .undefined: return isChinese ? "无法相除或取值" : "undefined"
    case .notApplicable: return isChinese ? "不适用" : "not applicable"
    case .insufficient(let inputs):
      let list = inputs.joined(separator: isChinese ? "、" : ", ")
      if isChinese { return list.isEmpty ? "无法计算" : "无法计算：缺少\(list)" }
      return list.isEmpty ? "could not be computed" : "could not be computed: lacks \(list)"
    }
  }
}
