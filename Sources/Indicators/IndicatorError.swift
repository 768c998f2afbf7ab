import Features
import Tables

/// Why a pack cannot be read or used.
public struct IndicatorError: DiagnosticError {
  /// What is wrong.
  public enum Problem: Sendable {
    /// The file cannot be opened; the system's own words.
    case unreadable(String)
    /// The file is not YAML; the parser's words.
    case notYAML(String)
    /// A value has the wrong shape: what is expected there.
    case expected(String, found: String?)
    /// A key nobody knows here, with the keys known.
    case unknownKey(String, known: [String])
    /// A key that must be there is not.
    case missingKey(String, of: String)
    /// A name that refers to nothing, with the names there are.
    case unknownName(String, what: String, known: [String])
    /// A name used twice; where it was used first.
    case duplicate(String, what: String, first: SourceLocation)
    /// A rule of packs is broken: what is wrong and how to mend it.
    case rule(String, hint: String)
    /// A feature the pack declares is wrong.
    case feature(FeatureError)
  }

  /// What is wrong.
  public var problem: Problem
  /// Where it is wrong.
  public var location: SourceLocation?

  /// The problem found at `location`.
  public init(_ problem: Problem, at location: SourceLocation? = nil) {
    self.problem = problem
    self.location = location
  }

  /// The error in the parts a message is made of.
  public var diagnostic: Diagnostic {
    switch problem {
    case .unreadable(let words):
      Diagnostic(
        "the pack cannot be read: \(words)",
        at: location,
        hint: "a pack is a YAML file, or a folder that holds pack.yaml"
      )
    case .notYAML(let words):
      Diagnostic(
        "this is not YAML: \(words)",
        at: location,
        hint: "check the indentation, and quote texts that contain “: ” or begin with a symbol"
      )
    case .expected(let wanted, let found):
      Diagnostic(
        "expected \(wanted)",
        at: location,
        value: found.map { Diagnostic.masked($0) }
      )
    case .unknownKey(let key, let known):
      Diagnostic("unknown key “\(key)”", at: location, hint: nearestHint(key, among: known))
    case .missingKey(let key, let owner):
      Diagnostic("\(owner) has no “\(key)”", at: location, hint: "add “\(key):”")
    case .unknownName(let name, let what, let known):
      Diagnostic(
        "no \(what) is called “\(name)”",
        at: location,
        hint: nearestHint(name, among: known)
      )
    case .duplicate(let name, let what, let first):
      Diagnostic(
        "\(what) “\(name)” is declared twice",
        at: location,
        hint: "the first one is at \(first); rename one of them"
      )
    case .rule(let message, let hint):
      Diagnostic(message, at: location, hint: hint)
    case .feature(let error):
      error.diagnostic
    }
  }
}

/// A hint that names the nearest known name, or all of them when none is near.
private func nearestHint(_ name: String, among known: [String]) -> String {
  if let nearest = NearestName.of(name, among: known) { return "did you mean “\(nearest)”?" }
  if known.isEmpty { return "there is none to choose from" }
  return "known here: " + known.joined(separator: ", ")
}
