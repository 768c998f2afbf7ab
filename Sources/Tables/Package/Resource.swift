/// One table of a package: its files, how they are written, and what its rows are.
public struct Resource: Sendable {
  /// Its name, by which features and other resources call it.
  public var name: String
  /// A name for people.
  public var title: String?
  /// Its files, relative to the package's folder; `*` and `?` stand for parts of file names.
  public var paths: [String]
  /// The encoding of its files.
  public var encoding: TextEncoding
  /// How its files are cut into fields.
  public var dialect: Dialect
  /// How its files are read where they are workbooks.
  public var sheet = SheetDialect()
  /// Its fields, in the order of the descriptor.
  public var fields: [Field]
  /// The fields that make its key (our names), `version` included; empty when it has none.
  public var primaryKey: [String]
  /// Its references to other resources.
  public var foreignKeys: [ForeignKey]
  /// The texts that mean missing; an empty cell always does, and so does `""` unless the empty
  /// text is not among them.
  public var missingValues: [String]
  /// What its rows are.
  public var role: Role
  /// The date field from which on a row is known (our name).
  public var happened: String?
  /// The date field that says when a row was recorded (our name).
  public var recorded: String?
  /// The date field that orders the versions of an entity (our name).
  public var version: String?
  /// The day whose state `current` fields show; nil for the latest fact date of the dataset.
  public var snapshotOn: Day?
  /// The date field from which on an entity exists (our name).
  public var existsFrom: String?
  /// The date field until which an entity exists (our name).
  public var existsUntil: String?
  /// The first day its rows cover, nil when unknown.
  public var coversFrom: Day?
  /// The last day its rows cover, nil when unknown.
  public var coversTo: Day?
  /// What declared missing values mean.
  public var codes: [String: String]
  /// Where the descriptor declares it.
  public var location: SourceLocation?
  /// The table or query its rows come from; nil when they come from files.
  var databaseTable: DatabaseTable?

  /// A resource of its parts.
  public init(
    _ name: String,
    title: String? = nil,
    paths: [String],
    encoding: TextEncoding = .utf8,
    dialect: Dialect = Dialect(),
    fields: [Field],
    primaryKey: [String] = [],
    foreignKeys: [ForeignKey] = [],
    missingValues: [String] = [""],
    role: Role,
    happened: String? = nil,
    recorded: String? = nil,
    version: String? = nil,
    snapshotOn: Day? = nil,
    existsFrom: String? = nil,
    existsUntil: String? = nil,
    coversFrom: Day? = nil,
    coversTo: Day? = nil,
    codes: [String: String] = [:],
    location: SourceLocation? = nil
  ) {
    self.name = name
    self.title = title
    self.paths = paths
    self.encoding = encoding
    self.dialect = dialect
    self.fields = fields
    self.primaryKey = primaryKey
    self.foreignKeys = foreignKeys
    self.missingValues = missingValues
    self.role = role
    self.happened = happened
    self.recorded = recorded
    self.version = version
    self.snapshotOn = snapshotOn
    self.existsFrom = existsFrom
    self.existsUntil = existsUntil
    self.coversFrom = coversFrom
    self.coversTo = coversTo
    self.codes = codes
    self.location = location
  }

  /// The fields that name one thing (our names): the primary key without the `version`, which
  /// belongs to it where an entity has several rows for one thing.
  public var key: [String] { primaryKey.filter { $0 != version } }

  /// Whether its files are XLSX workbooks.
  public var readsSheets: Bool { paths.contains(where: SheetDialect.reads) }

  /// How its files are cut into records.
  var format: RecordFormat {
    RecordFormat(encoding: encoding, dialect: dialect, sheet: sheet, width: fields.count)
  }

  /// The field called `name` (our name), or nil.
  public subscript(field name: String) -> Field? {
    fields.first { $0.name == name }
  }

  /// The place of the field called `name` (our name) among `fields`, or nil.
  public func index(of name: String) -> Int? {
    fields.firstIndex { $0.name == name }
  }

  /// The texts that mean missing in `field`: its own, or else the resource's.
  public func missingValues(of field: Field) -> [String] {
    field.missingValues ?? missingValues
  }

  /// What the missing value `code` means in `field`, or nil when nothing is said.
  public func meaning(of code: String, in field: Field) -> String? {
    field.codes[code] ?? codes[code]
  }
}
