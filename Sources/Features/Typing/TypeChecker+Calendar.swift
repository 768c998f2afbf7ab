import Tables

extension InputColumn {
  /// What is missing where working days are counted and no calendar is named.
  static let calendar = InputColumn(resource: "calendar", field: "")
}

extension TypeChecker {
  /// `working_days_between(a, b)`; without a calendar it reads what is absent, or is an error.
  func workingDays(_ arguments: [Syntax], _ syntax: Syntax) throws(FeatureError) -> Expression {
    var typed: [Expression] = []
    for argument in arguments {
      let purpose = "an argument of \(Operation.workingDaysBetween.rawValue)"
      typed.append(try check(argument, as: .date, purpose))
    }
    if scope.package.calendar == nil {
      guard scope.policy == .insufficient else {
        throw error(
          .notFound("calendar"),
          "working days are counted by a calendar, and the dataset names none",
          at: syntax,
          hint: "name one in watchpost.yaml (calendar: FILE.csv) or with --calendar; "
            + "‘\(WorkCalendar.weekendsWord)’ counts Monday to Friday and knows no holidays"
        )
      }
      typed.append(Expression(.column(.calendar), .date))
    }
    return Expression(.apply(.workingDaysBetween, typed), .number)
  }
}
