import Tables

/// Every indicator that is defined, shipped or not, with what it needs.
public struct Catalogue: Sendable {
  /// One definition.
  public struct Entry: Hashable, Sendable {
    /// Its code.
    public var id: String
    /// Its name.
    public var title: Bilingual
    /// The columns of the standard tables it needs, as `table.column`.
    public var needs: [String]
    /// What it needs that the standard tables do not hold.
    public var lacks: [String]
    /// Why the declared language cannot say the whole definition; nil when it can.
    public var cannot: Reason?

    /// The letters its code begins with.
    public var family: String { String(id.prefix { $0.isLetter }) }
  }

  /// Why the declared language cannot say a definition.
  public struct Reason: Hashable, Sendable {
    /// Its key.
    public var key: String
    /// In words.
    public var text: Bilingual
  }

  /// How far the shipped pack goes for a definition.
  public enum Standing: String, Sendable, CaseIterable {
    /// The pack answers it as defined, up to what its note says.
    case shipped
    /// The pack answers a variant that the language can say.
    case variant
    /// The language can say it; the pack does not ship it.
    case sayable
    /// It needs data that the standard tables do not hold.
    case lacksData = "lacks_data"
    /// The language cannot say it.
    case notSayable = "not_sayable"
  }

  /// The families, by letter.
  public var families: [String: Bilingual]
  /// The definitions, in the order of the file.
  public var entries: [Entry]

  /// The definition of a code, or nil.
  public subscript(id: String) -> Entry? { entries.first { $0.id == id } }

  /// How far `pack` goes for a definition.
  public func standing(of entry: Entry, in pack: Pack) -> Standing {
    if pack[entry.id] != nil {
      return entry.cannot == nil && entry.lacks.isEmpty ? .shipped : .variant
    }
    if entry.cannot != nil { return .notSayable }
    return entry.lacks.isEmpty ? .sayable : .lacksData
  }

  /// The definitions that no pack can answer in the declared language yet.
  public func notSayable(in pack: Pack) -> [Entry] {
    entries.filter { standing(of: $0, in: pack) == .notSayable }
  }

  /// Reads a catalogue.
  public static func load(_ path: String) throws(IndicatorError) -> Catalogue {
    let head = try YAMLMap.parse(try TextFile.read(path), file: path)
    try head.allow(["families", "reasons", "indicators"])
    let reader = PackReader()
    var families: [String: Bilingual] = [:]
    for entry in try head.required("families", of: "the catalogue").mapping().entries {
      families[entry.key] = try reader.bilingual(entry.value)
    }
    var reasons: [String: Bilingual] = [:]
    for entry in try head.required("reasons", of: "the catalogue").mapping().entries {
      reasons[entry.key] = try reader.bilingual(entry.value)
    }
    var entries: [Entry] = []
    for item in try head.required("indicators", of: "the catalogue").mapping().entries {
      let entry = try Catalogue.entry(item, reasons: reasons)
      guard families[entry.family] != nil else {
        throw IndicatorError(
          .unknownName(entry.family, what: "family", known: families.keys.sorted()),
          at: item.location
        )
      }
      entries.append(entry)
    }
    return Catalogue(families: families, entries: entries)
  }

  private static func entry(
    _ item: YAMLMap.Entry,
    reasons: [String: Bilingual]
  ) throws(IndicatorError) -> Entry {
    let map = try item.value.mapping()
    let owner = "definition \(item.key)"
    try map.allow(["en", "zh", "needs", "lacks", "cannot"])
    var cannot: Reason?
    if let value = map["cannot"] {
      let key = try value.text()
      guard let text = reasons[key] else {
        throw IndicatorError(
          .unknownName(key, what: "reason", known: reasons.keys.sorted()),
          at: value.location
        )
      }
      cannot = Reason(key: key, text: text)
    }
    return Entry(
      id: item.key,
      title: Bilingual(
        en: try map.required("en", of: owner).text(),
        zh: try map.required("zh", of: owner).text()
      ),
      needs: try columns(map["needs"]),
      lacks: try columns(map["lacks"]),
      cannot: cannot
    )
  }

  private static func columns(_ value: YAMLValue?) throws(IndicatorError) -> [String] {
    var columns: [String] = []
    for item in try value?.list() ?? [] { columns.append(try item.text()) }
    return columns
  }
}
