import Features

extension Pack {
  /// The pack with some of its indicators, by code, and only the features those need.
  public func keeping(_ ids: Set<String>) -> Pack {
    var pack = self
    pack.indicators = indicators.filter { ids.contains($0.id) }
    let byName = Dictionary(
      declarations.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var needed: Set<String> = []
    var open = pack.indicators.map(\.feature)
    while let name = open.popLast() {
      guard let declaration = byName[name], needed.insert(name).inserted else { continue }
      open += Pack.words(declaration.expression) + Pack.words(declaration.applies ?? "")
    }
    pack.declarations = declarations.filter { needed.contains($0.name) }
    return pack
  }

  /// Features of a dataset and those of the pack, to be computed in one run.
  ///
  /// A feature that both declare in the same words is taken once, shown if either shows it.
  ///
  /// - Throws: `IndicatorError` when one name is declared in two ways; the pack is then computed in
  ///   a run of its own.
  public func declarations(beside features: [Declaration]) throws(IndicatorError) -> [Declaration] {
    var result = features
    for declaration in declarations {
      guard let place = result.firstIndex(where: { $0.name == declaration.name }) else {
        result.append(declaration)
        continue
      }
      let other = result[place]
      guard Pack.meaning(other) == Pack.meaning(declaration), other.empty == declaration.empty
      else {
        throw IndicatorError(
          .duplicate(
            declaration.name,
            what: "with another meaning, the pack's feature",
            first: declaration.location
          ),
          at: other.location
        )
      }
      result[place].isHidden = other.isHidden && declaration.isHidden
    }
    return result
  }

  /// The words of an expression, names of features among them.
  private static func words(_ text: String) -> [String] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }

  /// Expression and condition without their spacing.
  private static func meaning(_ declaration: Declaration) -> [[Substring]] {
    [declaration.expression, declaration.applies ?? ""].map {
      $0.split(whereSeparator: \.isWhitespace)
    }
  }
}
