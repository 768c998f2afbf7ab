import Tables

extension ObservationColumn {
  /// The rows of several columns of one feature, one after the other; nil of none.
  ///
  /// Categories are numbered in the order in which the parts name them.
  package init?(joining parts: [ObservationColumn]) {
    guard let first = parts.first else { return nil }
    var presence: [Presence] = []
    presence.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { presence += part.presence }
    guard !first.isNumeric else {
      var joined: [Double] = []
      joined.reserveCapacity(presence.count)
      for part in parts {
        if case .numbers(let numbers) = part.values { joined += numbers }
      }
      self.init(
        name: first.name,
        finite: joined,
        presence: presence,
        unit: first.unit,
        declaration: first.declaration,
        hash: first.hash
      )
      return
    }
    var dictionary = TextDictionary()
    var joined: [Int32] = []
    joined.reserveCapacity(presence.count)
    for part in parts {
      guard case .categories(let codes, let names) = part.values else { continue }
      let places = names.map { dictionary.intern($0) }
      for (row, code) in codes.enumerated() {
        joined.append(part.presence[row] == .present ? places[Int(code)] : 0)
      }
    }
    self.init(
      name: first.name,
      codes: joined,
      names: (0..<Int32(dictionary.count)).map { dictionary[$0] },
      presence: presence,
      unit: first.unit,
      declaration: first.declaration,
      hash: first.hash
    )
  }
}
