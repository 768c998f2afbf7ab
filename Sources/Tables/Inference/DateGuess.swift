/// Whether the values of a column are dates, by a format that they prove.
enum DateGuess {
  /// A format, and the one that swaps day and month where that can be confused.
  private struct Candidate {
    var pattern: String
    var cell: DateCell
    var rival: String?
  }

  private static let candidates: [Candidate] = {
    var patterns: [(String, String?)] = []
    for separator in ["/", "-", "."] {
      for year in ["%Y", "%y"] {
        let first = ["%d", "%m", year].joined(separator: separator)
        let second = ["%m", "%d", year].joined(separator: separator)
        patterns.append((first, second))
        patterns.append((second, first))
      }
    }
    for pattern in [
      "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %B %Y", "%B %d, %Y", "%b %d, %Y",
    ] {
      patterns.append((pattern, nil))
    }
    return patterns.flatMap { pattern, rival in
      times.compactMap { time in
        guard let cell = try? DateCell(format: pattern + time) else { return nil }
        return Candidate(pattern: pattern + time, cell: cell, rival: rival.map { $0 + time })
      }
    }
  }()

  /// Formats with the year first, the plainest first.
  private static let yearFirst: [Candidate] = [
    "%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d",
  ].flatMap { pattern in
    times.compactMap { time in
      guard let cell = try? DateCell(format: pattern + time) else { return nil }
      return Candidate(pattern: pattern + time, cell: cell)
    }
  }

  private static let times = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p"]

  /// The guess, nil when they are no dates; text with a note where day and month cannot be told
  /// apart.
  static func of(_ column: ColumnProfile, _ header: HeaderReading) -> TypeGuess? {
    if let standard = standard(column) { return standard }
    if let compact = compact(column, header) { return compact }
    var best: (pattern: String, rival: String?, failures: TypeGuess.Failures)?
    for candidate in candidates {
      guard TypeGuess.seems(column, { parses(candidate.cell, $0) }) else { continue }
      let failures = TypeGuess.failures(of: column) { parses(candidate.cell, $0) }
      guard failures.isAcceptable(share: 0.1),
        best.map({ failures.faults < $0.failures.faults }) ?? true
      else { continue }
      best = (candidate.pattern, candidate.rival, failures)
    }
    guard let best else { return nil }
    var guess = TypeGuess()
    if let rival = best.rival, let cell = try? DateCell(format: rival) {
      let other = TypeGuess.failures(of: column) { parses(cell, $0) }
      let isProven =
        best.failures.faults == 0 ? other.faults > 0 : other.faults * 10 >= other.parsed
      guard isProven else {
        guess.why = "dates whose day and month cannot be told apart"
        guess.note =
          "no value shows whether the day or the month comes first; declare type: date with "
          + "format: '\(best.pattern)' or format: '\(rival)'"
        return guess
      }
    }
    guess.type = .date
    guess.format = best.pattern
    guess.codes = best.failures.codes
    guess.why = "dates as \(best.pattern)"
    return guess
  }

  private static func parses(_ cell: DateCell, _ text: Span<UInt8>) -> Bool {
    if case .value = cell.parse(text) { true } else { false }
  }

  /// Year first, as we read it without a format; written so that others read it too.
  private static func standard(_ column: ColumnProfile) -> TypeGuess? {
    let cell = DateCell()
    guard TypeGuess.seems(column, { parses(cell, $0) }) else { return nil }
    let failures = TypeGuess.failures(of: column) { parses(cell, $0) }
    guard failures.isAcceptable(share: 0.1) else { return nil }
    var guess = TypeGuess()
    guess.type = .date
    guess.codes = failures.codes
    guess.why = "dates, year first"
    let wanted = failures.parsed
    // The plainest format that takes every date; `any` where several are mixed.
    guess.format = "any"
    for candidate in yearFirst {
      guard TypeGuess.seems(column, { parses(candidate.cell, $0) }),
        TypeGuess.failures(of: column, { parses(candidate.cell, $0) }).parsed == wanted
      else { continue }
      guess.format = isISO(column, candidate.pattern) ? nil : candidate.pattern
      return guess
    }
    return guess
  }

  /// Whether every date is `YYYY-MM-DD`, the standard's default.
  private static func isISO(_ column: ColumnProfile, _ pattern: String) -> Bool {
    guard pattern == "%Y-%m-%d" else { return false }
    return column.counts.indices.allSatisfy { code in
      let text = column.text(code)
      return text.utf8.count == 10 || !(text.first?.isNumber ?? false)
    }
  }

  /// Eight digits are dates only where the header says so.
  private static func compact(_ column: ColumnProfile, _ header: HeaderReading) -> TypeGuess? {
    guard header.isDate, let cell = try? DateCell(format: "%Y%m%d") else { return nil }
    let failures = TypeGuess.failures(of: column) { text in
      text.count == 8 && (text[0] == 0x31 || text[0] == 0x32) && parses(cell, text)
    }
    guard failures.isAcceptable(share: 0.1) else { return nil }
    var guess = TypeGuess()
    guess.type = .date
    guess.format = "%Y%m%d"
    guess.codes = failures.codes
    guess.why = "eight digits under a header that says date"
    return guess
  }
}
