/// Reads text fields: each distinct text is checked once and known by its code from then on.
///
/// A field that nobody asked for has no dictionary; its cells are checked one by one.
final class TextFieldReader: FieldReader {
  static let encodingHint =
    "the bytes are no text in the declared encoding; correct encoding in datapackage.yaml"
  private static let sheetErrorHint =
    "mend the formula, or declare the error as a missing value: missingValues: [\"\", \"#N/A\"]"
  private static let binaryHint =
    "the column holds binary data, which is no value; leave the field out of the data package, or "
    + "give a query that makes it text: CAST(column AS TEXT)"

  /// What is known of a text.
  private enum Verdict {
    case good(PersonalMatches)
    case empty
    case code(Int)
    case bad(Reject.Rule)
  }

  var field: Field { report.field }
  var tally: CellTally { report.tally }
  var codes: [String] { missing.texts }
  private var report: FieldReport
  /// The texts, by code; some may stand in no row that was taken.
  private(set) var dictionary = TextDictionary()
  private let isTrimmed: Bool
  private let tokenKey: TokenKey?
  private let missing: MissingTexts
  /// Whether `""` is a text and not a missing value.
  private let keepsEmpty: Bool
  private let allowed: Set<String>?
  private let isUnique: Bool
  private let isConstrained: Bool
  private let isToken: Bool
  private let pattern: Regex<AnyRegexOutput>?
  /// What is known of the text of each code.
  private var verdicts: [Verdict] = []
  /// The texts seen and where first, where values must be unique.
  private var seen = TextDictionary()
  private var firstSeen: [SourceLocation] = []

  /// A reader of `field`, which stands at `order` in its resource; keys are trimmed, and personal
  /// values become tokens under `tokenKey`.
  ///
  /// - Throws: `TableError` when the pattern is not a regular expression.
  init(
    _ field: Field,
    order: Int,
    missing: [String],
    isTrimmed: Bool,
    tokenKey: TokenKey?
  ) throws(TableError) {
    self.isTrimmed = isTrimmed
    self.tokenKey = field.personal == .token ? tokenKey : nil
    self.missing = MissingTexts(missing, trimmed: isTrimmed)
    report = FieldReport(field, order: order, codes: self.missing.texts.count)
    keepsEmpty = !isTrimmed && !missing.contains("")
    allowed = field.constraints.allowed.map(Set.init)
    isUnique = field.constraints.isUnique
    isConstrained = !field.constraints.isEmpty
    isToken = field.personal == .token
    do {
      pattern = try field.constraints.pattern.map { try Regex($0) }
    } catch {
      throw TableError(
        .package(.pattern(field.constraints.pattern ?? "")),
        at: field.location
      )
    }
  }

  static func allowedHint(_ field: Field) -> String {
    let allowed = field.constraints.allowed ?? []
    let shown = allowed.prefix(8).joined(separator: ", ")
    return "allowed: \(shown)\(allowed.count > 8 ? ", …" : "")"
  }

  /// Gives a text a code before it is read.
  func intern(_ text: String) -> Int32 {
    dictionary.intern(text)
  }

  func countRead(_ cells: Int) { report.tally.nonMissing += cells }

  /// Whether a text that is not empty needs nothing but counting.
  func isPlain(_ text: Span<UInt8>, _ personal: PersonalGuard?) -> Bool {
    guard !isUnique, !isToken else { return false }
    guard case .good(let matches) = judge(0..<text.count, in: text, personal) else { return false }
    return matches.isEmpty
  }

