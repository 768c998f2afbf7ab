/// Reads a resource of a package.
struct ResourceDescriptor {
  private static let keys = [
    "name", "path", "data", "profile", "type", "title", "description", "format", "mediatype",
    "encoding", "bytes", "hash", "sources", "licenses", "homepage", "dialect", "schema",
    "compression", "scheme", "innerpath", "extrapaths", "control", "detector", "layout", "fields",
    "rows", "$schema", "watchpost",
  ]
  private static let schemaKeys = [
    "fields", "primaryKey", "foreignKeys", "missingValues", "title", "description", "name",
    "$schema", "fieldsMatch", "uniqueKeys",
  ]
  private static let ourKeys = [
    "role", "happened", "recorded", "version", "snapshot_on", "exists_from", "exists_until",
    "covers", "codes", "source", "table", "query",
  ]

  /// The resource; names it refers to are still as written.
  private(set) var resource: Resource
  private let schema: DescriptorNode

  /// Reads the resource at `node`, whose rows may come from one of `databases`; `load` reads a
  /// descriptor that is named by its path.
  init(
    _ node: DescriptorNode,
    isOnly: Bool,
    subject: String?,
    databases: inout PackageDatabases,
    load: (DescriptorNode) throws(TableError) -> DescriptorNode
  ) throws(TableError) {
    let standard = try node.mapping(known: Self.keys, called: "a resource")
    guard let nameNode = standard["name"] else {
      throw node.error(.missingKey("name", of: "a resource"))
    }
    let name = try nameNode.text()
    let what = "resource \(name)"
    let ours =
      try standard["watchpost"]?.mapping(known: Self.ourKeys, .ours, called: "watchpost of \(what)")
      ?? [:]
    let path = standard["path"]
    let table = try databases.table(of: name, hasPath: path != nil, ours)
    guard table != nil || path != nil else {
      throw node.error(.missingKey("path", of: what))
    }
    guard let schemaNode = standard["schema"] else {
      throw node.error(.missingKey("schema", of: what))
    }
    schema = schemaNode.node.scalar == nil ? schemaNode : try load(schemaNode)
    let parts = try schema.mapping(known: Self.schemaKeys, called: "the schema of \(name)")
    guard let fieldNodes = try parts["fields"]?.list() else {
      throw schema.error(.missingKey("fields", of: "the schema of \(name)"))
    }
    var fields: [Field] = []
    for field in fieldNodes { fields.append(try FieldDescriptor.read(field)) }

    var resource = Resource(
      name,
      title: try standard["title"]?.text(),
      paths: try path.map(Self.paths) ?? [],
      fields: fields,
      role: .event,
      location: node.location
    )
    let format = try Self.format(standard["format"], isSheet: resource.readsSheets)
    if resource.readsSheets {
      (resource.dialect, resource.sheet) = try SheetDescriptor.read(standard["dialect"], load: load)
    } else {
      resource.dialect = try Self.dialect(standard["dialect"], format: format, load: load)
    }
    if let encoding = standard["encoding"] {
      guard let known = TextEncoding(name: try encoding.text()) else {
        throw encoding.error(
          .wrongValue(
            try encoding.text(),
            key: "encoding",
            expected: "utf-8, utf-16, gb18030 or another "
              + "name that iconv -l lists"
          )
        )
      }
      guard known == .utf8 || !resource.readsSheets else {
        throw encoding.error(
          .wrongValue(
            try encoding.text(),
            key: "encoding",
            expected: "no encoding, or utf-8: a workbook says its own"
          )
        )
      }
      resource.encoding = known
    }
    if let table {
      // What is said of files does not count: a database hands its rows on in one way.
      resource.databaseTable = table
      resource.paths = []
      resource.dialect = Dialect()
      resource.encoding = .utf8
    }
    resource.missingValues = try parts["missingValues"]?.texts() ?? [""]
    resource.primaryKey = try parts["primaryKey"]?.texts() ?? []
    resource.happened = try ours["happened"]?.text()
    resource.recorded = try ours["recorded"]?.text()
    resource.version = try ours["version"]?.text()
    resource.snapshotOn = try ours["snapshot_on"]?.day()
    resource.existsFrom = try ours["exists_from"]?.text()
    resource.existsUntil = try ours["exists_until"]?.text()
    resource.codes = try FieldDescriptor.codes(ours["codes"])
    if let covers = try ours["covers"]?.mapping(known: ["from", "to"], .ours, called: "covers") {
      resource.coversFrom = try covers["from"]?.day()
      resource.coversTo = try covers["to"]?.day()
    }
    resource.role =
      try ours["role"]?.choice(Role.self)
      ?? Self.role(of: resource, isOnly: isOnly, subject: subject)
    for key in try parts["foreignKeys"]?.list() ?? [] {
      resource.foreignKeys.append(try Self.foreignKey(key))
    }
    self.resource = resource
    try verifyCodes(ours["codes"])
  }

  /// What a resource that declares no role is: what its other keys and its name say.
  private static func role(of resource: Resource, isOnly: Bool, subject: String?) -> Role {
    if resource.name == "outcomes" { return .outcome }
    if resource.happened != nil || resource.recorded != nil { return .event }
    let isEntity =
      isOnly || resource.name == (subject ?? "projects") || resource.version != nil
      || resource.existsFrom != nil || resource.existsUntil != nil || resource.snapshotOn != nil
    return isEntity ? .entity : .event
  }

