extension TypeGuess {
  /// What the values of a column seem to be, with what its header says and whether its standard
  /// name is an amount of money.
  static func of(
    _ column: ColumnProfile,
    header: HeaderReading,
    isStandardMoney: Bool
  ) -> TypeGuess {
    var guess = TypeGuess()
    guard column.filled > 0 else {
      guess.why = "no values"
      return guess
    }
    if header.isIdentifier {
      guess.why = "an identifier by its header"
      return guess
    }
    if let boolean = boolean(column, header) { return boolean }
    if let date = DateGuess.of(column, header) { return date }
    if let number = NumberGuess.of(column, header, isStandardMoney: isStandardMoney) {
      return number
    }
    guess.why = "text"
    return guess
  }

  /// Pairs of words for true and false.
  private static let truths: [(String, String)] = [
    ("是", "否"), ("有", "无"), ("yes", "no"), ("Yes", "No"), ("YES", "NO"), ("Y", "N"), ("y", "n"),
    ("true", "false"), ("True", "False"), ("TRUE", "FALSE"), ("T", "F"),
  ]

  private static func boolean(_ column: ColumnProfile, _ header: HeaderReading) -> TypeGuess? {
    // Two words and what stands for none.
    guard column.texts.count <= 12 else { return nil }
    let texts = Set(column.counts.indices.map(column.text))
    var guess = TypeGuess()
    guess.type = .boolean
    if header.isQuestion, !texts.isEmpty, texts.isSubset(of: ["0", "1"]) {
      guess.why = "0 and 1 under a header that asks"
      return guess
    }
    for (yes, no) in truths {
      let rest = texts.subtracting([yes, no])
      guard rest.count < texts.count, rest.isSubset(of: missingWords.subtracting([yes, no])) else {
        continue
      }
      if !BooleanCell.standardTrueValues.contains(yes) {
        guess.trueValues = [yes]
        guess.falseValues = [no]
      }
      guess.codes = rest.sorted()
      guess.why = "\(yes) and \(no)"
      return guess
    }
    return nil
  }
}
