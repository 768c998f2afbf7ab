/// Checks a package as a whole: what its parts say about each other.
enum PackageVerification {
  /// What is known once the parts fit together.
  struct Verified {
    var resources: [Resource]
    var subject: Resource
    var links: [String: Link]
  }

  /// The resources with their defaults filled in, the subject, and the ways to it.
  static func verify(
    _ resources: [Resource],
    subject: String?,
    file: String?
  ) throws(TableError) -> Verified {
    let place = file.map { SourceLocation(file: $0) }
    let names = resources.map(\.name)
    if let twice = firstTwice(names) {
      throw error(.duplicateName(resources[twice].name, of: "resources"), resources[twice].location)
    }
    for resource in resources { try verify(resource, names: names, all: resources) }
    let streams = resources.flatMap { resource in
      resource.paths.filter { $0 == StandardInput.name }.map { _ in resource.location }
    }
    if streams.count > 1 { throw error(.repeatedStandardInput, streams[1]) }
    let filled = resources.map(withDefaults)
    let subject = try findSubject(filled, named: subject, at: place)
    return Verified(
      resources: filled,
      subject: subject,
      links: try links(filled, to: subject)
    )
  }

  private static func error(
    _ problem: PackageProblem,
    _ location: SourceLocation?
  ) -> TableError {
    TableError(.package(problem), at: location)
  }

  private static func firstTwice(_ names: [String]) -> Int? {
    var seen: Set<String> = []
    return names.firstIndex { !seen.insert($0).inserted }
  }

  // MARK: - One resource

  private static func verify(
    _ resource: Resource,
    names: [String],
    all: [Resource]
  ) throws(TableError) {
    if !FieldName.isIdentifier(resource.name) {
      throw error(
        .wrongValue(
          resource.name,
          key: "the name of a resource",
          expected: "letters, digits and _ only, as features call it"
        ),
        resource.location
      )
    }
    try verifyNames(resource)
    for field in resource.fields { try verify(field, in: resource) }
    let dates = [
      ("happened", resource.happened), ("recorded", resource.recorded),
      ("version", resource.version), ("exists_from", resource.existsFrom),
      ("exists_until", resource.existsUntil),
    ]
    for (key, name) in dates {
      if let name { try verifyDate(name, key: key, in: resource, at: resource.location) }
    }
    try verifyRole(resource)
    for name in resource.primaryKey {
      try verifyField(name, key: "primaryKey", in: resource, at: resource.location)
    }
    for key in resource.foreignKeys { try verify(key, of: resource, names: names, all: all) }
  }

  private static func verifyNames(_ resource: Resource) throws(TableError) {
    for field in resource.fields {
      if !FieldName.isIdentifier(field.name) {
        let suggestion = FieldName.suggestion(for: field.name)
        throw error(.notIdentifier(field.name, suggestion: suggestion), field.location)
      }
      if FieldName.reserved.contains(field.name.lowercased()) {
        throw error(.reservedName(field.name), field.location)
      }
    }
    if let twice = firstTwice(resource.fields.map(\.name)) {
      throw error(
        .duplicateName(resource.fields[twice].name, of: "fields of \(resource.name)"),
        resource.fields[twice].location
      )
    }
    if let twice = firstTwice(resource.fields.map(\.header)) {
      throw error(
        .duplicateName(resource.fields[twice].header, of: "headers of \(resource.name)"),
        resource.fields[twice].location
      )
    }
  }

