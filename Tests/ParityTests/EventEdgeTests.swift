import Determinism
import FeatureWorlds
import Features
import Tables
import Testing

/// Aggregates that go by dates, the order of rows or digits, where it matters most: one row, ties,
/// rows alike, the ends of the calendar, sums that leave the range of doubles, digits next to the
/// next one.
@Suite struct EventEdgeTests {
  private static func package() throws -> DataPackage {
    let projects = Resource(
      "projects",
      paths: ["projects.csv"],
      fields: [
        Field("project_id"), Field("x", .number, knowledge: .fixed),
        Field("g", .string, knowledge: .fixed),
      ],
      primaryKey: ["project_id"],
      role: .entity
    )
    let visits = Resource(
      "visits",
      paths: ["visits.csv"],
      fields: [
        Field("project_id"), Field("on", .date), Field("code"), Field("number", .integer),
        Field("w", .number), Field("a", .number, unit: "CNY"), Field("k", .integer),
        Field("ok", .boolean),
      ],
      primaryKey: ["code", "number"],
      foreignKeys: [ForeignKey(["project_id"], to: "projects", ["project_id"])],
      role: .event,
      happened: "on"
    )
    return try DataPackage(name: "edges", folder: ".", resources: [projects, visits])
  }

  private func compare(
    _ expressions: [String],
    _ visits: [[Row]],
    projects: [Row] = [],
    seed: UInt64,
    isShared: Bool = true
  ) throws {
    let package = try Self.package()
    let count = max(visits.count, projects.count)
    let named = (0..<count).map { index in
      (index < projects.count ? projects[index] : [:])
        .merging(["project_id": .text("P\(index)")]) { $1 }
    }
    var number = 0
    let rows = visits.enumerated().flatMap { project, rows in
      rows.map { row in
        number += 1
        return row.merging(
          ["project_id": .text("P\(project)"), "number": .number(Double(number))]
        ) { own, _ in own }
      }
    }
    let source = MemorySource(package, projects: named, events: ["visits": rows])
    let declarations = expressions.enumerated().map {
      Declaration(name: "f\($0.offset)", expression: $0.element)
    }
    let plan = try FeaturePlan(declarations, package: package)
    try Comparison(source, plan, seed: seed, isShared: isShared).check()
  }

  @Test func gapsAgree() throws {
    let days = [
      [], ["2024-01-01"], ["2024-01-01", "2024-01-01"], ["2024-03-01", "2024-01-01", "2024-02-28"],
      ["0001-01-01", "2024-06-30"], ["2024-06-30", "2024-07-01"],
    ]
    try compare(
      [
        "longest_gap(on) from visits", "longest_gap(on) from visits where w > 0",
        "longest_gap(case when w > 0 then on end) from visits",
        "longest_gap(greatest(on, date '9999-12-31')) from visits",
        "longest_gap(date '2024-01-01' + x) over (partition by g)", "longest_gap(as_of) over ()",
      ],
      days.map { days in
        days.enumerated().map {
          ["on": .day($0.element), "w": .number(Double($0.offset)), "code": .text("c")]
        }
      },
      projects: [
        ["x": .number(1), "g": .text("a")], ["x": .number(31), "g": .text("a")],
        ["x": .number(2), "g": .text("b")], ["g": .text("b")], ["x": .number(0.5)],
        ["g": .text("c")],
      ],
      seed: 1_000_011
    )
  }

  /// Every order of true, false and missing among five rows; days and keys tie.
  @Test func runsAgree() throws {
    var random = SplitMix64(seed: 11)
    let codes: [Cell?] = [.text("b"), .text("B"), .text("中"), .text("é"), .text(""), nil]
    let visits = (0..<243).map { choice in
      (0..<5).map { place -> Row in
        var row: Row = ["on": .date(World.asOf.number - Int32(random.int(below: 3)))]
        row["code"] = codes[random.int(below: codes.count)]
        // Rows of one number and code are ordered by the truth alone.
        row["number"] = random.int(below: 3) == 0 ? nil : .number(Double(random.int(below: 2)))
        let digit = choice / Int([1, 3, 9, 27, 81][place]) % 3
        row["ok"] = digit == 2 ? nil : .boolean(digit == 1)
        row["w"] = .number(Double(place))
        return row
      }
    }
    try compare(
      [
        // Twice, for features of the same rows and arguments share their work.
        "longest_run(ok) from visits", "longest_run(ok) from visits",
        "longest_run(not ok) from visits",
        "longest_run(ok is null) from visits", "longest_run(ok) from visits where w <> 2",
        "longest_run(ok) from visits where ok", "longest_run(true) from visits where w > 9",
        "longest_run(null) from visits", "longest_run(w > 0) from visits where on < as_of",
      ],
      visits + [[]],
      seed: 1_000_012
    )
  }

