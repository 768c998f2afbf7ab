import Tables

/// A law, regulation or rule that an indicator rests on, down to the article.
public struct Law: Hashable, Sendable {
  /// The key of the act in the pack.
  public var act: String
  /// The name of the act.
  public var title: Bilingual
  /// The article, as a number (`23`) or in words when the number is not certain.
  public var article: String
  /// The first day it was in force; nil when unknown.
  public var from: Day?
  /// The last day it was in force; nil while it still is.
  public var until: Day?
  /// How far the citation can be relied on.
  public var mark: SourceMark

  /// Whether it was in force on a day; unknown bounds do not exclude.
  public func isInForce(on day: Day) -> Bool {
    (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true)
  }

  /// The act and the article in words, with a caution where the citation is not verified.
  public func citation(_ language: String) -> String {
    let isNumber = article.allSatisfy { $0.isASCII && $0.isNumber }
    let place: String
    if language == "zh" {
      place = isNumber ? "《\(title.zh)》第\(article)条" : "《\(title.zh)》（\(article)）"
    } else {
      place = isNumber ? "\(title.en), Art. \(article)" : "\(title.en), \(article)"
    }
    guard let caution = mark.caution else { return place }
    return language == "zh" ? "\(place)〔\(caution.zh)〕" : "\(place) [\(caution.en)]"
  }
}

/// Whether the law behind an indicator held on a date.
public enum LegalStanding: Hashable, Sendable {
  /// It rests on practice or statistics, not on a law.
  case noLaw
  /// At least one law it rests on was in force.
  case inForce
  /// None of the laws it rests on was in force: it still shows a risk, not a breach.
  case notInForce([Law])

  /// What a reader must be told, or nil when there is nothing to tell.
  public func caution(on day: Day, language: String) -> String? {
    guard case .notInForce(let laws) = self else { return nil }
    let cited = laws.map { $0.citation(language) }.joined(separator: language == "zh" ? "、" : "; ")
    return language == "zh"
      ? "\(day)时该依据不在有效期：\(cited)" : "not in force on \(day): \(cited)"
  }
}
