/// Writes an inferred package as `datapackage.yaml`, with a comment wherever something was inferred.
struct DescriptorText {
  private var lines: [String] = []
  /// The headers of every resource by its fields' names, since references name headers.
  private var targetHeaders: [String: [String: String]] = [:]

  /// The text of the descriptor.
  static func of(_ inferred: InferredPackage) -> String {
    var text = DescriptorText()
    text.write(inferred)
    return text.lines.joined(separator: "\n") + "\n"
  }

  private mutating func write(_ inferred: InferredPackage) {
    let package = inferred.package
    lines.append("# Written by watchpost init from what stands in the files.")
    lines.append(
      "# Whatever says “inferred” is a guess: read it, correct it, take the comment out."
    )
    lines.append("name: \(Self.scalar(package.name))")
    lines.append("resources:")
    for table in inferred.tables {
      targetHeaders[table.resource.name] = Dictionary(
        table.resource.fields.map { ($0.name, $0.header) },
        uniquingKeysWith: { first, _ in first }
      )
    }
    for table in inferred.tables { write(table) }
    if package.subject.name != "projects" {
      lines.append("watchpost:")
      lines.append(
        "  subject: \(Self.scalar(package.subject.name))  # inferred: others refer to it"
      )
    }
  }

  private mutating func write(_ table: InferredTable) {
    let resource = table.resource
    for note in table.notes { lines.append("  # look at: \(Self.comment(note))") }
    add("- name: \(Self.scalar(resource.name))", table.reasons["name"], indent: 2)
    if let title = resource.title { add("title: \(Self.scalar(title))", nil) }
    if let only = resource.paths.first, resource.paths.count == 1 {
      add("path: \(Self.scalar(only))", nil)
    } else {
      add("path: \(Self.list(resource.paths))", "files whose names differ in digits only")
    }
    if resource.readsSheets {
      add("format: xlsx", nil)
    } else {
      add("format: \(resource.dialect.delimiter == 0x09 ? "tsv" : "csv")", nil)
      let encoding = table.hasMark ? "utf-8-sig" : resource.encoding.name
      add("encoding: \(Self.scalar(encoding))", table.reasons["encoding"])
    }
    if resource.dialect.delimiter != 0x2C {
      let delimiter = String(Unicode.Scalar(resource.dialect.delimiter))
      add("dialect: {delimiter: \(Self.scalar(delimiter))}", table.reasons["dialect"])
    }
    add("schema:", nil)
    if !resource.primaryKey.isEmpty {
      let headers = resource.primaryKey.map { resource[field: $0]?.header ?? $0 }
      add("primaryKey: \(Self.list(headers))", table.reasons["primaryKey"], indent: 6)
    }
    writeForeignKeys(table)
    add("fields:", nil, indent: 6)
    for (field, reason) in zip(resource.fields, table.fieldReasons) {
      add("- \(Self.field(field))", reason, indent: 8)
    }
    writeOurs(table)
  }

  private mutating func writeForeignKeys(_ table: InferredTable) {
    guard !table.resource.foreignKeys.isEmpty else { return }
    add("foreignKeys:", table.reasons["foreignKeys"], indent: 6)
    for key in table.resource.foreignKeys {
      let fields = key.fields.map { table.resource[field: $0]?.header ?? $0 }
      let targets = targetHeaders[key.resource] ?? [:]
      let headers = key.targets.map { targets[$0] ?? $0 }
      add(
        "- {fields: \(Self.list(fields)), reference: {resource: \(Self.scalar(key.resource)), "
          + "fields: \(Self.list(headers))}}",
        nil,
        indent: 8
      )
    }
  }

  private mutating func writeOurs(_ table: InferredTable) {
    let resource = table.resource
    add("watchpost:", nil)
    add("role: \(resource.role.rawValue)", table.reasons["role"], indent: 6)
    for (key, value) in [
      ("happened", resource.happened), ("recorded", resource.recorded),
      ("exists_from", resource.existsFrom),
      ("snapshot_on", resource.snapshotOn?.description),
    ] {
      guard let value else { continue }
      add("\(key): \(Self.scalar(value))", table.reasons[key], indent: 6)
    }
  }

  private mutating func add(_ text: String, _ reason: String?, indent: Int = 4) {
    let comment = reason.map { "  # inferred: \(Self.comment($0))" } ?? ""
    lines.append(String(repeating: " ", count: indent) + text + comment)
  }

  private static func field(_ field: Field) -> String {
    var parts = ["name: \(scalar(field.header))", "type: \(field.standardType.rawValue)"]
    if let format = field.format { parts.append("format: \(scalar(format))") }
    if field.decimalCharacter != "." {
      parts.append("decimalChar: \(scalar(String(field.decimalCharacter)))")
    }
    if let group = field.groupCharacter { parts.append("groupChar: \(scalar(String(group)))") }
    if !field.isBareNumber { parts.append("bareNumber: false") }
    if let words = field.trueValues { parts.append("trueValues: \(list(words))") }
    if let words = field.falseValues { parts.append("falseValues: \(list(words))") }
    if let missing = field.missingValues { parts.append("missingValues: \(list(missing))") }
    var ours: [String] = []
    if field.name != field.header { ours.append("as: \(scalar(field.name))") }
    if let unit = field.unit { ours.append("unit: \(scalar(unit))") }
    if let written = field.writtenIn { ours.append("written_in: \(scalar(written))") }
    if field.isKnowledgeDeclared { ours.append("knowledge: \(field.knowledge.rawValue)") }
    if let knownOn = field.knownOn { ours.append("known_on: \(scalar(knownOn))") }
    if let personal = field.personal { ours.append("personal: \(personal.rawValue)") }
    if !field.codes.isEmpty {
      let codes = field.codes.keys.sorted().map {
        "\(scalar($0)): \(scalar(field.codes[$0] ?? ""))"
      }
      ours.append("codes: {\(codes.joined(separator: ", "))}")
    }
    if !ours.isEmpty { parts.append("watchpost: {\(ours.joined(separator: ", "))}") }
    return "{\(parts.joined(separator: ", "))}"
  }

  private static func list(_ texts: [String]) -> String {
    "[\(texts.map(scalar).joined(separator: ", "))]"
  }

  /// A text as one line of comment.
  private static func comment(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }

  private static let words: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "null", "y", "n",
  ]

  /// A text as YAML that reads as that text: plain where nothing else could be meant.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.unicodeScalars.allSatisfy { scalar in
        scalar == "_" || scalar == "." || scalar == "-" || ("0"..."9").contains(scalar)
          || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
          || (0x4E00...0x9FFF).contains(scalar.value)
      } && !words.contains(text.lowercased())
    if isPlain, let first = text.unicodeScalars.first,
      first.value >= 0x41, first != "_", first.value < 0x7B || first.value >= 0x4E00
    {
      return text
    }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        quoted += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
      case "\u{FEFF}", "\u{2028}", "\u{2029}":
        quoted += "\\u" + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
