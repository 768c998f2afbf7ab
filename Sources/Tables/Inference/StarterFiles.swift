/// The files that `init` writes beside the tables, by name.
public struct StarterFiles: Sendable {
  /// One file.
  public struct File: Hashable, Sendable {
    /// Its name, in the dataset's folder.
    public let name: String
    /// Its text.
    public let text: String
  }

  /// The files, `datapackage.yaml` first.
  public let files: [File]

  /// What starts a dataset: its description, features, levels and settings.
  ///
  /// - Parameters:
  ///   - inferred: The description.
  ///   - pack: The indicator pack to name in the settings, nil for none.
  public init(_ inferred: InferredPackage, pack: String? = nil) {
    files = [
      File(name: "datapackage.yaml", text: DescriptorText.of(inferred)),
      File(name: "features.yaml", text: StarterFeatures.text(inferred)),
      File(name: "watchpost.yaml", text: StarterFiles.settings(inferred, pack: pack)),
    ]
  }

  private static func settings(_ inferred: InferredPackage, pack: String?) -> String {
    var lines = ["# Which files go with this dataset."]
    lines.append("features: features.yaml")
    if let pack { lines.append("pack: \(DescriptorText.scalar(pack))") }
    lines.append("policy: policy.yaml")
    let isChinese = inferred.tables.contains { table in
      table.resource.fields.contains { HeaderReading($0.header).isChinese }
    }
    lines.append(
      "timezone: \(isChinese ? "Asia/Shanghai" : "UTC")  # inferred: "
        + (isChinese ? "headers are Chinese" : "nothing says where this is; correct it")
    )
    if let outcomes = inferred.tables.first(where: { $0.resource.role == .outcome }) {
      lines.append(contentsOf: outcome(outcomes))
    } else {
      lines.append(
        "# Without a table of outcomes nothing can be trained; the expert pack still scores."
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Which states of the outcome count as positive.
  private static func outcome(_ table: InferredTable) -> [String] {
    guard let field = table.resource[field: "state"], let column = table.column(field) else {
      return ["outcome: {absence: negative}  # inferred: every row is positive"]
    }
    let states = column.counts.indices.map(column.text).sorted()
    let positive = states.filter { state in
      ["confirmed", "late", "true", "1", "yes", "positive"].contains(state.lowercased())
        || ["属实", "查实", "确认", "成立", "是"].contains(state)
    }
    let chosen = positive.isEmpty ? states : positive
    let list = chosen.prefix(20).map(DescriptorText.scalar).joined(separator: ", ")
    // Where some are cleared, the others were not looked at.
    let isSelective = !positive.isEmpty && positive.count < states.count
    return [
      "outcome: {positive: [\(list)], absence: \(isSelective ? "unknown" : "negative")}"
        + "  # inferred: states are "
        + states.prefix(8).map { Diagnostic.masked($0) }.joined(separator: ", ")
    ]
  }
}
