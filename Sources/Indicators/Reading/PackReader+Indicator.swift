import Features
import Tables
import Yams

extension PackReader {
  private static let indicatorKeys = [
    "name", "title", "risk_point", "phases", "kinds", "features", "feature", "unit", "applies",
    "direction", "at_cut", "cuts", "flag", "points", "clear", "law", "why", "innocent", "verify",
    "source", "note",
  ]

  mutating func indicator(_ entry: YAMLMap.Entry) throws(IndicatorError) -> Indicator {
    let id = entry.key
    let owner = "indicator \(id)"
    guard isCode(id) else {
      throw IndicatorError(
        .rule("“\(id)” is no code of an indicator", hint: "write letters, then digits: S02"),
        at: entry.location
      )
    }
    let map = try entry.value.mapping()
    try map.allow(PackReader.indicatorKeys)
    let nameValue = try map.required("name", of: owner)
    let name = try nameValue.text()
    try claim(name, "indicator name", at: nameValue.location)
    let title = try bilingual(try map.required("title", of: owner))
    let scale = try scale(map, owner: owner)
    let kinds = try kinds(map)
    let unit = try map["unit"]?.text()
    let feature = try map["feature"]?.text() ?? PackReader.snakeCase(name)

    let featureLocation = map["feature"]?.location ?? nameValue.location
    try claim(feature, "scored feature", at: featureLocation)
    let features = try map.required("features", of: owner)
    let own = declarations.count
    try declare(
      try withCondition(
        try applies(map, kinds: kinds),
        on: feature,
        in: features,
        at: featureLocation
      ),
      in: features
    )
    guard let position = declarations[own...].firstIndex(where: { $0.name == feature }) else {
      throw IndicatorError(
        .unknownName(
          feature,
          what: "feature of \(id)",
          known: declarations[own...].map(\.name)
        ),
        at: featureLocation
      )
    }
    declarations[position].isHidden = false
    declarations[position].title = ["en": title.en, "zh": title.zh]
    declarations[position].riskier = scale.direction == .higher ? .higher : .lower
    if let unit { declarations[position].unit = unit }

    return Indicator(
      id: id,
      name: name,
      title: title,
      riskPoint: try riskPoint(of: map, owner: owner),
      phases: try phases(map, owner: owner),
      kinds: kinds,
      feature: feature,
      unit: declarations[position].unit,
      scale: scale,
      points: try map["points"].map { value throws(IndicatorError) in
        try levelPoints(value, default: points)
      } ?? points,
      clear: try clear(map, scale: scale),
      law: try laws(map),
      why: try bilingual(try map.required("why", of: owner)),
      innocent: try bilinguals(try map.required("innocent", of: owner)),
      verify: try bilinguals(try map.required("verify", of: owner)),
      source: try source(try map.required("source", of: owner)),
      note: try map["note"].map(bilingual),
      location: entry.location
    )
  }

  private func isCode(_ id: String) -> Bool {
    let letters = id.prefix { $0.isASCII && $0.isLetter }
    let digits = id.dropFirst(letters.count)
    return !letters.isEmpty && !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// `SlipRatio` as a feature is named: `slip_ratio`.
  static func snakeCase(_ name: String) -> String {
    var result = ""
    for character in name {
      if character.isUppercase, !result.isEmpty { result.append("_") }
      result.append(contentsOf: character.lowercased())
    }
    return result
  }

  private func kinds(_ map: YAMLMap) throws(IndicatorError) -> [String] {
    guard let value = map["kinds"] else { return [] }
    guard kindColumn != nil else {
      throw IndicatorError(
        .rule(
          "“kinds” needs the pack's “kind_column”",
          hint: "name the column of the projects that holds the kind"
        ),
        at: value.location
      )
    }
    var kinds: [String] = []
    for item in try value.list() { kinds.append(try item.text()) }
    return kinds
  }

  private func phases(_ map: YAMLMap, owner: String) throws(IndicatorError) -> [Phase] {
    var phases: [Phase] = []
    for item in try map.required("phases", of: owner).list() {
      phases.append(try item.choice(Phase.self))
    }
    return phases
  }

  private func riskPoint(of map: YAMLMap, owner: String) throws(IndicatorError) -> RiskPoint {
    let value = try map.required("risk_point", of: owner)
    let id = try value.text()
    guard let point = riskPoints.first(where: { $0.id == id }) else {
      throw IndicatorError(
        .unknownName(id, what: "risk point", known: riskPoints.map(\.id)),
        at: value.location
      )
    }
    return point
  }

  private func source(_ value: YAMLValue) throws(IndicatorError) -> Indicator.Source {
    let map = try value.mapping()
    try map.allow(["ref", "mark", "cuts"])
    let mark = try map.required("mark", of: "the source").choice(SourceMark.self)
    return Indicator.Source(
      reference: try map.required("ref", of: "the source").text(),
      mark: mark,
      cuts: try map["cuts"]?.choice(SourceMark.self) ?? mark
    )
  }

  private func laws(_ map: YAMLMap) throws(IndicatorError) -> [Law] {
    var laws: [Law] = []
    for item in try map["law"]?.list() ?? [] {
      let law = try item.mapping()
      try law.allow(["act", "article", "from", "until", "mark"])
      let key = try law.required("act", of: "the law")
      guard let act = acts[try key.text()] else {
        throw IndicatorError(
          .unknownName(try key.text(), what: "act", known: acts.keys.sorted()),
          at: key.location
        )
      }
      let cited = Law(
        act: try key.text(),
        title: act.title,
        article: try law.required("article", of: "the law").text(),
        from: try law["from"]?.day() ?? act.from,
        until: try law["until"]?.day() ?? act.until,
        mark: try law["mark"]?.choice(SourceMark.self) ?? act.mark
      )
      try checkOrder(cited.from, cited.until, at: item.location)
      laws.append(cited)
    }
    return laws
  }
}

// MARK: - Features

extension PackReader {
  /// Adds the features of a mapping, hidden until an indicator scores them.
  mutating func declare(_ node: Node, in value: YAMLValue) throws(IndicatorError) {
    let parsed: [Declaration]
    do {
      parsed = try DeclarationFile.parse(node, yaml: texts[value.file] ?? "", file: value.file)
    } catch {
      throw IndicatorError(.feature(error), at: error.location)
    }
    for var declaration in parsed {
      try claim(declaration.name, "feature", at: declaration.location)
      declaration.isHidden = true
      declarations.append(declaration)
    }
  }

