import Tables

/// One cell of a simulated table, before it is written in a language.
public enum Cell: Hashable, Sendable {
  /// No value.
  case missing
  /// Text that is the same in every language: keys and codes.
  case text(String)
  /// A name, in English and in Chinese.
  case name(english: String, chinese: String)
  /// A day.
  case day(Day)
  /// A number, already rounded as it is to be written.
  case number(Double)
  /// A truth value.
  case boolean(Bool)

  static func name(_ name: BilingualName) -> Cell {
    .name(english: name.english, chinese: name.chinese)
  }

  static func integer(_ value: Int) -> Cell { .number(Double(value)) }

  /// The number in a cell, nil for other cells.
  public var number: Double? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The day in a cell, nil for other cells.
  public var day: Day? {
    if case .day(let value) = self { value } else { nil }
  }

  /// The text in a cell, in English; nil for other cells.
  public var text: String? {
    switch self {
    case .text(let text), .name(let text, _): text
    default: nil
    }
  }

  /// The truth in a cell, nil for other cells.
  public var truth: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }
}
