/// What a model was trained on, how, and how well it did: everything that the inputs determine,
/// and nothing of the clock or the host.
public struct TrainingRecord: Hashable, Sendable {
  /// SHA-256 of each data file, by name.
  public var data: [String: String]
  /// Dates that delimit the data, by what they are, such as `from` or `test_from`.
  public var dates: [String: String]
  /// The split in words, as evaluations print it.
  public var split: String
  /// The seed of whatever was drawn.
  public var seed: Int
  /// Versions, by what they are of, such as `watchpost`.
  public var versions: [String: String]
  /// The BLAS kernel that the fit ran on; empty when none did.
  public var kernel: String
  /// Rows the fit saw.
  public var rows: Int
  /// How many of them were positive.
  public var positives: Int
  /// Options and outcome of the fit, such as `lambda` or `gradient_norm`.
  public var fit: [String: JSONValue]
  /// Figures with their intervals, by name.
  public var metrics: [String: JSONValue]
  /// What a reader should know, sentence by sentence.
  public var notes: [String]

  /// A record of its parts.
  public init(
    data: [String: String] = [:],
    dates: [String: String] = [:],
    split: String = "",
    seed: Int = 0,
    versions: [String: String] = [:],
    kernel: String = "",
    rows: Int = 0,
    positives: Int = 0,
    fit: [String: JSONValue] = [:],
    metrics: [String: JSONValue] = [:],
    notes: [String] = []
  ) {
    self.data = data
    self.dates = dates
    self.split = split
    self.seed = seed
    self.versions = versions
    self.kernel = kernel
    self.rows = rows
    self.positives = positives
    self.fit = fit
    self.metrics = metrics
    self.notes = notes
  }
}
