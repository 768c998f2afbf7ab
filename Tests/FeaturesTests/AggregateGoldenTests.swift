import FeatureWorlds
import Features
import Foundation
import Tables
import Testing

/// Aggregates against NumPy and SciPy; `Goldens/aggregates.py` wrote the numbers.
@Suite struct AggregateGoldenTests {
  private struct Golden {
    var name: String
    var share: Double
    var value: Double
    var numbers: [Double]
  }

  private func goldens() throws -> [Golden] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Goldens/aggregates.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    return lines.filter { !$0.hasPrefix("#") }.map { line in
      let cells = line.split(separator: ",").map(String.init)
      let numbers = cells.dropFirst().compactMap(Double.init)
      return Golden(
        name: cells[0],
        share: numbers[0],
        value: numbers[1],
        numbers: Array(numbers[2...])
      )
    }
  }

  @Test func theyAgreeToTenDigits() throws {
    let package = try World.package()
    for golden in try goldens() {
      let isRanking = ["zscore", "rank", "percent_rank"].contains(golden.name)
      let expression =
        switch golden.name {
        case "quantile": "quantile(weight, \(golden.share)) from payments"
        case "hhi", "share_of_largest": "\(golden.name)(abs(weight) by payment_id) from payments"
        default:
          isRanking ? "\(golden.name)(own) over ()" : "\(golden.name)(weight) from payments"
        }
      let plan = try World.plan(
        ["own": "avg(weight) from payments", "f": expression],
        package: package
      )
      // For rankings every number is a project of its own.
      let rows = golden.numbers.enumerated().map { index, number -> Row in
        [
          "project_id": .text(isRanking ? "P\(index)" : "P0"),
          "payment_id": .number(Double(index)),
          "paid_on": .day("2024-01-01"), "weight": .number(number),
        ]
      }
      let projects = (0..<(isRanking ? rows.count : 1)).map { index -> Row in
        ["project_id": .text("P\(index)")]
      }
      let source = MemorySource(package, projects: projects, events: ["payments": rows])
      let table = try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables[0]
      let found = try #require(table["f"]?.column.double(at: 0))
      let scale = golden.numbers.map(\.magnitude).max() ?? 1
      let unit = isRanking || golden.name.contains("h") ? 1 : scale
      #expect(
        abs(found - golden.value) <= 1e-10 * max(abs(golden.value), unit * 1e-3),
        "\(golden.name): \(found), NumPy \(golden.value)"
      )
    }
  }

  /// `Goldens/event_aggregates.py` wrote these.
  @Test func thoseOfDatedNumbersAgreeToTenDigits() throws {
    let package = try World.package()
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Goldens/event_aggregates.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    for line in lines where !line.hasPrefix("#") {
      let cells = line.split(separator: ",").map(String.init)
      let value = try #require(Double(cells[1]))
      let count = try #require(Int(cells[2]))
      let days = cells[3..<3 + count].compactMap { Int32($0) }
      let numbers = cells[(3 + count)...].compactMap(Double.init)
      try #require(days.count == count && numbers.count == count)
      let isScore = cells[0] == "robust_zscore"
      let middle = numbers.sorted()[count / 2]
      let below = count % 2 == 1 ? middle : (middle + numbers.sorted()[count / 2 - 1]) / 2
      let expression =
        switch cells[0] {
        case "longest_gap": "longest_gap(paid_on) from payments"
        case "longest_run": "longest_run(weight > \(below)) from payments"
        case "robust_zscore": "robust_zscore(own) over ()"
        default: "\(cells[0])(weight) from payments"
        }
      let rows = zip(days, numbers).enumerated().map { index, point -> Row in
        [
          "project_id": .text(isScore ? "P\(index)" : "P0"), "payment_id": .number(Double(index)),
          "paid_on": .date(World.asOf.number - point.0), "weight": .number(point.1),
        ]
      }
      let projects = (0..<(isScore ? count : 1)).map { ["project_id": .text("P\($0)")] as Row }
      let plan = try World.plan(
        ["own": "avg(weight) from payments", "f": expression],
        package: package
      )
      let source = MemorySource(package, projects: projects, events: ["payments": rows])
      let table = try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables[0]
      let found = try #require(table["f"]?.column.double(at: 0))
      #expect(
        abs(found - value) <= 1e-10 * max(abs(value), 1e-3),
        "\(cells[0]): \(found), NumPy \(value)"
      )
    }
  }

  @Test func sumsOfMoneyAreExact() throws {
    let package = try World.package()
    let plan = try World.plan(["f": "sum(amount) from payments"], package: package)
    // In doubles 0.1 summed ten thousand times is 1000.0000000001588.
    var rows = [Row](
      repeating: [
        "project_id": .text("P"), "paid_on": .day("2024-01-01"), "amount": .number(0.1),
      ],
      count: 10_000
    )
    rows.append(
      ["project_id": .text("P"), "paid_on": .day("2024-01-01"), "amount": .number(1e14)])
    rows.append(
      ["project_id": .text("P"), "paid_on": .day("2024-01-01"), "amount": .number(-1e14)])
    let source = MemorySource(
      package,
      projects: [["project_id": .text("P")]],
      events: ["payments": rows],
      blockSize: 999
    )
    let table = try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables[0]
    #expect(table.answer("f", "P") == Answer(value: .number(1000)))
  }
}
