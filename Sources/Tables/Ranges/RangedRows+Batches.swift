extension RangedRows {
  /// Rows that are in memory already.
  ///
  /// - Parameters:
  ///   - batches: The rows, in the order of the files; each belongs to a subject.
  ///   - fields: What the columns are.
  ///   - rangeSize: The subjects of one range, at most 65,536.
  ///   - subjectCount: The number of all subjects.
  ///   - dictionaries: The texts of each field, as `fields`.
  ///   - files: The files they came from.
  ///   - rejects: What was not taken.
  ///   - statistics: What was read.
  package convenience init(
    _ batches: [Batch],
    fields: [Field],
    rangeSize: Int,
    subjectCount: Int,
    dictionaries: [TextDictionary],
    files: [String],
    rejects: RejectLog,
    statistics: ReadStatistics
  ) {
    let rangeCount = (subjectCount + rangeSize - 1) / rangeSize
    self.init(
      fields: fields,
      rangeSize: rangeSize,
      subjectCount: subjectCount,
      segments: batches.map { RowSegment($0, rangeSize: rangeSize, rangeCount: rangeCount) },
      dictionaries: dictionaries,
      files: files,
      rejects: rejects,
      statistics: statistics
    )
  }
}
