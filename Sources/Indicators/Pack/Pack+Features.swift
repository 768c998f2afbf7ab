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

  /// The words of an expression, names of features among them.
  private static func words(_ text: String) -> [String] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }
}
