/// When a value is flagged: the cuts, and the side of a cut that is riskier.
public struct Scale: Hashable, Sendable {
  /// Which side of a cut is riskier.
  public enum Direction: String, Hashable, Sendable, CaseIterable {
    case higher, lower
  }

  /// Which side of a cut is riskier.
  public var direction: Direction
  /// Whether a value exactly at a cut is flagged.
  public var includesCut: Bool
  /// The cuts of the levels that have one, from the weakest level to the strongest.
  public var cuts: [Cut]
  /// Whether the feature is true or false, and true alone is flagged.
  public var isFlag: Bool

  /// The value at which a level begins.
  public struct Cut: Hashable, Sendable {
    /// The level that begins.
    public var level: Level
    /// Where it begins.
    public var value: Double

    /// The level that begins at a value.
    public init(level: Level, value: Double) {
      self.level = level
      self.value = value
    }
  }

  /// A scale of its parts; `cuts` run from the weakest level to the strongest.
  public init(direction: Direction, includesCut: Bool, cuts: [Cut], isFlag: Bool = false) {
    self.direction = direction
    self.includesCut = includesCut
    self.cuts = cuts
    self.isFlag = isFlag
  }

  /// True is flagged at `level`, false is clear.
  public static func flag(_ level: Level) -> Scale {
    Scale(
      direction: .higher,
      includesCut: true,
      cuts: [Cut(level: level, value: 1)],
      isFlag: true
    )
  }

  /// The level of a value, or nil when it is clear.
  public func level(of value: Double) -> Level? {
    cuts.last { reaches(value, $0.value) }?.level
  }

  private func reaches(_ value: Double, _ cut: Double) -> Bool {
    switch (direction, includesCut) {
    case (.higher, true): value >= cut
    case (.higher, false): value > cut
    case (.lower, true): value <= cut
    case (.lower, false): value < cut
    }
  }

  /// The scale as ascending steps: `levels[i]` holds for `bounds[i-1] <= value < bounds[i]`.
  ///
  /// A cut that excludes itself becomes the next double, so that the steps agree with `level(of:)`
  /// for every value.
  public var steps: (bounds: [Double], levels: [Level?]) {
    switch direction {
    case .higher:
      (cuts.map { includesCut ? $0.value : $0.value.nextUp }, [nil] + cuts.map(\.level))
    case .lower:
      (
        cuts.reversed().map { includesCut ? $0.value.nextUp : $0.value },
        cuts.reversed().map(\.level) + [nil]
      )
    }
  }
}
