/// Streams a table as typed blocks, in one pass.
///
/// Text dictionaries grow while reading; rejects are collected; the limits are verified at the end
/// of the table.
public final class TableReader {
  /// The resource that is read.
  public let resource: Resource
  /// The fields asked for, in the order asked.
  public let fields: [Field]
  /// The files, as positions refer to them.
  public var files: [String] { stream.files }
  /// What was not taken so far; the counts of the table are complete at its end.
  public private(set) var rejects: RejectLog
  /// What was read so far.
  public private(set) var statistics = ReadStatistics()
  /// Headers in the files that no field declares; known once the first batch is read.
  public var undeclaredColumns: [String] { stream.undeclared }

  /// The columns that are personal or seem to be, as far as the rows so far show.
  public var personalFindings: [PersonalFinding] { personal.findings }

  private let folder: PackageFolder
  private let stream: RecordStream
  private let progress: RunProgress.Step?
  private let limits: RejectLimits
  /// A reader for each field of the resource; nil for those that are dropped.
  private let readers: [(any FieldReader)?]
  /// For each field asked for, its index in the resource.
  private let wanted: [Int]
  private let isWanted: [Bool]
  private let happened: Int?
  private let rowFilter: RowFilter
  private var block = RecordBlock()
  private var personal: PersonalGuard
  private let refusesPersonal: Bool
  private var collector: RejectCollector
  private var examples: [String: Reject] = [:]
  private var rowExample: Reject?
  private var hasEnded = false

  /// A reader of `names`, which are fields of `resource`.
  init(
    _ resource: Resource,
    fields names: [String],
    of dataset: Dataset,
    joining: RowFilter.Joining,
    rejects: RejectLog
  ) throws(TableError) {
    self.resource = resource
    folder = try PackageFolder(dataset.package.folder)
    let stream = try RecordStream(resource, in: folder)
    self.stream = stream
    progress = dataset.progress.step("reading \(resource.name)", .bytes, of: stream.size)
    limits = dataset.limits
    self.rejects = rejects
    collector = RejectCollector(resource: resource.name)
    rowFilter = RowFilter(resource, joining: joining)
    wanted = try TableReader.indexes(of: names, in: resource)
    fields = wanted.map { resource.fields[$0] }
    var isWanted = [Bool](repeating: false, count: resource.fields.count)
    for index in wanted { isWanted[index] = true }
    self.isWanted = isWanted
    let rowDate = resource.happened ?? resource.version
    happened = rowDate.flatMap { resource.index(of: $0) }
    readers = try FieldReaders.all(
      of: resource,
      in: dataset.package,
      tokenKey: dataset.tokenKey
    )
    personal = PersonalGuard(resource)
    refusesPersonal = dataset.refusesPersonal
    if refusesPersonal { try personal.verifyHeaders() }
    if dataset.tokenKey == nil, let field = fields.first(where: { $0.personal == .token }) {
      throw TableError(
        .personal(.noKey(resource: resource.name, column: field.header)),
        at: field.location
      )
    }
  }

  static func indexes(
    of names: [String],
    in resource: Resource
  ) throws(TableError) -> [Int] {
    var places: [String: Int] = [:]
    for (index, field) in resource.fields.enumerated() { places[field.name] = index }
    var result: [Int] = []
    for name in names {
      guard let index = places[name] else {
        let nearest = NearestName.of(name, among: resource.fields.map(\.name))
        throw TableError(
          .reading(.unknownField(name, resource: resource.name, nearest: nearest)),
          at: resource.location
        )
      }
      if resource.fields[index].personal == .drop {
        throw TableError(
          .reading(.droppedField(name, resource: resource.name)),
          at: resource.fields[index].location
        )
      }
      result.append(index)
    }
    return result
  }

  /// The texts of each field, as `fields`; empty where a field is not text.
  ///
  /// A dictionary may hold texts that stand in no row that was taken. Do not keep a copy while
  /// reading: the next block would have to copy it.
  public var dictionaries: [TextDictionary] {
    fields.indices.map { dictionary(ofField: $0) }
  }

  /// The texts of field `field`, an index into `fields`.
  public func dictionary(ofField field: Int) -> TextDictionary {
    (readers[wanted[field]] as? TextFieldReader)?.dictionary ?? TextDictionary()
  }

  /// Gives a text a code in the dictionary of a field, so that a literal is compared by code.
  ///
  /// Best before reading. `field` is an index into `fields`; where it is not text the code is -1.
  public func intern(_ text: String, field: Int) -> Int32 {
    (readers[wanted[field]] as? TextFieldReader)?.intern(text) ?? -1
  }

  /// The keys that were read, when the table is the subjects' own.
  var ownKeys: KeyIndex { rowFilter.ownKeys }

