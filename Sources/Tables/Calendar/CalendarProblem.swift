/// What is wrong with a calendar of working days.
public enum CalendarProblem: Hashable, Sendable {
  /// The file has no such column.
  case noColumn(String)
  /// No row has this kind, which says where the calendar begins or ends.
  case noBound(String)
  /// The file ends before it begins.
  case backwards(from: String, to: String)
  /// No kind of day is called so.
  case unknownKind(String, known: [String])
  /// The text is no date.
  case notDate(String)
  /// The text is no weekday.
  case notWeekday(String)
  /// A day, a beginning or an end is given twice.
  case twice(String)
  /// A day lies outside of what the file says it covers.
  case outside(String, from: String, to: String)
  /// Every weekday is off.
  case noWorkingDay
  /// A row is not UTF-8.
  case notUTF8
}

extension CalendarProblem: Describable {
  func diagnostic(at location: SourceLocation?) -> Diagnostic {
    let (message, value, hint) = words
    return Diagnostic(message, at: location, value: value.map { Diagnostic.masked($0) }, hint: hint)
  }

  private var words: (message: String, value: String?, hint: String) {
    switch self {
    case .noColumn(let name):
      return (
        "the calendar has no column \(name)", nil,
        "its first line is: date,kind,name"
      )
    case .noBound(let kind):
      return (
        "the calendar does not say the \(kind == "from" ? "first" : "last") day it covers", nil,
        "add a line such as \(kind == "from" ? "2004-01-01,from" : "2026-12-31,to"),"
      )
    case .backwards(let from, let to):
      return ("the calendar ends before it begins: \(from) to \(to)", nil, "correct from and to")
    case .unknownKind(let word, let known):
      return (
        "no kind of day is called so", word,
        NearestName.of(word, among: known).map { "did you mean \($0)?" }
          ?? "kinds are \(known.joined(separator: ", "))"
      )
    case .notDate(let text):
      return ("this is not a date", text, "write dates as YYYY-MM-DD")
    case .notWeekday(let text):
      return ("this is not a weekday", text, "write monday to sunday")
    case .twice(let text):
      return ("given twice in the calendar", text, "take one of the lines out")
    case .outside(let day, let from, let to):
      return (
        "the day lies outside of what the calendar covers, \(from) to \(to)", day,
        "move from or to, once every day off up to there is listed"
      )
    case .noWorkingDay:
      return ("every weekday is off", nil, "name only the weekdays without work")
    case .notUTF8:
      return ("this line is not UTF-8", nil, "save the file as UTF-8")
    }
  }
}
