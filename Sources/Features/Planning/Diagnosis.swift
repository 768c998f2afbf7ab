import Tables

/// Which declarations a package can answer, and what is missing for the others.
public struct Diagnosis: Sendable {
  /// A table or a column that the package does not have.
  public struct MissingInput: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The resource.
    public let resource: String
    /// The field; nil when the whole resource is missing.
    public let field: String?

    /// `resource` or `resource.field`.
    public var description: String { field.map { "\(resource).\($0)" } ?? resource }

    /// By resource, then field.
    public static func < (left: MissingInput, right: MissingInput) -> Bool {
      left.description < right.description
    }
  }

  /// What became of one declaration.
  public struct Verdict: Sendable {
    /// The declaration.
    public let declaration: Declaration
    /// What is missing for it or for the features it uses, in order.
    public let missing: [MissingInput]
    /// Why it cannot be read at all: what the language cannot say, or a mistake.
    public let error: FeatureError?
    /// Every column it reads, directly or through others, those that are missing too.
    public let inputs: [InputColumn]

    /// Whether the package can answer it.
    public var isComputable: Bool { missing.isEmpty && error == nil }
  }

  /// Something missing and what it would unlock.
  public struct Gap: Sendable {
    /// What is missing.
    public let input: MissingInput
    /// The features that lack nothing else.
    public let unlocks: [String]
    /// The features that lack it, alone or with others.
    public let neededBy: [String]
    /// A field of the resource whose name is nearly the same, if there is one.
    public let nearest: String?
  }

  /// A verdict for each declaration, in order.
  public let verdicts: [Verdict]
  /// What is missing: first what would unlock most, then what most need, then by name.
  public let gaps: [Gap]

  init(_ verdicts: [Verdict], package: DataPackage) {
    self.verdicts = verdicts
    let lacking = verdicts.filter { $0.error == nil && !$0.declaration.isHidden }
    gaps = Set(lacking.flatMap(\.missing)).sorted().map { input in
      let fields = package[resource: input.resource]?.fields.map(\.name) ?? []
      return Gap(
        input: input,
        unlocks: lacking.filter { $0.missing == [input] }.map(\.declaration.name),
        neededBy: lacking.filter { $0.missing.contains(input) }.map(\.declaration.name),
        nearest: input.field.flatMap { NearestName.of($0, among: fields) }
      )
    }
    .sorted { left, right in
      let (first, second) = (
        (left.unlocks.count, left.neededBy.count), (right.unlocks.count, right.neededBy.count)
      )
      return first != second ? first > second : left.input < right.input
    }
  }
}

extension FeaturePlan {
  /// What a package can answer of these declarations; one that is wrong does not stop the others.
  public static func diagnose(
    _ declarations: [Declaration],
    package: DataPackage
  ) -> Diagnosis {
    var planner: Planner
    do throws(FeatureError) {
      planner = try Planner(
        declarations,
        package: package,
        absence: .insufficient,
        isStrict: false
      )
      try planner.plan()
    } catch {
      let verdicts = declarations.map {
        Diagnosis.Verdict(declaration: $0, missing: [], error: error, inputs: [])
      }
      return Diagnosis(verdicts, package: package)
    }
    var missing = [Set<Diagnosis.MissingInput>](repeating: [], count: declarations.count)
    for index in planner.order {
      guard let feature = planner.planned[index] else { continue }
      missing[index] = directlyMissing(feature, package)
      for dependency in feature.dependencies { missing[index].formUnion(missing[dependency]) }
    }
    let verdicts = declarations.enumerated().map { index, declaration in
      Diagnosis.Verdict(
        declaration: declaration,
        missing: missing[index].sorted(),
        error: planner.errors[index],
        inputs: planner.planned[index]?.inputs ?? []
      )
    }
    return Diagnosis(verdicts, package: package)
  }

  private static func directlyMissing(
    _ feature: PlannedFeature,
    _ package: DataPackage
  ) -> Set<Diagnosis.MissingInput> {
    var missing: Set<Diagnosis.MissingInput> = []
    for column in feature.inputs {
      guard package[resource: column.resource] != nil else {
        missing.insert(Diagnosis.MissingInput(resource: column.resource, field: nil))
        continue
      }
      if !package.canRead(column) {
        missing.insert(Diagnosis.MissingInput(resource: column.resource, field: column.field))
      }
    }
    if let table = feature.table, package[resource: table] == nil {
      missing.insert(Diagnosis.MissingInput(resource: table, field: nil))
    }
    return missing
  }
}
