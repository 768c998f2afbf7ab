/// Reads chunks, one after the other; each thread has one.
final class ChunkWorker {
  let plan: ChunkPlan
  let number: Int
  let stream: RecordStream
  let readers: [(any FieldReader)?]
  let rowFilter: RowFilter
  var personal: PersonalGuard
  let texts: [QuickTexts?]
  let suspicious: [[Suspicion]]
  let scanner: ChunkScanner
  /// The file whose header says where the columns are, and the one that is open for reading.
  private var headerFile = -1
  private var openFile = -1
  private var input: RandomInput?
  /// What turns text into UTF-8; nil where it is.
  private let converter: Iconv?

  /// The bytes of the chunk, and the records at hand where they are no grid.
  var block = RecordBlock()
  /// The records at hand where they are a grid.
  var grid = FieldGrid()
  /// Whether the rows at hand are all records of the grid.
  var isGrid = false
  /// Whether `block` and `rows` hold the rows at hand; those of a grid are listed when asked for.
  var isListed = false
  /// Blocks of this chunk that were no grid.
  var irregularBlocks = 0
  /// The rows at hand, where they are listed.
  var rows = BlockRows()
  /// Where the cells of one column stand.
  var cells: [RecordBlock.Bounds] = []
  var collector: RejectCollector
  var columns: [ChunkColumn]
  var scratch: [ChunkColumn?]
  var subjects: [Int32] = []
  /// Whether every row at hand was found by its key as it is written.
  var isJoined = false
  var slow: [Int] = []
  var rowCount = 0
  var hashes = KeyHashes()
  /// The hash of each row's own key at hand, as far as its parts were read.
  var rowHashes: [UInt64] = []
  /// Texts of each part of the own key that say that it is missing.
  let ownKeyMissing: [MissingTexts]
  /// Whether a row's own key needs the reader that knows all rules.
  var hasOddKey = false
  var result: ChunkResult

