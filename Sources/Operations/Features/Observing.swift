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
          presence: parts.count == 1
            ? parts[0].states.map(Observations.presence)
            : parts.flatMap { $0.states.map(Observations.presence) }
        )
      )
    }
    let ids = tables.count == 1 ? tables[0].ids : tables.flatMap(\.ids)
    try self.init(ids: ids, columns: columns)
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
      return ObservationColumn(
        name: feature.name,
        finite: parts.count == 1 ? parts[0].numbers : parts.flatMap(\.numbers),
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

extension FeatureColumn {
  /// The values as numbers, true counting as 1; what stands for a missing one means nothing.
  fileprivate var numbers: [Double] {
    switch column.values {
    case .number(let values): values
    case .integer(let values): values.map(Double.init)
    case .money(let values): values.map(Money.units)
    case .boolean(let values): values.map { $0 ? 1 : 0 }
    case .text, .date: [Double](repeating: 0, count: column.count)
    }
  }
}

extension FeaturePlan {
  /// Whether a feature is computed from event rows, directly or through other features.
  func restsOnEvents(_ name: String) -> Bool {
    self[name]?.inputs.contains { $0.resource != package.subject.name } ?? false
  }
}
