/// The rejects of one block, put in the order of its rows before they are logged.
///
/// Columns are read one after the other, so a block's rejects are not found in the order of rows.
struct RejectCollector {
  /// The resource that is read.
  let resource: String
  /// The file the block is from.
  var file = ""
  private var found: [(record: Int, order: Int, reject: Reject)] = []

  init(resource: String) {
    self.resource = resource
  }

  /// What is shown instead of a value that may be personal.
  static let hidden = "(personal)"

  /// The beginning of a value, enough to show it: a cell may have millions of bytes.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: BinaryValue.shown(SheetError.shown(bytes.prefix(512))), as: UTF8.self)
  }

  /// Adds a reject of `record`; `order` is the field's place in the descriptor, -1 for the row.
  mutating func add(
    _ rule: String,
    hint: String,
    record: Int,
    line: Int,
    order: Int = -1,
    column: String? = nil,
    value: String,
    isWholeRow: Bool = false
  ) {
    let reject = Reject(
      resource: resource,
      location: SourceLocation(file: file, line: line),
      column: column,
      value: Diagnostic.masked(value),
      rule: rule,
      hint: hint,
      isWholeRow: isWholeRow
    )
    found.append((record, order, reject))
  }

  /// Adds a record that does not say when it happened.
  mutating func addUndated(_ record: Int, _ block: RecordBlock, _ field: Field, order: Int) {
    add(
      Reject.Rule.happenedMissing.rawValue,
      hint: "a row counts from the day in this field; without one it cannot be used",
      record: record,
      line: block.line(of: record),
      order: order,
      column: field.header,
      value: "",
      isWholeRow: true
    )
  }

  /// The records of which a reject was found.
  var refusedRecords: Set<Int> { Set(found.map(\.record)) }

  /// The rejects in order of rows and fields; none are left.
  ///
  /// `key` gives the key of a record, where positions have one.
  mutating func takeSorted(_ key: (Int) -> String? = { _ in nil }) -> [Reject] {
    if found.isEmpty { return [] }
    found.sort { ($0.record, $0.order) < ($1.record, $1.order) }
    defer { found.removeAll(keepingCapacity: true) }
    return found.map { entry in
      var reject = entry.reject
      reject.location.key = key(entry.record)
      return reject
    }
  }
}
