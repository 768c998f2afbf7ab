import Dispatch
import Synchronization

/// A piece of a file: the records that begin in it are one piece of work.
struct FileChunk: Sendable {
  /// The file, among those of the table.
  let file: Int
  let path: String
  let name: String
  let start: Int
  let stop: Int
  /// Where the first record behind the header begins, and the end of the file.
  let dataStart: Int
  let fileSize: Int
  /// What the file was when it was cut.
  let identity: FileSystem.Identity
}

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
    var lineOfData: [Int] = []
    var chunks: [FileChunk] = []
    var bytes = 0
    for (index, name) in stream.files.enumerated() {
      guard !name.lowercased().hasSuffix(".gz") else { return nil }
      try stream.open(index)
      guard let file = try begin(folder.join(name), name) else { return nil }
      bytes += file.size
      lineOfData.append(file.line)
      var start = file.dataStart
      let chunkBytes = chunkBytes(of: file.size)
      while start < file.size {
        let stop = min(file.size, start + chunkBytes)
        chunks.append(
          FileChunk(
            file: index,
            path: folder.join(name),
            name: name,
            start: start,
            stop: stop,
            dataStart: file.dataStart,
            fileSize: file.size,
            identity: file.identity
          )
        )
        start = stop
      }
    }
    let step = dataset.progress.step("reading \(plan.resource.name)", .bytes, of: bytes)
    // The headers are read by now.
    step?.reach(chunks.reduce(bytes) { $0 - ($1.stop - $1.start) })
    guard let (results, ends) = try readAll(chunks, step) else { return nil }
    guard isChained(results, chunks) else { return nil }
    if plan.ownKey != nil,
      !KeyHashes.allDiffer(results.compactMap(\.keys), threads: threads)
    {
      return nil
    }
    return try outcome(results, ends, chunks, stream.files, lineOfData, bytes)
  }

  /// The bytes of a piece of a file: large, so that a range has many rows of each, and yet several
  /// for every thread.
  private func chunkBytes(of size: Int) -> Int {
    if let bytes = dataset.chunkBytes { return max(1, bytes) }
    return min(max(size / (threads * 4), 1 << 18), 1 << 23)
  }

  /// Where a file's records begin, and on which line; nil where the header leaves the RFC.
  private func begin(
    _ path: String,
    _ name: String
  ) throws(TableError) -> (
    dataStart: Int, line: Int, size: Int, identity: FileSystem.Identity
  )? {
    let input = try RandomInput(path, displayName: name)
    var bytes: [UInt8] = []
    let end = try input.read(into: &bytes, from: 0, count: min(input.size, 1 << 16))
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let scanner = ChunkScanner(plan.resource.dialect, file: name) else { return nil }
    var cursor = ChunkScanner.Cursor(position: mark)
    var block = RecordBlock()
    let outcome = scanner.scan(
      &bytes,
      end: end,
      stop: end,
      isFinal: end == input.size,
      limit: 1,
      width: 4096,
      cursor: &cursor,
      block: &block.records
    )
    guard outcome == .done, block.count == 1 else { return nil }
    return (cursor.position, cursor.line + 1, input.size, input.first)
  }

  private func readAll(
    _ chunks: [FileChunk],
    _ step: RunProgress.Step?
  ) throws(TableError) -> ([ChunkResult], [WorkerEnd])? {
    let next = Atomic<Int>(0)
    let isStopped = Atomic<Bool>(false)
    let found = Mutex<
      (results: [(Int, ChunkResult)], ends: [WorkerEnd], failure: (Int, TableError)?)
    >(
      ([], [], nil)
    )
    let kept = KeptRejects(chunks: chunks.count, limit: RejectLog().limit)
    let workers = max(1, min(threads, chunks.count))
    @Sendable func work(_ number: Int) {
      var current = 0
      do throws(TableError) {
        guard
          let worker = try ChunkWorker(plan, number: number, of: dataset, joining: joining)
        else { return isStopped.store(true, ordering: .relaxed) }
        var mine: [(Int, ChunkResult)] = []
        while !isStopped.load(ordering: .relaxed) {
          current = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard current < chunks.count else { break }
          guard var result = try worker.read(chunks[current]) else {
            isStopped.store(true, ordering: .relaxed)
            break
          }
          if !kept.mayKeep(result.rejects.kept.count, of: current) { result.rejects.dropKept() }
          mine.append((current, result))
          step?.advance(by: chunks[current].stop - chunks[current].start)
        }
        let end = WorkerEnd(
          number: number,
          dictionaries: worker.dictionaries,
          tallies: worker.tallies,
          codes: worker.codes,
          personal: worker.personal
        )
        found.withLock {
          $0.results += mine
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
    if workers == 1 {
      work(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { work($0) }
    }
    let state = found.withLock { $0 }
    if let failure = state.failure { throw failure.1 }
    if isStopped.load(ordering: .relaxed) { return nil }
    return (
      state.results.sorted { $0.0 < $1.0 }.map(\.1), state.ends.sorted { $0.number < $1.number }
    )
  }

  /// Whether every chunk begins where the one before ends, so that the line end at which it began
  /// was none inside quotes, as was taken for granted: the first is right, and so by induction all.
  private func isChained(_ results: [ChunkResult], _ chunks: [FileChunk]) -> Bool {
    guard results.count == chunks.count else { return false }
    for index in results.indices {
      let isFirst = index == 0 || chunks[index - 1].file != chunks[index].file
      let expected = isFirst ? chunks[index].dataStart : results[index - 1].end
      // A chunk without a record of its own has nothing to say.
      if results[index].start != expected { return false }
    }
    return true
  }

  private func outcome(
    _ results: [ChunkResult],
    _ ends: [WorkerEnd],
    _ chunks: [FileChunk],
    _ files: [String],
    _ lineOfData: [Int],
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
    for (index, result) in results.enumerated() {
      if index == 0 || chunks[index - 1].file != chunks[index].file {
        line = lineOfData[chunks[index].file]
      }
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
      let folder = try PackageFolder(dataset.package.folder)
      let likely = files.lazy.compactMap { likelyEncoding(folder.join($0)) }.first
      rejects.tables[plan.resource.name]?.likelyEncoding = likely
    }
    // Subjects may yet turn out to have keys for the other reader, which counts them too.
    if case .ranged = plan.use {
      try rejects.verify(plan.resource.name, limits: dataset.limits)
    }
    let (dictionaries, remaps) = merged(ends)
    return Outcome(
      chunks: results,
      dictionaries: dictionaries,
      remaps: remaps,
      files: files,
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

/// Which chunks' rejects may still be among the first of the table, which alone are kept: others
/// are only counted, or the memory would grow with a file that is wrong throughout.
private final class KeptRejects: Sendable {
  private let limit: Int
  /// How many each chunk that was read keeps, and the first chunk behind which there are enough.
  private let state: Mutex<(counts: [Int], last: Int)>

  init(chunks: Int, limit: Int) {
    self.limit = limit
    state = Mutex(([Int](repeating: 0, count: chunks), chunks))
  }

  /// Notes that `chunk` keeps `count`; whether it needs to.
  ///
  /// The chunks before it are summed only as long as there are not enough, so fewer times than
  /// `limit`.
  func mayKeep(_ count: Int, of chunk: Int) -> Bool {
    guard count > 0 else { return true }
    return state.withLock { state in
      if chunk > state.last { return false }
      state.counts[chunk] = count
      var sum = 0
      for index in 0...chunk {
        sum += state.counts[index]
        if sum >= limit {
          state.last = index
          break
        }
      }
      return chunk <= state.last
    }
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
