import Tables

/// The data package descriptor of a district, as YAML.
struct Descriptor {
  let district: District
  let language: DistrictLanguage
  let name: String
  private var lines: [String] = []
  private let text: TableText

  init(_ district: District, language: DistrictLanguage, name: String) {
    self.district = district
    self.language = language
    self.name = name
    self.text = TableText(language: language)
  }

  /// The whole file.
  static func yaml(
    _ district: District,
    language: DistrictLanguage,
    name: String
  ) -> String {
    var descriptor = Descriptor(district, language: language, name: name)
    descriptor.writeHead()
    for table in district.tables { descriptor.write(table.schema) }
    descriptor.lines.append("watchpost: {subject: projects}")
    return descriptor.lines.joined(separator: "\n") + "\n"
  }

  /// The file of a table.
  static func path(of schema: TableSchema) -> String {
    schema.name + (schema.isLarge ? ".csv.gz" : ".csv")
  }

  private mutating func writeHead() {
    lines += [
      "name: \(name)",
      "title: \"A synthetic district: simulated, no real project, company or person\"",
      "description: >-",
      "  Simulated records of public projects with known hidden causes (seed \(district.options.seed)).",
      "  Nothing in it is real.",
      "licenses:",
      "  - {name: CC0-1.0, title: Creative Commons CC0 1.0, "
        + "path: \"https://creativecommons.org/publicdomain/zero/1.0/\"}",
      "sources:",
      "  - {title: \"watchpost simulate, seed \(district.options.seed)\"}",
      "resources:",
    ]
  }

  private mutating func write(_ schema: TableSchema) {
    lines += [
      "  - name: \(schema.name)",
      "    title: \"\(schema.title) (synthetic)\"",
      "    path: \(Descriptor.path(of: schema))",
      "    format: csv",
      "    encoding: \(language == .english ? "utf-8" : "gb18030")",
    ]
    if schema.isLarge { lines.append("    compression: gz") }
    lines.append("    schema:")
    if let key = schema.key { lines.append("      primaryKey: [\(header(key, in: schema))]") }
    if !schema.references.isEmpty {
      lines.append("      foreignKeys:")
      for reference in schema.references { write(reference, of: schema) }
    }
    if language == .chinese, schema.name == "projects" {
      lines.append("      missingValues: [\"\", \(TableText.notFinished)]")
    }
    lines.append("      fields:")
    for column in schema.columns { write(column, of: schema) }
    lines.append("    watchpost:")
    writeMeaning(of: schema)
  }

  private mutating func write(_ reference: TableSchema.Reference, of schema: TableSchema) {
    let target = StandardTables.all.first { $0.name == reference.table }
    let key = target.map { header(reference.key, in: $0) } ?? reference.key
    lines += [
      "        - fields: [\(header(reference.column, in: schema))]",
      "          reference: {resource: \(reference.table), fields: [\(key)]}",
    ]
  }

  private func header(_ column: String, in schema: TableSchema) -> String {
    guard let index = schema.index(of: column) else { return column }
    return quoted(text.header(schema.columns[index]))
  }

  private func quoted(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : "\"\(text)\""
  }

  private mutating func write(_ column: ColumnSchema, of schema: TableSchema) {
    var parts = ["name: \(quoted(text.header(column)))", "type: \(type(of: column))"]
    if language == .chinese, column.kind == .date {
      parts.append("format: \"\(schema.role == .entity ? "%Y年%m月%d日" : "%Y/%m/%d")\"")
    }
    if language == .chinese, column.isInTenThousands {
      parts.append("bareNumber: false")
      parts.append("groupChar: \",\"")
    }
    if language == .chinese, column.kind == .boolean {
      parts.append("trueValues: [是]")
      parts.append("falseValues: [否]")
    }
    if column.isRequired || !column.values.isEmpty {
      let required = column.isRequired ? ["required: true"] : []
      let values = column.values.isEmpty ? [] : ["enum: [\(column.values.joined(separator: ", "))]"]
      parts.append("constraints: {\((required + values).joined(separator: ", "))}")
    }
    let own = meaning(of: column)
    if !own.isEmpty { parts.append("watchpost: {\(own.joined(separator: ", "))}") }
    if parts.count == 2 {
      lines.append("        - {\(parts.joined(separator: ", "))}")
    } else {
      lines.append("        - \(parts[0])")
      lines += parts.dropFirst().map { "          \($0)" }
    }
  }

  private func type(of column: ColumnSchema) -> String {
    switch column.kind {
    case .text: "string"
    case .date: "date"
    case .integer: "integer"
    case .number, .money: "number"
    case .boolean: "boolean"
    }
  }

  /// What stands under a column's `watchpost:`.
  private func meaning(of column: ColumnSchema) -> [String] {
    var parts: [String] = []
    if language == .chinese { parts.append("as: \(column.name)") }
    if column.kind == .money { parts.append("unit: CNY") }
    if language == .chinese, column.isInTenThousands { parts.append("written_in: 万元") }
    if let knowledge = column.knowledge { parts.append("knowledge: \(knowledge.rawValue)") }
    if let knownOn = column.knownOn { parts.append("known_on: \(knownOn)") }
    if column.isToken { parts.append("personal: token") }
    return parts
  }

  private mutating func writeMeaning(of schema: TableSchema) {
    lines.append("      role: \(schema.role.rawValue)")
    if let happened = schema.happened { lines.append("      happened: \(happened)") }
    if let recorded = schema.recorded { lines.append("      recorded: \(recorded)") }
    if schema.role == .entity { lines.append("      snapshot_on: \(district.options.to)") }
    if let existsFrom = schema.existsFrom { lines.append("      exists_from: \(existsFrom)") }
    if schema.role == .outcome {
      // What was decided in the last weeks may not have been recorded yet.
      let to = district.options.to - 60
      lines.append("      covers: {from: \(district.options.from), to: \(to)}")
    }
    if language == .chinese, schema.name == "projects" {
      lines.append("      codes: {\(TableText.notFinished): not finished yet}")
    }
  }
}
