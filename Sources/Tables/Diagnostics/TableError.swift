/// Why reading or writing a table stopped.
///
/// Faults in single rows and fields are not errors but rejects.
public struct TableError: DiagnosticError, Hashable {
  /// What is wrong, one group of cases for each part of the room.
  ///
  /// Each group is an enum of its own beside the code that finds the problem, and says itself in
  /// words (`Describable`); a new group is one case here and one line in `describable`.
  public enum Problem: Hashable, Sendable {
    /// A file cannot be read as bytes, characters or records.
    case input(InputProblem)
    /// A workbook, or a sheet of it, cannot be read.
    case sheet(SheetProblem)
    /// A file cannot be written.
    case output(OutputProblem)
    /// A package's descriptor is wrong.
    case package(PackageProblem)
    /// A dataset or a table of it cannot be read.
    case reading(ReadingProblem)
    /// A table holds personal data that it should not.
    case personal(PersonalProblem)
    /// A calendar of working days is wrong.
    case calendar(CalendarProblem)
    /// A database cannot be read.
    case database(DatabaseProblem)

    private var describable: any Describable {
      switch self {
      case .input(let problem): problem
      case .sheet(let problem): problem
      case .output(let problem): problem
      case .package(let problem): problem
      case .reading(let problem): problem
      case .personal(let problem): problem
      case .calendar(let problem): problem
      case .database(let problem): problem
      }
    }

    fileprivate func diagnostic(at location: SourceLocation?) -> Diagnostic {
      describable.diagnostic(at: location)
    }
  }

  /// What is wrong.
  public var problem: Problem
  /// Where it is wrong: the file, and the line when it is known.
  public var location: SourceLocation?

  /// The problem found at `location`.
  public init(_ problem: Problem, at location: SourceLocation? = nil) {
    self.problem = problem
    self.location = location
  }

  /// The error in the parts a message is made of.
  public var diagnostic: Diagnostic { problem.diagnostic(at: location) }
}

/// A problem that can be put into words.
protocol Describable {
  /// What is wrong at `location`, and how to mend it.
  func diagnostic(at location: SourceLocation?) -> Diagnostic
}
