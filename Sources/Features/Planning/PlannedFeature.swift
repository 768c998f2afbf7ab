import Tables

/// A declared feature whose meaning is settled against a package.
public struct PlannedFeature: Sendable {
  /// The declaration.
  public let declaration: Declaration
  /// Its place among the declarations.
  public let index: Int
  /// The type of its values: text, number, Boolean or date.
  public let type: FieldType
  /// The typed expression in one fixed spelling, with referenced features written out and the
  /// meaning of each column.
  public let canonical: String
  /// SHA-256 of `canonical`, in hexadecimal.
  public let hash: String
  /// Every column it reads, directly or through other features, in order.
  public let inputs: [InputColumn]
  /// The features it names, in declared order.
  public let dependsOn: [String]

  /// The typed expression.
  package let form: TypedForm
  /// The typed condition of `applies:`.
  package let applies: Expression?
  /// Where the features it names stand.
  let dependencies: [Int]
  /// Where those stand that its form names; `applies:` may name others.
  let formDependencies: [Int]
  /// The columns its form reads, directly or through other features, in order.
  let formInputs: [InputColumn]
  /// The tables that the features named in its form read, directly or through others.
  let formTables: Set<String>
  /// Every event table that is read for it, `applies:` included.
  let tables: Set<String>
  /// The table an aggregate of events reads.
  package let table: String?
  /// The days an aggregate of events looks back to and forward to, where its condition says so.
  package let window: Window
  /// Whether it never has a value, because the data lack what it cannot do without.
  let isAbsent: Bool
  /// The type as the expression has it, `unknown` when nothing decides it.
  package let valueType: ValueType

  /// The feature's name.
  public var name: String { declaration.name }
  /// Whether it is only for other features.
  public var isHidden: Bool { declaration.isHidden }
  /// The unit of its values.
  public var unit: String? { declaration.unit }
  /// What people call it, by language.
  public var title: [String: String] { declaration.title }
  /// Which direction means more risk.
  public var riskier: Declaration.Riskier? { declaration.riskier }
}
