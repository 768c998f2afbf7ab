import Features
import Indicators
import TestSupport

/// A pack under `Models/`, read once.
struct ShippedPack {
  let pack: Pack

  private static let all: [String: Result<Pack, any Error>] = Dictionary(
    uniqueKeysWithValues: ["standard", "nyc-school-construction", "canada-contracts"].map { name in
      let path = Repository.root.appendingPathComponent("Models/\(name)").path
      return (name, Result { try Pack.load(name == "standard" ? path : path + ".yaml") })
    }
  )

  static func named(_ name: String) throws -> ShippedPack {
    guard let pack = all[name] else { throw Fixture.Fault(message: "no pack \(name)") }
    return ShippedPack(pack: try pack.get())
  }
}

extension Pack {
  /// The pack with one indicator alone, and the features that one needs.
  func only(_ id: String) throws -> Pack {
    guard let indicator = self[id] else { throw Fixture.Fault(message: "no indicator \(id)") }
    return keeping([indicator.id])
  }
}
