/// How a block of records becomes rows of the chunk.
extension ChunkWorker {
  func finishChunk() {
    switch plan.use {
    case .ranged(_, _, let rangeSize, let rangeCount):
      result.segment = RowSegment(
        subjects: subjects,
        columns: columns,
        count: rowCount,
        rangeSize: rangeSize,
        rangeCount: rangeCount
      )
      if plan.ownKey != nil { result.keys = hashes.bucketed() }
    case .subjects:
      result.table?.columns = columns
      result.table?.count = rowCount
    }
  }

  /// Reads the rows of the block and adds them to the chunk.
  func readBlock() {
    if block.isRegular(width: stream.width) {
      rows.setAll(count: block.count, width: stream.width)
    } else {
      rows = rowFilter.rows(of: block, stream, rejects: &collector)
    }
    let start = rowCount
    let capacity = start + rows.count
    for index in columns.indices { columns[index].grow(to: capacity) }
    if subjects.count < capacity {
      subjects.append(contentsOf: [Int32](repeating: 0, count: max(capacity, 1 << 15)))
    }
    if let happened = plan.happened {
      read(happened, at: start, refusesRow: true)
      dropUndated(happened, at: start)
    }
    join(at: start)
    for index in plan.columns.indices where index != plan.happened {
      read(index, at: start, refusesRow: false)
    }
    log()
    result.rows += block.count
    result.rejectedRows += block.count - rows.count
    rowCount = start + rows.count
  }

  /// Reads one column of the rows to its place in the chunk, or to scratch when nobody asked.
  func read(_ index: Int, at start: Int, refusesRow: Bool) {
    guard let plan = plan.columns[index], let reader = readers[index],
      let source = stream.columns[index], rows.count > 0
    else { return }
    slow.removeAll(keepingCapacity: true)
    var column = ChunkColumn(reader.field.type)
    let offset: Int
    if let place = plan.place {
      swap(&column, &columns[place])
      offset = start
    } else {
      if var own = scratch[index] {
        scratch[index] = nil
        own.grow(to: rows.count)
        column = own
      }
      offset = 0
    }
    let isWatched = personal.watches(index)
    let present = kernel(index, plan, source, isWatched, &column, at: offset)
    if let present {
      reader.countRead(present)
      if isWatched { personal.countPlain(present, field: index) }
      if plan.isRequired, present + slow.count < rows.count {
        addEmpty(source: source)
      }
    } else {
      for row in 0..<rows.count { slow.append(row) }
    }
    if !slow.isEmpty {
      readSlowly(index, reader, source, plan, &column, at: offset, refusesRow: refusesRow)
    }
    if let place = plan.place { swap(&column, &columns[place]) } else { scratch[index] = column }
  }

  /// Adds the rows whose cell is empty to the slow ones, which refuse it.
  func addEmpty(source: Int) {
    let bytes = rows.firstFields
    for row in bytes.indices {
      let bounds = block.records.bounds[bytes[row] + source]
      if bounds.range.isEmpty, !bounds.isQuoted || !slow.contains(row) { slow.append(row) }
    }
    slow = Array(Set(slow)).sorted()
  }

  func readSlowly(
    _ index: Int,
    _ reader: any FieldReader,
    _ source: Int,
    _ plan: ColumnPlan,
    _ column: inout ChunkColumn,
    at offset: Int,
    refusesRow: Bool
  ) {
    var some = BlockRows()
    for row in slow {
      some.records.append(rows.records[row])
      some.firstFields.append(rows.firstFields[row])
    }
    let read = reader.read(
      some,
      of: block,
      from: source,
      mode: ReadMode(isStored: plan.place != nil || refusesRow, refusesRow: refusesRow),
      rejects: &collector,
      personal: &personal
    )
    guard plan.place != nil || refusesRow else { return }
    let own = (reader as? TextFieldReader)
    for (position, row) in slow.enumerated() {
      column.set(offset + row, from: read, at: position) { code in
        guard let own, let texts = texts[index] else { return code }
        return texts.add(own.dictionary.utf8(of: code).span) { _ in false }
      }
    }
  }

  func dropUndated(_ happened: Int, at start: Int) {
    let place = plan.columns[happened]?.place
    let refused = collector.refusedRecords
    var kept = BlockRows()
    var isComplete = true
    for row in 0..<rows.count {
      let hasDate =
        (place.map { columns[$0].valid[start + row] } ?? scratch[happened]?.valid[row]) == 1
      if hasDate {
        if !isComplete {
          if let place { columns[place].move(start + row, to: start + kept.count) }
          kept.records.append(rows.records[row])
          kept.firstFields.append(rows.firstFields[row])
        }
        continue
      }
      if isComplete {
        isComplete = false
        kept.records = Array(rows.records[..<row])
        kept.firstFields = Array(rows.firstFields[..<row])
      }
      let record = rows.records[row]
      if !refused.contains(record) {
        collector.addUndated(record, block, plan.resource.fields[happened], order: happened)
      }
    }
    if !isComplete { rows = kept }
  }

  /// Finds the subject of every row and leaves out those without one.
  func join(at start: Int) {
    switch plan.use {
    case .subjects(let keyField): keepKeys(keyField)
    case .ranged(let table, let keyField, _, _):
      slow.removeAll(keepingCapacity: true)
      guard let source = stream.columns[keyField] else { return }
      findSubjects(table, source, at: start)
      if !slow.isEmpty { resolveSlowly(at: start) }
      if let ownKey = plan.ownKey, let source = stream.columns[ownKey] { hashKeys(source) }
    }
  }

  func resolveSlowly(at start: Int) {
    var lost: Set<Int> = []
    for row in slow {
      var one = BlockRows()
      one.records = [rows.records[row]]
      one.firstFields = [rows.firstFields[row]]
      let found = rowFilter.join(&one, of: block, stream, rejects: &collector).ordinals
      if let ordinal = found.first { subjects[start + row] = ordinal } else { lost.insert(row) }
    }
    guard !lost.isEmpty else { return }
    let place = plan.happened.flatMap { plan.columns[$0]?.place }
    var kept = BlockRows()
    for row in 0..<rows.count where !lost.contains(row) {
      subjects[start + kept.count] = subjects[start + row]
      if let place { columns[place].move(start + row, to: start + kept.count) }
      kept.records.append(rows.records[row])
      kept.firstFields.append(rows.firstFields[row])
    }
    rows = kept
  }

  func keepKeys(_ keyField: Int) {
    guard let source = stream.columns[keyField] else { return }
    if result.table == nil {
      result.table = ChunkTable(columns: [], count: 0, keys: [], keyEnds: [], lines: [])
    }
    for row in 0..<rows.count {
      let range = block.range(at: rows.firstFields[row] + source)
      result.table?.keys.append(contentsOf: block.bytes[range])
      let end = result.table?.keys.count ?? 0
      result.table?.keyEnds.append(end)
      result.table?.lines.append(UInt32(truncatingIfNeeded: block.line(of: rows.records[row])))
    }
  }

  func log() {
    for reject in collector.takeSorted() {
      if reject.isWholeRow, result.rowExample == nil { result.rowExample = reject }
      if let column = reject.column, result.examples[column] == nil {
        result.examples[column] = reject
      }
      result.rejects.append(reject)
    }
  }
}
