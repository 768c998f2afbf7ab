import Tables

/// Features settled against a package: names resolved, types fitted, order found, hashes taken.
public struct FeaturePlan: Sendable {
  /// Every feature, hidden ones too, in declared order.
  public let features: [PlannedFeature]
  /// The package they read.
  public let package: DataPackage
  /// What they name that the package does not have: tables, or columns.
  public let absent: [String]
  /// The columns they name that are there and cannot be read, because they are `personal: token`
  /// and no key was given.
  public let withheld: [String]

  /// The places of the features, each after those it names.
  package let order: [Int]

  private let places: [String: Int]

  /// Settles declarations against a package; the order of the declarations does not matter.
  ///
  /// - Parameters:
  ///   - declarations: The features; names are distinct and are no columns of the project.
  ///   - package: What the records mean.
  ///   - absence: What becomes of tables and columns the package does not have.
  /// - Throws: `FeatureError` with file, line, column and the nearest right name.
  public init(
    _ declarations: [Declaration],
    package: DataPackage,
    absence: AbsencePolicy = .error
  ) throws(FeatureError) {
    var planner = try Planner(declarations, package: package, absence: absence)
    try planner.plan()
    self.package = package
    self.features = planner.features
    self.order = planner.order
    self.places = planner.places
    self.absent = planner.absent
    self.withheld = planner.withheld
  }

  /// The feature called `name`, or nil.
  public subscript(name: String) -> PlannedFeature? {
    places[name].map { features[$0] }
  }

  /// What a run says of the columns that are withheld; nil when there are none.
  public var withheldNote: String? {
    guard !withheld.isEmpty else { return nil }
    let columns = withheld.joined(separator: ", ")
    let needing = features.filter { feature in
      !feature.isHidden && feature.inputs.contains { withheld.contains($0.description) }
    }.map(\.name).joined(separator: ", ")
    return "there is no key for columns that are personal: token, which are left out: \(columns)"
      + (needing.isEmpty ? "" : "; insufficient for want of them: \(needing)")
      + "; to read them, \(TokenKey.advice)"
  }

  /// The features a feature is computed from, directly or through others, itself included, each
  /// after those it names.
  package func closure(of index: Int) -> [Int] {
    var wanted: Set<Int> = [index]
    for feature in order.reversed() where wanted.contains(feature) {
      wanted.formUnion(features[feature].dependencies)
    }
    return order.filter(wanted.contains)
  }
}
