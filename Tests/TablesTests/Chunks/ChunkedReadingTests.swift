import Determinism
import Foundation
import Tables
import TestSupport
import Testing

/// Reading in chunks on several threads gives what the reader that knows all rules gives.
@Suite struct ChunkedReadingTests {
  /// How many random worlds are read; `WATCHPOST_FUZZ` asks for that many times as many.
  private static let worlds: Int = {
    let more = ProcessInfo.processInfo.environment["WATCHPOST_FUZZ"].flatMap { Int($0) }
    return 160 * max(1, more ?? 1)
  }()
  /// Worlds of one test case.
  private static let portion = 20

  @Test(arguments: 0..<(worlds / portion))
  func `chunks of any size on any threads give the rows and rejects of the plain reader`(
    _ number: Int
  ) throws {
    for seed in number * Self.portion..<(number + 1) * Self.portion {
      try compare(seed: UInt64(seed))
    }
  }

  private func compare(seed: UInt64) throws {
    var world = ChunkWorld(seed: seed)
    let small = try SmallDataset(world.files())
    var dataset = try small.dataset
    dataset.tokenKey = Self.tokenKey
    let cuts =
      world.isLong || world.hasBlocks
      ? [(1 << 20, 1), (1 << 14, 2), (4099, 3), (701, 2)]
      : [(1 << 20, 1), (97, 1), (23, 3), (7, 2), (1, 2)]
    for limits in [RejectLimits.none, RejectLimits(rows: 0.3, fields: 0.3)] {
      dataset.limits = limits
      dataset.readsInChunks = false
      func reading(_ threads: Int) -> ChunkReading {
        ChunkReading(
          dataset,
          table: "events",
          fields: world.wanted,
          threads: threads,
          rangeSize: 1 + Int(seed % 4)
        )
      }
      let expected = reading(1)
      dataset.readsInChunks = true
      var wasChunked: Bool?
      for (chunk, threads) in limits == .none ? cuts : [cuts[2]] {
        dataset.chunkBytes = chunk
        let found = reading(threads)
        // Chunks of any place may begin inside quotes; pieces of a stream never do.
        if world.isStreamed {
          #expect(wasChunked ?? found.isChunked == found.isChunked, "seed \(seed), \(chunk)")
          wasChunked = found.isChunked
        }
        #expect(
          found.difference(from: expected) == [],
          "seed \(seed), chunks of \(chunk), \(threads) threads"
        )
      }
    }
  }

  @Test func `every kind of field, rule and way of writing is met in tables read in chunks`() throws
  {
    var tally = ChunkTally()
    for seed in 0..<160 as Range<UInt64> {
      var world = ChunkWorld(seed: seed)
      let small = try SmallDataset(world.files())
      var dataset = try small.dataset
      dataset.tokenKey = Self.tokenKey
      dataset.limits = .none
      let reading = ChunkReading(dataset, table: "events", fields: world.wanted)
      tally.add(reading, of: try dataset.resource("events"), traits: world.traits)
    }
    #expect(tally.missing == [])
  }

  @Test(arguments: [
    "", "\n", "\r\n", "\r", "\n\r", "\r\n\r", "\n\n", "\n\r\n", "\n \r", ",\r", "\"\r",
  ])
  func `a file may end in any way`(_ ending: String) throws {
    let small = try SmallDataset([
      "datapackage.yaml": """
      name: small
      resources:
        - name: projects
          path: projects.csv
          schema:
            primaryKey: [project_id]
            fields: [{name: project_id, type: string}, {name: title, type: string}]
          watchpost: {role: entity}

      """,
      "projects.csv": "project_id,title\nP1,school\nP2,bridge\(ending)",
    ])
    var dataset = try small.dataset
    dataset.limits = .none
    dataset.readsInChunks = false
    let expected = ChunkReading(dataset, table: nil, fields: [])
    dataset.readsInChunks = true
    for chunk in [1 << 20, 7, 1] {
      dataset.chunkBytes = chunk
      let found = ChunkReading(dataset, table: nil, fields: [], threads: 2)
      #expect(found.difference(from: expected) == [], "chunks of \(chunk)")
    }
  }

  /// A key of several parts is repeated only where all its parts are.
  @Test(arguments: [
    ("P1,a,1\nP1,a,2\nP1,b,1\nP2,b,2\n", true), ("P1,ab,c\nP1,a,bc\nP1,a|b,c\nP1,a,b|c\n", true),
    ("P1,a,1\nP1,b,1\nP1,a,1\n", false), ("P1,a,1\nP1,, 2\n", false), ("P1,a,\n", false),
  ])
  func `a key of several parts`(_ rows: String, isChunked: Bool) throws {
    let small = try SmallDataset([
      "datapackage.yaml": """
      name: small
      resources:
        - name: projects
          path: projects.csv
          schema:
            primaryKey: [project_id]
            fields: [{name: project_id, type: string}]
          watchpost: {role: entity}
        - name: events
          path: events.csv
          schema:
            primaryKey: [name, number]
            foreignKeys: [{fields: [project_id], reference: {resource: projects, fields: [project_id]}}]
            fields:
              - {name: project_id, type: string}
              - {name: name, type: string}
              - {name: number, type: string}
          watchpost: {role: event}

      """,
      "projects.csv": "project_id\nP1\nP2\n", "events.csv": "project_id,name,number\n\(rows)",
    ])
    var dataset = try small.dataset
    dataset.limits = .none
    dataset.readsInChunks = false
    let expected = ChunkReading(dataset, table: "events", fields: ["number"])
    dataset.readsInChunks = true
    for chunk in [1 << 20, 7] {
      dataset.chunkBytes = chunk
      let found = ChunkReading(dataset, table: "events", fields: ["number"], threads: 2)
      #expect(found.difference(from: expected) == [], "chunks of \(chunk)")
      #expect(found.isChunked == isChunked)
    }
  }

  private static let tokenKey = TokenKey(bytes: Array("a key of tests only".utf8))
}
