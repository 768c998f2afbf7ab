/// Finds the keys of tables and how they refer to each other.
enum KeyInference {
  /// The share of values that must be keys of the table they refer to.
  private static let contained = 0.9

  /// Declares the primary keys that the values bear out.
  static func addPrimaryKeys(_ tables: inout [InferredTable]) {
    for index in tables.indices {
      let table = tables[index]
      guard let field = primaryKey(of: table) else { continue }
      tables[index].resource.primaryKey = [field.name]
      tables[index].reasons["primaryKey"] = "no value stands twice"
    }
  }

  private static func primaryKey(of table: InferredTable) -> Field? {
    func isUnique(_ field: Field) -> Bool {
      field.personal == nil && table.column(field)?.isUnique == true
    }
    if let name = table.standard?.fields.first?.name, let field = table.resource[field: name],
      isUnique(field)
    {
      return field
    }
    return table.resource.fields.first { field in
      HeaderReading(field.header).isIdentifier && field.type == .text && isUnique(field)
    }
  }

  /// Makes the table at `index` one that others can be about: some key it must have.
  static func forcePrimaryKey(_ table: inout InferredTable) {
    guard table.resource.primaryKey.isEmpty else { return }
    let standard = table.standard?.fields.first.flatMap { table.resource[field: $0.name] }
    let unique = table.resource.fields.first { field in
      (field.type == .text || field.type == .integer) && field.personal == nil
        && table.column(field)?.isUnique == true
    }
    guard let field = standard ?? unique ?? table.resource.fields.first else { return }
    table.resource.primaryKey = [field.name]
    if table.column(field)?.isUnique == true {
      table.reasons["primaryKey"] = "the first column in which no value stands twice"
    } else {
      table.reasons["primaryKey"] = "by its name; values stand twice or are missing"
      table.notes.append(
        "\(field.header): the key is missing or stands twice in some rows, which will be refused"
      )
    }
  }

  /// Declares the foreign keys that names suggest and values bear out.
  static func addForeignKeys(_ tables: inout [InferredTable]) {
    let targets = tables.indices.filter { tables[$0].resource.primaryKey.count == 1 }
      .sorted { left, right in
        (tables[left].resource.name == "projects" ? 0 : 1, left)
          < (tables[right].resource.name == "projects" ? 0 : 1, right)
      }
    for index in tables.indices {
      var reasons: [String] = []
      for field in tables[index].resource.fields where field.personal == nil {
        for target in targets where target != index && tables[target].resource.name != "outcomes" {
          let key = tables[target].resource.primaryKey[0]
          guard let named = isNamed(field, key, tables[target].resource),
            named || !tables[index].resource.primaryKey.contains(field.name)
          else { continue }
          let share = share(of: field, tables[index], in: key, tables[target], isNamed: named)
          guard let share else { continue }
          if share < contained {
            if named {
              tables[index].notes.append(
                "\(field.header): only \(percent(share)) of the values are keys of "
                  + "\(tables[target].resource.name), so no foreign key is declared"
              )
            }
            continue
          }
          tables[index].resource.foreignKeys.append(
            ForeignKey([field.name], to: tables[target].resource.name, [key])
          )
          reasons.append(
            "\(field.header): \(percent(share)) of the values are keys of "
              + tables[target].resource.name
          )
          break
        }
      }
      if !reasons.isEmpty {
        tables[index].reasons["foreignKeys"] = reasons.joined(separator: "; ")
      }
    }
  }

  /// Whether a field's name says that it refers to a key: true by name, false when only its values
  /// could say so, nil when it is no identifier.
  private static func isNamed(_ field: Field, _ key: String, _ target: Resource) -> Bool? {
    let header = HeaderReading(field.header)
    let name = HeaderReading.normalize(field.name)
    let keyName = HeaderReading.normalize(key)
    let singular = target.name.hasSuffix("s") ? String(target.name.dropLast()) : target.name
    let keyHeader = target[field: key].map { HeaderReading($0.header).normalized }
    if keyName != "id", keyName != "key", keyName != "name", name == keyName { return true }
    if name == singular + "_id" || name == singular || name == target.name + "_id" { return true }
    if let keyHeader, keyHeader.count > 3, keyHeader == header.normalized { return true }
    return header.isIdentifier && field.type == .text ? false : nil
  }

  /// The share of a field's values that are keys of the target; nil when chance could explain it.
  private static func share(
    of field: Field,
    _ table: InferredTable,
    in key: String,
    _ target: InferredTable,
    isNamed: Bool
  ) -> Double? {
    guard let values = table.column(field), values.filled > 0,
      let keyField = target.resource[field: key], let keys = target.column(keyField)
    else { return nil }
    // What was read in part cannot refute.
    guard target.profile.isComplete else { return isNamed ? 1 : nil }
    var found = 0
    var distinct = 0
    var digits = 0
    for code in values.counts.indices {
      let bytes = values.texts.utf8(of: Int32(code))
      guard keys.texts.code(of: bytes.span) != nil else { continue }
      found += values.counts[code]
      distinct += 1
      if bytes.count >= 4 { digits += 1 }
    }
    let share = Double(found) / Double(values.filled)
    if !isNamed, share < 1 || distinct < 10 || digits * 2 < distinct { return nil }
    return share
  }

  private static func percent(_ share: Double) -> String {
    "\(Int((share * 100).rounded(.down)))%"
  }
}
