import Tables

/// Why features cannot be declared or computed.
public struct FeatureError: DiagnosticError, Hashable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// The declaration file is not the YAML we expect.
    case file
    /// An expression that cannot be read.
    case syntax
    /// A name nobody declared; `nearest` is the right one that looks most like it.
    case unknownName(String, nearest: String?)
    /// Values of types that do not go together.
    case type
    /// Two things of one name.
    case duplicate(String)
    /// Features that need each other, in the order they do; the first closes the circle.
    case circle([String])
    /// A table or a column no feature may read.
    case forbidden(String)
    /// A refutation or an evidence request names a project or a feature that is not there.
    case notFound(String)
    /// Reading the records stopped; kept elsewhere, so that errors stay small on the stack.
    indirect case reading(TableError)
  }

  /// What is wrong.
  public var problem: Problem
  /// One sentence without a full stop.
  public var message: String
  /// How to mend it, one sentence.
  public var hint: String?
  /// Where it is wrong.
  public var location: SourceLocation?

  /// A problem in words.
  public init(
    _ problem: Problem,
    _ message: String,
    at location: SourceLocation? = nil,
    hint: String? = nil
  ) {
    self.problem = problem
    self.message = message
    self.location = location
    self.hint = hint
  }

  /// Reading the records stopped.
  public init(_ error: TableError) {
    self.init(.reading(error), error.diagnostic.message, at: error.location)
  }

  /// The error in the parts a message is made of.
  public var diagnostic: Diagnostic {
    if case .reading(let error) = problem { return error.diagnostic }
    return Diagnostic(message, at: location, hint: hint)
  }
}
