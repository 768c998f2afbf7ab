import Determinism
import Testing

@testable import Tables

/// The kernel for modern processors, the plain one and an obvious reading say the same of every
/// number of a grid; where the processor is not modern, two of them are one.
@Suite struct NumberKernelTests {
  /// How a column is read.
  struct Setting: Sendable {
    var decimals = 0
    var power = 0
    var limits = QuickLimits()
    var isWatched = false
  }

  private static let settings = [
    Setting(), Setting(isWatched: true), Setting(decimals: 4),
    Setting(decimals: 4, isWatched: true),
    Setting(decimals: 4, power: 4), Setting(decimals: 2, power: -2),
    Setting(decimals: 0, power: -1),
    Setting(decimals: 0, power: 18), Setting(decimals: 4, power: 15),
    Setting(limits: QuickLimits(least: 0, greatest: 5000)),
    Setting(decimals: 4, limits: QuickLimits(least: -12_0000, greatest: 999_9999)),
  ]

  /// What a kernel says of a column.
  struct Reading: Equatable {
    var present: Int
    var values: [Int64]
    var valid: [UInt8]
    var slow: [Int]
  }

  /// Texts on the edges: signs, zeros, points, lengths around eight and sixteen bytes, neighbours of
  /// the digits, exponents, groups, blanks.
  private static let edges: [[UInt8]] = {
    var texts = [
      "", "-", "-0", "0", "00", "007", "-007", "+5", "--5", "5-", "1.", ".5", "-.5", ".", "-.",
      "..",
      "1..2", "1.2.3", "0.0", "-0.00", "1e5", "1E5", "1e-5", "0x1F", "inf", "nan", "1,234",
      "1,234.5",
      "1 234", "1'234", "1_000", " 12", "12 ", "\t12", "12\t", "1\u{A0}234", "１２", "٣", "12/4",
      "12:4", "/", ":", "12345678/", "1234567:", "(5)", "5%", "¥5", "13812345678", "138123456.78",
      "4111111111111111", "11010519491231002X", "9223372036854775807", "9223372036854775808",
      "-9223372036854775808", "999999999999999", "999999999999999999", "12.3400", "0.00001",
    ]
    for length in 1...20 {
      let digits = String(repeating: "9876543210", count: 2).prefix(length)
      texts += ["\(digits)", "-\(digits)", String(repeating: "0", count: length)]
      for point in 0...length {
        texts.append("\(digits.prefix(point)).\(digits.dropFirst(point))")
      }
    }
    return texts.map { Array($0.utf8) } + [
      [0xFF], [0x31, 0x80], [0x31, 0x00, 0x32], [0xB0, 0xB1],
    ]
  }()

  private static func cell(_ random: inout SplitMix64) -> [UInt8] {
    switch random.int(below: 8) {
    case 0...2: return edges[random.int(below: edges.count)]
    case 3...5:
      var digits = (0..<1 + random.int(below: 19)).map { _ in UInt8(48 + random.int(below: 10)) }
      if random.int(below: 2) == 0 { digits.insert(0x2E, at: random.int(below: digits.count + 1)) }
      return (random.int(below: 4) == 0 ? [0x2D] : []) + digits
    default:
      let bytes = Array("0123456789..--e,+ /:".utf8)
      return (0..<random.int(below: 20)).map { _ in bytes[random.int(below: bytes.count)] }
    }
  }

  /// Rows of a name and two numbers, some of them quoted, and what stands in them.
  private func rows(_ random: inout SplitMix64) -> (text: [UInt8], cells: [[[UInt8]]]) {
    let lineEnd = Array((random.int(below: 2) == 0 ? "\n" : "\r\n").utf8)
    var text: [UInt8] = []
    var cells: [[[UInt8]]] = [[], []]
    for _ in 0..<1 + random.int(below: 120) {
      text += [UInt8](repeating: 0x78, count: random.int(below: 4))
      for column in 0..<2 {
        let cell = Self.cell(&random)
        cells[column].append(cell)
        let isQuoted = cell.contains(0x2C) || random.int(below: 4) == 0
        text += [0x2C] + (isQuoted ? [0x22] + cell + [0x22] : cell)
      }
      text += lineEnd
    }
    return (text, cells)
  }

