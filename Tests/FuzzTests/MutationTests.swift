import Determinism
import Foundation
import FuzzChecks
import Testing

/// A little of what `make fuzz` does, in every run of the tests: inputs with random faults.
@Suite struct MutationTests {
  /// Faulty inputs of each kind; `WATCHPOST_FUZZ` asks for that many times as many.
  private static let count: Int = {
    let more = ProcessInfo.processInfo.environment["WATCHPOST_FUZZ"].flatMap { Int($0) }
    return 60 * max(1, more ?? 1)
  }()

  private static let pieces: [FuzzTarget: [String]] = [
    .records: [
      "\"", "\"\"", "\n", "\r\n", "\r", ",", ";", "\\", "#", "'", "\u{FEFF}", "\0", " \"",
    ],
    .tables: [
      "\"", "\"\"", "\n", "\r\n", "\r", ",", "R1,P1,2024-03-05,1,2,0.5,road,,true\n", "NA",
    ],
    .features: [
      "(", ")", " and ", "not ", "null", "sum(amount) from payments", "case when ", "'", "-",
    ],
    .package: ["{", "}", "[", "]", "\n  ", "- ", ": ", "*a", "&a ", "<<: ", "\"", "\\ud83d"],
  ]

  @Test(arguments: FuzzTarget.allCases)
  func `inputs with random faults are read rightly or refused`(_ target: FuzzTarget) throws {
    let seeds = try ReplayTests.inputs(of: target)
    var random = SplitMix64(seed: 7)
    for number in 0..<Self.count {
      var input = seeds[number % seeds.count].bytes
      for _ in 0...random.int(below: 4) { Self.mutate(&input, Self.pieces[target] ?? [], &random) }
      let failures = target.failures(input)
      #expect(failures == [], "\(target.rawValue): \(input)")
    }
  }

  private static func mutate(_ input: inout [UInt8], _ pieces: [String], _ random: inout SplitMix64)
  {
    let place = random.int(below: input.count + 1)
    switch random.int(below: 4) {
    case 0 where place < input.count: input[place] = UInt8(random.int(below: 256))
    case 1: input.removeSubrange(place..<min(input.count, place + random.int(below: 8)))
    case 2: input.insert(contentsOf: input[place..<min(input.count, place + 12)], at: place)
    default: input.insert(contentsOf: pieces[random.int(below: pieces.count)].utf8, at: place)
    }
  }
}
