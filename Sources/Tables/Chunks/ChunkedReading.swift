import Dispatch
import Synchronization

/// Reads a whole table in chunks, on several threads.
struct ChunkedReading {
  private let plan: ChunkPlan
  private let dataset: Dataset
  private let joining: RowFilter.Joining
  private let threads: Int

  init(_ plan: ChunkPlan, of dataset: Dataset, joining: RowFilter.Joining, threads: Int) {
    self.plan = plan
    self.dataset = dataset
    self.joining = joining
    self.threads = threads
  }

  /// What all workers found together.
  struct Outcome: Sendable {
    var chunks: [ChunkResult]
    /// The texts of each field kept, and for each worker where its codes went.
    var dictionaries: [TextDictionary]
    var remaps: [[[Int32]?]]
    var files: [String]
    /// The line of each chunk's first byte, and the file it is of.
    var firstLines: [Int]
    var chunkFiles: [Int]
    var rejects: RejectLog
    var statistics: ReadStatistics
  }

  /// What one worker knows at its end.
  private struct WorkerEnd: Sendable {
    var number: Int
    var dictionaries: [TextDictionary]
    var tallies: [CellTally?]
    var codes: [[String]]
    var personal: PersonalGuard
  }

  /// The rows; nil where a file leaves the RFC, so that it needs the reader that knows all rules.
  ///
  /// - Throws: `TableError` when a file cannot be read, changes while it is, or has too many
  ///   rejects; when a column is personal.
  func run() throws(TableError) -> Outcome? {
    if dataset.refusesPersonal { try plan.personal.verifyHeaders() }
    let folder = try PackageFolder(dataset.package.folder)
    let stream = try RecordStream(plan.resource, in: folder)
    var files: [ChunkedFile] = []
    for (index, name) in stream.files.enumerated() {
      // A pipe is read once, by the reader that does so; what is missing is told by `open`.
      if let status = FileSystem.status(folder.join(name)), !status.isRegular { return nil }
      try stream.open(index)
      guard let file = try begin(folder.join(name), name) else { return nil }
      files.append(file)
    }
    let bytes = files.reduce(0) { $0 + $1.size }
    let step = dataset.progress.step("reading \(plan.resource.name)", .bytes, of: bytes)
    // The headers of files that are read at any place are read by now.
    step?.reach(files.reduce(0) { $0 + ($1.isStreamed ? 0 : $1.dataStart) })
    let queue = ChunkQueue(files, quote: plan.resource.dialect.quote, chunkBytes: chunkBytes)
    guard let (chunks, ends) = try readAll(queue, step), isChained(chunks, files) else {
      return nil
    }
    let results = chunks.map(\.result)
    if !plan.ownKey.isEmpty,
      !KeyHashes.allDiffer(results.compactMap(\.keys), threads: threads)
    {
      return nil
    }
    let plain = files.reduce(0) { $0 + ($1.isStreamed ? 0 : $1.size) }
    return try outcome(chunks, ends, files, plain + queue.streamedBytes)
  }

  /// A chunk that was read, its place in the table and the file it is of.
  private struct ReadChunk: Sendable {
    var number: Int
    var file: Int
    var result: ChunkResult
  }

  /// The bytes of a piece of a file: large, so that a range has many rows of each, and yet several
  /// for every thread.
  private func chunkBytes(of file: ChunkedFile) -> Int {
    if let bytes = dataset.chunkBytes { return max(1, bytes) }
    // A stream's pieces are held in memory.
    return min(max(file.size / (threads * 4), 1 << 18), file.isStreamed ? 1 << 22 : 1 << 23)
  }