  private func verifyCodes(_ node: DescriptorNode?) throws(TableError) {
    let missing = Set(resource.missingValues).union(
      resource.fields.flatMap { $0.missingValues ?? [] }
    )
    if let node, let code = resource.codes.keys.sorted().first(where: { !missing.contains($0) }) {
      throw node.error(.codeNotMissing(code))
    }
  }

  // MARK: - Paths, format and dialect

  /// Relative paths that stay inside the folder, as the standard demands for safety.
  private static func paths(_ node: DescriptorNode) throws(TableError) -> [String] {
    let paths = try node.texts()
    if paths.isEmpty { throw node.error(.wrongShape(key: "path", expected: "a file or a list")) }
    for path in paths where !isSafe(path) { throw node.error(.unsafePath(path)) }
    return paths
  }

  /// Whether a path is relative and never goes up.
  static func isSafe(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.hasPrefix("~") && !path.hasPrefix("\\")
      && !path.contains("://") && !path.contains("\0")
      && !path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).contains("..")
  }

  private static func format(
    _ node: DescriptorNode?,
    isSheet: Bool
  ) throws(TableError) -> String {
    guard let node else { return isSheet ? "xlsx" : "csv" }
    let format = try node.text()
    if isSheet {
      guard format == "xlsx" else {
        throw node.error(.wrongValue(format, key: "format", expected: "xlsx, as path says"))
      }
      return format
    }
    guard ["csv", "tsv"].contains(format) else {
      throw node.error(.wrongValue(format, key: "format", expected: "csv or tsv"))
    }
    return format
  }

  private static func dialect(
    _ node: DescriptorNode?,
    format: String,
    load: (DescriptorNode) throws(TableError) -> DescriptorNode
  ) throws(TableError) -> Dialect {
    var dialect = Dialect()
    if format == "tsv" { dialect.delimiter = UInt8(ascii: "\t") }
    guard var node else { return dialect }
    if node.node.scalar != nil { node = try load(node) }
    var keys = try node.mapping(known: dialectKeys, called: "a dialect")
    if let nested = keys["csv"] {
      keys.merge(try nested.mapping(known: dialectKeys, called: "a dialect")) { _, inner in inner }
    }
    dialect.delimiter = try keys["delimiter"]?.byte() ?? dialect.delimiter
    if let quote = keys["quoteChar"] {
      dialect.quote = try quote.text().isEmpty ? nil : try quote.byte()
    }
    dialect.doubleQuote = try keys["doubleQuote"]?.boolean() ?? dialect.doubleQuote
    dialect.escape = try keys["escapeChar"]?.byte()
    dialect.skipInitialSpace = try keys["skipInitialSpace"]?.boolean() ?? false
    dialect.commentPrefix = try keys["commentChar"]?.byte()
    dialect.hasHeader = try keys["header"]?.boolean() ?? true
    if let sequence = keys["nullSequence"] {
      throw sequence.error(
        .wrongValue(try sequence.text(), key: "nullSequence", expected: "missingValues instead")
      )
    }
    if let conflict = dialect.conflict {
      throw TableError(.input(.dialect(conflict)), at: node.location)
    }
    return dialect
  }

  private static let dialectKeys = [
    "delimiter", "lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "nullSequence",
    "skipInitialSpace", "header", "commentChar", "caseSensitiveHeader", "csvddfVersion", "csv",
    "title", "description", "name", "type", "$schema",
  ]

  // MARK: - Keys

  private static func foreignKey(_ node: DescriptorNode) throws(TableError) -> ForeignKey {
    let keys = try node.mapping(known: ["fields", "reference"], called: "a foreign key")
    guard let fields = keys["fields"] else {
      throw node.error(.missingKey("fields", of: "a foreign key"))
    }
    guard let reference = keys["reference"] else {
      throw node.error(.missingKey("reference", of: "a foreign key"))
    }
    let target = try reference.mapping(known: ["resource", "fields"], called: "a reference")
    guard let targets = target["fields"] else {
      throw reference.error(.missingKey("fields", of: "a reference"))
    }
    return ForeignKey(
      try fields.texts(),
      to: try target["resource"]?.text() ?? "",
      try targets.texts(),
      location: node.location
    )
  }

  /// The resource with every name of a field replaced by ours.
  ///
  /// Keys name headers, as the standard says; what stands under `watchpost:` names fields as
  /// features do. Either may be written in the other's way when that is not ambiguous.
  func resolved(among all: [ResourceDescriptor]) -> Resource {
    var result = resource
    result.primaryKey = resource.primaryKey.map { Self.byHeader($0, in: resource) }
    result.foreignKeys = resource.foreignKeys.map { key in
      var key = key
      key.fields = key.fields.map { Self.byHeader($0, in: resource) }
      let name = key.resource.isEmpty ? resource.name : key.resource
      if let target = all.first(where: { $0.resource.name == name })?.resource {
        key.targets = key.targets.map { Self.byHeader($0, in: target) }
      }
      return key
    }
    func ours(_ name: String?) -> String? { name.map { Self.byName($0, in: resource) } }
    result.happened = ours(resource.happened)
    result.recorded = ours(resource.recorded)
    result.version = ours(resource.version)
    result.existsFrom = ours(resource.existsFrom)
    result.existsUntil = ours(resource.existsUntil)
    for index in result.fields.indices {
      result.fields[index].knownOn = ours(result.fields[index].knownOn)
    }
    return result
  }

  private static func byHeader(_ name: String, in resource: Resource) -> String {
    resource.fields.first { $0.header == name }?.name ?? name
  }

  private static func byName(_ name: String, in resource: Resource) -> String {
    if resource.index(of: name) != nil { return name }
    return byHeader(name, in: resource)
  }
}
