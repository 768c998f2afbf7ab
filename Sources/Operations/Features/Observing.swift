import Features
import Models
import Tables

extension Observations {
  /// The features of several tables, one after the other, as a model takes them.
  ///
  /// Numbers and truths become numbers, texts become categories; dates are for other features
  /// only. Every reason for having no value is missing, except *not applicable*.
  init(_ tables: [FeatureTable], plan: FeaturePlan, features names: [String]) throws {
    var columns: [ObservationColumn] = []
    for name in names {
      guard let feature = plan.features.first(where: { $0.name == name }) else {
        throw OperationError(
          "the feature “\(name)” is not declared for this dataset",
          hint: "declare it in features.yaml, or use a model that was made without it"
        )
      }
      if feature.type == .date { continue }
      let parts = tables.compactMap { $0[name] }
      columns.append(
        Observations.column(
          feature,
          parts,
          presence: parts.flatMap { $0.states.map(Observations.presence) }
        )
      )
    }
    try self.init(ids: tables.flatMap(\.ids), columns: columns)
  }

  private static func presence(_ state: FeatureState) -> Presence {
    switch state {
    case .value: .present
    case .notApplicable: .notApplicable
    case .insufficient, .undefined, .none: .missing
    }
  }

  private static func column(
    _ feature: PlannedFeature,
    _ parts: [FeatureColumn],
    presence: [Presence]
  ) -> ObservationColumn {
    guard feature.type == .text else {
      let numbers = parts.flatMap { part in
        (0..<part.column.count).map { row in
          part.column.double(at: row) ?? (part.column.boolean(at: row) == true ? 1 : 0)
        }
      }
      return ObservationColumn(
        name: feature.name,
        numbers: numbers,
        presence: presence,
        unit: feature.unit,
        declaration: feature.canonical,
        hash: feature.hash
      )
    }
    var dictionary = TextDictionary()
    var codes: [Int32] = []
    for part in parts {
      for row in 0..<part.column.count {
        codes.append(part.column.text(at: row).map { dictionary.intern($0) } ?? 0)
      }
    }
    return ObservationColumn(
      name: feature.name,
      codes: codes,
      names: (0..<Int32(dictionary.count)).map { dictionary[$0] },
      presence: presence,
      unit: feature.unit,
      declaration: feature.canonical,
      hash: feature.hash
    )
  }
}

extension FeaturePlan {
  /// Whether a feature is computed from event rows, directly or through other features.
  func restsOnEvents(_ name: String) -> Bool {
    self[name]?.inputs.contains { $0.resource != package.subject.name } ?? false
  }
}