  /// Where a file's records begin; nil where the header leaves the RFC.
  private func begin(_ path: String, _ name: String) throws(TableError) -> ChunkedFile? {
    let isStreamed =
      plan.resource.encoding != .utf8 || name.lowercased().hasSuffix(".gz") || dataset.streamsFiles
    var bytes: [UInt8] = []
    var end = 0
    let isWhole: Bool
    let size: Int
    let identity: FileSystem.Identity
    if isStreamed {
      let source = try ByteSource(
        path: path,
        displayName: name,
        encoding: plan.resource.encoding
      )
      guard let first = source.identity else { return nil }
      (size, identity) = (first.size, first)
      while end < ChunkedReading.headBytes {
        let count = try source.read(into: &bytes, at: end, limit: ChunkedReading.headBytes)
        if count == 0 { break }
        end += count
      }
      isWhole = end < ChunkedReading.headBytes
      bytes.grow(to: end + ChunkScanner.padding)
    } else {
      let input = try RandomInput(path, displayName: name)
      (size, identity) = (input.size, input.first)
      end = try input.read(
        into: &bytes,
        at: 0,
        from: 0,
        count: min(size, ChunkedReading.headBytes)
      )
      isWhole = end == size
    }
    // `ByteSource` leaves a mark out.
    let mark = !isStreamed && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let scanner = ChunkScanner(plan.resource.dialect, file: name) else { return nil }
    var cursor = ChunkScanner.Cursor(position: mark)
    var block = RecordBlock()
    let outcome = scanner.scan(
      &bytes,
      end: end,
      stop: end,
      isFinal: isWhole,
      limit: 1,
      width: 4096,
      cursor: &cursor,
      block: &block.records
    )
    guard outcome == .done, block.count == 1 else { return nil }
    return ChunkedFile(
      path: path,
      name: name,
      dataStart: cursor.position,
      line: cursor.line + 1,
      size: size,
      identity: identity,
      isStreamed: isStreamed
    )
  }

  /// What is read of a file to find the end of its header.
  private static let headBytes = 1 << 16

