import Features
import Tables

/// A dataset read once into memory, to be run many times.
struct RecordedSource: RecordSource {
  let package: DataPackage
  private let projects: Subjects
  private let events: [String: RecordedTable]

  init(_ dataset: Dataset) throws(TableError) {
    package = dataset.package
    var rejects = RejectLog()
    projects = try dataset.subjects(rejects: &rejects)
    var events: [String: RecordedTable] = [:]
    for resource in package.resources where package.links[resource.name] != nil {
      events[resource.name] = try RecordedTable(
        dataset.reader(
          resource.name,
          fields: resource.fields.filter { $0.personal != .drop && !$0.isWithheld }.map(\.name),
          subjects: projects
        )
      )
    }
    self.events = events
  }

  func subjects(rejects: inout RejectLog) -> Subjects { projects }

  func stream(
    _ resource: String,
    fields: [String],
    subjects: Subjects
  ) throws(TableError) -> any RecordStream {
    guard let table = events[resource] else {
      throw TableError(.reading(.unknownResource(resource, nearest: nil, found: [])))
    }
    return RecordedStream(table, fields)
  }
}

/// The rows of one event table, as they were read.
private struct RecordedTable {
  var names: [String]
  var batches: [Batch] = []
  var dictionaries: [TextDictionary] = []

  init(_ reader: TableReader) throws(TableError) {
    names = reader.fields.map(\.name)
    while let batch = try reader.next() { batches.append(batch) }
    dictionaries = reader.dictionaries
  }
}

private final class RecordedStream: RecordStream {
  private let table: RecordedTable
  private let places: [Int]
  private(set) var dictionaries: [TextDictionary]
  private var place = 0
  let rejects = RejectLog()
  let statistics = ReadStatistics()
  let files = ["memory"]

  init(_ table: RecordedTable, _ fields: [String]) {
    self.table = table
    places = fields.compactMap { table.names.firstIndex(of: $0) }
    dictionaries = places.map { table.dictionaries[$0] }
  }

  func next() throws(TableError) -> Batch? {
    guard place < table.batches.count else { return nil }
    var batch = table.batches[place]
    place += 1
    batch.columns = places.map { batch.columns[$0] }
    return batch
  }

  func intern(_ text: String, field: Int) -> Int32 { dictionaries[field].intern(text) }

  func utf8(of code: Int32, field: Int) -> ArraySlice<UInt8> { dictionaries[field].utf8(of: code) }
}
