/// Finds the name that was probably meant.
public enum NearestName {
  /// The candidate nearest to `name` in edits (insert, delete, replace, swap neighbours), or nil
  /// when none is near enough to have been meant.
  ///
  /// Near enough is a third of the longer name's characters, at least one, or the same letters in
  /// another case. Ties go to the earlier candidate.
  public static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
    let folded = Array(name.lowercased())
    var best: (name: String, edits: Int)?
    for candidate in candidates where candidate != name {
      let other = Array(candidate.lowercased())
      let limit = max(1, max(folded.count, other.count) / 3)
      guard abs(folded.count - other.count) <= limit else { continue }
      let edits = edits(from: folded, to: other)
      if edits <= limit, edits < best?.edits ?? .max { best = (candidate, edits) }
    }
    return best?.name
  }

  /// The number of single edits between two texts, upper and lower case counting as different.
  public static func edits(from left: String, to right: String) -> Int {
    edits(from: Array(left), to: Array(right))
  }

  /// Optimal string alignment distance.
  ///
  /// - Complexity: O(m · n)
  private static func edits(from left: [Character], to right: [Character]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      current.reserveCapacity(right.count + 1)
      for column in 1...right.count {
        let isSame = left[row - 1] == right[column - 1]
        var edits = min(
          last[column] + 1,
          current[column - 1] + 1,
          last[column - 1] + (isSame ? 0 : 1)
        )
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          edits = min(edits, beforeLast[column - 2] + 1)
        }
        current.append(edits)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
