import Tables
import TestSupport
import Testing

/// Numbers are read the same by the kernels and by the fields' readers.
@Suite struct QuickNumberTests {
  private static let descriptor = """
    name: numbers
    resources:
      - name: projects
        path: projects.csv
        schema: {primaryKey: [project_id], fields: [{name: project_id}]}
        watchpost: {role: entity}
      - name: events
        path: events.csv
        schema:
          fields:
            - {name: project_id}
            - {name: whole, type: integer}
            - {name: amount, type: number, watchpost: {unit: CNY}}
            - {name: ten_thousands, type: number, watchpost: {unit: CNY, written_in: 万元}}
            - {name: share, type: number}
        watchpost: {role: event}

    """

  /// Digits of every length with a point at every place or none, signs, and what is no number.
  private static var texts: [String] {
    var texts = [
      "", ".", "-", "-.", "1.", ".5", "1..2", "1e5", "0x1", "--1", "1-", "٣", "1,5", " 7 ",
    ]
    let digits = Array("98765432109876543210")
    for length in 1...20 {
      for first in ["9", "1", "0"] {
        let whole = first + String(digits[1..<length])
        texts.append(whole)
        texts.append("-" + whole)
        for point in 0...length {
          let cut = whole.index(whole.startIndex, offsetBy: point)
          texts.append("\(whole[..<cut]).\(whole[cut...])")
        }
        var spoilt = Array(whole)
        spoilt[length / 2] = "x"
        texts.append(String(spoilt))
      }
      texts.append("138" + String(repeating: "0", count: length))
    }
    return texts
  }

  @Test func `digits of any length with a point anywhere give the same values and rejects`() throws
  {
    let lines = Self.texts.map { text in
      let cell = text.contains(",") ? "\"\(text)\"" : text
      return "P1,\(cell),\(cell),\(cell),\(cell)"
    }
    let small = try SmallDataset([
      "datapackage.yaml": Array(Self.descriptor.utf8),
      "projects.csv": Array("project_id\nP1\n".utf8),
      "events.csv": Array(
        ("project_id,whole,amount,ten_thousands,share\n" + lines.joined(separator: "\n") + "\n")
          .utf8
      ),
    ])
    var dataset = try small.dataset
    dataset.limits = .none
    let fields = ["whole", "amount", "ten_thousands", "share"]
    dataset.readsInChunks = false
    let expected = ChunkReading(dataset, table: "events", fields: fields)
    dataset.readsInChunks = true
    for chunk in [1 << 20, 50] {
      dataset.chunkBytes = chunk
      let found = ChunkReading(dataset, table: "events", fields: fields, threads: 2)
      #expect(found.difference(from: expected) == [])
    }
  }
}