  /// The records of a block.
  static let blockRows = 1024

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
    let encoding = plan.resource.encoding
    converter = encoding == .utf8 ? nil : Iconv(from: encoding)
    guard encoding == .utf8 || converter != nil else { return nil }
    // Own keys are compared when all chunks are read.
    var keyless = plan.resource
    keyless.primaryKey = []
    rowFilter = RowFilter(keyless, joining: joining)
    let personal = plan.personal
    self.personal = personal
    collector = RejectCollector(resource: plan.resource.name)
    ownKeyMissing = plan.ownKey.map {
      MissingTexts(plan.resource.missingValues(of: plan.resource.fields[$0]), trimmed: true)
    }
    texts = plan.columns.enumerated().map { index, column in
      guard let column, plan.resource.fields[index].type == .text else { return nil }
      return column.place != nil || column.needsCodes ? QuickTexts() : nil
    }
    suspicious = plan.resource.fields.indices.map { field in
      ChunkWorker.suspicions(personal, field)
    }
    columns = plan.wanted.map { ChunkColumn(plan.resource.fields[$0].type) }
    scratch = plan.resource.fields.map { ChunkColumn($0.type) }
    result = ChunkResult(start: 0, end: 0, worker: number, rejects: RejectLog())
  }

  /// What the first byte of a text says of it (`PersonalMatcher`).
  static func suspicions(_ personal: PersonalGuard, _ field: Int) -> [Suspicion] {
    (0..<256).map { byte in
      guard personal.watches(field) else { return .never }
      switch byte {
      case 0x30...0x39, 0x2B, 0x28, 0x27, 0xEF: return .always
      case 0x41...0x5A: return personal.findsNames(field) ? .withBlank : .never
      case 0xE3...0xE9: return personal.findsNames(field) ? .always : .never
      default: return .never
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

  /// Reads a piece of work of `files`; nil where the text leaves the RFC.
  func read(_ work: ChunkQueue.Work, of files: [ChunkedFile]) throws(TableError) -> ChunkResult? {
    let file = files[work.file]
    if headerFile != work.file {
      try stream.open(work.file)
      headerFile = work.file
    }
    collector.file = file.name
    switch work.content {
    case .chunk(let chunk):
      if openFile != work.file {
        input = try RandomInput(file.path, displayName: file.name, asBefore: file.identity)
        openFile = work.file
      }
      guard let input else { return nil }
      return try read(chunk, from: input)
    case .piece(let bytes, let isFirst):
      let text = converted(bytes, isFirst: isFirst)
      let start = isFirst ? file.dataStart : 0
      // Blank lines before the header may be a piece of their own.
      guard start <= text.count else { return nil }
      return try read(
        FileChunk(start: start, stop: text.count, dataStart: start, end: text.count),
        from: PieceText(bytes: text)
      )
    }
  }

  /// A piece of a file as UTF-8.
  private func converted(_ bytes: [UInt8], isFirst: Bool) -> [UInt8] {
    guard let converter else { return bytes }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 4)
    _ = converter.convert(bytes[...], isLast: true, appendingTo: &text)
    // As `ByteSource` leaves out the mark of an encoding such as GB18030.
    if isFirst, text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeSubrange(..<3) }
    return text
  }

  /// Reads the records that begin in a chunk; nil where the text leaves the RFC.
  private func read(
    _ chunk: FileChunk,
    from input: some ChunkInput
  ) throws(TableError) -> ChunkResult? {
    result = ChunkResult(
      start: chunk.start,
      end: chunk.stop,
      worker: number,
      rejects: RejectLog()
    )
    rowCount = 0
    hashes.removeAll()
    hasOddKey = false
    irregularBlocks = 0
    // One byte more at the front says whether the first record begins right there.
    var origin = max(chunk.start - 1, chunk.dataStart)
    var cursor = ChunkScanner.Cursor(position: 0)
    var stop = min(chunk.stop, chunk.start + ChunkWorker.pieceBytes)
    var isFirst = true
    while true {
      let end = try input.read(
        into: &block.bytes,
        at: 0,
        from: origin,
        count: stop - origin + ChunkWorker.tail
      )
      if isFirst {
        isFirst = false
        if chunk.start > chunk.dataStart {
          guard let first = scanner.firstRecord(block.bytes, end: end) else { return nil }
          cursor.position = first
        }
        result.start = origin + cursor.position
      }
      guard try readPiece(chunk, input, from: origin, end: end, stop: stop - origin, &cursor)
      else { return nil }
      let position = origin + cursor.position
      if position < stop || position >= chunk.stop { break }
      origin = position
      cursor.position = 0
      stop = min(chunk.stop, origin + ChunkWorker.pieceBytes)
    }
    result.end = origin + cursor.position
    result.lines = cursor.line
    try input.verifyUnchanged()
    if hasOddKey { return nil }
    finishChunk()
    return result
  }

  /// Reads the records that begin before `stop` of what was read from `origin` of the file; false
  /// where the text leaves the RFC.
  private func readPiece(
    _ chunk: FileChunk,
    _ input: some ChunkInput,
    from origin: Int,
    end: Int,
    stop: Int,
    _ cursor: inout ChunkScanner.Cursor
  ) throws(TableError) -> Bool {
    var end = end
    var isFinal = origin + end >= chunk.end
    while cursor.position < stop {
      let before = cursor.position
      if takeGrid(end: end, stop: stop, &cursor) { continue }
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
      guard outcome == .done else { return false }
      if block.count > 0 {
        isGrid = false
        isListed = true
        readBlock()
      }
      if cursor.position == before {
        if isFinal { break }
        // The last record goes on behind what was read.
        guard end - before < ChunkWorker.longestRecord else { return false }
        let more = try input.read(
          into: &block.bytes,
          at: end,
          from: origin + end,
          count: max(ChunkWorker.tail, end - before)
        )
        if more == 0 { break }
        end += more
        isFinal = origin + end >= chunk.end
      }
    }
    if isFinal, origin + cursor.position < chunk.end, cursor.position < stop {
      // Only blank lines may be left.
      guard scanner.isBlank(block.bytes, from: cursor.position, to: end) else { return false }
      cursor.position = end
    }
    return true
  }

  /// Reads the next records if they are a grid.
  private func takeGrid(end: Int, stop: Int, _ cursor: inout ChunkScanner.Cursor) -> Bool {
    guard irregularBlocks < ChunkWorker.mostIrregular else { return false }
    isGrid = grid.scan(
      block.bytes,
      scanner,
      end: end,
      stop: stop,
      limit: ChunkWorker.blockRows,
      width: stream.width,
      cursor: &cursor
    )
    guard isGrid else {
      irregularBlocks += 1
      return false
    }
    isListed = false
    readBlock()
    return true
  }

  /// After so many blocks that are none, a chunk is no longer looked at as a grid.
  private static let mostIrregular = 4

  /// What is read of a chunk at a time, so that it stays in a processor's own cache.
  static let pieceBytes = 1 << 18

  /// What is read beyond a piece for its last record, and the longest that is read here.
  static let tail = 1 << 14
  static let longestRecord = 4 << 20
}
