import Features
import Indicators
import Tables
import Warnings

/// A dataset opened with what goes with it: settings, declarations, pack and policy.
public struct Workbench: Sendable {
  /// What the command line says instead of `watchpost.yaml`.
  public struct Overrides: Sendable {
    /// What describes a database; nil for what lies beside it.
    public var package: String?
    /// Declaration files; empty leaves the settings'.
    public var features: [String] = []
    /// The indicator pack; `none` for no pack.
    public var pack: String?
    /// The policy.
    public var policy: String?
    /// The calendar of working days: a file, or `weekends`.
    public var calendar: String?
    /// The file with the key for `personal: token` fields, outside the dataset.
    public var tokenKey: String?
    /// How much bad data stops a run.
    public var limits = RejectLimits()
    /// How many threads read and compute; nil for as many as there are processors.
    public var threads: Int?
    /// Who is told how far the jobs have come.
    public var progress = RunProgress.none

    /// Overrides that change nothing.
    public init() {}
  }

  /// The records and their description.
  public let dataset: Dataset
  /// What the dataset's folder says.
  public let settings: Settings
  /// The indicator pack, when there is one, fitted to the dataset.
  public let pack: Pack?
  /// The indicator pack as it is written.
  let writtenPack: Pack?
  /// The declarations of the dataset's own features.
  public let declarations: [Declaration]
  /// Every feature: the dataset's own, then those the pack adds.
  public let plan: FeaturePlan
  /// The policy file, when there is one.
  public let policyFile: String?
  /// How many threads read and compute; no result depends on it.
  public let threads: Int
  /// The files that every run reads: the dataset with its settings, declarations, pack, calendar.
  public let inputs: InputFiles

  /// Opens a dataset.
  public init(opening path: String, overrides: Overrides = Overrides()) throws {
    var dataset = try Dataset(opening: path, package: overrides.package)
    dataset.limits = overrides.limits
    dataset.progress = overrides.progress
    if let path = overrides.tokenKey {
      dataset.tokenKey = try TokenKey(path: path, outside: dataset.package.folder)
    }
    let settings = try Settings(dataset: dataset.package.folder)
    let calendar = overrides.calendar ?? settings.calendar
    if let calendar { dataset.calendar = try WorkCalendar(named: calendar) }
    let files = overrides.features.isEmpty ? settings.features : overrides.features
    var declarations: [Declaration] = []
    for file in files {
      declarations += try DeclarationFile.parse(try Files.text(file), file: file)
    }
    // The dataset's own features must be right; a pack may ask for tables it does not have.
    let own = try FeaturePlan(declarations, package: dataset.package)
    let packFile = overrides.pack ?? settings.pack
    let written = try packFile.flatMap { $0 == "none" ? nil : try Pack.load($0) }
    let pack = try written.map { try $0.adapted(to: own.package).apart(from: own) }
    self.dataset = dataset
    self.settings = settings
    self.pack = pack
    self.writtenPack = written
    self.declarations = declarations
    self.plan =
      try pack.map {
        try FeaturePlan(
          declarations + $0.declarations,
          package: own.package,
          absence: .insufficient
        )
      } ?? own
    self.policyFile = overrides.policy ?? settings.policy
    self.threads = overrides.threads ?? RunOptions().threads
    var inputs = dataset.inputFiles
    inputs.formUnion(InputFiles(files + (written?.files ?? [])))
    inputs.insert(settings.file)
    if let path = overrides.tokenKey { inputs.insert(path) }
    if let calendar, calendar != WorkCalendar.weekendsWord { inputs.insert(calendar) }
    self.inputs = inputs
  }

  /// The files that scoring with a model of `file` reads; with the settings' model without one.
  public func inputs(model file: String?) -> InputFiles {
    var inputs = inputs
    inputs.formUnion(InputFiles([file ?? settings.model, policyFile].compactMap { $0 }))
    return inputs
  }

  /// The features a model learns from: the visible ones of the dataset, or the pack's when the
  /// dataset declares none.
  public var modelFeatures: [String] {
    let names = declarations.filter { !$0.isHidden }.map(\.name)
    return names.isEmpty ? plan.features.filter { !$0.isHidden }.map(\.name) : names
  }

  /// The policy: the file's, or the starter policy where there is none.
  public func policy() throws -> Policy? {
    try policyFile.map { try Policy(yaml: try Files.text($0), file: $0) }
  }

  /// How runs of this dataset are done.
  var runOptions: RunOptions {
    var options = RunOptions()
    options.limits = dataset.limits
    options.threads = threads
    return options
  }

  /// The features of every project that exists, on each date, from one reading of the tables.
  func run(
    _ plan: FeaturePlan,
    asOf: [Day],
    profile: RunProfile? = nil
  ) throws -> FeatureRun {
    guard !plan.features.isEmpty else { throw Workbench.noFeatures(dataset) }
    var options = runOptions
    options.profile = profile
    return try FeatureEngine.run(plan, on: dataset, asOf: asOf, options: options)
  }

  /// The error that there is nothing to compute.
  static func noFeatures(_ dataset: Dataset) -> OperationError {
    OperationError(
      "no features are declared for this dataset",
      at: SourceLocation(file: dataset.package.folder),
      hint: "write features.yaml (watchpost init makes one to start from) or give --pack"
    )
  }
}
