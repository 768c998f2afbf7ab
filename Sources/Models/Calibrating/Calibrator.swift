/// Fits the map from raw logits to probabilities on rows later than the training rows.
public enum Calibrator {
  /// A calibration, if the rows allow one, and what a reader should know.
  public struct Outcome: Hashable, Sendable {
    /// The map, or nil when there are too few positive projects.
    public var calibration: Calibration?
    /// Why the map is less than it might be, if it is.
    public var note: Note?

    /// An outcome of its parts.
    public init(calibration: Calibration?, note: Note?) {
      self.calibration = calibration
      self.note = note
    }
  }

  /// Why a calibration is less than it might be.
  public enum Note: Hashable, Sendable, CustomStringConvertible {
    /// Below `minimumGroups` distinct positive projects nothing is fitted.
    case tooFewPositives(Int)
    /// No row is negative.
    case noNegatives
    /// Below `groupsForSlope` distinct positive projects only the intercept is fitted.
    case interceptOnly(positiveGroups: Int)
    /// The fitted slope was not positive: the model does not rank these rows. Only the intercept
    /// is kept.
    case slopeNotPositive(Double)

    /// The note as a sentence.
    public var description: String {
      switch self {
      case .tooFewPositives(let groups):
        "\(groups) positive projects are too few to calibrate: no probabilities"
      case .noNegatives: "no negative rows to calibrate on: no probabilities"
      case .interceptOnly(let groups):
        "\(groups) positive projects: only the intercept was calibrated"
      case .slopeNotPositive(let slope):
        "the calibration slope \(slope) is not positive: only the intercept was calibrated"
      }
    }
  }

  /// Distinct positive projects below which nothing is fitted.
  public static let minimumGroups = 5
  /// Distinct positive projects below which only the intercept is fitted.
  public static let groupsForSlope = 20

  /// Fits a calibration.
  ///
  /// By distinct positive projects (`groups` names the project of each row): below five none,
  /// below twenty the intercept alone, then Platt's slope and intercept with his smoothed targets
  /// `(N₊ + 1)/(N₊ + 2)` and `1/(N₋ + 2)`; a slope that is not positive falls back to the
  /// intercept alone.
  ///
  /// - Shapes: one raw logit, label and group a row.
  /// - Complexity: O(n) a Newton step.
  /// - Reference: Platt (1999); Lin, Lin and Weng (2007), doi:10.1007/s10994-007-5018-6
  public static func fit(rawLogits: [Double], labels: [Bool], groups: [String]) -> Outcome {
    precondition(rawLogits.count == labels.count && labels.count == groups.count)
    let positiveGroups = Set(zip(groups, labels).filter(\.1).map(\.0)).count
    let positives = labels.count { $0 }
    if positiveGroups < minimumGroups {
      return Outcome(calibration: nil, note: .tooFewPositives(positiveGroups))
    }
    if positives == labels.count { return Outcome(calibration: nil, note: .noNegatives) }

    func calibration(_ method: Calibration.Method, _ slope: Double, _ intercept: Double)
      -> Calibration
    {
      Calibration(
        method: method,
        slope: slope,
        intercept: intercept,
        positiveGroups: positiveGroups,
        rows: labels.count
      )
    }
    func interceptAlone(_ note: Note) -> Outcome {
      let targets = labels.map { $0 ? 1.0 : 0.0 }
      let intercept = CalibrationLine.intercept(rawLogits, targets: targets)
      return Outcome(calibration: calibration(.intercept, 1, intercept), note: note)
    }

    if positiveGroups < groupsForSlope {
      return interceptAlone(.interceptOnly(positiveGroups: positiveGroups))
    }
    let high = (Double(positives) + 1) / (Double(positives) + 2)
    let low = 1 / (Double(labels.count - positives) + 2)
    let line = CalibrationLine.fit(rawLogits, targets: labels.map { $0 ? high : low })
    guard line.slope > 0, line.slope.isFinite, line.intercept.isFinite else {
      return interceptAlone(.slopeNotPositive(line.slope))
    }
    return Outcome(calibration: calibration(.platt, line.slope, line.intercept), note: nil)
  }
}
