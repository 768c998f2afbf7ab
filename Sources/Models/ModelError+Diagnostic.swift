public import Tables

extension ModelError {
  /// The error in the parts a message is made of.
  public var diagnostic: Diagnostic {
    let (message, value, hint) = fileWords ?? columnWords ?? fitWords
    return Diagnostic(
      message,
      at: location,
      value: value.map { Diagnostic.masked($0) },
      hint: hint
    )
  }

  private typealias Words = (message: String, value: String?, hint: String?)

  private var fileWords: Words? {
    switch problem {
    case .truncated:
      return (
        "the model file ends too early", nil,
        "copy the file again, or train the model again"
      )
    case .malformed(let why):
      return ("the model file is not valid JSON: \(why)", nil, "copy the file again")
    case .wrongFormat(let found, let expected):
      return (
        "this is not a model file that this version reads", found,
        "format must be \(expected): train the model again, or use the version that wrote it"
      )
    case .missingKey(let key):
      return ("the model file lacks the key \(key)", nil, "train the model again")
    case .unknownKey(let key, let nearest, let known):
      return (
        "nothing reads this key of the model file", key,
        nearest.map { "did you mean \($0)?" } ?? "known here: \(known.joined(separator: ", "))"
      )
    case .wrongShape(let key, let expected, let found):
      let what = key.isEmpty ? "the model file" : key
      return ("\(what) must be \(expected), not \(found)", nil, nil)
    case .wrongValue(let key, let value, let known):
      return ("\(key) has no such value", value, "write one of \(known.joined(separator: ", "))")
    case .inconsistent(let what):
      return ("the model contradicts itself: \(what)", nil, "train the model again")
    default: return nil
    }
  }

  private var columnWords: Words? {
    switch problem {
    case .duplicateColumn(let name):
      return ("two columns have one name", name, "rename one of them")
    case .noSuchColumn(let name, let nearest):
      return (
        "the table has no such column", name, nearest.map { "did you mean \($0)?" }
      )
    case .missingID(let column, let row):
      return ("row \(row) has no id in \(column)", nil, "every row needs an id")
    case .datesAmongFeatures(let names):
      return (
        "dates cannot be features: \(names.joined(separator: ", "))", nil,
        "leave them out with --exclude \(names.joined(separator: ","))"
      )
    case .missingFeatures(let names):
      return (
        "the model's features are missing: \(names.joined(separator: ", "))", nil,
        "columns match by name; add them, or train a model without them"
      )
    case .changedDeclarations(let names):
      return (
        "features are declared otherwise than when the model was trained: "
          + names.joined(separator: ", "), nil,
        "restore the declarations, or train the model again"
      )
    case .changedUnits(let changes):
      let list = changes.map { "\($0.name) (\($0.trained), now \($0.found))" }
      return (
        "features are in another unit than when the model was trained: "
          + list.joined(separator: ", "), nil, "convert them, or train the model again"
      )
    case .changedTypes(let changes):
      let list = changes.map { "\($0.name) (expected \($0.expectsNumbers ? "numbers" : "text"))" }
      return (
        "features are of another type than when the model was trained: "
          + list.joined(separator: ", "), nil,
        "check what these columns hold, or declare their type in datapackage.yaml"
      )
    default: return nil
    }
  }

  private var fitWords: Words {
    switch problem {
    case .noRows:
      return ("there is no row to learn from", nil, "check the labels and the dates")
    case .noUsableFeatures:
      return (
        "no feature has two different values among the training rows", nil,
        "check the columns, or add features"
      )
    case .oneClass(let isPositive, let rows):
      return (
        "every one of the \(rows) training rows is \(isPositive ? "positive" : "negative")", nil,
        "a model needs both; check --label and --positive, or widen the dates"
      )
    case .tooFewRows(let rows, let coefficients):
      return (
        "\(rows) rows do not determine \(coefficients) coefficients without a penalty", nil,
        "set lambda above 0, or use fewer features"
      )
    case .invalidRow(let what, let row):
      return ("\(what) of row \(row) is not usable", nil, "it must be finite, a weight ≥ 0")
    case .unusableScale(let name):
      return (
        "the values of \(name) are too large, or too close together, to compute with", nil,
        "use another unit, or leave it out"
      )
    case .invalidOption(let name, let requirement):
      return ("\(name) must be \(requirement)", nil, nil)
    case .separated(let names):
      let what = names.isEmpty ? "a combination of features" : names.joined(separator: ", ")
      return (
        "\(what) separates the classes perfectly, so that no finite coefficients are best", nil,
        "check for a leak of the outcome, or set lambda above 0"
      )
    case .collinear(let name):
      return (
        "\(name) follows from the other features, so that its coefficient is not determined", nil,
        "leave it out, or set lambda above 0"
      )
    case .didNotConverge(let convergence):
      return (
        "the fit stopped before its optimum after \(convergence.iterations) iterations"
          + " (gradient \(convergence.gradientNorm), decrement \(convergence.decrement))", nil,
        "raise lambda or the iteration limit"
      )
    default: return ("the model cannot be used", nil, nil)
    }
  }
}
