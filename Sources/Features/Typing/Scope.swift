import Tables

/// What becomes of a name that the data do not have.
public enum AbsencePolicy: Sendable, Hashable {
  /// An unknown name is an error; only a standard table that is not there is *insufficient*.
  case error
  /// Any table or column that is not there reads as *insufficient*: for packs of features that
  /// are written for the standard tables and met with whatever a district has.
  case insufficient
}

/// The tables a district usually has (OC4IDS where it has the field).
public enum StandardTables {
  /// Their names.
  public static let names = [
    "projects", "milestones", "progress", "payments", "contracts", "changes", "tenders", "bids",
    "complaints", "inspections", "findings", "readings", "documents", "outcomes",
  ]
}

/// What the names in one expression mean.
struct Scope {
  /// The meaning of a name.
  enum Meaning {
    case column(InputColumn, ValueType)
    case feature(Int)
    case unknown
  }

  let package: DataPackage
  /// Places of features by name.
  let features: [String: Int]
  let policy: AbsencePolicy
  /// The name of the event table in a `from` expression.
  var table: String?

  /// Whether `qualifier` means the project.
  private func isSubject(_ qualifier: String) -> Bool {
    qualifier == package.subject.name
      || (qualifier == "projects" && package[resource: "projects"] == nil)
  }

  func meaning(of name: String, qualifier: String?) -> Meaning {
    if let qualifier {
      if isSubject(qualifier) { return column(name, of: package.subject.name) }
      if qualifier == table { return column(name, of: qualifier) }
      return .unknown
    }
    let own = table ?? package.subject.name
    if let field = package[resource: own]?[field: name] {
      return .column(InputColumn(resource: own, field: name), ValueType(field.type))
    }
    if let feature = features[name] { return .feature(feature) }
    return column(name, of: own)
  }

  /// A column of a resource; absent ones are of unknown type where absence is allowed.
  private func column(_ name: String, of resource: String) -> Meaning {
    let input = InputColumn(resource: resource, field: name)
    if let found = package[resource: resource] {
      if let field = found[field: name] { return .column(input, ValueType(field.type)) }
      return policy == .insufficient ? .column(input, .unknown) : .unknown
    }
    return .column(input, .unknown)
  }

  /// The error that a name means nothing, with the nearest that does.
  func unknown(
    _ name: String,
    qualifier: String?,
    at location: SourceLocation
  ) -> FeatureError {
    let subject = package.subject
    if let qualifier {
      let tables = [subject.name] + (table.map { [$0] } ?? [])
      guard tables.contains(qualifier) || isSubject(qualifier) else {
        if package[resource: qualifier] != nil || StandardTables.names.contains(qualifier) {
          return otherEvents(qualifier, name, at: location)
        }
        return FeatureError(
          .unknownName(qualifier, nearest: NearestName.of(qualifier, among: tables)),
          "no table ‘\(qualifier)’ can be read here",
          at: location,
          hint: "names may be qualified by \(tables.joined(separator: " or "))"
        )
      }
      let fields = package[resource: qualifier]?.fields ?? subject.fields
      return unknown(name, in: qualifier, among: fields.map(\.name), at: location)
    }
    let own = table.flatMap { package[resource: $0] } ?? subject
    if table != nil, subject[field: name] != nil {
      return FeatureError(
        .unknownName(name, nearest: "\(subject.name).\(name)"),
        "\(own.name) has no column ‘\(name)’",
        at: location,
        hint: "the project's column is written \(subject.name).\(name)"
      )
    }
    let candidates = own.fields.map(\.name) + features.sorted { $0.value < $1.value }.map(\.key)
    return unknown(name, in: own.name, among: candidates + ["as_of"], at: location)
  }

  /// The error that rows of another table stand where one row is looked at.
  private func otherEvents(
    _ other: String,
    _ name: String,
    at location: SourceLocation
  ) -> FeatureError {
    if other == "outcomes" || package[resource: other]?.role == .outcome {
      return FeatureError(
        .forbidden(other),
        "no feature may read the outcomes in \(other)",
        at: location,
        hint: "a feature is what was known before the outcome"
      )
    }
    let aggregate =
      "declare a feature such as last_\(name): max(\(name)) from \(other) (hidden: true)"
    guard let table else {
      return FeatureError(
        .forbidden(other),
        "\(other).\(name) is not one value: a project has many rows of \(other)",
        at: location,
        hint: "\(aggregate) and use that feature's name"
      )
    }
    return FeatureError(
      .forbidden(other),
      "rows of \(table) cannot be compared with rows of \(other): this is not supported",
      at: location,
      hint: "\(aggregate) and compare with that feature; or join both tables before"
    )
  }

  private func unknown(
    _ name: String,
    in table: String,
    among candidates: [String],
    at location: SourceLocation
  ) -> FeatureError {
    let nearest = NearestName.of(name, among: candidates)
    var hint = nearest.map { "did you mean ‘\($0)’?" }
    if hint == nil, let other = package.resources.first(where: { $0[field: name] != nil }) {
      hint =
        "\(name) is a column of \(other.name); it takes an aggregate: … from \(other.name)"
    }
    let columns = package[resource: table]?.fields.map(\.name).joined(separator: ", ") ?? ""
    return FeatureError(
      .unknownName(name, nearest: nearest),
      "‘\(name)’ is neither a column of \(table) nor a feature",
      at: location,
      hint: hint ?? "\(table) has \(columns)"
    )
  }
}
