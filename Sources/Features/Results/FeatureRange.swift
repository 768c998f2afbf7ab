import Tables

/// The features of a range of projects on one date as the engine left them, before they are made a
/// table: what scores a model needs neither reasons nor hidden features.
///
/// It belongs to the thread that computed it.
package struct FeatureRange {
  private let frame: Frame
  private let context: RunContext
  private let only: Set<String>?

  init(_ frame: Frame, _ context: RunContext, only: Set<String>?) {
    self.frame = frame
    self.context = context
    self.only = only
  }

  /// The table of all features.
  package var table: FeatureTable { FeatureTable(frame, context, only: only) }

  /// Whether only some of the projects are wanted.
  package var isPartial: Bool { only != nil }

  /// The keys of the projects, all of them.
  package var ids: [String] { frame.ordinals.map(context.subjects.key(of:)) }

  /// Whether it holds the same projects as another range.
  package func hasProjects(of other: FeatureRange) -> Bool {
    frame.ordinals == other.frame.ordinals
  }

  /// The table of the projects at some places among `ids`.
  package func table(rows: [Int]) -> FeatureTable {
    FeatureTable(frame, context, rows: rows)
  }

  /// The values of a feature by its index in the plan, one a project of `ids`; nil when it was not
  /// computed.
  package func values(_ feature: Int) -> FeatureData? { frame.features[feature] }

  /// Why a value that is not there is not, by its cause.
  package var states: [FeatureState] { context.reasons.table.states }

  /// The UTF-8 of a text that is a value.
  package func utf8(of code: Int32) -> ArraySlice<UInt8> {
    context.texts.utf8(of: code, in: .shared)
  }
}