  @Test func slopesAgree() throws {
    let cases: [[(day: Int32, x: Double)]] = [
      [], [(0, 1)], [(0, 1), (0, 3)], [(0, 1), (1, 3)], [(0, 0.1), (5, 0.1), (9, 0.1)],
      [(0, 1e9), (1, 1e9 + 0.5), (3, 1e9 + 1.5)], [(-700_000, 1), (0, 2), (0, 2)],
      [(0, -0.0), (1, 0)], [(3, 0.3), (1, 0.2), (2, 12.25), (1, -7)], [(0, 1), (1, 2), (2, 1)],
      [(0, 12_345_678.4775), (1, -12_345_678.4775), (2, 12_345_678.4774)],
      [(0, .leastNonzeroMagnitude), (1, 0)], [(0, 1e-200), (30, 3e-200), (60, 2e-200)],
    ]
    try compare(
      [
        "trend(w) from visits", "trend(a) from visits", "trend(k) from visits",
        "trend(w * 2) from visits", "trend(a) from visits where a > 1",
        "trend(nullif(w, 1)) from visits", "trend(1) from visits",
      ],
      cases.map { points in
        points.map { day, x in
          [
            "on": .date(World.asOf.number - 10 + day),
            "w": .number(abs(x) > 1e7 && abs(x) < 1e8 ? x.rounded() : x),
            "a": .number((x * 10_000).rounded() / 10_000), "k": .number(x.rounded()),
          ]
        }
      },
      seed: 1_000_013
    )
  }

  /// Not shared: where a value is above 1e280, PostgreSQL would end with an error, so ours is null.
  @Test func slopesOfLargeNumbersAgree() throws {
    let cases: [[Double]] = [[1e308, -1e308], [1e300, 2e300], [1.7e308, 1.7e308]]
    try compare(
      ["trend(w) from visits"],
      cases.map { numbers in
        numbers.enumerated().map {
          ["on": .date(World.asOf.number - Int32($0.offset)), "w": .number($0.element)]
        }
      },
      seed: 1_000_014,
      isShared: false
    )
  }

  /// Around 300 values that are not zero; digits that fifteen places round up, and those beside.
  @Test func firstDigitsAgree() throws {
    var random = SplitMix64(seed: 5)
    func values(_ count: Int, _ value: (Int) -> Double) -> [Row] {
      (0..<count).map { index in
        let x = value(index)
        // What a count of ten-thousandths can hold.
        let money = abs(x) < 1e14 ? (x * 10_000).rounded() / 10_000 : 1
        return [
          "on": .date(World.asOf.number - Int32(index % 50)), "w": .number(x), "a": .number(money),
          "k": .number(abs(x) < 1e15 ? x.rounded() : 7),
        ]
      }
    }
    let edges: [Double] = [
      0.3, 0.1 + 0.2, 2.999999999999999, 2.9999999999999947, 2.9999999999999956, 9.999999999999999,
      9.9999999999999947, 0.99999999999999989, 0.00099999999999999999, 1e-5, .leastNonzeroMagnitude,
      1.7e308,
      999_999_999_999_999, 999_999_999_999_999.4, 999_999_999_999_999.6, 1e15, 1e22, 1e23,
      19_999_999_999_999_996, 0x1p53, -0.05, -123.456, 0.0001, 0.0009, 1e-300, 8.999999999999999e-7,
    ]
    var visits = [
      values(299) { Double($0 + 1) }, values(300) { Double($0 + 1) },
      values(301) { Double($0) }, values(300) { Double($0) }, [],
      values(400) { _ in random.uniform() * 1e4 }, values(400) { 1.02337.power($0) },
      values(300) { _ in 3 },
    ]
    visits += edges.map { edge in values(300) { _ in edge } }
    try compare(
      [
        "benford_mad(w) from visits", "benford_mad(a) from visits", "benford_mad(k) from visits",
        "benford_mad(-w / 3) from visits", "benford_mad(a) from visits where a >= 1",
      ],
      visits,
      seed: 1_000_015
    )
    try compare(
      ["benford_mad(x) over (partition by g)"],
      [],
      projects: (0..<320).map {
        ["x": .number(1.05.power($0)), "g": .text($0 < 310 ? "a" : "b")]
      },
      seed: 1_000_018
    )
  }

  @Test func robustScoresAgree() throws {
    let groups: [[Double]] = [
      [1], [1, 1], [1, 2], [1, 1, 1, 5], [1, 2, 3, 4, 100], [0.1, 0.2, 0.3, 0.4], [-0.0, 0, 7],
      [1e-300, 3e-300, 2e-300], [5, 5, 6, 6],
    ]
    let rows = groups.enumerated().flatMap { group, numbers in
      numbers.map { ["x": .number($0), "g": .text("g\(group)")] as Row }
    }
    try compare(
      [
        "robust_zscore(x) over (partition by g)", "robust_zscore(x) over ()",
        "robust_zscore(x * 3) over (partition by x > 1)", "robust_zscore(ln(x)) over ()",
      ],
      [],
      projects: rows + [["g": .text("g1")], ["x": .number(4)]],
      seed: 1_000_016
    )
  }

  /// Not shared: overflow again.
  @Test func robustScoresOfLargeNumbersAgree() throws {
    try compare(
      ["robust_zscore(x) over ()", "robust_zscore(x) over (partition by x > 0)"],
      [],
      projects: [1.7e308, -1.7e308, 1e308, 3].map { ["x": .number($0)] },
      seed: 1_000_017,
      isShared: false
    )
  }
}

extension Double {
  /// A whole power.
  fileprivate func power(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { value, _ in value * self }
  }
}
