/// One field of a resource: where it stands in the file, and what its values mean.
public struct Field: Hashable, Sendable {
  /// Our name (`as`), the header when nothing else is declared.
  public var name: String
  /// The header in the file.
  public var header: String
  /// The type as the descriptor says it.
  public var standardType: StandardType
  /// The type of the column it becomes.
  public var type: FieldType
  /// The format of dates (`%d/%m/%Y`, `any`) or nil for the type's default.
  public var format: String?
  /// The unit of the values; an ISO 4217 code for money.
  public var unit: String?
  /// The unit in which a bare number is written, nil when it is `unit`.
  public var writtenIn: String?
  /// What kind of truth it holds.
  ///
  /// When undeclared: dates are facts; in an entity without versions keys are fixed and other
  /// fields current, unless they are `knownOn` a date; everywhere else values are facts of their
  /// row.
  public var knowledge: Knowledge
  /// Whether the descriptor says `knowledge`.
  public var isKnowledgeDeclared: Bool
  /// The date field (our name) from which on the value is known.
  public var knownOn: String?
  /// What values must satisfy.
  public var constraints: Constraints
  /// The texts that mean missing, nil for those of the resource.
  public var missingValues: [String]?
  /// What declared missing values mean, beyond those of the resource.
  public var codes: [String: String]
  /// What is done with it if it is personal, nil when the descriptor does not say.
  public var personal: PersonalRule?
  /// Whether it cannot be read, because it is `personal: token` and no key was given.
  public internal(set) var isWithheld = false
  /// The decimal point.
  public var decimalCharacter: Character
  /// What groups thousands; nil for the usual `,`.
  public var groupCharacter: Character?
  /// Whether a number stands alone, without `%` or a currency around it.
  public var isBareNumber: Bool
  /// The texts that mean true, nil for the usual ones.
  public var trueValues: [String]?
  /// The texts that mean false, nil for the usual ones.
  public var falseValues: [String]?
  /// A name for people.
  public var title: String?
  /// What it is, for people.
  public var description: String?
  /// Where the descriptor declares it.
  public var location: SourceLocation?

  /// A field of its parts; `type` follows from `standardType` and `unit` when it is not given.
  public init(
    _ name: String,
    _ standardType: StandardType = .string,
    header: String? = nil,
    type: FieldType? = nil,
    format: String? = nil,
    unit: String? = nil,
    writtenIn: String? = nil,
    knowledge: Knowledge? = nil,
    knownOn: String? = nil,
    constraints: Constraints = Constraints(),
    missingValues: [String]? = nil,
    codes: [String: String] = [:],
    personal: PersonalRule? = nil,
    decimalCharacter: Character = ".",
    groupCharacter: Character? = nil,
    isBareNumber: Bool = true,
    trueValues: [String]? = nil,
    falseValues: [String]? = nil,
    title: String? = nil,
    description: String? = nil,
    location: SourceLocation? = nil
  ) {
    self.name = name
    self.header = header ?? name
    self.standardType = standardType
    let money = Currency.reading(unit: unit, writtenIn: writtenIn)
    let isMoney = money != nil && (standardType == .number || standardType == .integer)
    self.type = type ?? (isMoney ? .money : standardType.fieldType)
    self.format = format
    self.unit = isMoney ? money?.unit : unit
    self.writtenIn = isMoney ? money?.writtenIn : writtenIn
    self.knowledge = knowledge ?? (standardType.fieldType == .date ? .fact : .current)
    self.isKnowledgeDeclared = knowledge != nil
    self.knownOn = knownOn
    self.constraints = constraints
    self.missingValues = missingValues
    self.codes = codes
    self.personal = personal
    self.decimalCharacter = decimalCharacter
    self.groupCharacter = groupCharacter
    self.isBareNumber = isBareNumber
    self.trueValues = trueValues
    self.falseValues = falseValues
    self.title = title
    self.description = description
    self.location = location
  }
}
