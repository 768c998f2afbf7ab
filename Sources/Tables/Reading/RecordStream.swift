/// The records of a resource, file after file, with the columns its fields stand in.
///
/// A table or query of a database is read as one file.
final class RecordStream {
  /// The resource.
  let resource: Resource
  /// Its files, relative to the folder.
  let files: [String]
  /// The file of the last block, an index into `files`.
  private(set) var fileIndex = 0
  /// The column of each field of the resource in the last block's file; nil for a dropped field
  /// that the file does not have.
  private(set) var columns: [Int?] = []
  /// The number of fields that a record of the last block's file must have.
  private(set) var width = 0
  /// Headers in the files that no field declares.
  private(set) var undeclared: [String] = []
  /// Bytes of the files read so far, after decompression.
  var bytesRead: Int { earlierBytes + (reader?.bytesRead ?? 0) }
  /// Bytes of the files taken so far, as they stand on disk.
  var position: Int { earlierPosition + (reader?.position ?? 0) }
  /// All bytes of the files on disk; nil where one is no ordinary file.
  var size: Int? {
    if resource.databaseTable != nil { return nil }
    var sum = 0
    for file in files {
      guard let status = FileSystem.status(folder.join(file)), status.isRegular else { return nil }
      sum += status.size
    }
    return sum
  }

  private let folder: PackageFolder
  private var reader: (any RecordInput)?
  private var nextFile = 0
  private var earlierBytes = 0
  private var earlierPosition = 0
  private var firstHeader: [String] = []
  /// The rows so far of a database, where rows are counted and not lines.
  private var rowCount = 0

  /// A stream over the files that `resource` names in `folder`.
  ///
  /// - Throws: `TableError` when a file is missing.
  init(_ resource: Resource, in folder: PackageFolder) throws(TableError) {
    self.resource = resource
    self.folder = folder
    if let table = resource.databaseTable {
      files = [table.name]
      return
    }
    var files: [String] = []
    for path in resource.paths { files += try folder.files(matching: path) }
    self.files = files
  }

  /// The name of the last block's file, as the descriptor says it.
  var file: String { files[fileIndex] }

  /// Where a record of the last block came from.
  func position(of record: Int, in block: RecordBlock) -> RowPosition {
    RowPosition(
      file: UInt32(truncatingIfNeeded: fileIndex),
      line: UInt32(truncatingIfNeeded: block.line(of: record))
    )
  }

  /// The key of a record of a database, fit to be shown; nil in files, whose lines say enough, and
  /// where the key is personal.
  func key(of record: Int, in block: RecordBlock) -> String? {
    guard resource.databaseTable != nil, block.fieldCount(record: record) == width,
      resource.primaryKey.allSatisfy({ resource[field: $0]?.personal == nil })
    else { return nil }
    var bytes: [UInt8] = []
    guard
      KeyColumns(resource.primaryKey, of: resource).read(
        block,
        firstField: block.fields(of: record).lowerBound,
        columns: columns,
        scratch: &bytes
      )
    else { return nil }
    return Diagnostic.masked(String(decoding: bytes, as: UTF8.self))
  }

  /// Fills `block` with the next records, all of one file; false at the end of the last file.
  ///
  /// - Throws: `TableError` when a file cannot be read or its header does not fit the fields.
  func next(into block: inout RecordBlock) throws(TableError) -> Bool {
    while true {
      if let reader {
        if try reader.next(into: &block) {
          if resource.databaseTable != nil { countRows(&block) }
          return true
        }
        earlierBytes += reader.bytesRead
        earlierPosition += reader.position
        self.reader = nil
      }
      guard nextFile < files.count else { return false }
      try open(nextFile)
      nextFile += 1
    }
  }

