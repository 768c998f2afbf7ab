import FoundationEssentials
import Tables

/// What the environment says to a run.
enum Environment {
  /// The value of a variable, or nil.
  static subscript(name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  /// The file with the key for `personal: token` fields, or nil.
  static var tokenKey: String? { Environment[TokenKey.variable] }

  /// The number of threads, or nil when it is not given or no number from 1 to 1,024.
  static var threads: Int? {
    Environment["WATCHPOST_THREADS"].flatMap(Int.init).flatMap {
      (1...1024).contains($0) ? $0 : nil
    }
  }
}
