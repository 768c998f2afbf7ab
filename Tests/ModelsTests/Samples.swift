import Determinism
import Models

/// Observations with every kind of column, and labels that depend on them.
struct RandomSample {
  var observations: Observations
  var labels: [Bool]

  init(rows: Int, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let slip = (0..<rows).map { _ in random.normal() * 40 }
    let budget = (0..<rows).map { _ in Pinned.exp(14 + random.normal()) }
    let bids = (0..<rows).map { _ in Double(random.int(below: 7) + 1) }
    let sectors = (0..<rows).map { _ in Int32(random.int(below: 5)) }
    let hasTender = (0..<rows).map { _ in random.uniform() < 0.8 }
    let applies = (0..<rows).map { _ in random.uniform() < 0.9 }
    self.labels = (0..<rows).map { row in
      let logit = 0.03 * slip[row] - 0.4 * bids[row] + (sectors[row] == 2 ? 1 : 0)
      return random.uniform() < Pinned.logistic(logit)
    }
    self.observations = try Observations(
      ids: (0..<rows).map { "p\($0)" },
      columns: [
        ObservationColumn(name: "slip", numbers: slip, unit: "day", hash: "a1"),
        ObservationColumn(
          name: "budget",
          numbers: budget,
          presence: applies.map { $0 ? .present : .notApplicable },
          unit: "CNY"
        ),
        ObservationColumn(
          name: "bids",
          numbers: bids,
          presence: hasTender.map { $0 ? .present : .missing }
        ),
        ObservationColumn(
          name: "sector",
          codes: sectors,
          names: ["road", "school", "bridge", "水利", "a\"b"],
          presence: hasTender.map { $0 ? .present : .missing }
        ),
      ]
    )
  }

  /// Rows at `rows`, in that order, repeated as often as they are named.
  func selecting(_ rows: [Int]) -> RandomSample {
    var copy = self
    copy.observations = observations.selecting(rows: rows)
    copy.labels = rows.map { labels[$0] }
    return copy
  }

  /// With a column replaced, or added at the end.
  func replacing(_ column: ObservationColumn) throws -> RandomSample {
    var columns = observations.columns
    if let index = columns.firstIndex(where: { $0.name == column.name }) {
      columns[index] = column
    } else {
      columns.append(column)
    }
    var copy = self
    copy.observations = try Observations(ids: observations.ids, columns: columns)
    return copy
  }
}

extension Observations {
  /// The numbers of a column, or none.
  func numbers(_ name: String) -> [Double] {
    if case .numbers(let numbers)? = self[name]?.values { numbers } else { [] }
  }
}

/// The largest difference of two lists; infinite if their sizes differ.
func largestDifference(_ left: [Double], _ right: [Double]) -> Double {
  guard left.count == right.count else { return .infinity }
  return zip(left, right).reduce(0) { max($0, abs($1.0 - $1.1)) }
}
