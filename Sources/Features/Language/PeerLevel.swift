/// Whom a project is compared with, where enough of them have a value.
///
/// The peers of a project on a level are the projects with its values of the keys; without keys,
/// all. The first level on which no key is null and enough peers have a value is the one that
/// counts; all peers of that level do, those too who have enough on an earlier one.
package struct PeerLevel<Key: Hashable & Sendable>: Hashable, Sendable {
  /// What peers have in common.
  package var keys: [Key]
  /// How many projects, the project itself included, must have a value of what is aggregated
  /// (for `count(*)`: must there be); nil where any number will do, even none.
  package var minimum: Int?

  package init(keys: [Key], minimum: Int? = nil) {
    self.keys = keys
    self.minimum = minimum
  }
}

/// The name of the input that is missing where a project has too few peers on every level.
enum TooFewPeers {
  static let input = "peers"
}
