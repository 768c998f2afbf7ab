import Determinism

extension Dataset {
  /// The subjects, read in chunks; nil where their table or its files need the reader that knows
  /// all rules: several rows of one key, keys of several parts, keys that are missing or repeated.
  func chunkedSubjects(
    _ fields: [String],
    threads: Int,
    rejects: inout RejectLog
  ) throws(TableError) -> Subjects? {
    let resource = package.subject
    let wanted = try TableReader.indexes(of: fields, in: resource)
    guard resource.primaryKey.count == 1,
      let keyField = resource.index(of: resource.primaryKey[0]),
      resource.fields[keyField].type == .text || resource.fields[keyField].type == .integer,
      resource.missingValues(of: resource.fields[keyField]).allSatisfy(\.isEmpty),
      tokenKey != nil || !wanted.contains(where: { resource.fields[$0].personal == .token }),
      let plan = ChunkPlan(
        resource,
        in: package,
        wanted: wanted,
        use: .subjects(keyField: keyField)
      )
    else { return nil }
    let reading = ChunkedReading(plan, of: self, joining: .nothing, threads: threads)
    guard let outcome = try reading.run() else { return nil }
    guard let index = Dataset.keys(of: outcome.chunks, threads: threads) else { return nil }
    rejects.merge(outcome.rejects)
    try outcome.rejects.verify(resource.name, limits: limits)
    return Subjects(
      table: ChunkTables(plan, outcome).table(threads: threads),
      ordinalOfRow: (0..<Int32(index.count)).map { $0 },
      index: index,
      files: outcome.files,
      statistics: outcome.statistics
    )
  }

  /// The keys in the order of the files; nil where one is repeated, which is for the other reader
  /// to say.
  private static func keys(of chunks: [ChunkResult], threads: Int) -> KeyIndex? {
    let tables = chunks.compactMap(\.table)
    var bytes: [UInt8] = []
    var ends: [Int] = []
    bytes.reserveCapacity(tables.reduce(0) { $0 + $1.keys.count })
    ends.reserveCapacity(tables.reduce(0) { $0 + $1.keyEnds.count })
    for table in tables {
      let start = bytes.count
      bytes += table.keys
      ends += table.keyEnds.lazy.map { $0 + start }
    }
    return KeyIndex(bytes: bytes, ends: ends, threads: threads)
  }
}

/// Puts the chunks of a table together, one column a piece of work.
private struct ChunkTables {
  private let plan: ChunkPlan
  private let outcome: ChunkedReading.Outcome
  /// The chunks with rows, by their place.
  private let chunks: [(number: Int, table: ChunkTable)]
  private let count: Int

  init(_ plan: ChunkPlan, _ outcome: ChunkedReading.Outcome) {
    self.plan = plan
    self.outcome = outcome
    chunks = outcome.chunks.enumerated().compactMap { number, chunk in
      chunk.table.map { (number, $0) }
    }
    count = chunks.reduce(0) { $0 + $1.table.count }
  }

  func table(threads: Int) -> Table {
    let columns = RowRanges.map(count: plan.wanted.count, grain: 1, threads: threads) { range in
      range.map(column)
    }
    return Table(
      name: plan.resource.name,
      names: plan.wanted.map { plan.resource.fields[$0].name },
      columns: Array(columns.joined()),
      positions: positions
    )
  }

  private var positions: [RowPosition] {
    var positions: [RowPosition] = []
    positions.reserveCapacity(count)
    for (number, table) in chunks {
      let file = UInt32(truncatingIfNeeded: outcome.chunkFiles[number])
      let first = UInt32(truncatingIfNeeded: outcome.firstLines[number])
      for line in table.lines.prefix(table.count) {
        positions.append(RowPosition(file: file, line: line &+ first))
      }
    }
    return positions
  }

  private func column(_ index: Int) -> Column {
    var valid: [UInt8] = []
    valid.reserveCapacity(count)
    for (_, table) in chunks { valid += table.columns[index].valid.prefix(table.count) }
    let values: Column.Values
    switch plan.resource.fields[plan.wanted[index]].type {
    case .text: values = .text(codes(index))
    case .date: values = .date(narrow(index))
    case .boolean: values = .boolean(narrow(index).map { $0 != 0 })
    case .integer: values = .integer(wide(index))
    case .money: values = .money(wide(index))
    case .number:
      values = .number(wide(index).map { Double(bitPattern: UInt64(bitPattern: $0)) })
    }
    return Column(
      values,
      validity: Validity(bytes: valid),
      dictionary: outcome.dictionaries[index]
    )
  }

  private func narrow(_ index: Int) -> [Int32] {
    var all: [Int32] = []
    all.reserveCapacity(count)
    for (_, table) in chunks { all += table.columns[index].narrow.prefix(table.count) }
    return all
  }

  private func wide(_ index: Int) -> [Int64] {
    var all: [Int64] = []
    all.reserveCapacity(count)
    for (_, table) in chunks { all += table.columns[index].wide.prefix(table.count) }
    return all
  }

  /// Texts by their codes in the common dictionary.
  private func codes(_ index: Int) -> [Int32] {
    var all: [Int32] = []
    all.reserveCapacity(count)
    for (number, table) in chunks {
      let column = table.columns[index]
      guard let codes = outcome.remaps[outcome.chunks[number].worker][index] else {
        all += column.narrow.prefix(table.count)
        continue
      }
      for row in 0..<table.count {
        all.append(column.valid[row] == 1 ? codes[Int(column.narrow[row])] : 0)
      }
    }
    return all
  }
}
