extension DataPackage {
  /// The names a descriptor can have, the first found counts.
  static let descriptorNames = ["datapackage.yaml", "datapackage.yml", "datapackage.json"]

  private static let keys = [
    "name", "id", "title", "description", "homepage", "version", "created", "licenses", "sources",
    "contributors", "keywords", "profile", "image", "resources", "$schema", "watchpost",
  ]

  /// The package in a folder with `datapackage.yaml`, `.yml` or `.json`; without one, what its
  /// tables show.
  ///
  /// A database is described by the descriptor at `package`, or one that lies beside its file.
  ///
  /// - Throws: `TableError` when there is no such folder, or its descriptor is wrong.
  public init(opening path: String, package: String? = nil) throws(TableError) {
    if let address = DatabaseAddress(path) {
      try self.init(database: address, package: package)
      return
    }
    let folder = try PackageFolder(path)
    guard let name = DataPackage.descriptorNames.first(where: folder.hasFile) else {
      self = try InferredPackage(folder: folder.path, dropsPersonal: false).package
      return
    }
    try self.init(
      parsing: try folder.text(of: name),
      file: name,
      folder: folder.path
    )
  }

  /// A database whose tables a descriptor names.
  private init(database address: DatabaseAddress, package: String?) throws(TableError) {
    let database = address.database
    let location = SourceLocation(file: address.displayName)
    var folder: String?
    var file: String?
    if let package, PackageFolder.kind(of: package) == .file {
      (folder, file) = PackageFolder.split(package)
    } else if let package {
      folder = package
    } else if case .sqlite(let path) = address {
      folder = PackageFolder.split(path).folder
    }
    if let folder, file == nil {
      let folder = try PackageFolder(folder)
      file = DataPackage.descriptorNames.first(where: folder.hasFile)
    }
    guard let folder, let file else {
      try database.open()
      throw TableError(.database(.noPackage(tables: try database.tables())), at: location)
    }
    try self.init(
      parsing: try PackageFolder(folder).text(of: file),
      file: file,
      folder: folder,
      database: database
    )
  }

  /// The package that `descriptor` describes, without looking at its tables.
  ///
  /// `file` is the descriptor's name in messages; a schema or dialect that is named by its path is
  /// read from `folder`.
  ///
  /// - Throws: `TableError` with file, line and column when the descriptor is wrong.
  public init(
    parsing descriptor: String,
    file: String = "datapackage.yaml",
    folder: String = "."
  ) throws(TableError) {
    try self.init(parsing: descriptor, file: file, folder: folder, database: nil)
  }

  /// As above; the rows come from `database` where one is given.
  private init(
    parsing descriptor: String,
    file: String,
    folder: String,
    database: (any RecordDatabase)?
  ) throws(TableError) {
    let isJSON = file.hasSuffix(".json")
    let text = isJSON ? DataPackage.joiningSurrogates(descriptor) : descriptor
    let root = try DescriptorNode.root(of: text, file: file)
    let standard = try root.mapping(known: DataPackage.keys, called: "the package")
    let ours = try standard["watchpost"]?.mapping(
      known: ["subject", "source"],
      .ours,
      called: "watchpost of the package"
    )
    let subject = try ours?["subject"]?.text()
    guard let nodes = try standard["resources"]?.list(), !nodes.isEmpty else {
      throw root.error(.missingKey("resources", of: "the package"))
    }
    var databases = try PackageDatabases(given: database, declared: ours?["source"], in: folder)
    var resources: [ResourceDescriptor] = []
    var named: [String] = []
    for node in nodes {
      resources.append(
        try ResourceDescriptor(
          node,
          isOnly: nodes.count == 1,
          subject: subject,
          databases: &databases
        ) { node throws(TableError) in
          named.append(try node.text())
          return try DataPackage.descriptor(namedBy: node, in: folder)
        }
      )
    }
    self = try DataPackage(
      name: try standard["name"]?.text() ?? "",
      title: try standard["title"]?.text(),
      folder: folder,
      file: file,
      resources: resources.map { $0.resolved(among: resources) },
      subject: subject
    ).described(alsoBy: named)
  }

  /// The schema or dialect in the file that `node` names.
  private static func descriptor(
    namedBy node: DescriptorNode,
    in folder: String
  ) throws(TableError) -> DescriptorNode {
    let path = try node.text()
    guard ResourceDescriptor.isSafe(path) else { throw node.error(.unsafePath(path)) }
    return try DescriptorNode.root(of: try PackageFolder(folder).text(of: path), file: path)
  }

  /// JSON with every pair of escaped surrogates written as the character it stands for, which YAML
  /// does not know how to do.
  static func joiningSurrogates(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    result.reserveCapacity(bytes.count)
    func unit(at index: Int) -> UInt32? {
      guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
        bytes[index + 1] == UInt8(ascii: "u")
      else { return nil }
      return UInt32(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16)
    }
    var index = 0
    while index < bytes.count {
      if let high = unit(at: index), (0xD800..<0xDC00).contains(high),
        let low = unit(at: index + 6),
        (0xDC00..<0xE000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      {
        result.append(contentsOf: Array(String(Character(scalar)).utf8))
        index += 12
      } else if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
        result.append(contentsOf: bytes[index...index + 1])
        index += 2
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
