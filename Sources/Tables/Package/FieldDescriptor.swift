/// Reads a field of a table schema.
enum FieldDescriptor {
  private static let keys = [
    "name", "type", "format", "title", "description", "example", "constraints", "missingValues",
    "rdfType", "decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues", "watchpost",
  ]
  private static let ourKeys = [
    "as", "unit", "written_in", "knowledge", "known_on", "personal", "codes",
  ]
  private static let constraintKeys = [
    "required", "unique", "minimum", "maximum", "enum", "pattern", "minLength", "maxLength",
  ]

  /// The field at `node`; names of other fields are still as written there.
  static func read(_ node: DescriptorNode) throws(TableError) -> Field {
    let standard = try node.mapping(known: keys, called: "a field")
    guard let name = standard["name"] else { throw node.error(.missingKey("name", of: "a field")) }
    let header = try name.text()
    let ours =
      try standard["watchpost"]?.mapping(known: ourKeys, .ours, called: "watchpost of a field")
      ?? [:]
    let type = try type(standard["type"])
    let unit = try ours["unit"]?.text()
    var field = Field(
      try ours["as"]?.text() ?? header,
      type,
      header: header,
      format: try standard["format"]?.text(),
      unit: unit,
      writtenIn: try ours["written_in"]?.text(),
      knowledge: try ours["knowledge"]?.choice(Knowledge.self),
      knownOn: try ours["known_on"]?.text(),
      missingValues: try standard["missingValues"]?.texts(),
      personal: try ours["personal"]?.choice(PersonalRule.self),
      location: node.location
    )
    field.codes = try codes(ours["codes"])
    field.constraints = try constraints(standard["constraints"], of: field)
    field.decimalCharacter = try standard["decimalChar"]?.character() ?? "."
    field.groupCharacter = try standard["groupChar"]?.character()
    field.isBareNumber = try standard["bareNumber"]?.boolean() ?? true
    field.trueValues = try standard["trueValues"]?.texts()
    field.falseValues = try standard["falseValues"]?.texts()
    field.title = try standard["title"]?.text()
    field.description = try standard["description"]?.text()
    return field
  }

  /// The meanings of codes: text to text.
  static func codes(_ node: DescriptorNode?) throws(TableError) -> [String: String] {
    var codes: [String: String] = [:]
    for entry in try node?.mapping().entries ?? [] { codes[entry.key] = try entry.value.text() }
    return codes
  }

  private static func type(_ node: DescriptorNode?) throws(TableError) -> StandardType {
    guard let node else { return .string }
    let text = try node.text()
    guard let type = StandardType(rawValue: text) else { throw node.error(.unreadableType(text)) }
    return type
  }

  private static func constraints(
    _ node: DescriptorNode?,
    of field: Field
  ) throws(TableError) -> Constraints {
    guard let node else { return Constraints() }
    // A constraint that is not checked would be a promise not kept, so unknown ones are errors.
    let keys = try node.mapping(known: constraintKeys, .ours, called: "constraints")
    let isText = field.type == .text
    let hasOrder = !isText && field.type != .boolean
    let applies = [
      "minimum": hasOrder, "maximum": hasOrder, "pattern": isText, "minLength": isText,
      "maxLength": isText,
    ]
    for key in constraintKeys where applies[key] == false {
      if let value = keys[key] {
        throw value.error(.constraint(key, type: field.standardType.rawValue))
      }
    }
    let constraints = Constraints(
      isRequired: try keys["required"]?.boolean() ?? false,
      isUnique: try keys["unique"]?.boolean() ?? false,
      minimum: try keys["minimum"]?.text(),
      maximum: try keys["maximum"]?.text(),
      allowed: try keys["enum"].map { node throws(TableError) in
        var texts: [String] = []
        for element in try node.list() { texts.append(try element.text()) }
        return texts
      },
      pattern: try keys["pattern"]?.text(),
      minimumLength: try keys["minLength"]?.count(),
      maximumLength: try keys["maxLength"]?.count()
    )
    if let pattern = keys["pattern"], let text = constraints.pattern,
      (try? Regex(text)) == nil
    {
      throw pattern.error(.pattern(text))
    }
    return constraints
  }
}
