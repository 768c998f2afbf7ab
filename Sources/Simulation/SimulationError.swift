import Tables

/// Why a simulated district could not be written.
public struct SimulationError: DiagnosticError {
  /// What is wrong, where, and how to mend it.
  public let diagnostic: Diagnostic

  init(_ diagnostic: Diagnostic) {
    self.diagnostic = diagnostic
  }

  init(_ message: String, path: String, hint: String) {
    self.init(Diagnostic(message, at: SourceLocation(file: path), hint: hint))
  }
}