  private func readAll(
    _ queue: ChunkQueue,
    _ step: RunProgress.Step?
  ) throws(TableError) -> ([ReadChunk], [WorkerEnd])? {
    let isStopped = Atomic<Bool>(false)
    let found = Mutex<(chunks: [ReadChunk], ends: [WorkerEnd], failure: (Int, TableError)?)>(
      ([], [], nil)
    )
    let kept = KeptRejects(limit: RejectLog().limit)
    @Sendable func work(_ number: Int) {
      var current = 0
      do throws(TableError) {
        guard
          let worker = try ChunkWorker(plan, number: number, of: dataset, joining: joining)
        else { return isStopped.store(true, ordering: .relaxed) }
        var mine: [ReadChunk] = []
        while !isStopped.load(ordering: .relaxed), let work = try queue.next(&current) {
          guard var result = try worker.read(work, of: queue.files) else {
            isStopped.store(true, ordering: .relaxed)
            break
          }
          if !kept.mayKeep(result.rejects.kept.count, of: current) { result.rejects.dropKept() }
          mine.append(ReadChunk(number: current, file: work.file, result: result))
          step?.advance(by: work.bytes)
        }
        let end = WorkerEnd(
          number: number,
          dictionaries: worker.dictionaries,
          tallies: worker.tallies,
          codes: worker.codes,
          personal: worker.personal
        )
        found.withLock {
          $0.chunks += mine
          $0.ends.append(end)
        }
      } catch {
        isStopped.store(true, ordering: .relaxed)
        found.withLock { state in
          // The first in the order of the file, as one thread would have found it.
          if state.failure.map({ current < $0.0 }) ?? true { state.failure = (current, error) }
        }
      }
    }
    let workers = min(threads, queue.chunkCount)
    if workers <= 1 {
      work(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { work($0) }
    }
    let state = found.withLock { $0 }
    if let failure = state.failure { throw failure.1 }
    if isStopped.load(ordering: .relaxed) || queue.isIrregular { return nil }
    return (
      state.chunks.sorted { $0.number < $1.number }, state.ends.sorted { $0.number < $1.number }
    )
  }

  /// Whether every chunk begins where the one before ends, so that the line end at which it began
  /// was none inside quotes, as was taken for granted: the first is right, and so by induction all.
  ///
  /// A piece of a stream begins and ends with records, or it was no text of the RFC.
  private func isChained(_ chunks: [ReadChunk], _ files: [ChunkedFile]) -> Bool {
    for (index, chunk) in chunks.enumerated() where !files[chunk.file].isStreamed {
      let isFirst = index == 0 || chunks[index - 1].file != chunk.file
      let expected = isFirst ? files[chunk.file].dataStart : chunks[index - 1].result.end
      // A chunk without a record of its own has nothing to say.
      if chunk.result.start != expected { return false }
    }
    return true
  }

  private func outcome(
    _ chunks: [ReadChunk],
    _ ends: [WorkerEnd],
    _ files: [ChunkedFile],
    _ bytes: Int
  ) throws(TableError) -> Outcome {
    var personal = plan.personal
    for end in ends { personal.merge(end.personal) }
    if dataset.refusesPersonal { try personal.verify() }
    var statistics = ReadStatistics()
    statistics.bytes = bytes
    var rejects = RejectLog()
    var firstLines: [Int] = []
    var line = 0
    var rowExample: Reject?
    var examples: [String: Reject] = [:]
    for (index, chunk) in chunks.enumerated() {
      let result = chunk.result
      if index == 0 || chunks[index - 1].file != chunk.file { line = files[chunk.file].line }
      firstLines.append(line)
      statistics.rows += result.rows
      statistics.rejectedRows += result.rejectedRows
      rejects.absorb(result.rejects, lines: line)
      rowExample = rowExample ?? result.rowExample?.moved(lines: line)
      for (column, reject) in result.examples where examples[column] == nil {
        examples[column] = reject.moved(lines: line)
      }
      line += result.lines
    }
    var count = RejectLog.TableCount()
    count.rows = statistics.rows
    count.rejectedRows = statistics.rejectedRows
    count.example = rowExample
    for (index, field) in plan.resource.fields.enumerated() where plan.columns[index] != nil {
      var own = RejectLog.FieldCount(column: field.header)
      for end in ends {
        guard let tally = end.tallies[index] else { continue }
        own.nonMissing += tally.nonMissing
        own.rejected += tally.rejected
        for (code, number) in zip(end.codes[index], tally.codes) where number > 0 {
          own.codes[code, default: 0] += number
        }
      }
      own.example = own.rejected > 0 ? examples[field.header] : nil
      count.fields.append(own)
    }
    rejects.tables[plan.resource.name] = count
    if rejects.counts.keys.contains(where: { $0.rule == Reject.Rule.encoding.rawValue }) {
      let likely = files.lazy.compactMap { likelyEncoding($0.path) }.first
      rejects.tables[plan.resource.name]?.likelyEncoding = likely
    }
    // Subjects may yet turn out to have keys for the other reader, which counts them too.
    if case .ranged = plan.use {
      try rejects.verify(plan.resource.name, limits: dataset.limits)
    }
    let (dictionaries, remaps) = merged(ends)
    return Outcome(
      chunks: chunks.map(\.result),
      dictionaries: dictionaries,
      remaps: remaps,
      files: files.map(\.name),
      firstLines: firstLines,
      chunkFiles: chunks.map(\.file),
      rejects: rejects,
      statistics: statistics
    )
  }

  private func likelyEncoding(_ path: String) -> String? {
    guard let guess = try? EncodingGuess.of(path: path).encoding, guess != plan.resource.encoding
    else { return nil }
    return guess.name
  }

  /// One dictionary a field, and where each worker's codes went; nil where they stayed.
  private func merged(_ ends: [WorkerEnd]) -> ([TextDictionary], [[[Int32]?]]) {
    var dictionaries = ends.first?.dictionaries ?? plan.wanted.map { _ in TextDictionary() }
    var remaps: [[[Int32]?]] = []
    for (index, end) in ends.enumerated() {
      remaps.append(
        plan.wanted.indices.map { field in
          guard index > 0, plan.resource.fields[plan.wanted[field]].type == .text else {
            return nil
          }
          let own = end.dictionaries[field]
          return (0..<own.count).map { dictionaries[field].intern(own.utf8(of: Int32($0)).span) }
        }
      )
    }
    // Workers are numbered from 0 and each says where it ended, so places are numbers.
    return (dictionaries, remaps)
  }
}

extension RejectLog {
  /// Adds what a chunk that begins behind `lines` line ends logged.
  mutating func absorb(_ other: RejectLog, lines: Int) {
    for (key, count) in other.counts { add(count, of: key) }
    for reject in other.kept where kept.count < limit { keep(reject.moved(lines: lines)) }
  }
}

extension Reject {
  /// The same, so many lines further down.
  func moved(lines: Int) -> Reject {
    var moved = self
    moved.location.line = location.line.map { $0 + lines }
    return moved
  }
}
