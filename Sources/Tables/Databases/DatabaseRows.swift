/// The rows of a statement as CSV bytes, fetched when they are asked for.
final class DatabaseRows: ByteInput {
  /// Appends the next row; false when there is none left.
  typealias Fetch = (inout [UInt8]) throws(TableError) -> Bool

  private let fetch: Fetch
  /// Rows that are ready and not yet handed out, from `start` on.
  private var ready: [UInt8] = []
  private var start = 0
  private var hasEnded = false
  private(set) var position = 0

  /// Rows as `fetch` gives them; it is not called again after the last.
  init(_ fetch: @escaping Fetch) { self.fetch = fetch }

  func read(into buffer: inout [UInt8], at offset: Int, limit: Int) throws(TableError) -> Int {
    if start == ready.count {
      ready.removeAll(keepingCapacity: true)
      start = 0
      while ready.count < limit, !hasEnded { hasEnded = try !fetch(&ready) }
    }
    let count = min(limit, ready.count - start)
    buffer.grow(to: offset + count)
    buffer.replaceSubrange(offset..<offset + count, with: ready[start..<start + count])
    start += count
    position += count
    return count
  }
}
