import Features
import Models
import Tables

/// The features that a model takes, found in a plan once for all their values.
///
/// Numbers and truths become numbers, texts become categories; dates are for other features only.
/// Every reason for having no value is missing, except *not applicable*.
package struct ModelInputs: Sendable {
  private struct Item: Sendable {
    var name: String
    /// The feature's index in the plan.
    var index: Int
    var isText: Bool
    var unit: String?
    var declaration: String
    var hash: String
  }

  private let items: [Item]

  /// The features called `names`; fails where one is not declared.
  package init(_ plan: FeaturePlan, features names: [String]) throws {
    var items: [Item] = []
    for name in names {
      guard let feature = plan.features.first(where: { $0.name == name }) else {
        throw OperationError(
          "the feature “\(name)” is not declared for this dataset",
          hint: "declare it in features.yaml, or use a model that was made without it"
        )
      }
      if feature.type == .date { continue }
      items.append(
        Item(
          name: feature.name,
          index: feature.index,
          isText: feature.type == .text,
          unit: feature.unit,
          declaration: feature.canonical,
          hash: feature.hash
        )
      )
    }
    self.items = items
  }

  /// The features of several tables, one after the other.
  package func observations(_ tables: [FeatureTable]) throws -> Observations {
    let columns = items.map { item in
      let parts = tables.compactMap { $0[item.name] }
      let presence =
        parts.count == 1
        ? parts[0].states.map(Presence.init) : parts.flatMap { $0.states.map(Presence.init) }
      guard item.isText else {
        let numbers = parts.count == 1 ? parts[0].numbers : parts.flatMap(\.numbers)
        return column(item, numbers, presence)
      }
      var dictionary = TextDictionary()
      var codes: [Int32] = []
      for part in parts {
        for row in 0..<part.column.count {
          codes.append(part.column.text(at: row).map { dictionary.intern($0) } ?? 0)
        }
      }
      return column(item, codes, dictionary, presence)
    }
    let ids = tables.count == 1 ? tables[0].ids : tables.flatMap(\.ids)
    return try Observations(ids: ids, columns: columns)
  }

  /// The features of a range of projects; the same as of its table, which need not be made.
  ///
  /// `known` are the keys of its projects, where they were made before.
  package func observations(
    _ range: FeatureRange,
    ids known: [String]? = nil
  ) throws -> Observations {
    let ids = known ?? range.ids
    let states = range.states.map(Presence.init)
    let everywhere = [Presence](repeating: .present, count: ids.count)
    let columns = items.map { item in
      guard let data = range.values(item.index) else {
        let nowhere = [Presence](repeating: .missing, count: ids.count)
        return item.isText
          ? column(item, [Int32](repeating: 0, count: ids.count), TextDictionary(), nowhere)
          : column(item, [Double](repeating: 0, count: ids.count), nowhere)
      }
      var presence = everywhere
      if !data.causes.isEmpty {
        // A value's own cause is that it is there.
        presence = data.causes.map { states[Int($0)] }
      } else if data.hasNulls {
        presence = data.valid.map { $0 == 1 ? .present : .missing }
      }
      switch data.type {
      case .number, .unknown: return column(item, data.numbers, presence)
      case .boolean: return column(item, data.flags.map(Double.init), presence)
      case .date: return column(item, [Double](repeating: 0, count: ids.count), presence)
      case .text:
        var dictionary = TextDictionary()
        let codes = ids.indices.map { row in
          data.valid[row] == 1 ? dictionary.intern(range.utf8(of: data.codes[row]).span) : 0
        }
        return column(item, codes, dictionary, presence)
      }
    }
    return try Observations(ids: ids, columns: columns)
  }

  private func column(
    _ item: Item,
    _ numbers: [Double],
    _ presence: [Presence]
  ) -> ObservationColumn {
    ObservationColumn(
      name: item.name,
      finite: numbers,
      presence: presence,
      unit: item.unit,
      declaration: item.declaration,
      hash: item.hash
    )
  }

  private func column(
    _ item: Item,
    _ codes: [Int32],
    _ dictionary: TextDictionary,
    _ presence: [Presence]
  ) -> ObservationColumn {
    ObservationColumn(
      name: item.name,
      codes: codes,
      names: (0..<Int32(dictionary.count)).map { dictionary[$0] },
      presence: presence,
      unit: item.unit,
      declaration: item.declaration,
      hash: item.hash
    )
  }
}

extension Observations {
  /// The features of several tables, one after the other, as a model takes them.
  init(_ tables: [FeatureTable], plan: FeaturePlan, features names: [String]) throws {
    self = try ModelInputs(plan, features: names).observations(tables)
  }
}

extension Presence {
  fileprivate init(_ state: FeatureState) {
    switch state {
    case .value: self = .present
    case .notApplicable: self = .notApplicable
    case .insufficient, .undefined, .none: self = .missing
    }
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
