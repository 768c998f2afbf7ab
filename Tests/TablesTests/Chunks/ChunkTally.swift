import Tables
import TestSupport

/// What occurred in tables that were read in chunks, to see that the comparison meets everything.
struct ChunkTally {
  private var counts: [String: Int] = [:]

  /// Notes what a table read in chunks held, and what was refused in it.
  mutating func add(_ reading: ChunkReading, of resource: Resource, traits: Set<String>) {
    if reading.isChunked {
      for trait in traits { counts[trait, default: 0] += 1 }
      for field in resource.fields {
        if field.personal == .drop { counts["personal: drop", default: 0] += 1 }
        if field.personal == .token { counts["personal: token", default: 0] += 1 }
      }
      for (key, count) in reading.counts where key.resource == resource.name {
        counts[ChunkTally.name(key, resource), default: 0] += count
      }
      for field in reading.tables[resource.name]?.fields ?? [] where !field.codes.isEmpty {
        counts["declared code", default: 0] += 1
      }
    } else {
      for trait in traits where trait.hasPrefix("odd: ") { counts[trait, default: 0] += 1 }
      if case .personal = reading.error?.problem { counts["personal: refused", default: 0] += 1 }
      if reading.counts.keys.contains(where: { $0.rule == "key.duplicate" }) {
        counts["key.duplicate", default: 0] += 1
      }
      if resource.fields.contains(where: \.constraints.isUnique) {
        counts["unique", default: 0] += 1
      }
    }
  }

  /// A rule with the type of the field, as `type.date` or `constraint.required money`.
  private static func name(_ key: RejectLog.Key, _ resource: Resource) -> String {
    guard key.rule.hasPrefix("constraint."),
      let field = resource.fields.first(where: { $0.header == key.column })
    else { return key.rule }
    return "\(key.rule) \(field.type)"
  }

  /// What never occurred.
  var missing: [String] { ChunkTally.wanted.filter { counts[$0] == nil } }

  private static let wanted: [String] =
    ["text", "date", "boolean", "integer", "money", "number"].flatMap {
      ["constraint.required \($0)", "constraint.enum \($0)"]
    }
    + ["date", "integer", "money", "number"].flatMap {
      ["constraint.minimum \($0)", "constraint.maximum \($0)"]
    }
    + ["pattern", "minLength", "maxLength"].map { "constraint.\($0) text" }
    + ["type.date", "type.number", "type.integer", "type.money", "type.boolean"]
    + ["row.shape", "key.missing", "key.dangling", "happened.null", "encoding.invalid"]
    + ["key.duplicate", "unique", "declared code"]
    + ["personal: drop", "personal: token", "personal: refused"]
    + ["another delimiter", "another quote", "several files", "two hops", "quoted nothing"]
    + ["doubled quote", "quoted LF", "quoted CR LF", "blank line", "BOM", "CR LF", "long key"]
    + ["no line end at the end", "columns in another order", "undeclared column", "long field"]
    + ["several blocks", "encoding gb18030", "encoding gbk", "packed"]
    + ["packed, of another encoding", "key of several parts"]
    + ["odd: after quote", "odd: inside", "odd: lone CR", "odd: opened"]
}
