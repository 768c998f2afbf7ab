/// What may be the name of a field in a feature.
enum FieldName {
  /// Words that mean something else in a feature, and would mislead even where they are quoted.
  static let reserved: Set<String> = ["as_of"]

  /// Whether `name` is letters (of any script), digits and underscores, and starts with no digit.
  static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, !isDigit(first) else { return false }
    return name.unicodeScalars.allSatisfy(isPart)
  }

  /// An identifier made of `text`: `Project Name` becomes `project_name`.
  static func suggestion(for text: String) -> String {
    var result = ""
    for scalar in text.lowercased().unicodeScalars {
      if isPart(scalar) {
        result.unicodeScalars.append(scalar)
      } else if !result.isEmpty, result.last != "_" {
        result.append("_")
      }
    }
    while result.last == "_" { result.removeLast() }
    if let first = result.unicodeScalars.first, !isDigit(first) {
      return reserved.contains(result) ? result + "_" : result
    }
    return "field_" + result
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || isDigit(scalar)
      || (scalar.properties.isAlphabetic && scalar.properties.generalCategory != .letterNumber)
      || (scalar.value >= 0x80 && scalar.properties.generalCategory == .nonspacingMark)
  }
}
