import Tables
import TestSupport
import Testing

@Suite struct ManyRejectsTests {
  /// Chunks that cannot be among the first only count, so that memory does not grow with a file
  /// that is wrong throughout.
  @Test(arguments: [(1 << 20, 1), (1 << 14, 2), (1000, 3)])
  func `all rejects are counted and the first thousand kept, in the order of the file`(
    _ chunk: Int,
    _ threads: Int
  ) throws {
    let rows = 6000
    let lines = (0..<rows).map { "P1,\($0 % 3 == 0 ? "soon" : "2024-03-05"),x" }
    let small = try SmallDataset([
      "datapackage.yaml": """
      name: small
      resources:
        - name: projects
          path: projects.csv
          schema: {primaryKey: [project_id], fields: [{name: project_id, type: string}]}
          watchpost: {role: entity}
        - name: events
          path: events.csv
          schema:
            foreignKeys:
              - {fields: [project_id], reference: {resource: projects, fields: [project_id]}}
            fields:
              - {name: project_id, type: string}
              - {name: on, type: date}
              - {name: amount, type: number}
          watchpost: {role: event}

      """,
      "projects.csv": "project_id\nP1\n",
      "events.csv": (["project_id,on,amount"] + lines).joined(separator: "\n") + "\n",
    ])
    var dataset = try small.dataset
    dataset.limits = .none
    dataset.chunkBytes = chunk
    let found = ChunkReading(dataset, table: "events", fields: ["amount"], threads: threads)
    #expect(found.isChunked)
    #expect(found.counts.values.reduce(0, +) == rows + rows / 3)
    #expect(found.kept.count == 1000)
    // Every row has a wrong amount, and every third a wrong date.
    var lineOfReject: [Int] = []
    for row in 0..<750 {
      lineOfReject.append(row + 2)
      if row % 3 == 0 { lineOfReject.append(row + 2) }
    }
    #expect(found.kept.map(\.location.line) == lineOfReject)
    dataset.readsInChunks = false
    let plain = ChunkReading(dataset, table: "events", fields: ["amount"])
    #expect(found.difference(from: plain) == [])
  }
}
