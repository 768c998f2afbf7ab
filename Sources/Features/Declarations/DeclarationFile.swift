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
    let node: Node?
    do {
      node = try compose(yaml: yaml)
    } catch {
      throw failure(error, file: file)
    }
    let reader = DeclarationReader(lines: YAMLLines(yaml), file: file)
    guard let node else {
      throw FeatureError(
        .file,
        "the file declares nothing",
        at: SourceLocation(file: file),
        hint: "start with a line ‘features:’"
      )
    }
    guard case .mapping(let mapping) = node else {
      throw reader.error("expected a mapping with ‘features:’", at: node)
    }
    var declarations: [Declaration] = []
    for (key, value) in mapping {
      let name = try reader.text(key, "a key")
      guard name == "features" else { throw reader.unknown(name, at: key, known: ["features"]) }
      declarations = try parse(value, yaml: yaml, file: file)
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
    let reader = DeclarationReader(lines: YAMLLines(yaml), file: file)
    if case .scalar(let scalar) = node, scalar.string.isEmpty { return [] }
    guard case .mapping(let mapping) = node else {
      throw reader.error("expected names of features, each with its expression", at: node)
    }
    var declarations: [Declaration] = []
    for (key, value) in mapping {
      declarations.append(try reader.declaration(name: key, value: value))
    }
    return declarations
  }

  private static func failure(_ error: any Error, file: String) -> FeatureError {
    func at(_ mark: Mark) -> SourceLocation {
      SourceLocation(file: file, line: mark.line, column: mark.column)
    }
    switch error {
    case YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      return FeatureError(
        .file,
        "this is not YAML: \(problem)",
        at: at(mark),
        hint: "an expression with ‘: ’ or ‘ #’, or one that starts with a quote, is put in quotes"
      )
    case YamlError.duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { Diagnostic.masked($0) }.sorted().joined(separator: ", ")
      return FeatureError(
        .duplicate(names),
        "declared twice: \(names)",
        at: at(context.mark),
        hint: "rename or remove one of them"
      )
    default:
      return FeatureError(.file, "this is not YAML: \(error)", at: SourceLocation(file: file))
    }
  }
}

/// Reads one declaration after the other from the nodes of a file.
private struct DeclarationReader {
  let lines: YAMLLines
  let file: String

  private static let keys = ["value", "title", "unit", "riskier", "hidden", "empty", "applies"]

  func declaration(name key: Node, value: Node) throws(FeatureError) -> Declaration {
    let name = try text(key, "a feature's name")
    guard case .mapping(let mapping) = value else {
      return Declaration(
        name: name,
        expression: try expression(value, of: name),
        title: [:],
        unit: nil,
        riskier: nil,
        isHidden: false,
        empty: nil,
        applies: nil,
        location: location(key)
      )
    }
    var expression: ExpressionText?
    var applies: ExpressionText?
    var title: [String: String] = [:]
    var unit: String?
    var riskier: Declaration.Riskier?
    var isHidden = false
    var empty: Double?
    for (key, value) in mapping {
      switch try text(key, "a key") {
      case "value": expression = try self.expression(value, of: name)
      case "title": title = try titles(value)
      case "unit": unit = try text(value, "a unit")
      case "riskier":
        riskier = try choice(value, Declaration.Riskier.self, "riskier")
      case "hidden": isHidden = try boolean(value)
      case "empty": empty = try number(value)
      case "applies": applies = try self.expression(value, of: name)
      case let other: throw unknown(other, at: key, known: DeclarationReader.keys)
      }
    }
    guard let expression else {
      throw error(
        "the feature \(name) has no expression",
        at: key,
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
      location: location(key)
    )
  }

  private func expression(_ node: Node, of name: String) throws(FeatureError) -> ExpressionText {
    guard case .scalar(let scalar) = node else {
      throw error("the expression of \(name) is not a text", at: node)
    }
    return lines.expression(scalar, file: file)
  }

  private func titles(_ node: Node) throws(FeatureError) -> [String: String] {
    guard case .mapping(let mapping) = node else { return ["en": try text(node, "a title")] }
    var titles: [String: String] = [:]
    for (key, value) in mapping {
      titles[try text(key, "a language")] = try text(value, "a title")
    }
    return titles
  }

  private func boolean(_ node: Node) throws(FeatureError) -> Bool {
    switch try text(node, "true or false") {
    case "true": return true
    case "false": return false
    default: throw error("expected true or false", at: node)
    }
  }

  private func number(_ node: Node) throws(FeatureError) -> Double {
    guard let value = Double(try text(node, "a number")), value.isFinite else {
      throw error("expected a number", at: node)
    }
    return value
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: Node,
    _ type: Choice.Type,
    _ what: String
  ) throws(FeatureError) -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: try text(node, what)) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: " or ")
      throw error("\(what) is \(known)", at: node)
    }
    return choice
  }

  func text(_ node: Node, _ what: String) throws(FeatureError) -> String {
    guard case .scalar(let scalar) = node else {
      throw error("expected \(what), a text", at: node)
    }
    return scalar.string
  }

  func unknown(_ key: String, at node: Node, known: [String]) -> FeatureError {
    let nearest = NearestName.of(key, among: known)
    return FeatureError(
      .unknownName(key, nearest: nearest),
      "unknown key ‘\(key)’",
      at: location(node),
      hint: nearest.map { "did you mean ‘\($0)’?" }
        ?? "known keys are \(known.joined(separator: ", "))"
    )
  }

  func error(_ message: String, at node: Node, hint: String? = nil) -> FeatureError {
    FeatureError(.file, message, at: location(node), hint: hint)
  }

  private func location(_ node: Node) -> SourceLocation {
    SourceLocation(file: file, line: node.mark?.line, column: node.mark?.column)
  }
}
