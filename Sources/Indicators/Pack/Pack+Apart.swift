import Features
import Tables

extension Pack {
  /// The pack beside a dataset's own features: what means the same under the same name is declared
  /// once, and what means something else under a name of the dataset's is called `NAME_in_pack`.
  ///
  /// - Parameter own: The plan of the dataset's own features; its package is the dataset's.
  /// - Returns: The pack with such features renamed, in declarations and indicators alike.
  /// - Throws: `FeatureError` when the pack's declarations do not fit the package.
  public func apart(from own: FeaturePlan) throws(FeatureError) -> Pack {
    let taken = Set(own.features.map(\.name)).union(own.package.subject.fields.map(\.name))
    let clashing = declarations.map(\.name).filter(taken.contains)
    guard !clashing.isEmpty else { return self }
    // Settled under other names, so that columns of the dataset cannot be in the way.
    var names: [String: String] = [:]
    for name in clashing {
      var other = name + "_in_pack"
      while taken.contains(other) || declarations.contains(where: { $0.name == other }) {
        other += "_"
      }
      names[name] = other
    }
    var pack = self
    pack.declarations = declarations.map { $0.renamed(names) }
    let plan = try FeaturePlan(pack.declarations, package: own.package, absence: .insufficient)
    let shared = names.filter { own[$0.key]?.hash == plan[$0.value]?.hash }
    let renamed = names.filter { shared[$0.key] == nil }
    pack.declarations = declarations.filter { shared[$0.name] == nil }.map { $0.renamed(renamed) }
    for index in pack.indicators.indices {
      let feature = pack.indicators[index].feature
      pack.indicators[index].feature = renamed[feature] ?? feature
    }
    return pack
  }
}