  private func read<Cells: CellSource>(_ cells: Cells, _ setting: Setting) -> Reading {
    // What stood there before must not stay.
    var values = [Int64](repeating: -1, count: cells.count)
    var valid = [UInt8](repeating: 7, count: cells.count)
    var slow: [Int] = []
    // A value and a byte for each cell, for the time of the call.
    let present = unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe valid.withUnsafeMutableBufferPointer { valid in
        guard let values = values.baseAddress, let valid = valid.baseAddress else { return 0 }
        return unsafe QuickColumn.wholes(
          cells,
          decimals: setting.decimals,
          power: setting.power,
          limits: setting.limits,
          isWatched: setting.isWatched,
          into: values,
          valid: valid,
          slow: &slow
        )
      }
    }
    return Reading(present: present, values: values, valid: valid, slow: slow)
  }

  /// The value of a cell written the usual way; nil for any other, which is left to the reader.
  private func value(_ cell: [UInt8], _ setting: Setting) -> Int64? {
    let isNegative = cell.first == 0x2D
    let number = isNegative ? cell.dropFirst() : cell[...]
    let parts = number.split(separator: 0x2E, maxSplits: 1, omittingEmptySubsequences: false)
    let digits = Array(parts.joined())
    guard parts.allSatisfy({ !$0.isEmpty }), digits.allSatisfy({ (0x30...0x39).contains($0) })
    else {
      return nil
    }
    let decimals = parts.count == 2 ? parts[1].count : 0
    let zeros = setting.decimals + setting.power - decimals
    guard zeros >= 0, digits.count + zeros <= (setting.decimals > 0 ? 18 : 15) else { return nil }
    let all = digits + [UInt8](repeating: 0x30, count: zeros)
    let value = all.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) } * (isNegative ? -1 : 1)
    return value >= setting.limits.least && value <= setting.limits.greatest ? value : nil
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `numbers of a grid are the same on any processor`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (text, cells) = rows(&random)
    // Behind the last cell stands what could be taken for a part of it.
    let filler = Array("9.-\",\n".utf8)[random.int(below: 6)]
    let padded = text + [UInt8](repeating: filler, count: ChunkScanner.padding)
    var scanner = try #require(ChunkScanner(Dialect(), file: "a.csv"))
    var grid = FieldGrid()
    var cursor = ChunkScanner.Cursor(position: 0)
    let isGrid = grid.scan(
      padded,
      scanner,
      end: text.count,
      stop: text.count,
      limit: 1000,
      width: 3,
      cursor: &cursor
    )
    try #require(isGrid && grid.count == cells[0].count)
    let modern = scanner.isModern
    for column in 1...2 {
      var bounds: [RecordBlock.Bounds] = []
      grid.write(column: column, of: padded, scanner, to: &bounds)
      for setting in Self.settings {
        scanner.isModern = modern
        let quick = grid.withCells(column, of: padded, scanner) { read($0, setting) }
        scanner.isModern = false
        let plain = grid.withCells(column, of: padded, scanner) { read($0, setting) }
        // Both are held in place for the time of the call.
        let listed = unsafe padded.withUnsafeBufferPointer { bytes in
          unsafe bounds.withUnsafeBufferPointer { bounds in
            unsafe bytes.baseAddress.map { unsafe read(ListedCells($0, bounds), setting) }
          }
        }
        #expect(quick == plain, "\(setting)")
        #expect(listed == plain, "\(setting)")
        let found = try #require(quick)
        check(found, cells[column - 1], setting)
      }
    }
  }

  private func check(_ found: Reading, _ cells: [[UInt8]], _ setting: Setting) {
    #expect(found.present == found.valid.count { $0 == 1 })
    let slow = Set(found.slow)
    for (row, cell) in cells.enumerated() {
      let expected = cell.isEmpty ? nil : value(cell, setting)
      // Long numbers may be personal; the kernels leave some of them.
      let mayBeLeft = setting.isWatched && cell.count >= 10
      let isLeft = slow.contains(row)
      let shown = "\(String(decoding: cell, as: UTF8.self)) \(setting)"
      if !mayBeLeft { #expect(isLeft == (expected == nil && !cell.isEmpty), "\(shown)") }
      #expect(found.valid[row] == (isLeft || cell.isEmpty ? 0 : 1), "\(shown)")
      #expect(found.values[row] == (isLeft ? 0 : expected ?? 0), "\(shown)")
    }
  }
}