  /// Opens file `index` and reads its header, so that the columns are known.
  func open(_ index: Int) throws(TableError) {
    fileIndex = index
    if let table = resource.databaseTable { return try open(table) }
    if SheetDialect.reads(file), !resource.readsSheets {
      throw TableError(.sheet(.unexpected), at: SourceLocation(file: file))
    }
    let reader = try resource.format.open(folder.join(file), displayName: file)
    self.reader = reader
    guard resource.dialect.hasHeader else {
      columns = Array(resource.fields.indices)
      width = resource.fields.count
      return
    }
    var block = RecordBlock()
    guard try reader.next(into: &block, limit: 1) else {
      throw (reader as? SheetReader)?.emptyError ?? error(.emptyFile)
    }
    var header: [String] = []
    for field in 0..<block.fieldCount(record: 0) {
      guard let text = block.text(record: 0, field: field) else {
        if isSheet { throw TableError(.sheet(.badHeader(column: field + 1)), at: location(block)) }
        throw error(
          .unreadableHeader(
            declared: resource.encoding.name,
            likely: (try? EncodingGuess.of(path: folder.join(file)).encoding)?.name
          ),
          line: block.line(of: 0)
        )
      }
      header.append(Blanks.trimmed(text))
    }
    do {
      try match(header, line: block.line(of: 0))
    } catch {
      // Where cells are merged, that is why the header does not fit.
      try (reader as? SheetReader)?.verifyMerges()
      throw error
    }
  }

  private func location(_ block: RecordBlock) -> SourceLocation {
    SourceLocation(file: file, line: block.line(of: 0))
  }

  /// Whether the last block is from a workbook.
  var isSheet: Bool { reader is SheetReader }

  /// Asks a database for the columns that are used, in the order of the key, or of all columns
  /// where there is none.
  private func open(_ table: DatabaseTable) throws(TableError) {
    let found = try table.database.columns(of: table)
    try match(found.map { Blanks.trimmed($0.name) }, line: nil)
    var places: [String: Int] = [:]
    var taken: [DatabaseColumn] = []
    for (index, field) in resource.fields.enumerated() {
      guard field.personal != .drop, let column = columns[index] else {
        columns[index] = nil
        continue
      }
      places[field.name] = taken.count
      columns[index] = taken.count
      taken.append(found[column])
    }
    let key = resource.primaryKey.compactMap { places[$0] }
    let order = key.isEmpty ? Array(taken.indices) : key
    let statement = DatabaseStatement(taken, of: table, order: order)
    width = statement.width
    let rows = try table.database.rows(of: statement, from: table)
    reader = RecordReader(source: ByteSource(rows: rows, displayName: file))
    rowCount = 0
  }

  /// Gives the records of a database's block the numbers of their rows in place of lines.
  private func countRows(_ block: inout RecordBlock) {
    for record in 0..<block.count {
      rowCount += 1
      block.records.lines[record] = UInt32(truncatingIfNeeded: rowCount)
    }
  }

  private func match(_ header: [String], line: Int?) throws(TableError) {
    var places: [String: Int] = [:]
    for (column, name) in header.enumerated() where !name.isEmpty {
      if let first = places.updateValue(column, forKey: name) {
        throw error(.duplicateHeader(name, first: first + 1, second: column + 1), line: line)
      }
    }
    width = header.count
    columns = []
    let declared = Set(resource.fields.map { Blanks.trimmed($0.header) })
    for field in resource.fields {
      let name = Blanks.trimmed(field.header)
      if places[name] == nil, field.personal != .drop {
        let free = header.filter { !$0.isEmpty && !declared.contains($0) }
        throw error(
          .missingColumn(
            field.header,
            nearest: NearestName.of(name, among: free),
            found: header,
            delimiter: likelyDelimiter(header)
          ),
          line: line
        )
      }
      columns.append(places[name])
    }
    if firstHeader.isEmpty {
      firstHeader = header
      undeclared = header.filter { !$0.isEmpty && !declared.contains($0) }
    } else if Set(firstHeader) != Set(header) {
      throw error(
        .differentHeader(first: files[0], expected: firstHeader, found: header),
        line: line
      )
    }
  }

  /// The delimiter that a header of one column seems to have.
  private func likelyDelimiter(_ header: [String]) -> String? {
    guard header.count == 1, let only = header.first else { return nil }
    return [";", "\t", "|", ","].first { only.contains($0) }
  }

  private func error(_ problem: ReadingProblem, line: Int? = nil) -> TableError {
    TableError(.reading(problem), at: SourceLocation(file: file, line: line))
  }
}
