import Features
import Indicators
import Models
import Tables
import Warnings

/// What the terms of a model read of every row, with the words for it.
struct Readings: Sendable {
  private enum Source: Sendable {
    case feature(FeatureColumn)
    case observed(ObservationColumn)
    case nothing
  }

  private struct Item: Sendable {
    var name: String
    var trainingMean: Double
    var titles: [String: String] = [:]
    var unit: String?
    var indicator: (id: String, index: Int)?
    var source: Source
  }

  private let items: [Item]
  private let assessment: Assessment?
  /// The unit of contributions.
  let unit: ScoreUnit

  /// What a model reads of a feature table; flags come from the pack's assessment of it.
  ///
  /// Without a table there are words, and no values.
  init(table: FeatureTable?, bench: Workbench, model: Model, assessment: Assessment? = nil) {
    items = model.terms.map { term in
      let feature = bench.plan[term.feature]
      let index = bench.pack?.indicators.firstIndex { $0.feature == term.feature }
      let indicator = index.flatMap { index in bench.pack.map { (index, $0.indicators[index]) } }
      var titles = feature?.title ?? [:]
      if titles.isEmpty, let (_, indicator) = indicator {
        titles = ["en": indicator.title.en, "zh": indicator.title.zh]
      }
      return Item(
        name: term.title,
        trainingMean: term.trainingMean,
        titles: titles,
        unit: feature?.unit,
        indicator: indicator.map { (id: $0.1.id, index: $0.0) },
        source: table?[term.feature].map(Source.feature) ?? .nothing
      )
    }
    self.assessment = assessment
    unit = model.isInPoints ? .points : .logits
  }

  /// What a model reads of ready features, of which nothing but names and units is known.
  init(_ observations: Observations, model: Model) {
    items = model.terms.map { term in
      Item(
        name: term.title,
        trainingMean: term.trainingMean,
        unit: model.features.first { $0.name == term.feature }?.unit,
        source: observations[term.feature].map(Source.observed) ?? .nothing
      )
    }
    assessment = nil
    unit = model.isInPoints ? .points : .logits
  }

  /// The terms in the order in which ties between their contributions go: by name.
  var termsByName: [Int] {
    items.indices.sorted { left, right in
      let (first, second) = (items[left].name.utf8, items[right].name.utf8)
      if first.lexicographicallyPrecedes(second) { return true }
      return !second.lexicographicallyPrecedes(first) && left < right
    }
  }

  /// The indicators that are flagged in a row, with their levels, by id.
  func flags(row: Int) -> [String: FlagLevel] { assessment?.flags(row: row) ?? [:] }

  /// One reading a term: the value of its feature, and what it adds above the training mean.
  func readings(row: Int, contributions: [Double]) -> [FeatureReading] {
    items.indices.map { index in
      let item = items[index]
      return FeatureReading(
        feature: item.name,
        titles: item.titles,
        unit: item.unit,
        value: value(term: index, row: row),
        contribution: contributions[index] - item.trainingMean,
        indicator: item.indicator?.id,
        flag: flag(term: index, row: row)
      )
    }
  }

  /// Whether what a term reads could not be computed: whatever it adds is no finding.
  func isInsufficient(term: Int, row: Int) -> Bool {
    switch items[term].source {
    case .feature(let column): column.states[row] == .insufficient
    case .observed(let column): column.presence[row] == .missing
    case .nothing: false
    }
  }

  /// What a term reads in a row.
  func value(term: Int, row: Int) -> ReadValue {
    switch items[term].source {
    case .feature(let column): column.read(row)
    case .observed(let column): column.value(at: row).read
    case .nothing: .none
    }
  }

  /// How seriously the indicator of a term is flagged in a row.
  func flag(term: Int, row: Int) -> FlagLevel? {
    items[term].indicator.flatMap { assessment?.level(row: row, indicator: $0.index) }
  }

  /// The sentences about each term.
  func texts(_ language: Language) -> [ReasonText] {
    items.map { item in
      ReasonText(
        title: item.titles[language.rawValue] ?? item.name,
        valueUnit: item.unit,
        unit: unit,
        language: language
      )
    }
  }
}

extension Assessment {
  /// The indicators that are flagged in a row, with their levels, by id.
  func flags(row: Int) -> [String: FlagLevel] {
    var flags: [String: FlagLevel] = [:]
    for index in indicators.indices {
      flags[indicators[index].id] = level(row: row, indicator: index)
    }
    return flags
  }
}

extension FeatureColumn {
  /// What the feature says of a row.
  func read(_ row: Int) -> ReadValue {
    switch states[row] {
    case .none: return .none
    case .undefined: return .undefined
    case .notApplicable: return .notApplicable
    case .insufficient: return .insufficient(missingInputs(at: row))
    case .value:
      guard column.validity[row] else { return .none }
      switch column.values {
      case .text: return column.text(at: row).map(ReadValue.text) ?? .none
      case .boolean(let values): return .boolean(values[row])
      case .date(let values): return .date(Day(number: values[row]))
      case .number, .integer, .money:
        return column.double(at: row).map(ReadValue.number) ?? .none
      }
    }
  }
}

extension TermValue {
  /// The value as reasons read it.
  var read: ReadValue {
    switch self {
    case .number(let number): .number(number)
    case .category(let name): .text(name)
    case .missing: .insufficient([])
    case .notApplicable: .notApplicable
    }
  }
}
