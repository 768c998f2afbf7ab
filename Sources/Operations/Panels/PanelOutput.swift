import Evaluation
import Models
import Tables

extension PanelData {
  /// The panel as it is written: project, as-of date, label, whether at risk, block, features.
  ///
  /// With `includingDropped`, rows without a label stay, with the reason in `dropped`.
  public func table(includingDropped: Bool, keyName: String) -> Table {
    let rows = includingDropped ? Array(panel.rows.indices) : self.rows()
    let selected = observations.selecting(rows: rows)
    var names = [keyName, "as_of", "label", "at_risk", "split"]
    var columns: [Column] = [
      .texts(rows.map { panel.rows[$0].id }), .days(rows.map { panel.rows[$0].asOf }),
      .integers(rows.map { row in panel.rows[row].label.map { $0 ? 1 : 0 } }),
      .booleans(rows.map { panel.rows[$0].isAtRisk }),
      .texts(rows.map { panel.rows[$0].block?.rawValue }),
    ]
    if includingDropped {
      names.append("dropped")
      columns.append(.texts(rows.map { panel.rows[$0].drop?.rawValue }))
    }
    for feature in selected.columns {
      names.append(feature.name)
      columns.append(Column(feature))
    }
    return Table(name: "panel", names: names, columns: columns)
  }
}

extension Column {
  /// A column of observations as it is written; what has no value is empty.
  init(_ observed: ObservationColumn) {
    let present = observed.presence.map { $0 == .present }
    switch observed.values {
    case .numbers(let numbers):
      self.init(.number(numbers), validity: Validity(present))
    case .categories(let codes, let names):
      self = .texts(codes.indices.map { present[$0] ? names[Int(codes[$0])] : nil })
    }
  }
}

extension ComparisonReport {
  /// The report as a table: one line a figure, with the split in every line.
  public var table: Table {
    let lines = lines
    return Table(
      name: "report",
      names: ["population", "scorer", "metric", "value", "lower", "upper", "note", "split"],
      columns: [
        .texts(lines.map(\.population)), .texts(lines.map(\.scorer)),
        .texts(lines.map(\.metric)), .numbers(lines.map(\.value)),
        .numbers(lines.map(\.lower)), .numbers(lines.map(\.upper)),
        .texts(lines.map { $0.note.isEmpty ? nil : $0.note }),
        .texts(lines.map { _ in split.description }),
      ]
    )
  }
}
