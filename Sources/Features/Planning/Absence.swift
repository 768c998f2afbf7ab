import Tables

/// Which expressions never have a value, because the data lack a column or a table.
///
/// A column that is withheld for want of a key is as good as not there.
///
/// What is not in the data is not empty: nobody knows what it would say. So `is null`, `coalesce`,
/// `nullif` and `case` do not pass over it as they pass over a null.
struct Absence {
  let package: DataPackage
  /// Whether a feature, by its place, never has a value for this reason.
  let isFeatureAbsent: (Int) -> Bool

  func isAbsent(_ column: InputColumn) -> Bool {
    !package.canRead(column)
  }

  /// Whether an expression comes upon what is absent, whatever the project.
  func reaches(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .column(let column): return isAbsent(column)
    case .feature(let index): return isFeatureAbsent(index)
    case .apply(let operation, let arguments):
      switch operation {
      // False and anything is false, true or anything is true.
      case .and, .or: return arguments.allSatisfy(reaches)
      case .coalesce: return arguments.first.map(reaches) ?? false
      case .isIn:
        return arguments.first.map(reaches) == true || arguments.dropFirst().allSatisfy(reaches)
      case .choice:
        if arguments.first.map(reaches) == true { return true }
        let results = arguments.indices.filter { $0 % 2 == 1 || $0 == arguments.count - 1 }
        return results.allSatisfy { reaches(arguments[$0]) }
      case .latestKnown, .earliestKnown: return false
      default: return arguments.contains(where: reaches)
      }
    default: return false
    }
  }
}
