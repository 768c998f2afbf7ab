import Tables
import Yams

/// Reads `features.yaml`: one line a feature, or a mapping with its title, unit and so on.
///
///     features:
///       slip_days: days_between(planned_finish, coalesce(actual_finish, as_of))
///       paid: {value: sum(amount) from payments, hidden: true, empty: 0}
public enum DeclarationFile {
  /// The declarations of a file, in order.
  public static func parse(_ yaml: String, file: String) throws(FeatureError) -> [Declaration] {
    guard let root = try YAMLNode<FeatureError>(parsing: yaml, file: file, called: "the file")
    else {
      throw FeatureError(
        .file,
        "the file declares nothing",
        at: SourceLocation(file: file),
        hint: "start with a line ‘features:’"
      )
    }
    guard root.isMapping else {
      throw FeatureError(.file, "expected a mapping with ‘features:’", at: root.location)
    }
    let mapping = try root.mapping()
    try mapping.allow(["features"])
    var declarations: [Declaration] = []
    for entry in mapping.entries {
      declarations = try parse(entry.value.node, yaml: yaml, file: file)
    }
    return declarations
  }

  /// The declarations of a mapping of names to expressions inside a larger YAML file, such as
  /// the `features:` of an indicator; `yaml` is the whole file's text.
  package static func parse(
    _ node: Node,
    yaml: String,
    file: String
  ) throws(FeatureError) -> [Declaration] {
    if case .scalar(let scalar) = node, scalar.string.isEmpty { return [] }
    let names = YAMLNode<FeatureError>(node, file: file, called: "features")
    guard names.isMapping else {
      throw FeatureError(
        .file,
        "expected names of features, each with its expression",
        at: names.location
      )
    }
    let reader = DeclarationReader(lines: YAMLLines(yaml))
    var declarations: [Declaration] = []
    for entry in try names.mapping().entries {
      declarations.append(try reader.declaration(entry.key, at: entry.location, entry.value))
    }
    return declarations
  }
}

/// Reads one declaration after the other from the nodes of a file.
private struct DeclarationReader {
  typealias Value = YAMLNode<FeatureError>

  let lines: YAMLLines

  private static let keys = ["value", "title", "unit", "riskier", "hidden", "empty", "applies"]

  func declaration(
    _ name: String,
    at location: SourceLocation,
    _ value: Value
  ) throws(FeatureError) -> Declaration {
    guard value.isMapping else {
      return Declaration(
        name: name,
        expression: try expression(value, of: name),
        title: [:],
        unit: nil,
        riskier: nil,
        isHidden: false,
        empty: nil,
        applies: nil,
        location: location
      )
    }
    var expression: ExpressionText?
    var applies: ExpressionText?
    var title: [String: String] = [:]
    var unit: String?
    var riskier: Declaration.Riskier?
    var isHidden = false
    var empty: Double?
    let parts = try value.mapping()
    try parts.allow(DeclarationReader.keys)
    for part in parts.entries {
      switch part.key {
      case "value": expression = try self.expression(part.value, of: name)
      case "title": title = try titles(part.value)
      case "unit": unit = try part.value.text()
      case "riskier": riskier = try part.value.choice(Declaration.Riskier.self)
      case "hidden": isHidden = try part.value.boolean()
      case "empty": empty = try part.value.number()
      default: applies = try self.expression(part.value, of: name)
      }
    }
    guard let expression else {
      throw FeatureError(
        .file,
        "the feature \(name) has no expression",
        at: location,
        hint: "put it under ‘value:’"
      )
    }
    return Declaration(
      name: name,
      expression: expression,
      title: title,
      unit: unit,
      riskier: riskier,
      isHidden: isHidden,
      empty: empty,
      applies: applies,
      location: location
    )
  }

  private func expression(_ value: Value, of name: String) throws(FeatureError) -> ExpressionText {
    guard case .scalar(let scalar) = value.node else {
      throw FeatureError(.file, "the expression of \(name) is not a text", at: value.location)
    }
    return lines.expression(scalar, file: value.file)
  }

  private func titles(_ value: Value) throws(FeatureError) -> [String: String] {
    guard value.isMapping else { return ["en": try value.text()] }
    var titles: [String: String] = [:]
    for entry in try value.mapping().entries { titles[entry.key] = try entry.value.text() }
    return titles
  }
}
