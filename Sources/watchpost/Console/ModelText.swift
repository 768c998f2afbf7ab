import Models
import Operations
import Tables

/// A model as people read it.
enum ModelText {
  /// The lines of a model file.
  static func lines(_ model: Model) -> [String] {
    let record = model.trained
    var lines = ["\(model.kind.rawValue) model, \(model.terms.count) terms"]
    if !record.split.isEmpty { lines.append("Split: \(record.split)") }
    if record.rows > 0 {
      lines.append(
        "Trained on \(Figures.count(record.rows)) rows, \(Figures.count(record.positives)) positive"
      )
    }
    if let calibration = model.calibration {
      lines.append(
        "Calibrated (\(calibration.method.rawValue)): probability = logistic("
          + "\(Figures.fixed(calibration.slope, 4)) × logit + "
          + "\(Figures.fixed(calibration.intercept, 4)))"
      )
    } else {
      lines.append("Not calibrated: the score ranks, it is no probability")
    }
    lines.append("")
    lines.append("\(model.isInPoints ? "points" : "logit") =")
    var table = TextTable(["term", "adds", "missing", "not applicable", "mean"], right: [2, 3, 4])
    table.add(["(intercept)", Figures.signed(model.intercept, 4)])
    for term in model.terms {
      table.add([
        term.title, shape(term.shape), Figures.signed(term.missing, 4),
        term.notApplicable.map { Figures.signed($0, 4) } ?? "as missing",
        Figures.signed(term.trainingMean, 4),
      ])
    }
    lines += table.lines().map { "  " + $0 }
    if !record.notes.isEmpty { lines += [""] + record.notes.map { "note: \($0)" } }
    return lines
  }

  private static func shape(_ shape: Term.Shape) -> String {
    switch shape {
    case .linear(let weight, let center):
      return "\(Figures.signed(weight, 6)) × (x − \(Figures.fixed(center, 4)))"
    case .steps(let cuts, let values):
      return values.indices.map { index in
        let value = Figures.signed(values[index], 4)
        return index == 0 ? value : "\(value) from \(Figures.fixed(cuts[index - 1], 4))"
      }.joined(separator: ", ")
    case .categories(let values, let other):
      let named = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\($0.key) \(Figures.signed($0.value, 4))" }
      return (named + ["other \(Figures.signed(other, 4))"]).joined(separator: ", ")
    case .pair(let second, let firstAxis, let secondAxis, _):
      return "a table with \(second), \(firstAxis.binCount) × \(secondAxis.binCount)"
    }
  }
}

/// What training made, as people read it.
enum TrainText {
  /// The lines of a result.
  static func lines(_ result: TrainResult) -> [String] {
    var lines = [
      "Made a \(result.model.kind.rawValue) model of \(result.model.terms.count) terms."
    ]
    if let report = result.report { lines += [""] + ReportText.lines(report) }
    return lines
  }
}
