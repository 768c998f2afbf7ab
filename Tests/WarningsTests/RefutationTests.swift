import Testing
import Warnings

/// The search for the reasons that carry a level.
@Suite struct RefutationTests {
  @Test func theSmallestAndThenStrongestSetIsFoundInEverySmallWorld() {
    // Every subset of four reasons of size at most two may or may not lower the level.
    let names = ["a", "b", "c", "d"]
    let sets: [Set<String>] =
      names.map { [$0] } + [
        ["a", "b"], ["a", "c"], ["a", "d"], ["b", "c"], ["b", "d"], ["c", "d"],
      ]
    let amounts = ["a": 4.0, "b": 3, "c": 2, "d": 1]
    let candidates = ["c", "a", "d", "b"].map {
      RefutationSearch.Candidate(name: $0, contribution: amounts[$0] ?? 0)
    }
    for world in 0..<(1 << sets.count) {
      let lowering = sets.indices.filter { world >> $0 & 1 == 1 }.map { sets[$0] }
      let found = RefutationSearch.smallest(candidates, level: 2) { refuted in
        lowering.contains(refuted) ? 0 : 2
      }
      // The slow twin: of all lowering sets, fewest first, then the largest sum, then by name.
      let expected = lowering.sorted { left, right in
        func sum(_ set: Set<String>) -> Double { set.reduce(0) { $0 + (amounts[$1] ?? 0) } }
        if left.count != right.count { return left.count < right.count }
        if sum(left) != sum(right) { return sum(left) > sum(right) }
        return left.sorted().lexicographicallyPrecedes(right.sorted())
      }.first
      #expect(found?.reasons == expected?.sorted(), "world \(world)")
      #expect(found?.level == (expected == nil ? nil : 0))
    }
  }

  @Test func equalContributionsGoByName() {
    let candidates = ["b", "a"].map { RefutationSearch.Candidate(name: $0, contribution: 1) }
    let found = RefutationSearch.smallest(candidates, level: 0) { _ in nil }
    #expect(found?.reasons == ["a"])
    #expect(found.map(\.level) == .some(nil))
  }

  @Test func noLevelCannotBeLowered() {
    let candidates = [RefutationSearch.Candidate(name: "a", contribution: 1)]
    var calls = 0
    let found = RefutationSearch.smallest(candidates, level: nil) { _ in
      calls += 1
      return nil
    }
    #expect(found == nil)
    #expect(calls == 0)
  }

  @Test func anErrorOfTheCallerPassesThrough() {
    struct Broken: Error, Equatable {}
    let candidates = [RefutationSearch.Candidate(name: "a", contribution: 1)]
    #expect(throws: Broken()) {
      try RefutationSearch.smallest(candidates, level: 1) { _ throws(Broken) in throw Broken() }
    }
  }
}
