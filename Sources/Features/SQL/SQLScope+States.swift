import Tables

/// Why a value is null, where that decides: `empty:` of an aggregate among peers stands for peers
/// whose values are all null for want of rows, never for peers of whom nobody knows.
extension SQLScope {
  /// The column that says whether a feature is null only because an aggregate had no rows.
  static func flag(of feature: PlannedFeature) -> String { "\(feature.name)#none" }

  /// Whether an expression that is null is so only for want of rows; nil when that never happens.
  func isNone(_ expression: Expression) -> String? {
    switch expression.kind {
    case .feature(let index):
      guard flagged.contains(index) else { return nil }
      return reference(SQLScope.flag(of: plan.features[index]))
    case .apply(let operation, let arguments):
      switch operation {
      case .isNull: return nil
      case .choice: return isNone(choice: arguments)
      case .nullif:
        return isNone(arguments[0]).map { "(\(value(arguments[0]).text) IS NULL AND \($0))" }
      default: return isNone(all: arguments)
      }
    default: return nil
    }
  }

  /// Every argument that is null is so for want of rows, and one is.
  private func isNone(all arguments: [Expression]) -> String? {
    let flags = arguments.map(isNone)
    guard flags.contains(where: { $0 != nil }) else { return nil }
    let texts = arguments.map { value($0).text }
    let known = zip(texts, flags).map { text, flag in
      flag.map { "(\(text) IS NOT NULL OR \($0))" } ?? "\(text) IS NOT NULL"
    }
    let missing = texts.map { "\($0) IS NULL" }
    return "(\(known.joined(separator: " AND ")) AND (\(missing.joined(separator: " OR "))))"
  }

  /// The conditions up to the branch taken, and the branch.
  private func isNone(choice arguments: [Expression]) -> String? {
    var text = "CASE"
    var before: [String] = []
    var isPossible = false
    for index in stride(from: 0, to: arguments.count, by: 2) {
      let isLast = index == arguments.count - 1
      if !isLast {
        let condition = value(arguments[index]).text
        text += " WHEN \(condition) THEN "
        let flag = isNone(arguments[index]).map { " OR \($0)" } ?? ""
        isPossible = isPossible || !flag.isEmpty
        let result = arguments[index + 1]
        text += branch(result, before, &isPossible)
        before.append("(\(condition) IS NOT NULL\(flag))")
      } else {
        text += " ELSE \(branch(arguments[index], before, &isPossible))"
      }
    }
    return isPossible ? "(\(text) END)" : nil
  }

  private func branch(
    _ result: Expression,
    _ before: [String],
    _ isPossible: inout Bool
  ) -> String {
    let own = isNone(result)
    if own != nil { isPossible = true }
    let text = value(result).text
    let last = own ?? dialect.boolean(false)
    return "(" + (before + ["\(text) IS NULL", last]).joined(separator: " AND ") + ")"
  }
}
