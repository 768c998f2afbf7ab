/// A dataset that nobody has described, described by what stands in it.
public struct InferredPackage: Sendable {
  /// The description, ready to read by.
  public let package: DataPackage
  /// The tables, and why they are described so.
  public let tables: [InferredTable]

  /// What somebody should look at, each with its table.
  public var notes: [String] {
    tables.flatMap { table in table.notes.map { "\(table.resource.name): \($0)" } }
  }

  /// Describes the tables in a folder: every `.csv` and `.tsv`, `.gz` or not, and the first sheet of
  /// every `.xlsx`.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - dropsPersonal: Whether personal columns are declared as dropped, as `init` writes it; if
  ///     not, reading refuses them.
  /// - Throws: `TableError` when there is no table, one cannot be read, or they do not fit together.
  public init(folder path: String, dropsPersonal: Bool) throws(TableError) {
    let folder = try PackageFolder(path)
    let groups = TableFiles.groups(in: folder.path)
    guard !groups.isEmpty else {
      throw TableError(.reading(.noTables), at: SourceLocation(file: folder.path))
    }
    var tables: [InferredTable] = []
    for group in groups {
      var table = try TableInference.table(
        stem: group.stem,
        files: group.files,
        in: folder,
        dropsPersonal: dropsPersonal
      )
      var name = table.resource.name
      if name.isEmpty {
        name = "table"
        table.resource.title = group.stem
        table.notes.append("the file's name is no name for features; rename the resource")
      }
      var number = 1
      while tables.contains(where: { $0.resource.name == table.resource.name })
        || table.resource.name.isEmpty
      {
        number += 1
        table.resource.name = "\(name)_\(number)"
        table.standard = table.standard?.name == name ? nil : table.standard
      }
      tables.append(table)
    }
    KeyInference.addPrimaryKeys(&tables)
    KeyInference.addForeignKeys(&tables)
    guard let subject = RoleInference.subject(of: tables) else {
      throw TableError(.reading(.noTables), at: SourceLocation(file: folder.path))
    }
    if tables[subject].resource.primaryKey.isEmpty {
      KeyInference.forcePrimaryKey(&tables[subject])
      for index in tables.indices { tables[index].resource.foreignKeys = [] }
      KeyInference.addForeignKeys(&tables)
    }
    RoleInference.addRoles(&tables, subject: subject)
    self.tables = tables
    package = try DataPackage(
      name: InferredPackage.name(folder.path),
      folder: folder.path,
      resources: tables.map(\.resource),
      subject: tables[subject].resource.name
    )
  }

  /// The folder's own name in the letters that the standard allows.
  private static func name(_ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? ""
    let name = String(
      last.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    )
    return name.contains { $0 != "-" } ? name : "dataset"
  }
}

extension Dataset {
  /// A single file of ready features, one row an observation: columns by their headers with the
  /// types that were found, no keys.
  ///
  /// `-` is standard input.
  ///
  /// - Throws: `TableError` when the file cannot be read or two columns have one header.
  public init(openingFlat path: String) throws(TableError) {
    let (parent, file) = PackageFolder.split(path)
    // The file first, so that what is wrong with it is said of it.
    _ = try FileSniff(path: try StandardInput.path(of: path), displayName: path)
    let folder = try PackageFolder(parent)
    var table = try TableInference.table(
      stem: TableFiles.stem(of: file),
      files: [file],
      in: folder,
      dropsPersonal: false,
      keepsHeaders: true
    )
    if table.resource.name.isEmpty || path == StandardInput.name { table.resource.name = "table" }
    table.resource.role = .entity
    self.init(DataPackage(flat: table.resource, folder: folder.path))
  }
}
