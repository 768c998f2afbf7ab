/// Finds the name a misspelt one was meant to be.
enum Spelling {
  /// The known name with the fewest edits from `name`, if few enough to be a slip.
  ///
  /// - Complexity: O(names · length²).
  static func nearest(to name: String, among known: [String]) -> String? {
    let wanted = Array(name.lowercased())
    let limit = max(1, wanted.count / 3)
    var best: (name: String, edits: Int)?
    for candidate in known {
      let edits = distance(wanted, Array(candidate.lowercased()))
      if edits <= limit, edits < (best?.edits ?? .max) { best = (candidate, edits) }
    }
    return best?.name
  }

  /// Levenshtein's distance: insertions, deletions and replacements.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (i, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let replaced = diagonal + (character == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
