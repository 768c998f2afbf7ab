/// Why personal data stops a run.
///
/// No message carries a value: the column's name says enough.
public enum PersonalProblem: Hashable, Sendable {
  /// Columns hold personal data and the package does not say what to do with them.
  case refused([PersonalFinding])
  /// A column of complaints is declared `personal: token`.
  case tokenInComplaints(resource: String, column: String)
  /// A column is declared `personal: token` and no key was named.
  case noKey(resource: String, column: String)
  /// The key file cannot be read, in the system's words.
  case unreadableKey(path: String, message: String)
  /// The key file holds fewer than `least` bytes.
  case shortKey(path: String, least: Int)
  /// The key file lies in the dataset's folder.
  case keyInDataset(path: String)
}

extension PersonalProblem: Describable {
  func diagnostic(at location: SourceLocation?) -> Diagnostic {
    switch self {
    case .refused(let findings):
      let columns = findings.map { finding in
        let kind = finding.kind.map { $0.title + ", " } ?? ""
        return "\(finding.resource).\(finding.column) (\(kind)\(finding.why))"
      }
      return Diagnostic(
        (findings.count == 1 ? "a column holds personal data: " : "columns hold personal data: ")
          + columns.joined(separator: ", "),
        at: location,
        hint: "declare watchpost: {personal: drop} for the field to leave it out, "
          + "or delete the column at the source"
      )
    case .tokenInComplaints(let resource, let column):
      return Diagnostic(
        "\(resource).\(column) is declared personal: token, but people who complain are never "
          + "followed",
        at: location,
        hint: "declare personal: drop"
      )
    case .noKey(let resource, let column):
      return Diagnostic(
        "\(resource).\(column) is declared personal: token, and there is no key",
        at: location,
        hint: TokenKey.advice
      )
    case .unreadableKey(let path, let message):
      return Diagnostic(
        "the token key cannot be read: \(message)",
        at: SourceLocation(file: path),
        hint: "check the path in \(TokenKey.variable) and the file's permissions"
      )
    case .shortKey(let path, let least):
      return Diagnostic(
        "the token key is shorter than \(least) bytes",
        at: SourceLocation(file: path),
        hint: "make one with head -c 32 /dev/urandom > FILE"
      )
    case .keyInDataset(let path):
      return Diagnostic(
        "the token key lies in the dataset's folder",
        at: SourceLocation(file: path),
        hint: "move it elsewhere: who gets the dataset must not get the key"
      )
    }
  }
}