  func read(
    _ rows: BlockRows,
    of block: RecordBlock,
    from source: Int,
    mode: ReadMode,
    rejects: inout RejectCollector,
    personal: inout PersonalGuard
  ) -> Column {
    let isWatched = report.begin(mode, personal)
    let bytes = block.bytes.span
    var codes: [Int32] = []
    if mode.isStored { codes.reserveCapacity(rows.count) }
    var validity = Validity(count: rows.count)
    var nonMissing = 0
    let watcher = isWatched ? personal : nil
    for position in 0..<rows.count {
      let index = rows.firstFields[position] + source
      let whole = block.range(at: index)
      let range = isTrimmed ? Blanks.trimmed(whole, in: bytes) : whole
      var stored: Int32 = 0
      let verdict: Verdict
      if range.isEmpty, keepsEmpty, block.records.bounds[index].isQuoted {
        if mode.isStored { stored = dictionary.intern("") }
        verdict = .good([])
      } else if mode.isStored, !isToken, !range.isEmpty {
        stored = dictionary.intern(bytes.extracting(range))
        while verdicts.count <= Int(stored) {
          verdicts.append(judge(code: verdicts.count, watcher))
        }
        verdict = verdicts[Int(stored)]
      } else {
        verdict = judge(range, in: bytes, watcher)
        if mode.isStored, case .good = verdict, let tokenKey {
          stored = dictionary.intern(tokenKey.token(of: bytes.extracting(range)))
        }
      }
      if isWatched, case .good(let matches) = verdict {
        personal.count(matches, bytes.extracting(range), field: report.order)
      }
      switch verdict {
      case .good where !isUnique:
        nonMissing += 1
        validity[position] = true
      case .good:
        nonMissing += 1
        let record = rows.records[position]
        if mode.isCounted, let first = first(range, block, record, rejects.file) {
          report.refuse(
            Reject.Rule.unique.rawValue,
            "the value stands first at \(first)",
            block,
            record,
            range,
            mode,
            &rejects
          )
        } else {
          validity[position] = true
        }
      case .bad(let rule):
        nonMissing += 1
        report.refuse(
          rule.rawValue,
          hint(rule),
          block,
          rows.records[position],
          range,
          mode,
          &rejects
        )
      case .empty:
        report.miss(nil, block, rows.records[position], range, mode, &rejects)
      case .code(let code):
        report.miss(code, block, rows.records[position], range, mode, &rejects)
      }
      if mode.isStored { codes.append(stored) }
    }
    if mode.isCounted { report.tally.nonMissing += nonMissing }
    return Column(.text(codes), validity: validity)
  }

  /// The verdict on the text of a code.
  private func judge(code: Int, _ personal: PersonalGuard?) -> Verdict {
    let text = Array(dictionary.utf8(of: Int32(code)))
    return judge(0..<text.count, in: text.span, personal)
  }

  private func judge(
    _ range: Range<Int>,
    in bytes: Span<UInt8>,
    _ personal: PersonalGuard?
  ) -> Verdict {
    switch missing.match(range, in: bytes) {
    case .empty: return .empty
    case .code(let code): return .code(code)
    case .present: break
    }
    guard UTF8Validation.isValid(bytes.extracting(range)) else {
      return .bad(Reject.unreadable(bytes.extracting(range)))
    }
    if isConstrained, let rule = broken(TextFieldReader.text(range, in: bytes)) {
      return .bad(rule)
    }
    return .good(personal?.matches(bytes.extracting(range), field: report.order) ?? [])
  }

  /// The constraint that a text breaks.
  private func broken(_ text: String) -> Reject.Rule? {
    let constraints = field.constraints
    if let allowed, !allowed.contains(text) { return .allowed }
    if constraints.minimumLength != nil || constraints.maximumLength != nil {
      let length = text.unicodeScalars.count
      if let least = constraints.minimumLength, length < least { return .minimumLength }
      if let greatest = constraints.maximumLength, length > greatest { return .maximumLength }
    }
    if let pattern, (try? pattern.wholeMatch(in: text)) == nil { return .pattern }
    return nil
  }

  private func hint(_ rule: Reject.Rule) -> String {
    switch rule {
    case .encoding, .sheetError, .binary: Self.unreadableHint(rule)
    case .allowed: Self.allowedHint(field)
    case .pattern: "the whole text must match \(field.constraints.pattern ?? "")"
    case .minimumLength: "at least \(field.constraints.minimumLength ?? 0) characters"
    case .maximumLength: "at most \(field.constraints.maximumLength ?? 0) characters"
    default: FieldReport.requiredHint
    }
  }

  /// How to mend bytes that are no text.
  static func unreadableHint(_ rule: Reject.Rule) -> String {
    switch rule {
    case .sheetError: sheetErrorHint
    case .binary: binaryHint
    default: encodingHint
    }
  }

  /// Where the text was seen before, or nil when this is the first time.
  private func first(
    _ range: Range<Int>,
    _ block: RecordBlock,
    _ record: Int,
    _ file: String
  ) -> SourceLocation? {
    let code = Int(seen.intern(block.bytes.span.extracting(range)))
    if code < firstSeen.count { return firstSeen[code] }
    firstSeen.append(SourceLocation(file: file, line: block.line(of: record)))
    return nil
  }

  private static func text(_ range: Range<Int>, in bytes: Span<UInt8>) -> String {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for index in range { copy.append(bytes[index]) }
    return String(decoding: copy, as: UTF8.self)
  }
}
