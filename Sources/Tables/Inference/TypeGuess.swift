/// What the values of a column seem to be, and how that was seen.
struct TypeGuess {
  /// The type.
  var type = StandardType.string
  /// The format of dates.
  var format: String?
  /// The unit of numbers, and the unit they are written in.
  var unit: String?
  var writtenIn: String?
  /// How numbers are written, where it is not the usual way.
  var decimalChar: String?
  var groupChar: String?
  var isBare = true
  /// The words of truth, where they are not the standard's.
  var trueValues: [String]?
  var falseValues: [String]?
  /// Texts that stand for no value.
  var codes: [String] = []
  /// Why, in a few words.
  var why = ""
  /// What somebody should look at.
  var note: String?

  /// Words that mean no value wherever they stand.
  static let missingWords: Set<String> = [
    "NA", "N/A", "n/a", "na", "#N/A", "NULL", "null", "None", "none", "nan", "NaN", "-", "--", "—",
    "——", "/", "\\", "无", "暂无", "未知", "空", ".", "?", "？", "nil", "TBD", "tbd", "待定",
  ]

  /// Texts that failed to be what the others are, apart in codes and faults.
  struct Failures {
    var parsed = 0
    var parsedTexts = 0
    var codes: [String] = []
    var codeWeight = 0
    var faults = 0

    /// Whether the values may be of the type: hardly a fault, and not drowned in codes.
    func isAcceptable(share: Double) -> Bool {
      let total = parsed + faults + codeWeight
      return parsed > 0 && faults * 50 <= parsed && codes.count <= 30
        && Double(parsed) >= share * Double(total)
        && (parsedTexts >= codes.count || codes.allSatisfy(TypeGuess.missingWords.contains))
    }
  }

  /// Whether enough of the first distinct values are of a type to look at all of them.
  ///
  /// Codes are few texts, however often they stand there.
  static func seems(_ column: ColumnProfile, _ parses: (Span<UInt8>) -> Bool) -> Bool {
    let sample = min(300, column.texts.count)
    var parsed = 0
    for code in 0..<sample {
      let bytes = column.texts.utf8(of: Int32(code))
      if parses(bytes.span) { parsed += 1 }
    }
    return parsed * 12 >= max(1, sample)
  }

  /// Divides the values of a column into those that `parses` takes, codes and faults.
  static func failures(
    of column: ColumnProfile,
    _ parses: (Span<UInt8>) -> Bool
  ) -> Failures {
    var failures = Failures()
    for code in column.counts.indices {
      let bytes = column.texts.utf8(of: Int32(code))
      if parses(bytes.span) {
        failures.parsed += column.counts[code]
        failures.parsedTexts += 1
        continue
      }
      let text = column.text(code)
      if missingWords.contains(text) || (column.counts[code] >= 2 && isCode(text)) {
        failures.codes.append(text)
        failures.codeWeight += column.counts[code]
      } else {
        failures.faults += column.counts[code]
      }
    }
    failures.codes.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return failures
  }

  /// A short word without digits, as stands in cells that have no value.
  private static func isCode(_ text: String) -> Bool {
    text.count <= 24 && !text.contains(where: \.isNumber)
  }
}
