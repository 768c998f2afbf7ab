import Foundation
import Synchronization
import Tables
import TestSupport
import Testing

/// A file that somebody writes to while it is read stops the run: what was read is of no one day.
@Suite struct ChangingFileTests {
  enum Change: String, CaseIterable, Sendable { case cut, grown, replaced, rewritten }

  private static let rows = (0..<60_000).map { "p\($0),\($0)\n" }.joined()
  private static let text = "project_id,size\n" + rows

  private static func change(_ path: String, _ change: Change) throws {
    let url = URL(fileURLWithPath: path)
    switch change {
    case .cut:
      // At the end of a record, so that nothing but its absence shows.
      let half = text.utf8.count / 2
      let end = text.utf8.dropFirst(half).firstIndex(of: 10) ?? text.endIndex
      let size = text.utf8.distance(from: text.startIndex, to: end) + 1
      try FileHandle(forWritingTo: url).truncate(atOffset: UInt64(size))
    case .grown:
      let handle = try FileHandle(forWritingTo: url)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("q,1\n".utf8))
    case .replaced:
      // Another file of the same size takes its name.
      try Data(text.utf8).write(to: url, options: .atomic)
    case .rewritten:
      let handle = try FileHandle(forUpdating: url)
      try handle.seek(toOffset: UInt64(text.utf8.count - 2))
      try handle.write(contentsOf: Data("9".utf8))
    }
  }

  /// The error that a change makes as soon as `isDue` says so of how far reading has come.
  private func error(
    _ change: Change,
    isInChunks: Bool,
    name: String = "projects.csv",
    when isDue: @escaping @Sendable (RunProgress.State) -> Bool
  ) throws -> (error: TableError?, isChanged: Bool) {
    let small = try SmallDataset([
      "datapackage.yaml": SmallDataset.descriptor(["{name: size, type: integer}"])
        .replacing("projects.csv", with: name)
    ])
    let path = small.folder.path(name)
    let file = try AtomicFile(path: path)
    try file.write(Array(Self.text.utf8))
    try file.commit()
    // Long ago, so that a clock with coarse ticks tells the change.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)],
      ofItemAtPath: path
    )
    let isChanged = Mutex(false)
    var dataset = try small.dataset
    dataset.chunkBytes = 1 << 16
    dataset.readsInChunks = isInChunks
    dataset.progress = RunProgress { state in
      isChanged.withLock { isChanged in
        guard !isChanged, isDue(state) else { return }
        isChanged = (try? Self.change(path, change)) != nil
      }
    }
    var rejects = RejectLog()
    do throws(TableError) {
      _ = try dataset.subjects(threads: 2, rejects: &rejects)
      return (nil, isChanged.withLock { $0 })
    } catch {
      return (error, isChanged.withLock { $0 })
    }
  }

  private static let changed = TableError(
    .input(.changed),
    at: SourceLocation(file: "projects.csv")
  )

  @Test(arguments: Change.allCases)
  func `a file that changes between two chunks`(_ change: Change) throws {
    let found = try error(change, isInChunks: true) { state in
      state.done > (state.total ?? 0) / 4
    }
    // A worker goes on with the file it has opened when another takes its name.
    #expect(found.isChanged)
    if change == .replaced, found.error == nil { return }
    #expect(found.error == Self.changed)
  }

  @Test(arguments: Change.allCases)
  func `a file that changes after it was cut into chunks and before they are read`(
    _ change: Change
  ) throws {
    // Told after the cutting, before the workers open the file.
    let found = try error(change, isInChunks: true) { $0.done > 0 }
    #expect(found.isChanged)
    #expect(found.error == Self.changed)
  }

  @Test(arguments: [Change.cut, .grown, .rewritten])
  func `a file that changes under the reader that knows all rules`(_ change: Change) throws {
    let found = try error(change, isInChunks: false) { $0.done > 0 }
    #expect(found.isChanged)
    #expect(found.error == Self.changed)
  }

  @Test func `a compressed file that is still written`() throws {
    let found = try error(.cut, isInChunks: false, name: "projects.csv.gz") { $0.done > 0 }
    #expect(found.isChanged)
    #expect(found.error?.problem == .input(.changed))
  }

  @Test func `a changed file is to be read again, which is no fault of its content`() {
    #expect(Self.changed.diagnostic.kind == .temporary)
  }
}
