import Determinism
import Testing

@Suite struct PinnedTests {
  @Test(arguments: PinnedGolden.functions)
  func everyFunctionIsWithinOneUnitInTheLastPlace(function: PinnedFunction) throws {
    let goldens = try PinnedGolden.read().filter { $0.function == function.name }
    #expect(goldens.count > 300)
    var worst = 0.0
    for golden in goldens {
      let got = function.call(golden.x)
      let error = abs((got - golden.y) / golden.y.ulp - golden.rest)
      if error > worst { worst = error }
      #expect(error < 1, "\(function.name)(\(golden.x)) is \(error) ulps off")
    }
    #expect(worst > 0.3, "an error below half a unit everywhere means the goldens test nothing")
  }

  @Test func specialValuesAreTheExactOnes() {
    #expect(Pinned.exp(0) == 1)
    #expect(Pinned.exp(.infinity) == .infinity)
    #expect(Pinned.exp(-.infinity) == 0)
    #expect(Pinned.exp(710) == .infinity)
    #expect(Pinned.exp(-746) == 0)
    #expect(Pinned.expm1(0) == 0)
    #expect(Pinned.expm1(-.infinity) == -1)
    #expect(Pinned.expm1(.infinity) == .infinity)
    #expect(Pinned.expm1(-0.0).sign == .minus)
    #expect(Pinned.log(1) == 0)
    #expect(Pinned.log(0) == -.infinity)
    #expect(Pinned.log(.infinity) == .infinity)
    #expect(Pinned.log1p(0) == 0)
    #expect(Pinned.log1p(-1) == -.infinity)
    #expect(Pinned.logistic(0) == 0.5)
    #expect(Pinned.logistic(.infinity) == 1)
    #expect(Pinned.logistic(-.infinity) == 0)
    #expect(Pinned.logit(0.5) == 0)
    #expect(Pinned.logit(0) == -.infinity)
    #expect(Pinned.logit(1) == .infinity)
    #expect(Pinned.log1pExp(1000) == 1000)
    #expect(Pinned.log1pExp(-1000) == 0)
    for outside in [Pinned.log(-1), Pinned.log1p(-2), Pinned.logit(-0.1), Pinned.logit(1.1)] {
      #expect(outside.isNaN)
    }
    for function in PinnedGolden.functions { #expect(function.call(.nan).isNaN) }
  }

  @Test(arguments: PinnedGolden.functions)
  func aLargerArgumentNeverGivesASmallerValue(function: PinnedFunction) {
    var random = SplitMix64(seed: 11)
    for _ in 0..<20_000 {
      let x = function.isOnProbabilities ? random.uniform() : random.uniform(-30..<30)
      let argument = function.isOnPositives ? abs(x) : x
      #expect(function.call(argument) <= function.call(argument.nextUp), "at \(argument)")
    }
  }

  @Test func logitUndoesLogistic() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<2_000 {
      let x = random.uniform(-30..<0)
      #expect(abs(Pinned.logit(Pinned.logistic(x)) - x) <= 4 * max(x.ulp, 1e-15), "at \(x)")
    }
  }

  @Test func theBytesAreTheOnesOfThisVersion() {
    // A sum over many arguments: any change of an algorithm or of a compiler's rounding shows.
    var random = SplitMix64(seed: 1)
    var fingerprint: UInt64 = 0
    for _ in 0..<5_000 {
      let x = random.uniform(-20..<20)
      for function in PinnedGolden.functions {
        let argument =
          function.isOnProbabilities ? abs(x) / 20 : function.isOnPositives ? abs(x) : x
        fingerprint = (fingerprint ^ function.call(argument).bitPattern) &* 0x100_0000_01B3
      }
    }
    #expect(fingerprint == 16_791_915_722_472_519_577)
  }
}
