import Tables

extension Policy {
  /// The policy that a file's text says.
  ///
  /// Unknown keys, levels out of order and bounds that cannot be met are errors with their line
  /// and column.
  public init(yaml text: String, file: String) throws(WarningError) {
    let start = SourceLocation(file: file)
    guard let top = try PolicyNode(parsing: text, file: file, called: "policy") else {
      throw WarningError(
        .missingKey("levels", hint: "start from what `watchpost init` writes"),
        at: start
      )
    }
    var basis: LevelBasis?
    var language = Language.en
    var levels: [(level: Level, location: SourceLocation)]?
    var hard: [(trigger: Hard, location: SourceLocation)] = []
    let entries = try top.entries(known: ["by", "levels", "hard", "language"])
    for (key, node) in entries where key == "by" { basis = try node.choice(LevelBasis.self) }
    guard let basis else {
      throw WarningError(
        .missingKey("by", hint: "write “by: probability”, “by: points” or “by: share”"),
        at: top.location
      )
    }
    for (key, node) in entries where !node.isNull {
      switch key {
      case "language": language = try node.choice(Language.self)
      case "levels":
        levels = []
        for (name, item) in try node.entries() {
          levels?.append((try Policy.level(name, item, basis: basis), item.location))
        }
      case "hard":
        for item in try node.list() { hard.append((try Policy.trigger(item), item.location)) }
      default: break
      }
    }
    guard let levels else {
      throw WarningError(
        .missingKey("levels", hint: "list the levels from the mildest to the most serious"),
        at: top.location
      )
    }
    self.basis = basis
    self.levels = levels.map(\.level)
    self.hard = hard.map(\.trigger)
    self.language = language
    try check { place in
      switch place {
      case .levels: top.location
      case .level(let index): levels[index].location
      case .hard(let index): hard[index].location
      }
    }
  }

  /// What a fault of a policy is about.
  enum Place {
    case levels
    case level(Int)
    case hard(Int)
  }

  /// Nothing when the parts fit together, else what does not, at the place `locate` gives.
  func check(_ locate: (Place) -> SourceLocation?) throws(WarningError) {
    guard !levels.isEmpty else {
      throw WarningError(
        .missingKey("levels", hint: "list at least one level"),
        at: locate(.levels)
      )
    }
    for (index, level) in levels.enumerated() {
      let location = locate(.level(index))
      guard isUsable(level.bound) else {
        throw WarningError(
          .badValue(
            key: level.name,
            value: "\(level.bound)",
            wanted: Policy.wanted(basis)
          ),
          at: location
        )
      }
      guard index > 0 else { continue }
      let milder = levels[index - 1]
      if levels[..<index].contains(where: { $0.name == level.name }) {
        throw WarningError(.duplicateLevel(level.name), at: location)
      }
      let isStricter =
        basis == .share ? level.bound < milder.bound : level.bound > milder.bound
      guard isStricter else {
        throw WarningError(
          .levelsOutOfOrder(
            milder: milder.name,
            stricter: level.name,
            isShare: basis == .share
          ),
          at: location
        )
      }
    }
    let names = levels.map(\.name)
    for (index, trigger) in hard.enumerated() where !names.contains(trigger.level) {
      throw WarningError(
        .unknownWord(key: "level", value: trigger.level, known: names),
        at: locate(.hard(index))
      )
    }
  }

  private func isUsable(_ bound: Double) -> Bool {
    switch basis {
    case .points: bound.isFinite
    case .probability, .share: bound > 0 && bound <= 1
    }
  }

  private static func wanted(_ basis: LevelBasis) -> String {
    switch basis {
    case .points: "a number of points"
    case .probability: "a probability above 0 and at most 1"
    case .share: "a share above 0 and at most 1, such as 0.05 or 5%"
    }
  }

  private static func level(
    _ name: String,
    _ node: PolicyNode,
    basis: LevelBasis
  ) throws(WarningError) -> Level {
    guard node.isMapping else {
      return Level(name: name, bound: try number(node, basis: basis))
    }
    var bound: Double?
    var titles: [Language: String] = [:]
    for (key, item) in try node.entries(known: ["from", "title"]) {
      if key == "from" {
        bound = try number(item, basis: basis)
      } else {
        for (language, title) in try item.entries(known: Language.allCases.map(\.rawValue)) {
          if let language = Language(rawValue: language) { titles[language] = try title.word() }
        }
      }
    }
    guard let bound else {
      throw WarningError(
        .missingKey("from", hint: "write “from: \(wanted(basis))”"),
        at: node.location
      )
    }
    return Level(name: name, titles: titles, bound: bound)
  }

  private static func trigger(_ node: PolicyNode) throws(WarningError) -> Hard {
    var indicator: String?
    var when: FlagLevel?
    var level: String?
    for (key, item) in try node.entries(known: ["indicator", "when", "level"]) {
      switch key {
      case "indicator": indicator = try item.word()
      case "when": when = item.isNull ? nil : try item.choice(FlagLevel.self)
      default: level = try item.word()
      }
    }
    guard let indicator else {
      throw WarningError(
        .missingKey("indicator", hint: "name the indicator by its id"),
        at: node.location
      )
    }
    guard let level else {
      throw WarningError(
        .missingKey("level", hint: "name the level that is reached at least"),
        at: node.location
      )
    }
    return Hard(indicator: indicator, when: when, level: level)
  }

  /// A number, or a percentage where shares and probabilities are meant.
  private static func number(
    _ node: PolicyNode,
    basis: LevelBasis
  ) throws(WarningError) -> Double {
    let text = try node.word()
    var digits = text
    var scale = 1.0
    if basis != .points, digits.hasSuffix("%") {
      digits.removeLast()
      scale = 100
    }
    guard let value = Double(digits), value.isFinite else {
      throw WarningError(
        .badValue(key: node.key, value: text, wanted: wanted(basis)),
        at: node.location
      )
    }
    return value / scale
  }

  /// The text of a policy to start from: four levels by share, which any model can serve.
  public static let starter = """
    # How scores become levels. A level goes by
    #   probability   at or above a bound; needs a calibrated model
    #   points        at or above a bound; an expert model or a scorecard
    #   share         the projects with the highest scores, as a share of all that were scored
    by: share
    # From the mildest to the most serious. Names may be changed, and given titles:
    #   watch: {from: 20%, title: {en: Watch, zh: 关注}}
    levels:
      blue: 20%
      yellow: 10%
      orange: 5%
      red: 2%
    # Indicators that raise a project to at least a level, whatever its score:
    #   - {indicator: C03, when: red, level: orange}
    # `when` is the least serious flag that counts; without it any flag does.
    hard: []
    # The language of the reasons: en or zh.
    language: en

    """
}
