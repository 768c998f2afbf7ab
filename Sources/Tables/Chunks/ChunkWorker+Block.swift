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
      if !plan.ownKey.isEmpty { result.keys = hashes.bucketed() }
    case .subjects:
      result.table?.columns = columns
      result.table?.count = rowCount
      // The next chunk begins anew: columns that are shared would be copied before they are written.
      columns = plan.wanted.map { ChunkColumn(plan.resource.fields[$0].type) }
    }
  }

  /// Reads the rows of the block and adds them to the chunk.
  func readBlock() {
    let records = isGrid ? grid.count : block.count
    if !isGrid {
      if block.isRegular(width: stream.width) {
        rows.setAll(count: block.count, width: stream.width)
      } else {
        rows = rowFilter.rows(of: block, stream, rejects: &collector)
      }
    }
    let start = rowCount
    let capacity = start + atHand
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
    result.rows += records
    result.rejectedRows += records - atHand
    rowCount = start + atHand
  }

  /// The number of rows at hand.
  var atHand: Int { isGrid ? grid.count : rows.count }

  /// Writes out the records of a grid, for the readers of single cells.
  func list() {
    guard !isListed else { return }
    grid.write(to: &block.records, of: block.bytes, scanner)
    rows.setAll(count: grid.count, width: stream.width)
    isListed = true
  }

  /// Takes rows out: `some` of those at hand stay.
  func keep(_ some: BlockRows) {
    rows = some
    isGrid = false
  }

  /// Finds where the cells of column `source` of the file stand.
  func locate(_ source: Int) {
    if isGrid {
      grid.write(column: source, of: block.bytes, scanner, to: &cells)
      return
    }
    cells.removeAll(keepingCapacity: true)
    for field in rows.firstFields { cells.append(block.records.bounds[field + source]) }
  }

  /// Reads one column of the rows to its place in the chunk, or to scratch when nobody asked.
  func read(_ index: Int, at start: Int, refusesRow: Bool) {
    guard let plan = plan.columns[index], let reader = readers[index],
      let source = stream.columns[index], atHand > 0
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
        own.grow(to: atHand)
        column = own
      }
      offset = 0
    }
    let isWatched = personal.watches(index)
    let present =
      isJoinedBy(index)
      ? atHand : kernel(index, plan, source, isWatched, &column, at: offset)
    if let present {
      reader.countRead(present)
      if isWatched { personal.countPlain(present, field: index) }
      if plan.isRequired, present + slow.count < atHand {
        locate(source)
        addEmpty()
      }
    } else {
      for row in 0..<atHand { slow.append(row) }
    }
    if !slow.isEmpty {
      readSlowly(index, reader, source, plan, &column, at: offset, refusesRow: refusesRow)
    }
    if let place = plan.place { swap(&column, &columns[place]) } else { scratch[index] = column }
  }

  /// Whether the cells of a field nobody asked for are known already, because each is the key of a
  /// subject, and none of the keys needs more than counting.
  private func isJoinedBy(_ field: Int) -> Bool {
    guard isJoined, case .ranged(let link, keyField: field, _, _) = plan.use,
      plan.resource.fields[field].type == .text, plan.columns[field]?.quick != nil
    else { return false }
    return plan.columns[field]?.place == nil && texts[field] == nil && link.index.arePlain
  }

  /// Adds the rows whose cell is empty to the slow ones, which refuse it.
  func addEmpty() {
    for row in cells.indices where cells[row].range.isEmpty { slow.append(row) }
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
    list()
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
    func hasDate(_ row: Int) -> Bool {
      (place.map { columns[$0].valid[start + row] } ?? scratch[happened]?.valid[row]) == 1
    }
    guard let first = firstUndated(place, happened, at: start) else { return }
    list()
    let refused = collector.refusedRecords
    var kept = BlockRows()
    kept.records = Array(rows.records[..<first])
    kept.firstFields = Array(rows.firstFields[..<first])
    for row in first..<rows.count {
      if hasDate(row) {
        if let place { columns[place].move(start + row, to: start + kept.count) }
        kept.records.append(rows.records[row])
        kept.firstFields.append(rows.firstFields[row])
        continue
      }
      let record = rows.records[row]
      if !refused.contains(record) {
        collector.addUndated(record, block, plan.resource.fields[happened], order: happened)
      }
    }
    keep(kept)
  }

  /// The first row at hand that does not say when it happened.
  private func firstUndated(_ place: Int?, _ happened: Int, at start: Int) -> Int? {
    guard atHand > 0 else { return nil }
    if let place {
      return columns[place].valid[start..<start + atHand].firstIndex(of: 0).map { $0 - start }
    }
    return scratch[happened]?.valid[..<atHand].firstIndex(of: 0)
  }

  /// Finds the subject of every row and leaves out those without one.
  func join(at start: Int) {
    switch plan.use {
    case .subjects(let keyField): keepKeys(keyField)
    case .ranged(let link, let keyField, _, _):
      slow.removeAll(keepingCapacity: true)
      guard let source = stream.columns[keyField] else { return }
      findSubjects(link, source, at: start)
      isJoined = slow.isEmpty
      if !slow.isEmpty { resolveSlowly(at: start) }
      if !plan.ownKey.isEmpty { hashKeys() }
    }
  }

  func resolveSlowly(at start: Int) {
    list()
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
    keep(kept)
  }

  func keepKeys(_ keyField: Int) {
    guard let source = stream.columns[keyField] else { return }
    if result.table == nil {
      result.table = ChunkTable(columns: [], count: 0, keys: [], keyEnds: [], lines: [])
    }
    locate(source)
    for cell in cells {
      let range = cell.range
      // A key that is missing, has blanks around it or is no text is for the other reader to say.
      if !isUsualKey(block.bytes.span.extracting(range), nil) { hasOddKey = true }
      result.table?.keys.append(contentsOf: block.bytes[range])
      let end = result.table?.keys.count ?? 0
      result.table?.keyEnds.append(end)
    }
    for row in 0..<atHand {
      let line = isGrid ? grid.line + row : block.line(of: rows.records[row])
      result.table?.lines.append(UInt32(truncatingIfNeeded: line))
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
