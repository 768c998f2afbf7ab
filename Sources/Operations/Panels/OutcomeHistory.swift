import Evaluation
import Tables

/// What came of the projects: the rows of the dataset's outcome table.
public struct OutcomeHistory: Sendable {
  /// The table's name.
  public let resource: String
  /// The outcomes, in the order of the file.
  public let events: [OutcomeEvent]
  /// The first day the table covers, or nil when it reaches back far enough.
  public let coversFrom: Day?
  /// The last day the table covers.
  public let coversTo: Day

  /// Reads the outcome table of a dataset.
  init(
    _ dataset: Dataset,
    subjects: Subjects,
    rejects: inout RejectLog
  ) throws {
    guard let resource = dataset.package.resources.first(where: { $0.role == .outcome }) else {
      throw OperationError(
        "this dataset has no outcome table, so there is nothing to learn from",
        at: SourceLocation(file: dataset.package.file ?? dataset.package.folder),
        hint:
          "declare a resource with `watchpost: {role: outcome, happened: …}`, or use --kind expert"
      )
    }
    guard let happened = resource.happened else {
      throw OperationError(
        "the outcome table “\(resource.name)” does not say when outcomes happened",
        at: resource.location,
        hint: "declare `happened:` under its `watchpost:`"
      )
    }
    let state = resource[field: "state"].map { _ in "state" }
    let names = [happened, resource.recorded, state].compactMap { $0 }
    let reader = try dataset.reader(
      resource.name,
      fields: names,
      subjects: subjects,
      rejects: rejects
    )
    var events: [OutcomeEvent] = []
    while let batch = try reader.next() {
      for row in 0..<batch.rowCount {
        guard let day = batch.columns[0].day(at: row) else { continue }
        let recorded = resource.recorded.flatMap { _ in batch.columns[1].day(at: row) }
        events.append(
          OutcomeEvent(
            id: subjects.key(of: batch.subjects[row]),
            happened: day,
            recorded: recorded,
            state: OutcomeHistory.state(batch, reader, row, isDeclared: state != nil)
          )
        )
      }
    }
    rejects = reader.rejects
    self.resource = resource.name
    self.events = events
    self.coversFrom = resource.coversFrom
    self.coversTo =
      resource.coversTo ?? resource.snapshotOn ?? dataset.package.subject.snapshotOn
      ?? events.map(\.knownOn).max() ?? Day.earliest
  }

  private static func state(
    _ batch: Batch,
    _ reader: TableReader,
    _ row: Int,
    isDeclared: Bool
  ) -> String {
    guard isDeclared, let column = batch.columns.last, column.validity[row],
      case .text(let codes) = column.values
    else { return "" }
    return reader.dictionaries[batch.columns.count - 1][codes[row]]
  }
}
