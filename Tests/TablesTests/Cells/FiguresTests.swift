import Tables
import Testing

@Suite struct FiguresTests {
  @Test(arguments: [
    (0, "0"), (-1, "-1"), (999, "999"), (1000, "1,000"), (-14_077, "-14,077"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func countsAreGroupedByThousands(value: Int, text: String) {
    #expect(Figures.count(value) == text)
  }

  @Test(arguments: [
    (0.7325, 3, "0.733"), (-0.5, 0, "-1"), (-0.0004, 3, "0.000"), (12, 2, "12.00"),
    (1234.5, 1, "1234.5"), (1e16, 1, "1e+16"), (.infinity, 1, "inf"), (.nan, 1, "nan"),
    (123_456_789_012.25, 9, "123456789012.25"),
  ])
  func decimalsAreFixed(value: Double, decimals: Int, text: String) {
    #expect(Figures.fixed(value, decimals) == text)
  }

  @Test(arguments: [
    (1234.5, 2, "1,234.5"), (1_000_000, 2, "1,000,000"), (0.004, 2, "0"), (-0.004, 2, "0"),
    (-1999.999, 2, "-2,000"), (100, 0, "100"), (-1e16, 2, "-1e+16"),
  ])
  func trailingZerosAreDropped(value: Double, decimals: Int, text: String) {
    #expect(Figures.short(value, decimals) == text)
  }

  @Test func sharesAndDifferencesHaveTheirSigns() {
    #expect(Figures.percent(0.3487) == "34.9%")
    #expect([0, 0.0004, 0.0005].map { Figures.percent($0) } == ["0.0%", "<0.1%", "0.1%"])
    #expect([0.9994, 0.9996, 1].map { Figures.percent($0) } == ["99.9%", ">99.9%", "100.0%"])
    #expect(Figures.signed(0.405, 2) == "+0.41")
    #expect(Figures.signed(-0.405, 2) == "-0.41")
    #expect(Figures.shortest(20) == "20")
    #expect(Figures.shortest(0.1) == "0.1")
  }

  /// The same by working on text, as one would by hand.
  private func slowText(_ value: Double, _ decimals: Int, isShort: Bool) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded(.toNearestOrAwayFromZero)
    guard value.isFinite, abs(value) < 1e15, scaled < 9e18 else { return "\(value)" }
    var digits = String(Int64(scaled))
    while digits.count <= decimals { digits = "0" + digits }
    var whole = String(digits.dropLast(decimals))
    var fraction = String(digits.suffix(decimals))
    if isShort {
      while fraction.hasSuffix("0") { fraction.removeLast() }
      var grouped = ""
      for (index, digit) in whole.enumerated() {
        if index > 0, (whole.count - index) % 3 == 0 { grouped += "," }
        grouped.append(digit)
      }
      whole = grouped
    }
    let sign = value < 0 && scaled != 0 ? "-" : ""
    return sign + whole + (fraction.isEmpty ? "" : ".") + fraction
  }

  @Test func figuresAreThoseOfWorkingOnText() {
    var bits: UInt64 = 0x9E37_79B9_7F4A_7C15
    for round in 0..<4000 {
      bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB &+ UInt64(round)
      // Numbers of every size, most of them of the sizes people read.
      let size = [1e-6, 1e-3, 1, 1e3, 1e6, 1e12, 1e15, 1e20][round % 8]
      let value = (Double(Int64(bitPattern: bits) >> 11) * 0x1p-52) * size
      for decimals in [0, 1, 2, 6] {
        #expect(Figures.short(value, decimals) == slowText(value, decimals, isShort: true))
        #expect(Figures.fixed(value, decimals) == slowText(value, decimals, isShort: false))
      }
    }
  }
}
