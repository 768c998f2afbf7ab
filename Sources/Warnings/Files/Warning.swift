import FoundationEssentials
import Tables

/// One file per project (一事一档): where it stands on a date, and why.
public struct Warning: Hashable, Sendable {
  /// A row of the records that a reason rests on.
  public struct Evidence: Hashable, Sendable, Codable {
    /// The feature whose reason it supports.
    public var feature: String
    /// The resource the row belongs to.
    public var resource: String
    /// The file, relative to the dataset's folder.
    public var file: String
    /// The line its record starts on, from 1.
    public var line: Int

    /// A reference to a row.
    public init(feature: String, resource: String, file: String, line: Int) {
      self.feature = feature
      self.resource = resource
      self.file = file
      self.line = line
    }

    /// `file:line`, as editors understand it.
    public var place: String { "\(file):\(line)" }
  }

  /// The project's key.
  public var project: String
  /// The as-of date.
  public var asOf: Day
  /// The name of the level, or nil for none.
  public var level: String?
  /// The rank among all scored projects, from 1.
  public var rank: Int
  /// The number of projects scored.
  public var scored: Int
  /// The sum of the model's terms.
  public var rawLogit: Double
  /// The calibrated probability, or nil.
  public var probability: Double?
  /// The points, or nil.
  public var points: Double?
  /// The indicators that raised the level above the score's.
  public var raisedBy: [String]
  /// The strongest reasons.
  public var reasons: [Reason]
  /// What could not be computed.
  public var notComputed: [NotComputed]
  /// The rows the reasons rest on.
  public var evidence: [Evidence]
  /// The hash of the policy that gave the level.
  public var policyHash: String
  /// The hash of the model that gave the score.
  public var modelHash: String

  /// The warning of a scored project that has been placed.
  public init(
    _ project: ScoredProject,
    placement: Placement,
    of scored: Int,
    asOf: Day,
    policy: Policy,
    reasons: Reasons,
    evidence: [Evidence] = [],
    modelHash: String
  ) {
    self.project = project.id
    self.asOf = asOf
    level = policy.level(at: placement.level)?.name
    rank = placement.rank
    self.scored = scored
    rawLogit = project.rawLogit
    probability = project.probability
    points = project.points
    raisedBy = placement.raisedBy
    self.reasons = reasons.strongest
    notComputed = reasons.notComputed
    self.evidence = evidence
    policyHash = policy.hash
    self.modelHash = modelHash
  }

  /// The warning as JSON, keys sorted, so that equal warnings are equal bytes.
  public func encoded() throws(WarningError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self))
    } catch {
      throw WarningError(.scoreNotFinite(id: project, value: rawLogit))
    }
  }

  /// The warning that `encoded()` wrote.
  public init(decoding bytes: [UInt8], file: String) throws(WarningError) {
    do {
      self = try JSONDecoder().decode(Warning.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw WarningError(
        .notAWarning(Warning.sentence(error)),
        at: SourceLocation(file: file)
      )
    } catch {
      throw WarningError(.notAWarning("\(error)"), at: SourceLocation(file: file))
    }
  }

  private static func sentence(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "the key “\(key.stringValue)” is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "the value of “\(context.codingPath.map(\.stringValue).joined(separator: "."))” is wrong"
    case .dataCorrupted(let context): context.debugDescription
    @unknown default: "it cannot be decoded"
    }
  }
}

extension Warning: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case format, project, level, rank, scored, probability, points, reasons, evidence
    case asOf = "as_of"
    case rawLogit = "raw_logit"
    case raisedBy = "raised_by"
    case notComputed = "not_computed"
    case policyHash = "policy"
    case modelHash = "model"
  }

  private static let format = "watchpost-warning-1"

  /// Decodes what `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let format = try values.decode(String.self, forKey: .format)
    guard format == Warning.format else {
      throw DecodingError.dataCorruptedError(
        forKey: .format,
        in: values,
        debugDescription: "the format is “\(format)”"
      )
    }
    let date = try values.decode(String.self, forKey: .asOf)
    guard let asOf = Day(iso: date) else {
      throw DecodingError.dataCorruptedError(
        forKey: .asOf,
        in: values,
        debugDescription: "“\(date)” is not a date"
      )
    }
    self.asOf = asOf
    project = try values.decode(String.self, forKey: .project)
    level = try values.decodeIfPresent(String.self, forKey: .level)
    rank = try values.decode(Int.self, forKey: .rank)
    scored = try values.decode(Int.self, forKey: .scored)
    rawLogit = try values.decode(Double.self, forKey: .rawLogit)
    probability = try values.decodeIfPresent(Double.self, forKey: .probability)
    points = try values.decodeIfPresent(Double.self, forKey: .points)
    raisedBy = try values.decode([String].self, forKey: .raisedBy)
    reasons = try values.decode([Reason].self, forKey: .reasons)
    notComputed = try values.decode([NotComputed].self, forKey: .notComputed)
    evidence = try values.decode([Evidence].self, forKey: .evidence)
    policyHash = try values.decode(String.self, forKey: .policyHash)
    modelHash = try values.decode(String.self, forKey: .modelHash)
  }

  /// Encodes every part; what is nil is left out.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Warning.format, forKey: .format)
    try values.encode(project, forKey: .project)
    try values.encode(asOf.description, forKey: .asOf)
    try values.encodeIfPresent(level, forKey: .level)
    try values.encode(rank, forKey: .rank)
    try values.encode(scored, forKey: .scored)
    try values.encode(rawLogit, forKey: .rawLogit)
    try values.encodeIfPresent(probability, forKey: .probability)
    try values.encodeIfPresent(points, forKey: .points)
    try values.encode(raisedBy, forKey: .raisedBy)
    try values.encode(reasons, forKey: .reasons)
    try values.encode(notComputed, forKey: .notComputed)
    try values.encode(evidence, forKey: .evidence)
    try values.encode(policyHash, forKey: .policyHash)
    try values.encode(modelHash, forKey: .modelHash)
  }
}
