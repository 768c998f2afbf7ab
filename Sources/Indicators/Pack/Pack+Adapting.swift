import Features
import Tables

extension Pack {
  /// The pack as a dataset can answer it: an indicator that needs a table or a column the dataset
  /// does not have is insufficient there, and says what is lacking.
  ///
  /// Without this, `coalesce(permit_on, as_of)` would take a column that is not in the data for
  /// one that is empty. A column that is withheld for want of a key is in the data: what a feature
  /// means, and so its hash, is the same with the key. Plans of adapted packs are made with `absence: .insufficient`.
  public func adapted(to package: DataPackage) -> Pack {
    let verdicts = FeaturePlan.diagnose(declarations, package: package).verdicts
    let missing = Dictionary(
      verdicts.map { ($0.declaration.name, $0.missing.filter { !$0.isWithheld(in: package) }) },
      uniquingKeysWith: { first, _ in first }
    )
    var pack = self
    var probes: [Diagnosis.MissingInput: Declaration] = [:]
    for indicator in indicators {
      guard let lacking = missing[indicator.feature], !lacking.isEmpty,
        let position = declarations.firstIndex(where: { $0.name == indicator.feature })
      else { continue }
      var conditions = declarations[position].applies.map { ["(\($0))"] } ?? []
      for input in lacking {
        if input.resource == package.subject.name, let field = input.field {
          conditions.append("\(field) = \(field)")
        } else {
          let probe = probes[input] ?? Pack.probe(input)
          probes[input] = probe
          conditions.append("\(probe.name) >= 0")
        }
      }
      pack.declarations[position] = declarations[position].applied(
        when: conditions.joined(separator: " and ")
      )
    }
    pack.declarations += probes.sorted { $0.key < $1.key }.map(\.value)
    return pack
  }

  /// A feature that is insufficient exactly because of what is missing.
  private static func probe(_ input: Diagnosis.MissingInput) -> Declaration {
    Declaration(
      name: "known_" + ([input.resource] + (input.field.map { [$0] } ?? [])).joined(separator: "_"),
      expression: "count(\(input.field ?? "*")) from \(input.resource)",
      isHidden: true
    )
  }
}

extension Declaration {
  /// The same feature under another condition.
  fileprivate func applied(when condition: String) -> Declaration {
    Declaration(
      name: name,
      expression: expression,
      title: title,
      unit: unit,
      riskier: riskier,
      isHidden: isHidden,
      empty: empty,
      applies: condition,
      location: expressionLocation
    )
  }
}

extension Diagnosis.MissingInput {
  /// Whether the column is there and only cannot be read.
  fileprivate func isWithheld(in package: DataPackage) -> Bool {
    field.flatMap { package[resource: resource]?[field: $0] }?.isWithheld ?? false
  }
}
