/// Decides which records of a block are rows: shape, own key, and the subject they belong to.
final class RowFilter {
  /// What rows are joined to.
  enum Joining {
    /// Nothing.
    case nothing
    /// The subject they belong to.
    case subject(LinkResolver)
    /// They are the subjects: each distinct key is one.
    case own
  }

  private let resource: Resource
  private let joining: Joining
  private let primaryKey: KeyColumns
  private var primaryKeys = KeyIndex()
  /// Where each primary key stands first.
  private var firstPlaces: [RowPosition] = []
  private let ownKey: KeyColumns
  private var versionedKeys = KeyIndex()
  private var scratch: [UInt8] = []

  init(_ resource: Resource, joining: Joining) {
    self.resource = resource
    self.joining = joining
    primaryKey = KeyColumns(resource.primaryKey, of: resource)
    ownKey = KeyColumns(resource.key, of: resource)
  }

  /// Whether several rows may have one own key, so that the keys have an index of their own.
  private var isVersioned: Bool { resource.key != resource.primaryKey }

  /// The distinct own keys so far.
  var ownKeys: KeyIndex { isVersioned ? versionedKeys : primaryKeys }

  /// The records with as many fields as the header.
  func rows(
    of block: RecordBlock,
    _ stream: RecordStream,
    rejects: inout RejectCollector
  ) -> BlockRows {
    var rows = BlockRows()
    rows.records.reserveCapacity(block.count)
    rows.firstFields.reserveCapacity(block.count)
    for record in 0..<block.count {
      let fields = block.fields(of: record)
      if fields.count == stream.width {
        rows.records.append(record)
        rows.firstFields.append(fields.lowerBound)
      } else {
        rejects.add(
          Reject.Rule.rowShape.rawValue,
          hint: stream.isSheet
            ? "the header has \(stream.width) columns; name the others or empty their cells"
            : fields.count > stream.width
              ? "the header has \(stream.width) columns; quote fields that hold the delimiter"
              : "the header has \(stream.width) columns; a field or a line end is missing",
          record: record,
          line: block.line(of: record),
          value: "\(fields.count) fields",
          isWholeRow: true
        )
      }
    }
    return rows
  }

  /// Takes out the rows without a subject or with a key that was seen before.
  ///
  /// The ordinals of the subjects are those of the rows that stay.
  func join(
    _ rows: inout BlockRows,
    of block: RecordBlock,
    _ stream: RecordStream,
    rejects: inout RejectCollector
  ) -> (ordinals: [Int32], hasDropped: Bool) {
    var ordinals: [Int32] = []
    if case .nothing = joining {} else { ordinals.reserveCapacity(rows.count) }
    var kept = BlockRows()
    kept.records.reserveCapacity(rows.count)
    kept.firstFields.reserveCapacity(rows.count)
    for position in 0..<rows.count {
      let record = rows.records[position]
      let first = rows.firstFields[position]
      guard let ordinal = subject(block, record, first, stream, &rejects),
        let key = checkPrimaryKey(block, record, first, stream, &rejects)
      else { continue }
      switch joining {
      case .nothing: break
      case .subject: ordinals.append(ordinal)
      case .own where !isVersioned: ordinals.append(key)
      case .own:
        // The parts are present: they are part of the primary key, which was just read.
        _ = ownKey.read(block, firstField: first, columns: stream.columns, scratch: &scratch)
        ordinals.append(versionedKeys.insert(scratch.span))
      }
      kept.records.append(record)
      kept.firstFields.append(first)
    }
    let hasDropped = kept.count < rows.count
    rows = kept
    return (ordinals, hasDropped)
  }

  /// The ordinal of the row's subject, 0 when none is asked for, or nil and a reject.
  private func subject(
    _ block: RecordBlock,
    _ record: Int,
    _ first: Int,
    _ stream: RecordStream,
    _ rejects: inout RejectCollector
  ) -> Int32? {
    guard case .subject(let link) = joining else { return 0 }
    guard link.key.read(block, firstField: first, columns: stream.columns, scratch: &scratch) else {
      refuse(
        .keyMissing,
        "a row needs the key of \(link.target) it belongs to",
        link.key,
        block,
        record,
        value: "",
        &rejects
      )
      return nil
    }
    if let ordinal = link.subject(of: scratch.span) { return ordinal }
    refuse(
      .keyDangling,
      "no row of \(link.target) that could be used has this key",
      link.key,
      block,
      record,
      value: RejectCollector.text(scratch[...]),
      &rejects
    )
    return nil
  }

  /// The ordinal of the row's own key, 0 when it has none to have, or nil and a reject.
  private func checkPrimaryKey(
    _ block: RecordBlock,
    _ record: Int,
    _ first: Int,
    _ stream: RecordStream,
    _ rejects: inout RejectCollector
  ) -> Int32? {
    if primaryKey.fields.isEmpty { return 0 }
    guard primaryKey.read(block, firstField: first, columns: stream.columns, scratch: &scratch)
    else {
      refuse(
        .keyMissing,
        "every row needs its own key",
        primaryKey,
        block,
        record,
        value: "",
        &rejects
      )
      return nil
    }
    guard UTF8Validation.isValid(scratch.span) else {
      let rule = Reject.unreadable(scratch.span)
      refuse(
        rule,
        TextFieldReader.unreadableHint(rule),
        primaryKey,
        block,
        record,
        value: RejectCollector.text(scratch[...]),
        &rejects
      )
      return nil
    }
    let key = primaryKeys.insert(scratch.span)
    guard Int(key) == firstPlaces.count else {
      let known = firstPlaces[Int(key)]
      let place = SourceLocation(file: stream.files[Int(known.file)], line: Int(known.line))
      refuse(
        .keyDuplicate,
        "the key stands first at \(place)",
        primaryKey,
        block,
        record,
        value: RejectCollector.text(scratch[...]),
        &rejects
      )
      return nil
    }
    firstPlaces.append(stream.position(of: record, in: block))
    return key
  }

  private func refuse(
    _ rule: Reject.Rule,
    _ hint: String,
    _ key: KeyColumns,
    _ block: RecordBlock,
    _ record: Int,
    value: String,
    _ rejects: inout RejectCollector
  ) {
    rejects.add(
      rule.rawValue,
      hint: hint,
      record: record,
      line: block.line(of: record),
      column: key.header(in: resource),
      value: value,
      isWholeRow: true
    )
  }
}
