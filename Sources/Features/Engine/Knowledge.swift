import Tables

/// Which columns cannot be read on a date: absent and withheld ones, and current ones before the
/// snapshot.
struct Knowledge {
  private let plan: FeaturePlan
  private let absent: Set<InputColumn>
  /// The columns whose values are those of a snapshot, with the day of it.
  private let current: [InputColumn: Day]

  /// `also` are columns that are read beside those of the plan; `latestFact` finds the default
  /// snapshot, and is asked only when it is needed.
  init(
    _ plan: FeaturePlan,
    also: [InputColumn] = [],
    latestFact: () throws(TableError) -> Day?
  ) throws(TableError) {
    self.plan = plan
    var absent: Set<InputColumn> = []
    var current: [InputColumn: Day] = [:]
    var latest: Day??
    for column in Set(plan.features.flatMap(\.inputs) + also).sorted() {
      guard let resource = plan.package[resource: column.resource],
        let field = resource[field: column.field], !field.isWithheld
      else {
        absent.insert(column)
        continue
      }
      guard field.knowledge == .current else { continue }
      if let snapshot = resource.snapshotOn {
        current[column] = snapshot
      } else {
        if latest == nil { latest = .some(try latestFact()) }
        current[column] = (latest ?? nil) ?? Day.latest
      }
    }
    self.absent = absent
    self.current = current
  }

  /// The columns lost on a date.
  func lost(on asOf: Day) -> Set<InputColumn> {
    absent.union(current.filter { $0.value > asOf }.keys)
  }

  /// A sentence naming the features lost on a date because their columns are current, or nil.
  func note(on asOf: Day) -> String? {
    let lost = Set(current.filter { $0.value > asOf }.keys)
    let features = plan.features.filter { $0.inputs.contains(where: lost.contains) }
    guard !features.isEmpty else { return nil }
    let used = Set(features.flatMap(\.inputs)).intersection(lost).sorted()
    let columns = used.map { "\($0) (snapshot of \(current[$0]?.description ?? ""))" }
    return "as of \(asOf), insufficient for want of \(columns.joined(separator: ", ")): "
      + features.map(\.name).joined(separator: ", ")
  }
}

extension RecordSource {
  /// The latest day on which anything is said to have happened or been recorded.
  func latestFact(_ subjects: Subjects) throws(TableError) -> Day? {
    var latest: Day?
    func see(_ column: Column) {
      guard case .date(let days) = column.values else { return }
      for row in 0..<column.count where column.validity[row] {
        latest = max(latest ?? .earliest, Day(number: days[row]))
      }
    }
    func facts(_ resource: Resource) -> [String] {
      resource.fields.filter { $0.type == .date && $0.knowledge == .fact }.map(\.name)
    }
    for name in facts(package.subject) {
      if let column = subjects.table[name] { see(column) }
    }
    for resource in package.resources
    where resource.name != package.subject.name && resource.role != .outcome {
      let fields = facts(resource)
      guard !fields.isEmpty, package.links[resource.name] != nil else { continue }
      let stream = try stream(resource.name, fields: fields, subjects: subjects)
      while let batch = try stream.next() { batch.columns.forEach(see) }
    }
    return latest
  }
}
