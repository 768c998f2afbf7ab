/// What became of one chunk.
struct ChunkResult: Sendable {
  /// Where its first record begins, and where the record behind its last one does.
  var start: Int
  var end: Int
  /// The line ends in it.
  var lines = 0
  var rows = 0
  var rejectedRows = 0
  /// Which worker read it, whose dictionaries its codes belong to.
  var worker: Int
  var segment: RowSegment?
  /// The hashes of its rows' own keys, where they have one.
  var keys: KeyBuckets?
  var table: ChunkTable?
  /// Its rejects; lines count from the chunk's start.
  var rejects: RejectLog
  var rowExample: Reject?
  var examples: [String: Reject] = [:]
}

/// The rows of a chunk of the subjects' own table.
struct ChunkTable: Sendable {
  var columns: [ChunkColumn]
  var count: Int
  /// The keys, end to end, and where each ends.
  var keys: [UInt8]
  var keyEnds: [Int]
  /// The line of each row, from the chunk's start.
  var lines: [UInt32]
}

/// Reads chunks, one after the other; each thread has one.
final class ChunkWorker {
  private let plan: ChunkPlan
  private let number: Int
  private let stream: RecordStream
  private let readers: [(any FieldReader)?]
  private let rowFilter: RowFilter
  private(set) var personal: PersonalGuard
  private let texts: [QuickTexts?]
  private let suspicious: [[Bool]]
  private let scanner: ChunkScanner
  private var openFile = -1
  private var input: RandomInput?

  private var block = RecordBlock()
  private var rows = BlockRows()
  private var collector: RejectCollector
  private var columns: [ChunkColumn]
  private var scratch: [ChunkColumn?]
  private var subjects: [Int32] = []
  private var slow: [Int] = []
  private var rowCount = 0
  private var hashes = KeyHashes()
  private let ownKeyMissing: MissingTexts
  /// Whether a row's own key needs the reader that knows all rules.
  private var hasOddKey = false
  private var result: ChunkResult

  /// The records of a block.
  private static let blockRows = 2048

  init?(
    _ plan: ChunkPlan,
    number: Int,
    of dataset: Dataset,
    joining: RowFilter.Joining
  ) throws(TableError) {
    self.plan = plan
    self.number = number
    let folder = try PackageFolder(dataset.package.folder)
    stream = try RecordStream(plan.resource, in: folder)
    readers = try FieldReaders.all(
      of: plan.resource,
      in: dataset.package,
      tokenKey: dataset.tokenKey
    )
    guard let scanner = ChunkScanner(plan.resource.dialect, file: plan.resource.name) else {
      return nil
    }
    self.scanner = scanner
    // Own keys are compared when all chunks are read.
    var keyless = plan.resource
    keyless.primaryKey = []
    rowFilter = RowFilter(keyless, joining: joining)
    let personal = PersonalGuard(plan.resource)
    self.personal = personal
    collector = RejectCollector(resource: plan.resource.name)
    let ownKey = plan.ownKey.map { plan.resource.missingValues(of: plan.resource.fields[$0]) }
    ownKeyMissing = MissingTexts(ownKey ?? [], trimmed: true)
    texts = plan.columns.enumerated().map { index, column in
      guard let column, plan.resource.fields[index].type == .text else { return nil }
      return column.place != nil || column.needsCodes ? QuickTexts() : nil
    }
    suspicious = plan.resource.fields.indices.map { field in
      ChunkWorker.suspiciousBytes(personal, field)
    }
    columns = plan.wanted.map { ChunkColumn(plan.resource.fields[$0].type) }
    scratch = plan.resource.fields.map { ChunkColumn($0.type) }
    result = ChunkResult(start: 0, end: 0, worker: number, rejects: RejectLog())
  }

  /// First bytes of texts that may be personal, or are no text.
  private static func suspiciousBytes(_ personal: PersonalGuard, _ field: Int) -> [Bool] {
    (0..<256).map { byte in
      guard personal.watches(field) else { return false }
      switch byte {
      case 0x30...0x39, 0x2B, 0x28, 0x27, 0xEF: return true
      case 0x41...0x5A, 0xE3...0xE9: return personal.findsNames(field)
      default: return false
      }
    }
  }

  /// The texts of each field kept, and what was read of every field.
  var dictionaries: [TextDictionary] {
    plan.wanted.map { texts[$0]?.dictionary ?? TextDictionary() }
  }

