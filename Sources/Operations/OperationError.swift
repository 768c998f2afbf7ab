import Tables

/// Why a job could not be done.
public struct OperationError: DiagnosticError {
  /// What is wrong, where, and how to mend it.
  public let diagnostic: Diagnostic

  /// An error that says this.
  public init(_ diagnostic: Diagnostic) {
    self.diagnostic = diagnostic
  }

  /// An error made of the parts of a message.
  init(
    _ message: String,
    at location: SourceLocation? = nil,
    value: String? = nil,
    hint: String? = nil
  ) {
    self.diagnostic = Diagnostic(message, at: location, value: value, hint: hint)
  }
}
