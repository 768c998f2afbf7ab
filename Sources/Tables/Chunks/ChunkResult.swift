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