  /// The next rows, at most 1,024, or nil at the end; a batch may be empty.
  ///
  /// - Throws: `TableError` when a file cannot be read, or at the end when the rejects go beyond
  ///   the limits.
  public func next() throws(TableError) -> Batch? {
    if hasEnded { return nil }
    let hasNext = try stream.next(into: &block)
    progress?.reach(stream.position)
    guard hasNext else {
      hasEnded = true
      statistics.bytes = stream.bytesRead
      if refusesPersonal { try personal.verify() }
      try finish()
      return nil
    }
    statistics.bytes = stream.bytesRead
    return readBlock()
  }

  private func readBlock() -> Batch {
    collector.file = stream.file
    var rows = rowFilter.rows(of: block, stream, rejects: &collector)
    var dates = happened.map { _ in Validity(count: 0) }
    var dateColumn: Column?
    if let happened, let reader = readers[happened], let source = stream.columns[happened] {
      dateColumn = reader.read(
        rows,
        of: block,
        from: source,
        mode: ReadMode(isStored: isWanted[happened], refusesRow: true),
        rejects: &collector,
        personal: &personal
      )
      dates = dateColumn?.validity
    }
    if let happened, let dates, dates.presentCount < rows.count {
      refuseUndated(&rows, dates, field: happened)
      dateColumn = nil
    }
    let subjects = rowFilter.join(&rows, of: block, stream, rejects: &collector)
    if subjects.hasDropped { dateColumn = nil }

    var columns = [Column?](repeating: nil, count: readers.count)
    for (index, reader) in readers.enumerated() {
      guard let reader, let source = stream.columns[index] else { continue }
      if index == happened {
        var silent = collector
        columns[index] =
          dateColumn
          ?? reader.read(
            rows,
            of: block,
            from: source,
            mode: ReadMode(isStored: isWanted[index], isCounted: false),
            rejects: &silent,
            personal: &personal
          )
      } else {
        columns[index] = reader.read(
          rows,
          of: block,
          from: source,
          mode: ReadMode(isStored: isWanted[index]),
          rejects: &collector,
          personal: &personal
        )
      }
    }
    log()
    statistics.rows += block.count
    statistics.rejectedRows += block.count - rows.count
    let positions = rows.records.map { stream.position(of: $0, in: block) }
    return Batch(
      columns: wanted.compactMap { columns[$0] },
      subjects: subjects.ordinals,
      positions: positions
    )
  }

  /// Takes out the rows whose date is missing or was refused, and says so for the missing ones.
  private func refuseUndated(_ rows: inout BlockRows, _ dates: Validity, field: Int) {
    let alreadyRefused = collector.refusedRecords
    var kept = BlockRows()
    for position in 0..<rows.count {
      let record = rows.records[position]
      if dates[position] {
        kept.records.append(record)
        kept.firstFields.append(rows.firstFields[position])
      } else if !alreadyRefused.contains(record) {
        collector.addUndated(record, block, resource.fields[field], order: field)
      }
    }
    rows = kept
  }

  private func log() {
    for reject in collector.takeSorted({ stream.key(of: $0, in: block) }) {
      if reject.isWholeRow, rowExample == nil { rowExample = reject }
      if let column = reject.column, examples[column] == nil { examples[column] = reject }
      rejects.append(reject)
    }
  }

  /// The encoding a file seems to have, when it is not the declared one.
  private func likelyEncoding(_ path: String) -> String? {
    guard !SheetDialect.reads(path), let guess = try? EncodingGuess.of(path: path).encoding,
      guess != resource.encoding
    else {
      return nil
    }
    return guess.name
  }

  /// Counts what was read, and verifies the limits.
  private func finish() throws(TableError) {
    var count = RejectLog.TableCount()
    count.rows = statistics.rows
    count.rejectedRows = statistics.rejectedRows
    count.example = rowExample
    for reader in readers {
      guard let reader else { continue }
      var field = RejectLog.FieldCount(column: reader.field.header)
      let tally = reader.tally
      field.nonMissing = tally.nonMissing
      field.rejected = tally.rejected
      for (code, number) in zip(reader.codes, tally.codes) where number > 0 {
        field.codes[code] = number
      }
      field.example = tally.rejected > 0 ? examples[field.column] : nil
      count.fields.append(field)
    }
    if rejects.counts.keys.contains(where: {
      $0.resource == resource.name && $0.rule == Reject.Rule.encoding.rawValue
    }) {
      count.likelyEncoding =
        stream.files.lazy.compactMap {
          self.likelyEncoding(self.folder.join($0))
        }.first
    }
    rejects.tables[resource.name] = count
    try rejects.verify(resource.name, limits: limits)
  }
}
