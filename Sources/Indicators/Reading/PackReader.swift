import Features
import Tables

/// Reads the files of one pack and holds what they share.
struct PackReader {
  private static let keys = [
    "pack", "title", "files", "points", "kind_column", "acts", "risk_points", "features",
    "indicators",
  ]

  var points = LevelPoints(values: [5, 10, 20, 30])
  var kindColumn: String?
  var acts: [String: Act] = [:]
  var riskPoints: [RiskPoint] = []
  var declarations: [Declaration] = []
  var indicators: [Indicator] = []
  /// The text of each file, to which the places in expressions refer.
  private(set) var texts: [String: String] = [:]
  /// Where each name was declared first, by kind of name.
  private var places: [String: [String: SourceLocation]] = [:]

  mutating func read(_ path: String) throws(IndicatorError) -> Pack {
    let main =
      TextFile.isFolder(path) ? path + (path.hasSuffix("/") ? "" : "/") + "pack.yaml" : path
    let head = try part(main)
    let name = try head.required("pack", of: "the pack").text()
    let title = try bilingual(try head.required("title", of: "the pack"))
    var files = [main]
    var parts = [head]
    for file in try head["files"]?.list() ?? [] {
      let path = TextFile.folder(of: main) + (try file.text())
      files.append(path)
      parts.append(try part(path))
    }
    // What indicators refer to may stand in any file, so it is read from all of them first.
    for part in parts { try readShared(part) }
    for part in parts { try readIndicators(part) }
    guard !indicators.isEmpty else {
      throw IndicatorError(.missingKey("indicators", of: "the pack"), at: head.location)
    }
    for point in riskPoints where point.unwatched == nil {
      if !indicators.contains(where: { $0.riskPoint.id == point.id }) {
        throw IndicatorError(
          .rule(
            "no indicator watches the risk point “\(point.id)”",
            hint: "add an indicator, or say under “unwatched:” why there is none"
          ),
          at: point.location
        )
      }
    }
    return Pack(
      name: name,
      title: title,
      files: files,
      indicators: indicators,
      riskPoints: riskPoints,
      declarations: declarations
    )
  }

  private mutating func part(_ path: String) throws(IndicatorError) -> YAMLMap {
    let text = try TextFile.read(path)
    texts[path] = text
    return try YAMLMap.parse(text, file: path)
  }

  private mutating func readShared(_ part: YAMLMap) throws(IndicatorError) {
    try part.allow(PackReader.keys)
    if let value = part["points"] { points = try levelPoints(value, default: points) }
    if let value = part["kind_column"] { kindColumn = try value.text() }
    for entry in try part["acts"]?.mapping().entries ?? [] {
      try claim(entry.key, "act", at: entry.location)
      acts[entry.key] = try act(entry)
    }
    for entry in try part["risk_points"]?.mapping().entries ?? [] {
      try claim(entry.key, "risk point", at: entry.location)
      riskPoints.append(try riskPoint(entry))
    }
    if let value = part["features"] { try declare(value.node, in: value) }
  }

  private mutating func readIndicators(_ part: YAMLMap) throws(IndicatorError) {
    for entry in try part["indicators"]?.mapping().entries ?? [] {
      try claim(entry.key, "indicator", at: entry.location)
      indicators.append(try indicator(entry))
    }
  }

  /// Notes a name, and refuses one that is taken.
  mutating func claim(
    _ name: String,
    _ what: String,
    at location: SourceLocation
  ) throws(IndicatorError) {
    if let first = places[what]?[name] {
      throw IndicatorError(.duplicate(name, what: what, first: first), at: location)
    }
    places[what, default: [:]][name] = location
  }

  /// An act, cited by several indicators.
  struct Act {
    var title: Bilingual
    var from: Day?
    var until: Day?
    var mark: SourceMark
  }

  private func act(_ entry: YAMLMap.Entry) throws(IndicatorError) -> Act {
    let map = try entry.value.mapping()
    try map.allow(["title", "from", "until", "mark"])
    let act = Act(
      title: try bilingual(try map.required("title", of: "act \(entry.key)")),
      from: try map["from"]?.day(),
      until: try map["until"]?.day(),
      mark: try map.required("mark", of: "act \(entry.key)").choice(SourceMark.self)
    )
    try checkOrder(act.from, act.until, at: entry.location)
    return act
  }

  func checkOrder(_ from: Day?, _ until: Day?, at location: SourceLocation) throws(IndicatorError) {
    guard let from, let until, until < from else { return }
    throw IndicatorError(
      .rule("“until” \(until) is before “from” \(from)", hint: "exchange them"),
      at: location
    )
  }

  private func riskPoint(_ entry: YAMLMap.Entry) throws(IndicatorError) -> RiskPoint {
    let map = try entry.value.mapping()
    let owner = "risk point \(entry.key)"
    try map.allow(["title", "controls", "unwatched"])
    let controls = try bilinguals(try map.required("controls", of: owner))
    return RiskPoint(
      id: entry.key,
      title: try bilingual(try map.required("title", of: owner)),
      controls: controls,
      unwatched: try map["unwatched"].map(bilingual),
      location: entry.location
    )
  }
}

// MARK: - Values that stand in several places

extension PackReader {
  /// A text in both languages; neither may be empty.
  func bilingual(_ value: YAMLValue) throws(IndicatorError) -> Bilingual {
    let map = try value.mapping()
    try map.allow(["en", "zh"])
    let text = Bilingual(
      en: try map.required("en", of: "the text").text(),
      zh: try map.required("zh", of: "the text").text()
    )
    for part in [text.en, text.zh] where part.allSatisfy(\.isWhitespace) {
      throw value.failure("a text that is not empty")
    }
    return text
  }

  /// A list of texts, at least one.
  func bilinguals(_ value: YAMLValue) throws(IndicatorError) -> [Bilingual] {
    var texts: [Bilingual] = []
    for item in try value.list() { texts.append(try bilingual(item)) }
    guard !texts.isEmpty else { throw value.failure("at least one text") }
    return texts
  }

  /// Points of some levels over those of `default`, never decreasing.
  func levelPoints(
    _ value: YAMLValue,
    default: LevelPoints
  ) throws(IndicatorError) -> LevelPoints {
    let map = try value.mapping()
    try map.allow(Level.allCases.map(\.rawValue))
    var points = `default`
    for level in Level.allCases {
      guard let value = map[level.rawValue] else { continue }
      let number = try value.number()
      guard number >= 0 else { throw value.failure("points of 0 or more") }
      points.values[level.rank - 1] = number
    }
    if zip(points.values, points.values.dropFirst()).contains(where: { $0 > $1 }) {
      let shown = points.values.map { Figures.shortest($0) }.joined(separator: ", ")
      throw IndicatorError(
        .rule(
          "the points decrease: \(shown) for blue, yellow, orange, red",
          hint: "a stronger level has at least the points of a weaker one"
        ),
        at: value.location
      )
    }
    return points
  }
}
