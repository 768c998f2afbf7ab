/// The distinct values of one column and how often each stands there.
struct ColumnProfile {
  /// The header.
  var header: String
  /// The distinct values, trimmed.
  private(set) var texts = TextDictionary()
  /// How often each stands there, by code.
  private(set) var counts: [Int] = []
  /// Empty cells.
  private(set) var empty = 0
  /// What the values look like.
  var personal = PersonalTally()

  init(header: String) {
    self.header = header
  }

  /// The cells that are not empty.
  var filled: Int { counts.reduce(0, +) }

  /// Whether no two rows have one value and none is empty.
  var isUnique: Bool { empty == 0 && texts.count == filled && filled > 0 }

  mutating func add(_ text: Span<UInt8>) {
    guard text.count > 0 else {
      empty += 1
      return
    }
    let code = Int(texts.intern(text))
    if code == counts.count { counts.append(1) } else { counts[code] += 1 }
  }

  /// The value of a code.
  func text(_ code: Int) -> String { texts[Int32(code)] }
}

/// The columns of a table as far as they were looked at.
struct TableProfile {
  /// The columns with a header, in order.
  var columns: [ColumnProfile] = []
  /// The rows that were looked at.
  var rows = 0
  /// Whether those are all.
  var isComplete = true

  /// The rows that are looked at, at most.
  static let mostRows = 200_000
  /// The bytes that are looked at, at most.
  private static let mostBytes = 256 << 20

  /// Reads the beginning of `files`, which is all of them when they are not large.
  ///
  /// - Throws: `TableError` when a file cannot be read or two columns have one header.
  init(
    _ files: [String],
    in folder: PackageFolder,
    _ sniff: FileSniff,
    isComplaints: Bool
  ) throws(TableError) {
    var places: [Int] = []
    for (place, header) in sniff.header.enumerated() where !header.isEmpty {
      if let first = sniff.header[..<place].firstIndex(of: header) {
        throw TableError(
          .reading(.duplicateHeader(header, first: first + 1, second: place + 1)),
          at: SourceLocation(file: files[0], line: 1)
        )
      }
      places.append(place)
      columns.append(ColumnProfile(header: header))
    }
    let matcher = PersonalMatcher(findsNames: isComplaints)
    var bytes = 0
    for file in files {
      let reader = try sniff.format.open(folder.join(file), displayName: file)
      var block = RecordBlock()
      guard try reader.next(into: &block, limit: 1) else {
        throw TableError(.reading(.emptyFile), at: SourceLocation(file: file))
      }
      while try reader.next(into: &block) {
        for record in 0..<block.count where block.fieldCount(record: record) == sniff.header.count {
          rows += 1
          for (column, place) in places.enumerated() {
            let whole = block.fieldRange(record: record, field: place)
            let range = SheetError.shown(Blanks.trimmed(whole, in: block.bytes.span), in: block)
            let text = block.bytes.span.extracting(range)
            columns[column].add(text)
            if range.count > 0 {
              columns[column].personal.add(matcher.matches(text), text)
              bytes += range.count
            }
          }
        }
        if rows >= Self.mostRows || bytes >= Self.mostBytes {
          isComplete = false
          return
        }
      }
    }
  }

  /// The column with a header, or nil.
  subscript(header: String) -> ColumnProfile? {
    columns.first { $0.header == header }
  }
}