  private static func verify(_ field: Field, in resource: Resource) throws(TableError) {
    if let knownOn = field.knownOn {
      try verifyDate(knownOn, key: "known_on", in: resource, at: field.location)
      if knownOn == field.name {
        throw error(
          .wrongValue(knownOn, key: "known_on", expected: "another field's name"),
          field.location
        )
      }
    }
    if field.isKnowledgeDeclared, field.knowledge == .plan, field.type != .date {
      throw error(
        .wrongValue("plan", key: "knowledge", expected: "fixed or current; plan is for dates"),
        field.location
      )
    }
    if field.writtenIn != nil, field.unit == nil {
      throw error(.missingKey("unit", of: "a field with written_in"), field.location)
    }
    let missing = resource.missingValues(of: field)
    if let code = field.codes.keys.sorted().first(where: { !missing.contains($0) }) {
      throw error(.codeNotMissing(code), field.location)
    }
    guard let personal = field.personal, personal != .refuse else { return }
    let isKey =
      resource.primaryKey.contains(field.name)
      || resource.foreignKeys.contains { $0.fields.contains(field.name) }
    if isKey {
      throw error(
        .wrongValue(
          personal.rawValue,
          key: "personal",
          expected: "a key that is not personal: keys are shown as they are"
        ),
        field.location
      )
    }
    if personal == .token, field.type != .text {
      throw error(
        .wrongValue("token", key: "personal", expected: "type: string with personal: token"),
        field.location
      )
    }
  }

  private static func verifyRole(_ resource: Resource) throws(TableError) {
    func refuse(_ key: String, _ value: Bool) throws(TableError) {
      guard value else { return }
      throw error(.wrongRole(key: key, role: resource.role.rawValue), resource.location)
    }
    switch resource.role {
    case .entity:
      try refuse("happened", resource.happened != nil)
      if resource.recorded != nil, resource.version == nil {
        throw error(.wrongRole(key: "recorded (say version)", role: "entity"), resource.location)
      }
    case .event, .outcome:
      try refuse("version", resource.version != nil)
      try refuse("exists_from", resource.existsFrom != nil)
      try refuse("exists_until", resource.existsUntil != nil)
      if resource.role == .outcome, resource.happened == nil {
        throw error(.missingKey("happened", of: "outcomes \(resource.name)"), resource.location)
      }
    }
    if let from = resource.coversFrom, let to = resource.coversTo, to < from {
      throw error(
        .wrongValue("\(from) to \(to)", key: "covers", expected: "a first day before the last"),
        resource.location
      )
    }
    if resource.version != nil, resource.key.isEmpty {
      throw error(
        .missingKey("primaryKey", of: "\(resource.name) with versions"),
        resource.location
      )
    }
  }

  private static func verifyField(
    _ name: String,
    key: String,
    in resource: Resource,
    at location: SourceLocation?
  ) throws(TableError) {
    guard resource.index(of: name) == nil else { return }
    let known = resource.fields.flatMap { [$0.name, $0.header] }
    throw error(
      .unknownName(
        name,
        what: "field of \(resource.name)",
        key: key,
        nearest: NearestName.of(name, among: known)
      ),
      location
    )
  }

  private static func verifyDate(
    _ name: String,
    key: String,
    in resource: Resource,
    at location: SourceLocation?
  ) throws(TableError) {
    try verifyField(name, key: key, in: resource, at: location)
    if resource[field: name]?.type != .date { throw error(.notDate(name, key: key), location) }
  }

  private static func verify(
    _ key: ForeignKey,
    of resource: Resource,
    names: [String],
    all: [Resource]
  ) throws(TableError) {
    let location = key.location ?? resource.location
    for name in key.fields {
      try verifyField(name, key: "foreignKeys", in: resource, at: location)
    }
    let targetName = key.resource.isEmpty ? resource.name : key.resource
    guard let target = all.first(where: { $0.name == targetName }) else {
      throw error(
        .unknownName(
          targetName,
          what: "resource",
          key: "foreignKeys",
          nearest: NearestName.of(targetName, among: names)
        ),
        location
      )
    }
    if target.role == .outcome { throw error(.outcomeTarget(targetName), location) }
    if key.fields.isEmpty || key.fields.count != key.targets.count {
      throw error(.keyLength(fields: key.fields.count, targets: key.targets.count), location)
    }
    for name in key.targets {
      try verifyField(name, key: "foreignKeys: reference", in: target, at: location)
    }
  }

  // MARK: - Defaults

