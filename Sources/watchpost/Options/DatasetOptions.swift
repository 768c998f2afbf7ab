import ArgumentParser
import Operations
import Tables
import Warnings

/// The dataset and the files that go with it.
struct DatasetOptions: ParsableArguments {
  @Argument(
    help: """
      A folder with datapackage.yaml, or with CSV or XLSX files from which one is inferred; a \
      database.
      """,
    completion: .directory
  )
  var dataset: String

  @OptionGroup var declared: DeclarationOptions

  var features: [String] { declared.features }
  var pack: String? { declared.pack }
  var limits: RejectOptions { declared.limits }

  /// The dataset opened with what its settings and these options say.
  func open(policy: String? = nil, threads: Int? = nil) throws -> Workbench {
    try declared.open(dataset, policy: policy, threads: threads)
  }
}

/// The files that go with a dataset.
struct DeclarationOptions: ParsableArguments {
  @OptionGroup var package: PackageOption

  @Option(help: "Feature declarations; overrides watchpost.yaml.", completion: .file())
  var features: [String] = []

  @Option(help: "An indicator pack, or none; overrides watchpost.yaml.", completion: .file())
  var pack: String?

  @Option(
    help: "Working days: a calendar file, or weekends; overrides watchpost.yaml.",
    completion: .file()
  )
  var calendar: String?

  @OptionGroup var limits: RejectOptions

  /// A dataset opened with what its settings and these options say.
  func open(_ dataset: String, policy: String? = nil, threads: Int? = nil) throws -> Workbench {
    var overrides = try Workbench.Overrides(dataset, package, limits, threads: threads)
    overrides.features = features
    overrides.pack = pack
    overrides.policy = policy
    overrides.calendar = calendar
    return try Workbench(opening: dataset, overrides: overrides)
  }
}

/// What describes a database.
struct PackageOption: ParsableArguments {
  @Option(
    name: .customLong("package"),
    help: ArgumentHelp(
      "What describes a database: a datapackage.yaml, or a folder with one.",
      discussion: """
        DATASET may be postgres://user@host/database or a SQLite file (.sqlite, .db, or \
        sqlite:///path). The resources of the data package are its tables: their own name, or \
        watchpost: {table: schema.name}, or {query: "select …"}. Passwords come from PGPASSWORD, \
        ~/.pgpass or the URL, and are never shown. A package beside a SQLite file is found by itself.
        """,
      valueName: "file"
    ),
    completion: .file()
  )
  var package: String?

  /// The descriptor that was given, which only a database takes.
  func file(for dataset: String) throws -> String? {
    if package != nil, DatabaseAddress(dataset) == nil {
      throw ValidationError("--package goes with a database; a folder has its own datapackage.yaml")
    }
    return package
  }
}

/// How much bad data stops a run.
struct RejectOptions: ParsableArguments {
  private static let usual = RejectLimits()

  @Option(
    name: .customLong("max-rejects"),
    help: ArgumentHelp(
      "Whole rows that may be rejected, as a share of a table's rows (default: \(usual.rows)).",
      valueName: "share"
    ),
    transform: RejectOptions.share
  )
  var rows = usual.rows

  @Option(
    name: .customLong("max-field-rejects"),
    help: ArgumentHelp(
      "Values that may be rejected, as a share of a field's values (default: \(usual.fields)).",
      valueName: "share"
    ),
    transform: RejectOptions.share
  )
  var fields = usual.fields

  private static func share(_ text: String) throws -> Double {
    if let share = Double(text) { return share }
    throw ValidationError("it takes a share from 0 to 1, such as 0.05")
  }

  var limits: RejectLimits { RejectLimits(rows: rows, fields: fields) }

  func validate() throws {
    for (name, share) in [("--max-rejects", rows), ("--max-field-rejects", fields)]
    where !(0...1).contains(share) {
      throw ValidationError("\(name) takes a share from 0 to 1, not \(share)")
    }
  }
}

/// The day whose evening a run pretends it is.
struct AsOfOption: ParsableArguments {
  @Option(
    name: .customLong("as-of"),
    help: "The day whose evening we pretend it is (default: yesterday where the dataset is).",
    transform: Day.option
  )
  var asOf: Day?

  /// The day asked for, or yesterday in the dataset's timezone.
  func day(_ settings: Settings) throws -> Day {
    try asOf ?? Clock.yesterday(timezone: settings.timezone)
  }
}

/// The as-of dates of a panel, and the days ahead in which an outcome counts.
struct PanelOptions: ParsableArguments {
  @Option(help: "The first as-of date.", transform: Day.option) var from: Day?
  @Option(help: "The last as-of date.", transform: Day.option) var to: Day?
  @Option(help: "The step between as-of dates: week, month, quarter or year.")
  var every: PanelSettings.Step?
  @Option(help: "Days ahead in which an outcome counts.") var horizon: Int?
  @Option(help: "The first as-of date of the calibration block.", transform: Day.option)
  var calibrateFrom: Day?
  @Option(help: "The first as-of date of the test block.", transform: Day.option)
  var testFrom: Day?

  /// These options where they say something, the dataset's settings where they do not.
  func filled(from settings: Settings) -> PanelSettings {
    var panel = PanelSettings()
    panel.from = from
    panel.to = to
    panel.every = every
    panel.horizon = horizon
    panel.calibrateFrom = calibrateFrom
    panel.testFrom = testFrom
    return panel.filled(from: settings.panel)
  }

  func validate() throws {
    if let horizon, !(1...36_500).contains(horizon) {
      throw ValidationError("--horizon takes 1 to 36,500 days, not \(horizon)")
    }
  }
}

extension PanelSettings.Step: ExpressibleByArgument {}

extension Day {
  /// The day that an option's value names, or the words why it names none.
  static func option(_ text: String) throws -> Day {
    if let day = Day(iso: text) { return day }
    // Digits in the right places, and yet no day.
    let shape = text.map { $0.isASCII && $0.isNumber ? "0" : $0 }
    throw ValidationError(
      shape == Array("0000-00-00") ? "there is no such day" : "a day is written YYYY-MM-DD"
    )
  }
}

/// The form of an answer on standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, csv, json
}

extension Language: ExpressibleByArgument {}

extension Workbench.Overrides {
  /// What every command takes from its options, the environment and the console.
  init(
    _ dataset: String,
    _ package: PackageOption,
    _ limits: RejectOptions,
    threads: Int?
  ) throws {
    self.init()
    self.package = try package.file(for: dataset)
    self.limits = limits.limits
    self.threads = threads
    tokenKey = Environment.tokenKey
    progress = Console.steps
  }
}
