import FoundationEssentials
import Tables

/// What the environment says to a run.
enum Environment {
  /// The value of a variable, or nil.
  static subscript(name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  /// The file with the key for `personal: token` fields, or nil.
  static var tokenKey: String? { Environment[TokenKey.variable] }
}
