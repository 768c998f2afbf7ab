import Foundation
import Tables
import TestSupport
import Testing

/// Files that other parsers are tested with mean what everybody agrees they mean.
@Suite struct CorporaTests {
  /// How a file is written, where not in UTF-8 with commas, and its records.
  private struct Agreed: Decodable {
    var delimiter: String?
    var encoding: String?
    var escape: String?
    var comment: String?
    var records: [[String]]

    var dialect: Dialect {
      func byte(_ text: String?) -> UInt8? { text?.utf8.first }
      return Dialect(
        delimiter: byte(delimiter) ?? UInt8(ascii: ","),
        doubleQuote: escape == nil,
        escape: byte(escape),
        commentPrefix: byte(comment)
      )
    }

    /// The dialect in a descriptor.
    var declaration: String {
      var keys = ["delimiter: \(quoted(delimiter ?? ","))"]
      if let escape { keys += ["escapeChar: \(quoted(escape))", "doubleQuote: false"] }
      if let comment { keys.append("commentChar: \(quoted(comment))") }
      return "{\(keys.joined(separator: ", "))}"
    }
  }

  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Goldens/corpora")

  private static let agreed: [String: Agreed] = {
    let file = folder.appendingPathComponent("agreed.json")
    // A file that cannot be read leaves no case, which the first test sees.
    return (try? JSONDecoder().decode([String: Agreed].self, from: Data(contentsOf: file))) ?? [:]
  }()
  private static let names = agreed.keys.sorted()

  @Test func `every file has a result`() throws {
    var files: [String] = []
    for corpus in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path) {
      let names = try? FileManager.default.contentsOfDirectory(
        atPath: Self.folder.appendingPathComponent(corpus).path
      )
      files += (names ?? []).filter { $0.hasSuffix(".csv") || $0.hasSuffix(".tsv") }
        .map { "\(corpus)/\($0)" }
    }
    #expect(files.sorted() == Self.names)
    #expect(files.count > 80)
  }

  @Test(arguments: names)
  func `the records are those agreed on`(_ name: String) throws {
    let agreed = try #require(Self.agreed[name])
    let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(name)))
    for chunk in [1 << 16, 1, 5] {
      let source = try ByteSource(
        bytes: bytes,
        displayName: name,
        encoding: try #require(TextEncoding(name: agreed.encoding ?? "utf-8")),
        chunk: chunk
      )
      let reader = RecordReader(
        source: source,
        dialect: agreed.dialect,
        limits: RecordLimits(),
        chunk: chunk
      )
      #expect(RecordReading.texts(try RecordReading.records(reader)) == agreed.records)
    }
  }

  /// The same files as tables: their first column leads to projects that are made of its values.
  @Test(arguments: names)
  func `the rows of a table are those agreed on, in chunks too`(_ name: String) throws {
    let agreed = try #require(Self.agreed[name])
    guard let header = agreed.records.first?.map(trimmed), Set(header).count == header.count,
      !header.contains("")
    else { return }
    let rows = agreed.records.dropFirst().filter { $0.count == header.count }
    var keys: [String] = []
    for key in rows.map({ trimmed($0[0]) }) where !key.isEmpty && !keys.contains(key) {
      keys.append(key)
    }
    // One at least, or there is no table of projects.
    keys.append("no such key")
    var projects = Array("key\n".utf8)
    for key in keys {
      CSVText.append(field: key, to: &projects)
      projects.append(10)
    }
    let small = try SmallDataset([
      "datapackage.yaml": Array(Self.descriptor(agreed, header).utf8),
      "projects.csv": projects,
      "events.csv": Array(try Data(contentsOf: Self.folder.appendingPathComponent(name))),
    ])
    var dataset = try small.dataset
    dataset.limits = .none
    dataset.readsInChunks = false
    let fields = header.indices.map { "c\($0)" }
    let expected = ChunkReading(dataset, table: "events", fields: fields, rangeSize: 2048)
    if case .personal = expected.error?.problem {
      // A column called `name` is personal; that both ways say so is compared below.
    } else {
      #expect(expected.error == nil)
      let cells = rows.filter { !trimmed($0[0]).isEmpty }.map { row in
        [trimmed(row[0])] + row.dropFirst()
      }
      #expect(
        expected.events.map { $0.dropFirst().map { $0 ?? "" } }.map(Array.init) == cells
      )
    }
    dataset.readsInChunks = true
    for (bytes, threads) in [(1 << 20, 1), (64, 2), (7, 3), (1, 2)] {
      dataset.chunkBytes = bytes
      let found = ChunkReading(
        dataset,
        table: "events",
        fields: fields,
        threads: threads,
        rangeSize: 2048
      )
      #expect(found.difference(from: expected) == [], "chunks of \(bytes)")
    }
  }

  private static func descriptor(_ agreed: Agreed, _ header: [String]) -> String {
    let fields = header.enumerated().map { index, name in
      "        - {name: \(quoted(name)), type: string, watchpost: {as: c\(index)}}"
    }
    return """
      name: corpus
      resources:
        - name: projects
          path: projects.csv
          schema: {primaryKey: [key], fields: [{name: key, type: string}]}
          watchpost: {role: entity}
        - name: events
          path: events.csv
          encoding: \(agreed.encoding ?? "utf-8")
          dialect: \(agreed.declaration)
          schema:
            foreignKeys:
              - {fields: [\(quoted(header[0]))], reference: {resource: projects, fields: [key]}}
            fields:
      \(fields.joined(separator: "\n"))
          watchpost: {role: event}

      """
  }
}

/// A text in the quotes of YAML and JSON.
private func quoted(_ text: String) -> String {
  let data = (try? JSONEncoder().encode(text)) ?? Data()
  return String(decoding: data, as: UTF8.self).replacing("\\/", with: "/")
}

/// A text without the blanks around keys and headers.
private func trimmed(_ text: String) -> String {
  text.trimmingCharacters(in: .whitespacesAndNewlines)
}