  var tallies: [CellTally?] { readers.map { $0?.tally } }
  var codes: [[String]] { readers.map { $0?.codes ?? [] } }
  var undeclared: [String] { stream.undeclared }

  /// Reads the records that begin in a chunk; nil where the text leaves the RFC.
  func read(_ chunk: FileChunk) throws(TableError) -> ChunkResult? {
    if openFile != chunk.file {
      try stream.open(chunk.file)
      let input = try RandomInput(chunk.path, displayName: chunk.name)
      self.input = input
      openFile = chunk.file
    }
    guard let input else { return nil }
    collector.file = chunk.name
    result = ChunkResult(
      start: chunk.start,
      end: chunk.stop,
      worker: number,
      rejects: RejectLog()
    )
    rowCount = 0
    hashes.removeAll()
    hasOddKey = false
    // One byte more at the front says whether the first record begins right there.
    let origin = max(chunk.start - 1, chunk.dataStart)
    var end = try input.read(
      into: &block.bytes,
      from: origin,
      count: chunk.stop - origin + ChunkWorker.tail
    )
    var isFinal = origin + end >= chunk.fileSize
    var cursor = ChunkScanner.Cursor(position: 0)
    if chunk.start > chunk.dataStart {
      guard let first = scanner.firstRecord(block.bytes, end: end) else { return nil }
      cursor.position = first
    }
    result.start = origin + cursor.position
    let stop = chunk.stop - origin
    while cursor.position < stop {
      let before = cursor.position
      // Moved out for the call, so that bytes and records can be written at the same time.
      var bytes: [UInt8] = []
      swap(&bytes, &block.bytes)
      let outcome = scanner.scan(
        &bytes,
        end: end,
        stop: stop,
        isFinal: isFinal,
        limit: ChunkWorker.blockRows,
        width: stream.width,
        cursor: &cursor,
        block: &block.records
      )
      swap(&bytes, &block.bytes)
      guard outcome == .done else { return nil }
      if block.count > 0 { readBlock() }
      if cursor.position == before {
        if isFinal { break }
        // The last record goes on behind what was read.
        guard end - before < ChunkWorker.longestRecord else { return nil }
        let more = try input.read(
          into: &block.bytes,
          at: end,
          from: origin + end,
          count: max(ChunkWorker.tail, end - before)
        )
        if more == 0 { break }
        end += more
        isFinal = origin + end >= chunk.fileSize
      }
    }
    if isFinal, origin + cursor.position < chunk.fileSize, cursor.position < stop {
      // Only blank lines may be left.
      guard scanner.isBlank(block.bytes, from: cursor.position, to: end) else { return nil }
      cursor.position = end
    }
    result.end = origin + cursor.position
    result.lines = cursor.line
    try input.verifyUnchanged()
    if hasOddKey { return nil }
    finishChunk()
    return result
  }

  /// What is read beyond a chunk for its last record, and the longest that is read here.
  private static let tail = 1 << 14
  private static let longestRecord = 4 << 20

