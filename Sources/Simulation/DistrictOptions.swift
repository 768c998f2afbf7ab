import Tables

/// What a simulated district is to be like.
public struct DistrictOptions: Hashable, Sendable {
  /// The number of projects, 1...1,000,000.
  public var projects: Int
  /// The seed: the same options give the same bytes.
  public var seed: UInt64
  /// The first day on which a project may be approved.
  public var from: Day
  /// The snapshot: the last day of which anything is known.
  public var to: Day

  /// The first day of the shipped district, 2019-01-01.
  public static let standardStart = Day(number: 17_897)
  /// The snapshot of the shipped district, 2024-12-31.
  public static let standardSnapshot = Day(number: 20_088)

  /// Options of the shipped district where nothing else is said.
  ///
  /// Numbers of projects outside 1...1,000,000 and snapshots less than a year after the start are
  /// moved to the nearest possible value.
  public init(
    projects: Int = 2000,
    seed: UInt64 = 1,
    from: Day = DistrictOptions.standardStart,
    to: Day = DistrictOptions.standardSnapshot
  ) {
    self.projects = projects.clamped(to: 1...1_000_000)
    self.seed = seed
    self.from = from
    self.to = max(to, from + 365)
  }
}
