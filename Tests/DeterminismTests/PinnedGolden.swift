import Determinism
import FoundationEssentials
import Testing

/// One of the pinned functions and where it is defined.
struct PinnedFunction: Sendable, CustomTestStringConvertible {
  var name: String
  var call: @Sendable (Double) -> Double
  var isOnProbabilities = false
  var isOnPositives = false

  var testDescription: String { name }
}

/// One line of `Goldens/pinned.csv`.
struct PinnedGolden {
  var function: String
  var x: Double
  /// The exact value, rounded to nearest.
  var y: Double
  /// The exact value less `y`, in units of `y`'s last place.
  var rest: Double

  static let functions = [
    PinnedFunction(name: "exp", call: Pinned.exp),
    PinnedFunction(name: "expm1", call: Pinned.expm1),
    PinnedFunction(name: "log", call: Pinned.log, isOnPositives: true),
    PinnedFunction(name: "log1p", call: Pinned.log1p, isOnPositives: true),
    PinnedFunction(name: "logistic", call: Pinned.logistic),
    PinnedFunction(name: "logit", call: Pinned.logit, isOnProbabilities: true),
  ]

  static func read(_ path: String = #filePath) throws -> [PinnedGolden] {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    let data = try Data(contentsOf: URL(filePath: "/\(folder)/Goldens/pinned.csv"))
    var goldens: [PinnedGolden] = []
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst(2) {
      let fields = line.split(separator: ",")
      guard fields.count == 4, let x = UInt64(fields[1], radix: 16),
        let y = UInt64(fields[2], radix: 16), let rest = Double(fields[3])
      else { throw Malformed(line: String(line)) }
      goldens.append(
        PinnedGolden(
          function: String(fields[0]),
          x: Double(bitPattern: x),
          y: Double(bitPattern: y),
          rest: rest
        )
      )
    }
    return goldens
  }

  struct Malformed: Error { var line: String }
}
