/// The terms that raise each row of a block most above the rows the model was trained on.
///
/// - Shapes: `limit` elements a row, the strongest first.
public struct StrongestTerms: Sendable {
  /// The number of places a row has.
  public let limit: Int
  /// The term in each place, or -1 where no further term raises the row.
  public private(set) var terms: [Int32]
  /// How much each is above its training mean; 0 where there is none.
  public private(set) var excesses: [Double]

  fileprivate init(rows: Int, limit: Int) {
    self.limit = limit
    terms = [Int32](repeating: -1, count: rows * limit)
    excesses = [Double](repeating: 0, count: rows * limit)
  }

  /// Gives `term` its place in a row, behind those that are as strong.
  fileprivate mutating func insert(_ term: Int, _ excess: Double, row: Int) {
    let first = row * limit
    var place = first + limit - 1
    while place > first, excesses[place - 1] < excess {
      terms[place] = terms[place - 1]
      excesses[place] = excesses[place - 1]
      place -= 1
    }
    terms[place] = Int32(truncatingIfNeeded: term)
    excesses[place] = excess
  }
}

extension Scorer {
  /// The terms that raise each row of a block most.
  ///
  /// Strength is the contribution less its training mean; only positive ones count. Ties go to the
  /// term that stands first in `order`, and terms that are not in it are left out. Of a row that
  /// lacks what a term reads, `countsAbsent` says whether the term counts.
  ///
  /// - Complexity: O(rows · terms), by columns.
  public func strongest(
    rows: Range<Int>,
    limit: Int = 3,
    order: [Int]? = nil,
    countsAbsent: (_ term: Int, _ row: Int) -> Bool = { _, _ in true }
  ) -> StrongestTerms {
    var strongest = StrongestTerms(rows: rows.count, limit: max(0, limit))
    guard limit > 0 else { return strongest }
    var added = [Double](repeating: 0, count: rows.count)
    // The weakest place of each row, kept apart so that most terms read nothing else.
    var bounds = added
    for term in order ?? Array(model.terms.indices) {
      let bound = terms[term]
      for index in added.indices { added[index] = 0 }
      bound.add(to: &added, rows: rows)
      let mean = model.terms[term].trainingMean
      for index in added.indices {
        let excess = added[index] - mean
        guard excess > bounds[index] else { continue }
        let row = rows.lowerBound + index
        guard bound.isPresent(row: row) || countsAbsent(term, row) else { continue }
        strongest.insert(term, excess, row: index)
        bounds[index] = strongest.excesses[index * limit + limit - 1]
      }
    }
    return strongest
  }
}