  /// The resource with what undeclared knowledge means there.
  private static func withDefaults(_ resource: Resource) -> Resource {
    var resource = resource
    let isState = resource.role == .entity && resource.version == nil
    for index in resource.fields.indices where !resource.fields[index].isKnowledgeDeclared {
      let field = resource.fields[index]
      if field.type == .date {
        resource.fields[index].knowledge = .fact
      } else if !isState || field.knownOn != nil {
        resource.fields[index].knowledge = .fact
      } else {
        resource.fields[index].knowledge =
          resource.key.contains(field.name) ? .fixed : .current
      }
    }
    return resource
  }

  // MARK: - The subject and the ways to it

  private static func findSubject(
    _ resources: [Resource],
    named name: String?,
    at place: SourceLocation?
  ) throws(TableError) -> Resource {
    let entities = resources.filter { $0.role == .entity }
    let found: Resource
    if let name {
      guard let named = entities.first(where: { $0.name == name }) else {
        throw error(
          .unknownName(
            name,
            what: "entity",
            key: "subject",
            nearest: NearestName.of(name, among: entities.map(\.name))
          ),
          place
        )
      }
      found = named
    } else if let projects = entities.first(where: { $0.name == "projects" }) {
      found = projects
    } else if entities.count == 1, let only = entities.first {
      found = only
    } else {
      throw error(.noSubject(entities: entities.map(\.name)), place)
    }
    if found.key.isEmpty {
      throw error(.missingKey("primaryKey", of: "the subject \(found.name)"), found.location)
    }
    return found
  }

  private static func links(
    _ resources: [Resource],
    to subject: Resource
  ) throws(TableError) -> [String: Link] {
    var direct: [String: Link.Hop] = [:]
    for resource in resources where resource.name != subject.name {
      direct[resource.name] = directHop(resource, to: subject)
    }
    var links = direct.mapValues { Link(hops: [$0]) }
    for resource in resources where resource.name != subject.name && direct[resource.name] == nil {
      for key in resource.foreignKeys {
        guard key.resource != resource.name, let last = direct[key.resource] else { continue }
        let first = Link.Hop(fields: key.fields, resource: key.resource, targets: key.targets)
        links[resource.name] = Link(hops: [first, last])
        break
      }
    }
    for resource in resources
    where resource.role != .entity && links[resource.name] == nil {
      let hops = hops(from: resource, resources, direct) ?? 0
      throw error(
        .noLink(resource.name, subject: subject.name, hops: hops),
        resource.location
      )
    }
    return links
  }

  /// By a foreign key to the subject's key, or by fields that are named like the subject's key.
  private static func directHop(_ resource: Resource, to subject: Resource) -> Link.Hop? {
    if let key = resource.foreignKeys.first(where: {
      $0.resource == subject.name && Set($0.targets) == Set(subject.key)
    }) {
      return Link.Hop(fields: key.fields, resource: subject.name, targets: key.targets)
    }
    if subject.key.allSatisfy({ resource.index(of: $0) != nil }) {
      return Link.Hop(
        fields: subject.key,
        resource: subject.name,
        targets: subject.key
      )
    }
    if subject.key.count == 1, resource.index(of: "project_id") != nil {
      return Link.Hop(
        fields: ["project_id"],
        resource: subject.name,
        targets: subject.key
      )
    }
    return nil
  }

  /// How many hops the shortest way by foreign keys has, or nil when there is none.
  private static func hops(
    from resource: Resource,
    _ resources: [Resource],
    _ direct: [String: Link.Hop]
  ) -> Int? {
    var reached: Set<String> = [resource.name]
    var frontier = [resource]
    var hops = 1
    while !frontier.isEmpty {
      if frontier.contains(where: { direct[$0.name] != nil }) { return hops }
      hops += 1
      let names = Set(frontier.flatMap(\.foreignKeys).map(\.resource)).subtracting(reached)
      reached.formUnion(names)
      frontier = resources.filter { names.contains($0.name) }
    }
    return nil
  }
}
