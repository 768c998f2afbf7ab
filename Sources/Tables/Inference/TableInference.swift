/// Describes one table by what stands in it.
enum TableInference {
  /// The table in `files`, without keys and roles, which need the other tables.
  ///
  /// - Parameters:
  ///   - stem: The name of the files without endings.
  ///   - files: The files, relative to `folder`.
  ///   - folder: Where they are.
  ///   - dropsPersonal: Whether personal columns are declared as dropped; if not, reading refuses
  ///     them.
  ///   - keepsHeaders: Whether fields are called by their headers, standard names or not.
  /// - Returns: The table.
  /// - Throws: `TableError` when a file cannot be read.
  static func table(
    stem: String,
    files: [String],
    in folder: PackageFolder,
    dropsPersonal: Bool,
    keepsHeaders: Bool = false
  ) throws(TableError) -> InferredTable {
    let sniff = try FileSniff(path: folder.join(files[0]), displayName: files[0])
    let standard = StandardTable.of(stem: stem)
    let name = standard?.name ?? asciiName(stem)
    let isComplaints = PersonalHeader.isComplaints([name] + files)
    let profile = try TableProfile(files, in: folder, sniff, isComplaints: isComplaints)
    var table = InferredTable(
      resource: Resource(
        name,
        paths: files,
        encoding: sniff.encoding,
        dialect: sniff.dialect,
        fields: [],
        role: .event
      ),
      standard: standard,
      profile: profile
    )
    table.hasMark = sniff.hasMark
    if let standard, HeaderReading.normalize(stem) != standard.name {
      table.reasons["name"] = "the standard table by the file's name"
    }
    if sniff.encoding != .utf8 { table.reasons["encoding"] = "by its first bytes" }
    if sniff.dialect.delimiter != 0x2C { table.reasons["dialect"] = "by its first records" }
    if sniff.header.contains("") {
      table.notes.append("a column without a header is left out")
    }
    if let sheet = sniff.sheet {
      let names = sniff.sheets.joined(separator: ", ")
      table.notes.append("only the first sheet is read, \(sheet); the workbook has \(names)")
    }
    if !profile.isComplete {
      table.notes.append("only the first \(profile.rows) rows were looked at")
    }
    addFields(
      &table,
      isComplaints: isComplaints,
      dropsPersonal: dropsPersonal,
      keepsHeaders: keepsHeaders
    )
    return table
  }

  private static func addFields(
    _ table: inout InferredTable,
    isComplaints: Bool,
    dropsPersonal: Bool,
    keepsHeaders: Bool
  ) {
    var taken: Set<String> = []
    // Standard names first, so that no other column takes one of them.
    let readings = table.profile.columns.map { HeaderReading($0.header) }
    var meanings: [StandardTable.StandardField?] = readings.map { reading in
      if let field = table.standard?.field(meant: reading.normalized) { return field }
      return StandardTable.projectKey.headers.contains(reading.normalized)
        ? StandardTable.projectKey : nil
    }
    if keepsHeaders { meanings = meanings.map { _ in nil } }
    for (index, meaning) in meanings.enumerated() {
      guard let meaning else { continue }
      // The plainest header of several that mean one thing has the name.
      let isExact = meanings.indices.contains {
        $0 != index && meanings[$0]?.name == meaning.name
          && readings[$0].normalized == meaning.name
      }
      if isExact || !taken.insert(meaning.name).inserted { meanings[index] = nil }
    }
    for (index, column) in table.profile.columns.enumerated() {
      let reading = readings[index]
      let meaning = meanings[index]
      var guess = TypeGuess.of(
        column,
        header: reading,
        isStandardMoney: meaning?.isMoney ?? false
      )
      let name =
        keepsHeaders ? column.header : meaning?.name ?? freeName(reading, &taken)
      let kind =
        PersonalHeader.kind(of: column.header, isComplaints: isComplaints)
        ?? PersonalHeader.kind(of: name, isComplaints: isComplaints)
      var personal: PersonalRule?
      let canBePersonal = guess.type != .date && guess.type != .boolean
      if canBePersonal, let kind = kind ?? column.personal.refused {
        if dropsPersonal { personal = .drop }
        guess.why =
          "\(kind.title) " + (kind == column.personal.refused ? "by its values" : "by its header")
      } else if canBePersonal, let warned = column.personal.warned,
        !reading.isIdentifier || column.personal.share(of: warned) >= 0.2
      {
        let note = "some values look like \(warned.title)"
        guess.note = guess.note.map { "\($0); \(note)" } ?? note
      }
      var field = Field(
        name,
        personal == .drop ? .string : guess.type,
        header: column.header,
        format: guess.format,
        unit: guess.unit,
        writtenIn: guess.writtenIn,
        knowledge: meaning?.knowledge,
        knownOn: nil,
        personal: personal,
        decimalCharacter: guess.decimalChar?.first ?? ".",
        groupCharacter: guess.groupChar?.first,
        isBareNumber: guess.isBare,
        trueValues: guess.trueValues,
        falseValues: guess.falseValues
      )
      if field.type == .date, meaning?.knowledge == nil, reading.isPlan {
        field.knowledge = .plan
        field.isKnowledgeDeclared = true
      }
      if field.type != .date, meaning?.knowledge == .plan {
        field.isKnowledgeDeclared = false
      }
      if !guess.codes.isEmpty, personal == nil {
        field.missingValues = [""] + guess.codes
        for code in guess.codes where !TypeGuess.missingWords.contains(code) {
          field.codes[code] = "meaning not known"
        }
      }
      table.resource.fields.append(field)
      table.fieldReasons.append(guess.why)
      if let note = guess.note { table.notes.append("\(column.header): \(note)") }
    }
    for index in table.resource.fields.indices {
      guard let knownOn = meanings[index]?.knownOn,
        table.resource[field: knownOn]?.type == .date
      else { continue }
      table.resource.fields[index].knownOn = knownOn
    }
  }

  /// A name of ASCII letters, as the standard wants it for resources; empty when none is left.
  private static func asciiName(_ stem: String) -> String {
    let name = FieldName.suggestion(for: stem)
    return name.allSatisfy(\.isASCII) ? name : ""
  }

  /// A name that no other field has: the header itself where it can be one.
  private static func freeName(_ reading: HeaderReading, _ taken: inout Set<String>) -> String {
    var name = reading.bare
    if !FieldName.isIdentifier(name) || FieldName.reserved.contains(name.lowercased()) {
      name = FieldName.suggestion(for: name)
    }
    if taken.insert(name).inserted { return name }
    var number = 2
    while !taken.insert("\(name)_\(number)").inserted { number += 1 }
    return "\(name)_\(number)"
  }
}
