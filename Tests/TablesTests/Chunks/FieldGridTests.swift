import Determinism
import Tables
import Testing

/// A grid holds what the scanner that knows all of RFC 4180 finds.
@Suite struct FieldGridTests {
  /// Text of few kinds of bytes, so that every neighbourhood comes up.
  private func text(_ random: inout SplitMix64, width: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    let lineEnd = random.next() % 2 == 0 ? "\n" : "\r\n"
    let faults = random.next() % 3 == 0
    for _ in 0..<random.next() % 90 {
      for column in 0..<width {
        if column > 0 { bytes.append(UInt8(ascii: ",")) }
        switch random.next() % (faults ? 12 : 9) {
        case 0: break
        case 1: bytes += Array("\"\"".utf8)
        case 2: bytes += Array("\"a,b\"".utf8)
        case 3: bytes += Array("\"".utf8) + [UInt8](repeating: 0x61, count: 70) + Array("\"".utf8)
        case 9: bytes += Array("\"a\nb\"".utf8)
        case 10: bytes += Array("\"a\"\"b\"".utf8)
        case 11: bytes += Array((random.next() % 20 == 0 ? "a\"b" : "\n").utf8)
        default: bytes += [UInt8](repeating: 0x78, count: Int(random.next() % 12))
        }
      }
      bytes += Array((random.next() % 40 == 0 ? "\n" : lineEnd).utf8)
    }
    if random.next() % 2 == 0 { bytes += Array("last".utf8) }
    return bytes
  }

  @Test(arguments: 0..<600 as Range<UInt64>)
  func `a grid has the fields, ends and lines of the scanner, on any processor`(_ seed: UInt64)
    throws
  {
    var random = SplitMix64(seed: seed)
    let width = 2 + Int(random.next() % 4)
    let all = text(&random, width: width)
    let padded = all + [UInt8](repeating: 0x22, count: ChunkScanner.padding)
    var scanner = try #require(ChunkScanner(Dialect(), file: "a.csv"))
    let stop = all.isEmpty ? 0 : Int(random.next() % UInt64(all.count)) + 1
    let limit = 1 + Int(random.next() % 40)
    var cursors: [ChunkScanner.Cursor] = []
    var grids: [FieldGrid] = []
    for isModern in [false, cbytesAreModern] {
      scanner.isModern = isModern
      var grid = FieldGrid()
      var cursor = ChunkScanner.Cursor(position: 0, line: 3)
      let isGrid = grid.scan(
        padded,
        scanner,
        end: all.count,
        stop: stop,
        limit: limit,
        width: width,
        cursor: &cursor
      )
      if !isGrid { #expect(cursor.position == 0) }
      cursors.append(cursor)
      grids.append(grid)
    }
    #expect(cursors[0].position == cursors[1].position)
    #expect(grids[0].count == grids[1].count)
    guard cursors[0].position > 0 else { return }
    let grid = grids[0]
    var records = RecordBlock.Records()
    grid.write(to: &records, of: padded, scanner)
    var block = RecordBlock.Records()
    var bytes = padded
    var cursor = ChunkScanner.Cursor(position: 0, line: 3)
    let outcome = scanner.scan(
      &bytes,
      end: all.count,
      stop: stop,
      isFinal: true,
      limit: grid.count,
      width: width,
      cursor: &cursor,
      block: &block
    )
    #expect(outcome == .done)
    #expect(cursor.position == cursors[0].position)
    #expect(cursor.line == cursors[0].line)
    #expect(records.ends == block.ends)
    #expect(records.lines == block.lines)
    for field in 0..<grid.count * width {
      #expect(records.bounds[field].range == block.bounds[field].range)
      #expect(records.bounds[field].isQuoted == block.bounds[field].isQuoted)
    }
  }

  @Test func `most tidy text is a grid`() throws {
    let text = String(repeating: "\"P1\",2024-01-01,12.50\r\n", count: 100)
    let padded = Array(text.utf8) + [UInt8](repeating: 0, count: ChunkScanner.padding)
    let scanner = try #require(ChunkScanner(Dialect(), file: "a.csv"))
    var grid = FieldGrid()
    var cursor = ChunkScanner.Cursor(position: 0)
    let isGrid = grid.scan(
      padded,
      scanner,
      end: text.utf8.count,
      stop: text.utf8.count,
      limit: 1000,
      width: 3,
      cursor: &cursor
    )
    #expect(isGrid)
    #expect(grid.count == 100)
    #expect(grid.hasReturns)
    #expect(cursor.position == text.utf8.count)
  }

  private var cbytesAreModern: Bool {
    ChunkScanner(Dialect(), file: "a.csv")?.isModern ?? false
  }
}
