import Tables

/// Why a policy cannot be read, or rows cannot be given levels.
public struct WarningError: DiagnosticError, Hashable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// The text is not YAML.
    case notYAML(String)
    /// A key is not one of those known at its place.
    case unknownKey(String, known: [String])
    /// A key that must be there is not.
    case missingKey(String, hint: String)
    /// A value is of the wrong shape, such as a list where one number is wanted.
    case wrongShape(key: String, wanted: String)
    /// A value cannot be used.
    case badValue(key: String, value: String, wanted: String)
    /// A value is not one of the words known at its place.
    case unknownWord(key: String, value: String, known: [String])
    /// Two levels of one name.
    case duplicateLevel(String)
    /// A level is not stricter than the milder one before it.
    case levelsOutOfOrder(milder: String, stricter: String, isShare: Bool)
    /// The policy goes by something the model does not give.
    case notGiven(basis: LevelBasis, id: String)
    /// A score is not a finite number.
    case scoreNotFinite(id: String, value: Double)
    /// Two scored rows of one key.
    case duplicateID(String)
    /// A stored warning cannot be read.
    case notAWarning(String)
  }

  /// What is wrong.
  public var problem: Problem
  /// Where in the policy's file.
  public var location: SourceLocation?

  /// An error of its problem and place.
  public init(_ problem: Problem, at location: SourceLocation? = nil) {
    self.problem = problem
    self.location = location
  }

  /// The error in the parts a message is made of.
  public var diagnostic: Diagnostic {
    func made(_ message: String, _ value: String?, _ hint: String?) -> Diagnostic {
      Diagnostic(
        message,
        at: location,
        value: value.map { Diagnostic.masked($0) },
        hint: hint
      )
    }
    switch problem {
    case .notYAML(let text):
      return made("the policy is not YAML: \(text)", nil, "mend the line it names")
    case .unknownKey(let key, let known):
      return made("unknown key in the policy", key, WarningError.suggestion(key, known))
    case .missingKey(let key, let hint):
      return made("the policy lacks “\(key)”", nil, hint)
    case .wrongShape(let key, let wanted):
      return made("“\(key)” takes \(wanted)", nil, "see the starter policy")
    case .badValue(let key, let value, let wanted):
      return made("“\(key)” takes \(wanted)", value, "give \(wanted)")
    case .unknownWord(let key, let value, let known):
      return made(
        "“\(key)” takes one of \(known.joined(separator: ", "))",
        value,
        WarningError.suggestion(value, known)
      )
    case .duplicateLevel(let name):
      return made("two levels have one name", name, "give each level a name of its own")
    case .levelsOutOfOrder(let milder, let stricter, let isShare):
      return made(
        isShare
          ? "the share of \(stricter) is not smaller than that of \(milder)"
          : "the bound of \(stricter) is not above that of \(milder)",
        nil,
        "list the levels from the mildest to the most serious"
      )
    case .notGiven(let basis, let id):
      return made(
        "the policy goes by \(basis.rawValue), which the model does not give",
        id,
        basis == .probability
          ? "calibrate the model, or write “by: points” or “by: share”"
          : "use an expert model or a scorecard, or write “by: probability” or “by: share”"
      )
    case .scoreNotFinite(let id, let value):
      return made("the score of \(id) is not a finite number", "\(value)", "mend the model")
    case .duplicateID(let id):
      return made("two scored rows have one key", id, "score one date at a time")
    case .notAWarning(let text):
      return made(
        "this is not a stored warning: \(text)",
        nil,
        "take the file from a backup"
      )
    }
  }

  private static func suggestion(_ word: String, _ known: [String]) -> String {
    let list = "known here: \(known.joined(separator: ", "))"
    guard let nearest = NearestName.of(word, among: known) else { return list }
    return "did you mean “\(nearest)”? \(list)"
  }
}
