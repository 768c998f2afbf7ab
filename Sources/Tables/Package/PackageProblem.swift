/// What is wrong with a package's descriptor.
public enum PackageProblem: Hashable, Sendable {
  /// The text is not YAML or JSON.
  case syntax(String)
  /// The descriptor is empty.
  case empty
  /// Something else than `expected` stands at the key.
  case wrongShape(key: String, expected: String)
  /// A key is needed here.
  case missingKey(String, of: String)
  /// Nothing reads this key.
  case unknownKey(String, of: String, nearest: String?, known: [String])
  /// The value is none of those that the key can have.
  case wrongValue(String, key: String, expected: String)
  /// The standard's type cannot be read.
  case unreadableType(String)
  /// A constraint does not apply to the type.
  case constraint(String, type: String)
  /// The pattern is not a regular expression.
  case pattern(String)
  /// A code's meaning is given, but it is not a missing value.
  case codeNotMissing(String)
  /// The path leaves the package's folder.
  case unsafePath(String)
  /// Standard input, which can be read once, is the path of two tables.
  case repeatedStandardInput
  /// The name is used twice.
  case duplicateName(String, of: String)
  /// The name cannot be written in a feature.
  case notIdentifier(String, suggestion: String)
  /// The name means something else in a feature.
  case reservedName(String)
  /// Nothing has this name.
  case unknownName(String, what: String, key: String, nearest: String?)
  /// The field is of another type.
  case notDate(String, key: String)
  /// The key has no place in a resource of this role.
  case wrongRole(key: String, role: String)
  /// Rows of the resource cannot be joined to the subject.
  case noLink(String, subject: String, hops: Int)
  /// The two sides of a foreign key differ in length.
  case keyLength(fields: Int, targets: Int)
  /// No feature or event may refer to outcomes.
  case outcomeTarget(String)
  /// The package has no subject.
  case noSubject(entities: [String])
}

extension PackageProblem: Describable {
  func diagnostic(at location: SourceLocation?) -> Diagnostic {
    let (message, value, hint) = words
    return Diagnostic(message, at: location, value: value.map { Diagnostic.masked($0) }, hint: hint)
  }

  private var words: (message: String, value: String?, hint: String) {
    switch self {
    case .syntax(let message):
      return ("the descriptor is not valid YAML: \(message)", nil, "check indentation and quotes")
    case .empty:
      return ("the descriptor is empty", nil, "watchpost init FOLDER writes one to start from")
    case .wrongShape(let key, let expected):
      return ("\(key) must be \(expected)", nil, "write \(key) as \(expected)")
    case .missingKey(let key, let owner):
      return ("\(owner) has no \(key)", nil, "add \(key)")
    case .unknownKey(let key, let owner, let nearest, let known):
      return (
        "unknown key in \(owner)", key,
        nearest.map { "did you mean \($0)?" } ?? "known keys: \(known.joined(separator: ", "))"
      )
    case .wrongValue(let value, let key, let expected):
      return ("\(key) cannot have this value", value, "use \(expected)")
    case .unreadableType(let type):
      let readable = StandardType.allCases.map(\.rawValue).joined(separator: ", ")
      return ("fields of this type cannot be read", type, "use one of \(readable)")
    case .constraint(let name, let type):
      return ("the constraint \(name) does not apply to type \(type)", nil, "take it out")
    case .pattern(let pattern):
      return ("the pattern is not a regular expression", pattern, "correct the pattern")
    case .codeNotMissing(let code):
      return (
        "a meaning is given for a code that is not declared missing", code,
        "add it to missingValues"
      )
    case .unsafePath(let path):
      return (
        "a path must stay inside the package's folder", path,
        "use a relative path without .. and put the file there"
      )
    case .repeatedStandardInput:
      return (
        "standard input (-) is read for another path already, and has one table only", nil,
        "name a file for all but one"
      )
    case .duplicateName(let name, let owner):
      return ("two \(owner) have the same name", name, "give one another name (for fields: as)")
    case .notIdentifier(let name, let suggestion):
      return (
        "features cannot use this name: it needs letters, digits and _ only, no digit first", name,
        "give it one: watchpost: {as: \(suggestion)}"
      )
    case .reservedName(let name):
      return (
        "this name has a meaning of its own in features", name,
        "give it another: watchpost: {as: \(name)_}"
      )
    case .unknownName(let name, let what, let key, let nearest):
      return (
        "\(key) names a \(what) that does not exist", name,
        nearest.map { "did you mean \($0)?" } ?? "declare the \(what), or correct the name"
      )
    case .notDate(let name, let key):
      return ("\(key) must name a date field", name, "declare the field as type: date")
    case .wrongRole(let key, let role):
      return ("\(key) has no meaning for the role \(role)", nil, "take it out, or change the role")
    case .noLink(let resource, let subject, let hops):
      return (
        hops > 2
          ? "\(resource) reaches \(subject) only over \(hops) tables; two is the most"
          : "rows of \(resource) cannot be joined to \(subject)",
        nil,
        "declare a foreignKey to the key of \(subject), or of a table that refers to it"
      )
    case .keyLength(let fields, let targets):
      return (
        "a foreign key has \(fields) fields here and \(targets) there", nil,
        "name as many fields on both sides"
      )
    case .outcomeTarget(let name):
      return ("a foreign key refers to outcomes, which nothing may read", name, "take it out")
    case .noSubject(let entities):
      return (
        entities.isEmpty
          ? "the package has no entity that the rest is about"
          : "the package does not say which entity the rest is about",
        nil,
        entities.isEmpty
          ? "declare watchpost: {role: entity} for the table of projects"
          : "declare watchpost: {subject: NAME} with one of \(entities.joined(separator: ", "))"
      )
    }
  }
}
