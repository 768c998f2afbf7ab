/// Watches the columns of one table for personal data, in every read.
///
/// Before the first row: `verifyHeaders()`. For every cell that is not missing of the columns where
/// `watches(_:)`: `observe(_:field:)`. After the last row, before anything is written: `verify()`.
/// No finding and no error carries a value.
public struct PersonalGuard: Sendable {
  /// The table.
  public let resource: Resource
  /// Whether the table holds complaints: names are personal, and nothing may become a token.
  public let isComplaints: Bool
  private var columns: [Watched]
  private let plain = PersonalMatcher()
  private let withNames = PersonalMatcher(findsNames: true)

  private struct Watched {
    var byHeader: PersonalKind?
    var findsNames = false
    var isKey = false
    var isWatched = false
    var tally = PersonalTally()
  }

  /// A guard of the fields of `resource`, by their place in `resource.fields`.
  public init(_ resource: Resource) {
    self.resource = resource
    let isComplaints = PersonalHeader.isComplaints([resource.name] + resource.paths)
    self.isComplaints = isComplaints
    columns = resource.fields.map { field in
      var watched = Watched()
      // No telephone number is a date or a truth value, whatever its header says: `phoned_on`.
      guard field.type != .date, field.type != .boolean else { return watched }
      watched.byHeader =
        PersonalHeader.kind(of: field.header, isComplaints: isComplaints)
        ?? PersonalHeader.kind(of: field.name, isComplaints: isComplaints)
      // Keys name projects and cases, and an enumeration says itself what it holds.
      let isKey =
        resource.primaryKey.contains(field.name)
        || resource.foreignKeys.contains { $0.fields.contains(field.name) }
      watched.isKey = isKey
      watched.findsNames =
        isComplaints && field.type == .text && !isKey && field.constraints.allowed == nil
      watched.isWatched = field.personal != .drop && field.personal != .token
      return watched
    }
  }

  /// Whether the values of a field need to be observed.
  public func watches(_ field: Int) -> Bool { columns[field].isWatched }

  /// Whether values of a field may not be shown, not even shortened: it is declared personal, or
  /// its header says so.
  public func hides(_ field: Int) -> Bool {
    let personal = resource.fields[field].personal
    return personal == .drop || personal == .token || columns[field].byHeader != nil
  }

  /// What a value of a field looks like; a reader may keep it for a value that comes again.
  public func matches(_ text: Span<UInt8>, field: Int) -> PersonalMatches {
    columns[field].findsNames ? withNames.matches(text) : plain.matches(text)
  }

  /// Counts a value that is not missing and what it looks like.
  public mutating func count(_ matches: PersonalMatches, _ text: Span<UInt8>, field: Int) {
    columns[field].tally.add(matches, text)
  }

  /// Counts values that are not missing and look like nothing personal.
  mutating func countPlain(_ values: Int, field: Int) {
    columns[field].tally.addPlain(values)
  }

  /// Whether names are looked for in a field.
  func findsNames(_ field: Int) -> Bool { columns[field].findsNames }

  /// Looks at a value that is not missing, and counts it.
  @inline(__always)
  public mutating func observe(_ text: Span<UInt8>, field: Int) {
    let matches = matches(text, field: field)
    columns[field].tally.add(matches, text)
  }

  /// Adds what a guard of the same table saw elsewhere.
  public mutating func merge(_ other: PersonalGuard) {
    for index in columns.indices where index < other.columns.count {
      columns[index].tally.merge(other.columns[index].tally)
    }
  }

  /// Stops when a header is personal and nothing is declared for it, or a token is declared in
  /// complaints.
  ///
  /// - Throws: `TableError` that names every such column.
  public func verifyHeaders() throws(TableError) {
    for field in resource.fields where isComplaints && field.personal == .token {
      throw TableError(
        .personal(.tokenInComplaints(resource: resource.name, column: field.header)),
        at: field.location
      )
    }
    try refuse(findings.filter { $0.action == .refused && $0.why == PersonalGuard.byHeader })
  }

  /// Stops when headers or values are personal and nothing is declared for them.
  ///
  /// - Throws: `TableError` that names every such column.
  public func verify() throws(TableError) {
    try refuse(findings.filter { $0.action == .refused })
  }

  private func refuse(_ refused: [PersonalFinding]) throws(TableError) {
    guard let first = refused.first else { return }
    throw TableError(.personal(.refused(refused)), at: first.location)
  }

  /// The personal columns so far, in the order of the descriptor.
  public var findings: [PersonalFinding] {
    var findings: [PersonalFinding] = []
    for (field, watched) in zip(resource.fields, columns) {
      func add(_ kind: PersonalKind?, _ action: PersonalFinding.Action, _ why: String) {
        findings.append(
          PersonalFinding(
            resource: resource.name,
            column: field.header,
            kind: kind,
            action: action,
            why: why,
            location: field.location
          )
        )
      }
      let tally = watched.tally
      if field.personal == .drop {
        add(watched.byHeader, .dropped, "declared")
      } else if field.personal == .token {
        add(watched.byHeader, field.isWithheld ? .withheld : .tokened, "declared")
      } else if let kind = watched.byHeader {
        add(kind, .refused, PersonalGuard.byHeader)
      } else if let kind = tally.refused {
        add(kind, .refused, PersonalGuard.share(of: kind, tally))
      } else if let kind = tally.warned, !watched.isKey || tally.share(of: kind) >= 0.2 {
        // Of thousands of keys some look like a telephone number by chance.
        add(kind, .warned, PersonalGuard.share(of: kind, tally))
      }
    }
    return findings
  }

  private static let byHeader = "by its header"

  private static func share(of kind: PersonalKind, _ tally: PersonalTally) -> String {
    "\(tally.count(of: kind)) of \(tally.values) values"
  }
}
