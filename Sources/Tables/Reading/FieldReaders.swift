/// Makes the reader that a field's type asks for.
enum FieldReaders {
  /// A reader for each field of `resource`, nil for those that are dropped.
  ///
  /// - Throws: `TableError` when a field's format, unit or constraints make no sense.
  static func all(
    of resource: Resource,
    in package: DataPackage,
    tokenKey: TokenKey?
  ) throws(TableError) -> [(any FieldReader)?] {
    let keys = keyFields(of: resource, in: package)
    var readers: [(any FieldReader)?] = []
    for (order, field) in resource.fields.enumerated() {
      readers.append(
        field.personal == .drop
          ? nil
          : try make(
            field,
            order: order,
            of: resource,
            isKey: keys.contains(field.name),
            tokenKey: tokenKey
          )
      )
    }
    return readers
  }

  /// The fields that are part of a key of `resource` or refer to one.
  static func keyFields(of resource: Resource, in package: DataPackage) -> Set<String> {
    var keys = Set(resource.primaryKey)
    for key in resource.foreignKeys { keys.formUnion(key.fields) }
    for hop in package.links[resource.name]?.hops.prefix(1) ?? [] { keys.formUnion(hop.fields) }
    for other in package.resources {
      for key in other.foreignKeys where key.resource == resource.name {
        keys.formUnion(key.targets)
      }
    }
    return keys
  }

  /// A reader of field `order` of `resource`; a text field is trimmed when it is part of a key.
  ///
  /// - Throws: `TableError` when the field's format, unit or constraints make no sense.
  static func make(
    _ field: Field,
    order: Int,
    of resource: Resource,
    isKey: Bool,
    tokenKey: TokenKey?
  ) throws(TableError) -> any FieldReader {
    let missing = resource.missingValues(of: field)
    switch field.type {
    case .text:
      return try TextFieldReader(
        field,
        order: order,
        missing: missing,
        isTrimmed: isKey,
        tokenKey: tokenKey
      )
    case .date where resource.readsSheets:
      let cell = try cell(field) { () throws(CellFormatError) in
        try SheetDateCell(format: field.format)
      }
      return try TypedFieldReader(field, order: order, missing: missing, cell: cell)
    case .date:
      let cell = try cell(field) { () throws(CellFormatError) in
        try DateCell(format: field.format)
      }
      return try TypedFieldReader(field, order: order, missing: missing, cell: cell)
    case .boolean:
      let cell = try cell(field) { () throws(CellFormatError) in
        try BooleanCell(trueValues: field.trueValues, falseValues: field.falseValues)
      }
      return try TypedFieldReader(field, order: order, missing: missing, cell: cell)
    case .integer:
      let cell = IntegerCell(try notation(field, of: resource))
      return try TypedFieldReader(field, order: order, missing: missing, cell: cell)
    case .number:
      let cell = NumberCell(try notation(field, of: resource))
      return try TypedFieldReader(field, order: order, missing: missing, cell: cell)
    case .money:
      let cell = MoneyCell(try notation(field, of: resource))
      return try TypedFieldReader(field, order: order, missing: missing, cell: cell)
    }
  }

  /// As below; a workbook's numbers are no texts, and would be read wrongly with another point.
  private static func notation(
    _ field: Field,
    of resource: Resource
  ) throws(TableError) -> NumberNotation {
    if resource.readsSheets, field.decimalCharacter != "." || field.groupCharacter == "." {
      throw TableError(
        .reading(
          .field(
            field.header,
            message: "the numbers of a workbook have no decimalChar but the point",
            hint: "take decimalChar and groupChar out, and store numbers as numbers, not as text"
          )
        ),
        at: field.location
      )
    }
    return try notation(field)
  }

  static func notation(_ field: Field) throws(TableError) -> NumberNotation {
    try cell(field) { () throws(CellFormatError) in
      try NumberNotation(
        decimalChar: String(field.decimalCharacter),
        groupChar: field.groupCharacter.map { String($0) },
        bareNumber: field.isBareNumber,
        unit: field.unit,
        writtenIn: field.writtenIn
      )
    }
  }

  private static func cell<Cell>(
    _ field: Field,
    _ make: () throws(CellFormatError) -> Cell
  ) throws(TableError) -> Cell {
    do throws(CellFormatError) {
      return try make()
    } catch {
      throw TableError(
        .reading(.field(field.header, message: error.message, hint: error.hint)),
        at: field.location
      )
    }
  }
}
