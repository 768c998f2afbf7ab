/// How a field's dates are written.
public enum DateFormat: Hashable, Sendable {
  /// Year first, as `2024-03-05`, `2024/3/5`, `2024.3.5` or `2024年3月5日`, with or without a time.
  case standard
  /// A pattern of strptime, as `%d/%m/%Y %I:%M:%S %p`.
  case pattern([Directive])
  /// Days as a spreadsheet counts them: 1 is 1900-01-01, and 60 is the day that never was.
  case excel1900
  /// Days as old Macintosh spreadsheets count them: 0 is 1904-01-01.
  case excel1904

  /// One piece of a strptime pattern.
  public enum Directive: Hashable, Sendable {
    /// A scalar that must stand there, letters in either case.
    case literal(UInt32)
    /// One or more blanks.
    case blanks
    /// `%Y`, four digits.
    case year
    /// `%y`, two digits: 69…99 are 1969…1999, 00…68 are 2000…2068.
    case shortYear
    /// `%m`, 1…12.
    case month
    /// `%b`, an English month name of three letters.
    case monthAbbreviation
    /// `%B`, an English month name.
    case monthName
    /// `%d`, 1…31.
    case day
    /// `%j`, 1…366.
    case dayOfYear
    /// `%a`, an English day name of three letters, not compared with the date.
    case weekdayAbbreviation
    /// `%A`, an English day name, not compared with the date.
    case weekdayName
    /// `%H`, 0…23.
    case hour
    /// `%I`, 1…12.
    case hour12
    /// `%M`, 0…59.
    case minute
    /// `%S`, 0…59.
    case second
    /// `%f`, one to six digits.
    case fraction
    /// `%p`, AM or PM.
    case half
    /// `%z`, an offset from UTC or Z.
    case zone
  }

  /// The format that a descriptor's `format` names; nil, `default` and `any` are `standard`.
  ///
  /// Throws when a directive is unknown or the pattern gives no whole date.
  public init(_ format: String?) throws(CellFormatError) {
    switch format {
    case nil, "", "default", "any": self = .standard
    case "excel": self = .excel1900
    case "excel1904": self = .excel1904
    case .some(let pattern): self = .pattern(try DateFormat.compile(pattern))
    }
  }

  private static func compile(_ pattern: String) throws(CellFormatError) -> [Directive] {
    var directives: [Directive] = []
    var isDirective = false
    for scalar in pattern.unicodeScalars {
      if isDirective {
        directives.append(try directive(scalar, in: pattern))
        isDirective = false
      } else if scalar == "%" {
        isDirective = true
      } else if scalar.properties.isWhitespace {
        if directives.last != .blanks { directives.append(.blanks) }
      } else {
        directives.append(.literal(FoldedText.fold(scalar.value)))
      }
    }
    guard !isDirective else {
      throw CellFormatError(
        "the date format '\(pattern)' ends in a lone %",
        hint: "write %% for a percent sign"
      )
    }
    let all = Set(directives)
    let hasYear = all.contains(.year) || all.contains(.shortYear)
    let hasMonth =
      all.contains(.month) || all.contains(.monthAbbreviation) || all.contains(.monthName)
    guard hasYear, (hasMonth && all.contains(.day)) || all.contains(.dayOfYear) else {
      throw CellFormatError(
        "the date format '\(pattern)' gives no whole date",
        hint: "a format needs a year, a month and a day, as '%d/%m/%Y', or is one of "
          + "default, excel, excel1904"
      )
    }
    for directive in all where directive.isField {
      guard directives.count(where: { $0 == directive }) == 1 else {
        throw CellFormatError(
          "the date format '\(pattern)' names one part of the date twice",
          hint: "name each of %Y %m %d once"
        )
      }
    }
    return directives
  }

  private static func directive(
    _ scalar: Unicode.Scalar,
    in pattern: String
  ) throws(CellFormatError) -> Directive {
    switch scalar {
    case "Y": return .year
    case "y": return .shortYear
    case "m": return .month
    case "b": return .monthAbbreviation
    case "B": return .monthName
    case "d": return .day
    case "j": return .dayOfYear
    case "a": return .weekdayAbbreviation
    case "A": return .weekdayName
    case "H": return .hour
    case "I": return .hour12
    case "M": return .minute
    case "S": return .second
    case "f": return .fraction
    case "p": return .half
    case "z": return .zone
    case "%": return .literal(0x25)
    default:
      throw CellFormatError(
        "the date format '\(pattern)' has the unknown part %\(scalar)",
        hint: "use %Y %y %m %b %B %d %j %H %I %M %S %f %p %z %a %A, or %% for a percent sign"
      )
    }
  }
}

extension DateFormat.Directive {
  /// Whether it stands for a part of the date or time, which a pattern may name once.
  fileprivate var isField: Bool {
    switch self {
    case .literal, .blanks: false
    default: true
    }
  }
}