  /// The condition under which an indicator applies, joined with its kinds of project.
  private func applies(_ map: YAMLMap, kinds: [String]) throws(IndicatorError) -> Node? {
    let value = map["applies"]
    guard let kindColumn, !kinds.isEmpty else { return value?.node }
    let literals = kinds.map { kind in
      let parts = kind.split(separator: "'", omittingEmptySubsequences: false)
      return "'\(parts.joined(separator: "''"))'"
    }
    let condition = "\(kindColumn) in (\(literals.joined(separator: ", ")))"
    let text = try value.map { value throws(IndicatorError) in
      "(\(try value.text())) and \(condition)"
    }
    return .scalar(
      Node.Scalar(text ?? condition, .implicit, .plain, (value ?? map["kinds"])?.node.mark)
    )
  }

  /// The features of an indicator with its condition on the scored one.
  private func withCondition(
    _ condition: Node?,
    on feature: String,
    in features: YAMLValue,
    at location: SourceLocation
  ) throws(IndicatorError) -> Node {
    guard let condition, case .mapping(var mapping) = features.node else { return features.node }
    let key = mapping.keys.first { $0.scalar?.string == feature }
    guard let key, let value = mapping[key] else { return features.node }
    guard case .mapping(var parts) = value else {
      mapping[key] = Node.mapping(
        Node.Mapping(
          [(Node("value"), value), (Node("applies"), condition)],
          .implicit,
          .any,
          value.mark
        )
      )
      return .mapping(mapping)
    }
    guard parts[Node("applies")] == nil else {
      throw IndicatorError(
        .rule(
          "the scored feature “\(feature)” has an “applies” of its own",
          hint: "keep the one of the indicator"
        ),
        at: location
      )
    }
    parts[Node("applies")] = condition
    mapping[key] = .mapping(parts)
    return .mapping(mapping)
  }
}

// MARK: - Cuts

extension PackReader {
  private enum AtCut: String, CaseIterable {
    case flagged, clear
  }

  private func scale(_ map: YAMLMap, owner: String) throws(IndicatorError) -> Scale {
    if let flag = map["flag"] {
      for key in ["cuts", "direction", "at_cut"] {
        if let value = map[key] {
          throw IndicatorError(
            .rule("a flag has no “\(key)”", hint: "leave out either “flag” or “\(key)”"),
            at: value.location
          )
        }
      }
      return .flag(try flag.choice(Level.self))
    }
    let value = try map.required("cuts", of: owner)
    let direction = try map.required("direction", of: owner).choice(Scale.Direction.self)
    let atCut = try map["at_cut"]?.choice(AtCut.self) ?? .clear
    let levels = try value.mapping()
    try levels.allow(Level.allCases.map(\.rawValue))
    var cuts: [Scale.Cut] = []
    for level in Level.allCases {
      guard let cut = levels[level.rawValue] else { continue }
      let number = try cut.number()
      if let last = cuts.last,
        direction == .higher ? number <= last.value : number >= last.value
      {
        throw IndicatorError(
          .rule(
            "the cut of \(level) (\(Figures.shortest(number))) is not riskier than that of"
              + " \(last.level) (\(Figures.shortest(last.value)))",
            hint: "with direction \(direction) the cuts must "
              + (direction == .higher ? "rise" : "fall") + " from blue to red"
          ),
          at: cut.location
        )
      }
      cuts.append(Scale.Cut(level: level, value: number))
    }
    guard !cuts.isEmpty else { throw value.failure("at least one cut") }
    return Scale(direction: direction, includesCut: atCut == .flagged, cuts: cuts)
  }

  /// The declared clear value; without one, 0 if that is clear, else a value on the safe side.
  private func clear(_ map: YAMLMap, scale: Scale) throws(IndicatorError) -> Double {
    guard let value = map["clear"] else {
      if scale.level(of: 0) == nil { return 0 }
      let weakest = scale.cuts.first?.value ?? 0
      if !scale.includesCut { return weakest }
      return scale.direction == .higher ? weakest.nextDown : weakest.nextUp
    }
    let number = try value.number()
    guard scale.level(of: number) == nil else { throw value.failure("a value that is clear") }
    return number
  }
}
