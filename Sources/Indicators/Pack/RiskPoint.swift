import Tables

/// A place where power, funds or resources concentrate, and what keeps it in check.
public struct RiskPoint: Hashable, Sendable {
  /// Its stable key.
  public var id: String
  /// What may go wrong there.
  public var title: Bilingual
  /// The measures that keep it in check.
  public var controls: [Bilingual]
  /// Why no indicator watches it, where none does.
  public var unwatched: Bilingual?
  /// Where it is declared.
  public var location: SourceLocation
}

/// A stage in the life of a project.
public enum Phase: String, Hashable, Sendable, CaseIterable {
  case preparation, tender, construction, acceptance, settlement, operation

  /// Its name in a reader's language.
  public var title: Bilingual {
    switch self {
    case .preparation: Bilingual(en: "preparation and approval", zh: "立项审批")
    case .tender: Bilingual(en: "tender and award", zh: "招标投标")
    case .construction: Bilingual(en: "construction", zh: "建设实施")
    case .acceptance: Bilingual(en: "acceptance", zh: "竣工验收")
    case .settlement: Bilingual(en: "settlement and final account", zh: "结算决算")
    case .operation: Bilingual(en: "operation", zh: "投产运营")
    }
  }
}
