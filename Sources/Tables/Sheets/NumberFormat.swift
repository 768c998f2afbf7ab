/// What the number format of a cell makes of its number.
///
/// - Source: ECMA-376 part 1, 18.8.30 (number formats and their built-in ids) and 18.8.31.
enum NumberFormat: Hashable {
  /// A number stays a number; so does a duration such as `[h]:mm`.
  case number
  /// A day, with or without a time of day.
  case date
  /// A time of day only.
  case time

  /// The meaning of a built-in format; those from 27 on are what East Asian and Thai versions show.
  static func builtIn(_ id: Int) -> NumberFormat {
    switch id {
    case 14...17, 22, 27...31, 36, 50...54, 57, 58, 71...74, 77, 81: .date
    case 18...21, 32...35, 45, 47, 55, 56, 75, 76, 78, 80: .time
    default: .number
    }
  }

  /// The meaning of a format's code, as `yyyy"年"m"月"d"日";@`.
  init(code: String) {
    let letters = Self.letters(of: code)
    if letters.isElapsed {
      self = .number
      return
    }
    let hasTime = letters.text.contains { "hs".contains($0) }
    // `m` is the month, unless it stands beside hours or seconds alone.
    if letters.text.contains(where: { "ydegb".contains($0) })
      || letters.text.contains("aaa") || letters.text.contains("m") && !hasTime
    {
      self = .date
    } else {
      self = hasTime ? .time : .number
    }
  }

  /// The letters of the first section that stand for parts of a value, in lower case, and whether
  /// one in brackets counts elapsed time.
  private static func letters(of code: String) -> (text: String, isElapsed: Bool) {
    var text = ""
    var isElapsed = false
    var rest = Substring(code.lowercased())
    // These are words, though made of letters that stand for something.
    for word in ["general", "am/pm", "a/p", "上午/下午"] {
      rest = Substring(rest.replacing(word, with: ""))
    }
    while let first = rest.popFirst() {
      switch first {
      case ";": return (text, isElapsed)
      case "\"":
        rest = rest.firstIndex(of: "\"").map { rest[rest.index(after: $0)...] } ?? ""
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(inside.count + 1)
        if let unit = inside.first, "hms".contains(unit), inside.allSatisfy({ $0 == unit }) {
          isElapsed = true
        }
      case "e" where rest.first == "+" || rest.first == "-":
        rest = rest.dropFirst()
      default: text.append(first)
      }
    }
    return (text, isElapsed)
  }
}
