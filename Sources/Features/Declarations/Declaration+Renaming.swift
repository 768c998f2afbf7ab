extension Declaration {
  /// The declaration with features called by other names: its own name, and those it refers to.
  ///
  /// Columns of tables keep their names where they are qualified; an expression that cannot be
  /// read is left as it is, for the plan to say so.
  public func renamed(_ names: [String: String]) -> Declaration {
    Declaration(
      name: names[name] ?? name,
      expression: Declaration.renamed(expressionText, names),
      title: title,
      unit: unit,
      riskier: riskier,
      isHidden: isHidden,
      empty: empty,
      applies: appliesText.map { Declaration.renamed($0, names) },
      location: location
    )
  }

  private static func renamed(_ source: ExpressionText, _ names: [String: String]) -> String {
    guard let tokens = try? Lexer.tokens(of: source) else { return source.text }
    var scalars = source.scalars
    for (index, token) in tokens.enumerated().reversed() {
      guard case .name(let name, _) = token.kind, let other = names[name] else { continue }
      if index > 0, case .symbol(.dot) = tokens[index - 1].kind { continue }
      scalars.replaceSubrange(token.range, with: Array(other.unicodeScalars))
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}
