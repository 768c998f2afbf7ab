/// Pairs of dates that come in one order wherever both are known.
struct DateOrder {
  /// The earlier and the later field, by their places among the columns.
  let earlier: Int
  let later: Int
  private(set) var count = 0
  private(set) var first: RowPosition?

  private static let names = [
    ("planned_start", "planned_finish"), ("actual_start", "actual_finish"),
    ("actual_finish", "accepted_on"), ("accepted_on", "final_account_on"),
    ("published_on", "deadline_on"), ("deadline_on", "opened_on"), ("opened_on", "awarded_on"),
    ("received_on", "accepted_on"), ("received_on", "closed_on"), ("accepted_on", "closed_on"),
    ("closed_on", "reopened_on"), ("found_on", "due_on"), ("found_on", "rectified_on"),
    ("start_on", "finish_on"), ("signed_on", "finish_on"), ("start_date", "end_date"),
    ("started_on", "finished_on"), ("started_on", "ended_on"),
  ]

  /// The pairs among the columns of a resource; what is recorded comes after what happened.
  static func pairs(of resource: Resource, columns: [String]) -> [DateOrder] {
    func place(_ name: String?) -> Int? {
      guard let name, resource[field: name]?.type == .date else { return nil }
      return columns.firstIndex(of: name)
    }
    var pairs = names.compactMap { earlier, later in
      place(earlier).flatMap { earlier in
        place(later).map { DateOrder(earlier: earlier, later: $0) }
      }
    }
    if let happened = place(resource.happened), let recorded = place(resource.recorded) {
      pairs.append(DateOrder(earlier: happened, later: recorded))
    }
    if let from = place(resource.existsFrom), let until = place(resource.existsUntil) {
      pairs.append(DateOrder(earlier: from, later: until))
    }
    return pairs
  }

  init(earlier: Int, later: Int) {
    self.earlier = earlier
    self.later = later
  }

  /// Counts the rows of a batch whose dates stand the other way round.
  mutating func add(_ batch: Batch) {
    let (left, right) = (batch.columns[earlier], batch.columns[later])
    guard case .date(let before) = left.values, case .date(let after) = right.values else { return }
    for row in before.indices
    where left.validity[row] && right.validity[row] && before[row] > after[row] {
      count += 1
      if first == nil { first = batch.positions[row] }
    }
  }
}
