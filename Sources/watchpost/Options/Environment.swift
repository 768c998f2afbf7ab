import Glibc
import Tables

/// What the environment says to a run.
enum Environment {
  /// The value of a variable, or nil.
  static subscript(name: String) -> String? {
    // The environment is read before any thread starts; the copy outlives the pointer.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// The file with the key for `personal: token` fields, or nil.
  static var tokenKey: String? { Environment[TokenKey.variable] }
}
