/// A table that features and indicators know by name, and the headers its fields go by.
public struct StandardTable: Sendable {
  /// A field of a standard table.
  public struct StandardField: Sendable {
    /// Its name in features.
    public let name: String
    /// Headers that mean it, as `HeaderReading.normalize` writes them.
    let headers: [String]
    /// Whether it is an amount of money.
    public let isMoney: Bool
    /// What kind of truth it holds, where it is not the usual one.
    public let knowledge: Knowledge?
    /// The date from which on it is known.
    public let knownOn: String?

    init(
      _ name: String,
      _ headers: String = "",
      _ knowledge: Knowledge? = nil,
      money: Bool = false,
      knownOn: String? = nil
    ) {
      self.name = name
      self.headers = [name] + headers.split(separator: " ").map(String.init)
      isMoney = money
      self.knowledge = knowledge
      self.knownOn = knownOn
    }
  }

  /// Its name in features.
  public let name: String
  /// Names of files that mean it, in lower case.
  let stems: [String]
  /// Its fields; the first is its key where it has one.
  public let fields: [StandardField]
  /// The field that says when a row happened.
  public let happened: String?
  /// The field that says when a row was recorded.
  public let recorded: String?

  init(
    _ name: String,
    _ stems: String,
    happened: String? = nil,
    recorded: String? = nil,
    _ fields: [StandardField]
  ) {
    self.name = name
    self.stems = [name] + stems.split(separator: " ").map(String.init)
    self.fields = fields
    self.happened = happened
    self.recorded = recorded
  }

  /// The field that a normalized header means, or nil.
  func field(meant header: String) -> StandardField? {
    if let field = fields.first(where: { $0.headers.contains(header) }) { return field }
    guard name == "projects" else { return nil }
    for prefix in ["project_", "phase_"] where header.hasPrefix(prefix) {
      return field(meant: String(header.dropFirst(prefix.count)))
    }
    return nil
  }

  /// The table that a file of this stem holds, or nil.
  static func of(stem: String) -> StandardTable? {
    let normalized = HeaderReading.normalize(stem)
    return all.first { $0.stems.contains(normalized) }
      ?? all.first { table in
        table.stems.contains { word in
          word.unicodeScalars.contains { $0.value >= 0x4E00 } && normalized.hasSuffix(word)
        }
      }
  }

  /// The standard tables (DESIGN.md), projects first.
  static let all = [
    projects, milestones, progress, payments, contracts, changes, tenders, bids, complaints,
    inspections, findings, readings, documents, outcomes,
  ]

  /// The key of projects, which every table may carry.
  static let projectKey = StandardField(
    "project_id",
    """
    项目编号 项目代码 项目编码 项目id 项目标识 工程编号 所属项目编号 关联项目编号 project_no project_number \
    project_code projectid project
    """,
    .fixed
  )
}
