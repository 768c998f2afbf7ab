/// A word of an expression and where it stands.
struct Token: Hashable {
  enum Kind: Hashable {
    case number(Double)
    case text(String)
    /// A name; `isQuoted` ones are never keywords.
    case name(String, isQuoted: Bool)
    case keyword(Keyword)
    case symbol(Symbol)
    case end
  }

  var kind: Kind
  /// Offsets in the expression.
  var range: Range<Int>

  /// Whether it makes the tree of the expression deeper.
  var isOperator: Bool {
    switch kind {
    case .symbol(let symbol): ![.comma, .close, .dot].contains(symbol)
    case .keyword(let keyword): [.and, .or, .not, .is, .like, .in, .between].contains(keyword)
    default: false
    }
  }
}

/// The words with a meaning of their own, in any case.
enum Keyword: String, CaseIterable {
  case and, or, not, `in`, between, `is`, null, like, `case`, when, then, `else`, end
  case from, `where`, over, partition, by, distinct, `true`, `false`, asOf = "as_of"
}

/// The signs of the language.
enum Symbol: String, CaseIterable {
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case equal = "="
  case notEqual = "<>"
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case less = "<"
  case greater = ">"
  case open = "("
  case close = ")"
  case comma = ","
  case dot = "."
}
