import Tables

/// Everything that a reading of the subjects and the events says.
package struct ChunkReading {
  package private(set) var keys: [String] = []
  package private(set) var subjects: [[String?]] = []
  package private(set) var events: [[String?]] = []
  package private(set) var statistics = ReadStatistics()
  package private(set) var tables: [String: RejectLog.TableCount] = [:]
  package private(set) var counts: [RejectLog.Key: Int] = [:]
  package private(set) var kept: [Reject] = []
  /// What stopped the reading.
  package private(set) var error: TableError?
  /// Whether the events were read in chunks; no part of what is compared.
  package private(set) var isChunked = false

  /// What two readings do not agree on.
  package func difference(from other: ChunkReading) -> [String] {
    var parts: [String] = []
    if keys != other.keys { parts.append("keys: \(keys) / \(other.keys)") }
    if subjects != other.subjects { parts.append("subjects: \(subjects) / \(other.subjects)") }
    if events != other.events {
      let pairs = zip(events, other.events).filter { $0 != $1 }.prefix(3)
      parts.append("events \(events.count) / \(other.events.count): \(Array(pairs))")
    }
    if statistics != other.statistics { parts.append("\(statistics) / \(other.statistics)") }
    if tables != other.tables { parts.append("tables: \(tables) / \(other.tables)") }
    if counts != other.counts { parts.append("counts: \(counts) / \(other.counts)") }
    if kept != other.kept {
      let pairs = zip(kept, other.kept).filter { $0 != $1 }.prefix(3)
      parts.append("kept \(kept.count) / \(other.kept.count): \(Array(pairs))")
    }
    if error != other.error {
      parts.append("error: \(String(describing: error)) / \(String(describing: other.error))")
    }
    return parts
  }

  /// Reads the subjects of `dataset` and the rows of `table`, if there is one.
  package init(
    _ dataset: Dataset,
    table: String?,
    fields: [String],
    threads: Int = 1,
    rangeSize: Int = 2
  ) {
    do throws(TableError) {
      try read(dataset, table, fields, threads, rangeSize)
    } catch {
      self.error = error
    }
  }

  private mutating func read(
    _ dataset: Dataset,
    _ table: String?,
    _ fields: [String],
    _ threads: Int,
    _ rangeSize: Int
  ) throws(TableError) {
    var rejects = RejectLog()
    let subjects = try dataset.subjects(threads: threads, rejects: &rejects)
    keys = subjects.keys
    let own = subjects.table
    self.subjects = own.columns.map { column in
      (0..<own.rowCount).map { ChunkReading.text(column, $0) }
    }
    self.subjects.append(own.positions.map { "\($0.file):\($0.line)" })
    take(rejects)
    guard let table else { return }
    let rows = try dataset.rangedRows(
      table,
      fields: fields,
      subjects: subjects,
      rangeSize: rangeSize,
      threads: threads
    )
    isChunked = rows.isChunked
    rejects.merge(rows.rejects)
    statistics = rows.statistics
    take(rejects)
    var batch = Batch(columns: [], subjects: [], positions: [])
    for range in 0..<rows.rangeCount {
      rows.read(range: range, into: &batch)
      for row in 0..<batch.rowCount {
        var cells: [String?] = ["\(batch.subjects[row])"]
        for (index, column) in batch.columns.enumerated() {
          var column = column
          column.dictionary = rows.dictionaries[index]
          cells.append(ChunkReading.text(column, row))
        }
        events.append(cells)
      }
    }
  }

  private mutating func take(_ rejects: RejectLog) {
    tables = rejects.tables
    counts = rejects.counts
    kept = rejects.kept
  }

  /// A cell as it would be written; nil when missing.
  private static func text(_ column: Column, _ row: Int) -> String? {
    guard column.validity[row] else { return nil }
    switch column.values {
    case .text: return column.text(at: row)
    case .date: return column.day(at: row)?.description
    case .boolean: return column.boolean(at: row)?.description
    case .integer(let values), .money(let values): return "\(values[row])"
    case .number(let values): return "\(values[row])"
    }
  }
}
