import Features
import Tables

extension FeatureTable {
  /// The table as it is written: the project's key, then the visible features in declared order.
  ///
  /// With states, a column `NAME.state` stands after each feature: `value`, `none`, `undefined`,
  /// `not applicable`, or `insufficient: ` with the inputs it lacks.
  public func output(states isWithStates: Bool) -> Table {
    var names = [keyName]
    var columns = [Column.texts(ids)]
    for feature in self.columns where !feature.isHidden {
      names.append(feature.name)
      columns.append(feature.column)
      if isWithStates {
        names.append(feature.name + ".state")
        columns.append(
          Column.texts(feature.states.indices.map { feature.stateText(at: $0) })
        )
      }
    }
    return Table(name: "features", names: names, columns: columns)
  }
}

extension FeatureColumn {
  /// The state of a row in words: `insufficient: budget, paid_on`.
  func stateText(at row: Int) -> String {
    switch states[row] {
    case .value: "value"
    case .none: "none"
    case .undefined: "undefined"
    case .notApplicable: "not applicable"
    case .insufficient: "insufficient: " + missingInputs(at: row).joined(separator: ", ")
    }
  }
}
