/// A folder of tables with their description, ready to be read.
public struct Dataset: Sendable {
  /// The description; without a key, its `personal: token` fields are withheld.
  public private(set) var package: DataPackage
  /// The working days of the place the data come from.
  public var calendar: WorkCalendar? {
    get { package.calendar }
    set { package.calendar = newValue }
  }
  /// How many rejects a table may have before reading stops.
  public var limits = RejectLimits()
  /// The key under which `personal: token` fields become tokens; needed only to read such a field.
  public var tokenKey: TokenKey? {
    didSet { package = package.withholdingTokens(tokenKey == nil) }
  }
  /// Who is told how far reading has come.
  public var progress = RunProgress.none
  /// The bytes of a file that are one piece of work, nil for what suits its size; any number gives
  /// the same result.
  package var chunkBytes: Int?
  /// Whether files that allow it are read in chunks; tests turn it off to compare.
  package var readsInChunks = true
  /// Whether plain files are cut as packed ones are, from their beginning; tests turn it on.
  package var streamsFiles = false
  /// Whether reading stops at personal columns; only a check goes on, to report all of them.
  var refusesPersonal = true

  /// The dataset in a folder with `datapackage.yaml`, `.yml` or `.json`; without one, its tables
  /// are read by header and sniffed types.
  ///
  /// `path` may also be a database, whose tables are described by the descriptor at `package`, or
  /// by one that lies beside a SQLite file.
  ///
  /// - Throws: `TableError` when there is no such folder or database, or its descriptor is wrong.
  public init(opening path: String, package: String? = nil) throws(TableError) {
    self.init(try DataPackage(opening: path, package: package))
    for resource in self.package.resources { try resource.databaseTable?.database.open() }
    // Formats, units and constraints that make no sense are told before anything is read.
    for resource in self.package.resources {
      _ = try FieldReaders.all(of: resource, in: self.package, tokenKey: nil)
    }
  }

  /// A dataset with this description.
  public init(_ package: DataPackage) {
    self.package = package.withholdingTokens(true)
  }

  /// The resource called `name`.
  ///
  /// - Throws: `TableError` that names the nearest when there is none.
  public func resource(_ name: String) throws(TableError) -> Resource {
    if let resource = package[resource: name] { return resource }
    let names = package.resources.map(\.name)
    throw TableError(
      .reading(
        .unknownResource(name, nearest: NearestName.of(name, among: names), found: names)
      ),
      at: SourceLocation(file: package.file ?? package.folder)
    )
  }
}