  private func finishChunk() {
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
  private func readBlock() {
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
  private func read(_ index: Int, at start: Int, refusesRow: Bool) {
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
  private func addEmpty(source: Int) {
    let bytes = rows.firstFields
    for row in bytes.indices {
      let bounds = block.records.bounds[bytes[row] + source]
      if bounds.range.isEmpty, !bounds.isQuoted || !slow.contains(row) { slow.append(row) }
    }
    slow = Array(Set(slow)).sorted()
  }

  private func readSlowly(
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

  private func dropUndated(_ happened: Int, at start: Int) {
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
  private func join(at start: Int) {
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

  private func hashKeys(_ source: Int) {
    // The cells lie in the block, behind which there is padding.
    withCells(source) { cells in
      for row in 0..<cells.count {
        let range = cells.bounds(row).range
        let start = unsafe cells.bytes + range.lowerBound
        let text = unsafe Span(_unsafeStart: start, count: range.count)
        guard isUsualKey(text) else {
          hasOddKey = true
          return
        }
        unsafe hashes.add(start, range.count)
      }
    }
  }

  private func isUsualKey(_ text: Span<UInt8>) -> Bool {
    guard !text.isEmpty, !QuickColumn.mayBeBlank(text[0]),
      !QuickColumn.mayBeBlank(text[text.count - 1]),
      case .present = ownKeyMissing.match(0..<text.count, in: text)
    else { return false }
    return UTF8Validation.isValid(text)
  }

  private func resolveSlowly(at start: Int) {
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

  private func keepKeys(_ keyField: Int) {
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

  private func log() {
    for reject in collector.takeSorted() {
      if reject.isWholeRow, result.rowExample == nil { result.rowExample = reject }
      if let column = reject.column, result.examples[column] == nil {
        result.examples[column] = reject
      }
      result.rejects.append(reject)
    }
  }
}

extension ChunkWorker {
  /// Reads what is written the usual way; nil when the column has no usual way.
  private func kernel(
    _ index: Int,
    _ plan: ColumnPlan,
    _ source: Int,
    _ isWatched: Bool,
    _ column: inout ChunkColumn,
    at offset: Int
  ) -> Int? {
    guard let quick = plan.quick else { return nil }
    let texts = texts[index]
    let watcher = isWatched ? personal : nil
    var slow: [Int] = []
    swap(&slow, &self.slow)
    defer { swap(&slow, &self.slow) }
    // Held by address for the time of the call: the kernels write `rows.count` values from
    // `offset` on, for which there is room.
    return withCells(source) { cells in
      unsafe column.valid.withUnsafeMutableBufferPointer { valid -> Int? in
        guard let valid = unsafe valid.baseAddress.map({ unsafe $0 + offset }) else { return nil }
        switch quick {
        case .text:
          guard let texts else {
            return unsafe suspicious[index].withUnsafeBufferPointer { suspicious -> Int? in
              guard let table = suspicious.baseAddress else { return nil }
              return unsafe QuickColumn.skim(
                cells,
                suspicious: table,
                isTrimmed: plan.isTrimmed,
                slow: &slow
              )
            }
          }
          guard let reader = readers[index] as? TextFieldReader else { return nil }
          return unsafe column.narrow.withUnsafeMutableBufferPointer { values -> Int? in
            guard let values = values.baseAddress else { return nil }
            return unsafe QuickColumn.texts(
              cells,
              texts,
              isTrimmed: plan.isTrimmed,
              judge: { reader.isPlain($0, watcher) },
              into: values + offset,
              valid: valid,
              slow: &slow
            )
          }
        case .date:
          return unsafe column.narrow.withUnsafeMutableBufferPointer { values -> Int? in
            guard let values = values.baseAddress else { return nil }
            return unsafe QuickColumn.dates(
              cells,
              limits: plan.limits,
              into: values + offset,
              valid: valid,
              slow: &slow
            )
          }
        case .whole(let decimals, let power):
          return unsafe column.wide.withUnsafeMutableBufferPointer { values -> Int? in
            guard let values = values.baseAddress else { return nil }
            return unsafe QuickColumn.wholes(
              cells,
              decimals: decimals,
              power: power,
              limits: plan.limits,
              isWatched: isWatched,
              into: values + offset,
              valid: valid,
              slow: &slow
            )
          }
        case .number(let power):
          return unsafe column.wide.withUnsafeMutableBufferPointer { values -> Int? in
            guard let values = values.baseAddress else { return nil }
            return unsafe QuickColumn.numbers(
              cells,
              power: power,
              limits: plan.limits,
              isWatched: isWatched,
              into: values + offset,
              valid: valid,
              slow: &slow
            )
          }
        }
      }
    }
  }

  private func findSubjects(_ table: KeyTable, _ source: Int, at start: Int) {
    var slow: [Int] = []
    swap(&slow, &self.slow)
    defer { swap(&slow, &self.slow) }
    // As above: one subject a row.
    withCells(source) { cells in
      unsafe subjects.withUnsafeMutableBufferPointer { subjects in
        guard let subjects = subjects.baseAddress else { return }
        unsafe table.find(cells, into: subjects + start, slow: &slow)
      }
    }
  }

  private func withCells<Result>(
    _ source: Int,
    _ body: (QuickColumn.Cells) -> Result?
  ) -> Result? {
    // The block does not change during the call, and its bytes end in padding.
    unsafe block.bytes.withUnsafeBufferPointer { bytes in
      unsafe block.records.bounds.withUnsafeBufferPointer { bounds in
        unsafe rows.firstFields.withUnsafeBufferPointer { firstFields in
          guard let bytes = bytes.baseAddress, let bounds = bounds.baseAddress else {
            return nil
          }
          return body(
            unsafe QuickColumn.Cells(
              bytes: bytes,
              allBounds: bounds,
              firstFields: firstFields,
              source: source
            )
          )
        }
      }
    }
  }
}
