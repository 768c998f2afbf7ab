import Tables

/// What a row said on a date: rules 2, 3 and 5 of what is known, for evidence.
///
/// A fact of later and a fact that is missing look the same, as they did on the date.
struct KnownValues {
  private let resource: Resource
  private let asOf: Day
  private let lost: Set<InputColumn>

  init(_ resource: Resource, asOf: Day, lost: Set<InputColumn>) {
    self.resource = resource
    self.asOf = asOf
    self.lost = lost
  }

  /// The text of a field in a row: what `value` says, where that was known.
  func text(
    of name: String,
    _ row: Int,
    in column: (String) -> Column?,
    _ value: () -> String
  ) -> String {
    guard let field = resource[field: name] else { return "" }
    if lost.contains(InputColumn(resource: resource.name, field: name)) {
      return "(not known on \(asOf))"
    }
    func isKnown(_ date: String) -> Bool {
      column(date)?.day(at: row).map { $0 <= asOf } ?? false
    }
    if let knownOn = field.knownOn, !isKnown(knownOn) { return "" }
    if field.type == .date, field.knowledge != .plan, !isKnown(name) { return "" }
    return value()
  }
}

/// In which order an evidence row shows its fields.
enum EvidenceOrder {
  /// The fields that are not personal: the key, when the row happened and was recorded, those that
  /// are read, then the others.
  static func fields(of resource: Resource, first read: Set<String>) -> [String] {
    let dates = [resource.happened, resource.recorded].compactMap { $0 }
    let shown = resource.fields.filter { $0.personal == nil }.map(\.name)
    var names = (resource.primaryKey + dates).filter(shown.contains)
    names += shown.filter(read.contains)
    names += shown
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
