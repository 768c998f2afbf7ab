import Synchronization
import Tables
import TestSupport
import Testing

@Suite struct ReadingProgressTests {
  /// Everything that was told.
  private final class Listener: Sendable {
    private let told = Mutex<[RunProgress.State]>([])
    var states: [RunProgress.State] { told.withLock { $0 } }
    var progress: RunProgress {
      RunProgress { state in self.told.withLock { $0.append(state) } }
    }
  }

  private func read(_ small: SmallDataset, isInChunks: Bool = true) throws -> [RunProgress.State] {
    let listener = Listener()
    var dataset = try small.dataset
    dataset.progress = listener.progress
    dataset.chunkBytes = 1 << 15
    dataset.readsInChunks = isInChunks
    var rejects = RejectLog()
    _ = try dataset.subjects(rejects: &rejects)
    return listener.states
  }

  private static let rows = (0..<30_000).map { "p\($0),\($0)" }.joined(separator: "\n") + "\n"
  private static let header = "project_id,size\n"

  @Test(arguments: [true, false])
  func readingGoesFromNothingToTheSizeOfAllFiles(isInChunks: Bool) throws {
    let text = Self.header + Self.rows
    let small = try SmallDataset([
      "datapackage.yaml": SmallDataset.descriptor(["{name: size, type: integer}"])
        .replacing("projects.csv", with: "[a.csv, b.csv]"),
      "a.csv": text, "b.csv": Self.header + "q,1\n",
    ])
    let states = try read(small, isInChunks: isInChunks)
    let size = text.utf8.count + 20
    #expect(states.first == .init(title: "reading projects", unit: .bytes, done: 0, total: size))
    #expect(states.last == .init(title: "reading projects", unit: .bytes, done: size, total: size))
    #expect(states.map(\.done) == states.map(\.done).sorted())
    #expect(Set(states.map(\.done)).count > 5)
  }

  @Test func compressedFilesCountAsTheyStandOnDisk() throws {
    let small = try SmallDataset([
      "datapackage.yaml": SmallDataset.descriptor(["{name: size, type: integer}"])
        .replacing("projects.csv", with: "projects.csv.gz")
    ])
    let file = try AtomicFile(path: small.folder.path("projects.csv.gz"))
    try file.write(Array((Self.header + Self.rows).utf8))
    try file.commit()
    let states = try read(small)
    let last = try #require(states.last)
    #expect(last.done == last.total)
    #expect(last.done < Self.rows.utf8.count / 2)
  }

  @Test func nobodyListeningMeansNoSteps() {
    #expect(RunProgress.none.step("reading", .bytes, of: Int?.none) == nil)
  }
}
