import Features
import Indicators
import Tables
import TestSupport

/// A dataset that is shipped, with its own features and the pack that goes with it, and as many of
/// its projects as tests have time for.
struct ShippedDataset: Sendable {
  let source: RecordedSource
  let declarations: [Declaration]
  let plan: FeaturePlan

  /// What is shipped together, and how the lines begin that are taken of every table.
  ///
  /// They begin with the project's key, so a project is taken with all its rows.
  struct Kind: Sendable, CustomStringConvertible {
    var dataset: String
    var pack: String
    var lines: String
    var dates: [String]

    var description: String { dataset }
  }

  static let kinds = [
    Kind(
      dataset: "district",
      pack: "standard",
      lines: "P[0-9]+7[-,]",
      dates: ["2022-06-30", "2024-03-31", "2024-12-31"]
    ),
    Kind(
      dataset: "district-board",
      pack: "standard",
      lines: "P",
      dates: ["2023-12-31", "2024-09-30"]
    ),
    Kind(
      dataset: "district-zh",
      pack: "standard",
      lines: "P[0-9]+[37][-,]",
      dates: ["2021-12-31", "2023-12-31"]
    ),
    Kind(
      dataset: "nyc-school-construction",
      pack: "nyc-school-construction",
      lines: "[KMQRX]1[0-9]+7-",
      dates: ["2020-06-01", "2023-06-01"]
    ),
    Kind(
      dataset: "canada-contracts",
      pack: "canada-contracts",
      lines: "E[A-M]",
      dates: ["2012-12-31", "2013-12-31"]
    ),
  ]

  private static let all: [String: Result<ShippedDataset, any Error>] = Dictionary(
    uniqueKeysWithValues: kinds.map { kind in
      (kind.dataset, Result { try ShippedDataset(kind) })
    }
  )

  static func of(_ kind: Kind) throws -> ShippedDataset {
    guard let dataset = all[kind.dataset] else {
      throw Fixture.Fault(message: "no dataset \(kind.dataset)")
    }
    return try dataset.get()
  }

  private init(_ kind: Kind) throws {
    let folder = "Datasets/\(kind.dataset)"
    let slice = try Workdir()
    try slice.copy(folder)
    // Each table's header, and the lines wanted; bytes, whatever the encoding.
    let cut = try slice.shell(
      """
      set -e -o pipefail; export LC_ALL=C; cd \(kind.dataset)
      take() { head -n 1 $1; tail -n +2 $1 | { grep -aE '^\(kind.lines)' || true; }; }
      for file in *.csv.gz; do
        [ -e $file ] || continue
        zcat $file > whole; take whole | gzip -1 > part; mv part $file; rm whole
      done
      for file in *.csv; do take $file > part; mv part $file; done
      """
    )
    guard cut.code == 0 else { throw Fixture.Fault(message: cut.errors) }
    var dataset = try Dataset(opening: slice.path(kind.dataset))
    dataset.tokenKey = TokenKey(bytes: [UInt8](repeating: 7, count: TokenKey.leastBytes))
    source = try RecordedSource(dataset)
    let file = folder + "/features.yaml"
    let own = try DeclarationFile.parse(try Repository.read(file), file: file)
    // The dataset's own features and the pack's beside them, as every command has them.
    let ownPlan = try FeaturePlan(own, package: dataset.package)
    let pack = try ShippedPack.named(kind.pack).pack.adapted(to: dataset.package)
      .apart(from: ownPlan)
    declarations = own + pack.declarations
    plan = try FeaturePlan(declarations, package: dataset.package, absence: .insufficient)
  }

  /// One feature and those it needs, made for a package that is told something else about its
  /// fields.
  func plan(of feature: String, _ tell: (inout Resource) -> Void) throws -> FeaturePlan {
    let package = source.package
    let resources = package.resources.map { resource in
      var resource = resource
      tell(&resource)
      return resource
    }
    let other = try DataPackage(
      name: package.name,
      folder: package.folder,
      resources: resources,
      subject: package.subject.name
    )
    let needed = plan.features.firstIndex { $0.name == feature }.map(plan.closure) ?? []
    return try FeaturePlan(
      needed.map { declarations[$0] },
      package: other,
      absence: .insufficient
    )
  }
}
