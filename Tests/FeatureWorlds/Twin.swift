import Features
import Glibc
import Tables

/// The slow obvious engine: one project, one row, one value at a time, straight from DESIGN.md.
///
/// It shares the parser and the typed expression with the real engine, and nothing else.
/// One long file on purpose: it is read from top to bottom beside the language's definition.
package final class Twin {
  private let plan: FeaturePlan
  private let source: MemorySource
  private let asOf: Int32
  private let subject: Resource
  /// The row that counts for each project that exists, in the order of the file.
  package private(set) var projects: [(id: String, row: Row)] = []
  private var memory: [String: Answer] = [:]

  package init(_ plan: FeaturePlan, _ source: MemorySource, asOf: Day) {
    self.plan = plan
    self.source = source
    self.asOf = asOf.number
    subject = source.package.subject
    findProjects()
  }

  private func day(_ cell: Cell?) -> Int32? {
    if case .date(let day)? = cell { return day }
    return nil
  }

  private func findProjects() {
    var ids: [String] = []
    var versions: [String: [Row]] = [:]
    for row in source.projects {
      let id = MemorySource.key(row)
      if versions[id] == nil { ids.append(id) }
      versions[id, default: []].append(row)
    }
    for id in ids {
      var row = versions[id]?.last
      if let version = subject.version {
        let known = (versions[id] ?? []).filter { day($0[version]).map { $0 <= asOf } ?? false }
        let latest = known.compactMap { day($0[version]) }.max()
        row = known.last { day($0[version]) == latest }
      }
      guard let row else { continue }
      if let from = subject.existsFrom {
        guard let day = day(row[from]), day <= asOf else { continue }
      }
      if let until = subject.existsUntil, let day = day(row[until]), day < asOf { continue }
      projects.append((id, row))
    }
  }

  // What is known

  private func isLost(_ column: InputColumn) -> Bool {
    guard let resource = source.package[resource: column.resource],
      let field = resource[field: column.field]
    else { return true }
    guard field.knowledge == .current else { return false }
    return asOf < (resource.snapshotOn ?? latestFact).number
  }

  /// The latest day on which anything is said to have happened or been recorded.
  private lazy var latestFact: Day = {
    var latest: Int32?
    for resource in source.package.resources where resource.role != .outcome {
      let rows = resource.name == subject.name ? source.projects : belonging(resource.name)
      for field in resource.fields where field.type == .date && field.knowledge == .fact {
        for row in rows {
          if let day = day(row[field.name]) { latest = max(latest ?? day, day) }
        }
      }
    }
    return latest.map { Day(number: $0) } ?? .latest
  }()

  /// The rows of an event table that belong to a project.
  private func belonging(_ table: String) -> [Row] {
    let ids = Set(source.projects.map(MemorySource.key))
    return (source.events[table] ?? []).filter {
      ids.contains(source.subjectKey(of: $0, in: table))
    }
  }

  private func read(_ column: InputColumn, _ row: Row) -> Cell? {
    guard !isLost(column), let cell = row[column.field],
      let field = source.package[resource: column.resource]?[field: column.field]
    else { return nil }
    if let other = field.knownOn {
      guard let known = day(row[other]), known <= asOf else { return nil }
    }
    if case .date(let day) = cell, field.knowledge != .plan, day > asOf { return nil }
    return cell
  }

  private func name(_ column: InputColumn) -> String {
    column.resource == subject.name ? column.field : column.description
  }

  // Reasons

  private static let undefined = Answer(value: nil, state: .undefined)
  private static let none = Answer(value: nil, state: .none)

  private func insufficient(_ inputs: Set<String>) -> Answer {
    Answer(value: nil, state: .insufficient, inputs: inputs)
  }

  private func worst(_ answers: [Answer]) -> Answer {
    let order: [FeatureState] = [.insufficient, .notApplicable, .undefined, .none]
    let nulls = answers.filter { $0.value == nil }
    for state in order {
      let found = nulls.filter { $0.state == state }
      guard !found.isEmpty else { continue }
      return Answer(
        value: nil,
        state: state,
        inputs: found.reduce(into: []) { $0.formUnion($1.inputs) }
      )
    }
    return Twin.undefined
  }

  // Expressions

  private struct Place {
    var project: (id: String, row: Row)
    var event: (table: String, row: Row)?
    /// Whether any null counts as a missing input.
    var isInput = false
  }

  private func value(_ expression: Expression, _ place: Place) -> Answer {
    switch expression.kind {
    case .number(let value): return Answer(value: .number(value))
    case .text(let text): return Answer(value: .text(text))
    case .boolean(let value): return Answer(value: .boolean(value))
    case .date(let day): return Answer(value: .date(day))
    case .null: return Twin.undefined
    case .asOf: return Answer(value: .date(asOf))
    case .column(let column):
      let row = column.resource == place.event?.table ? place.event?.row : place.project.row
      if let cell = read(column, row ?? [:]) { return Answer(value: cell) }
      return insufficient([name(column)])
    case .feature(let index):
      let answer = self.answer(index, place.project)
      guard place.isInput, answer.value == nil, answer.state != .insufficient else {
        return answer
      }
      return insufficient([plan.features[index].name])
    case .apply(let operation, let arguments):
      return apply(operation, arguments, place)
    }
  }

  private func truth(_ answer: Answer) -> Bool? {
    if case .boolean(let value)? = answer.value { return value }
    return nil
  }

  private func number(_ answer: Answer) -> Double? {
    if case .number(let value)? = answer.value { return value }
    return nil
  }

  private func apply(
    _ operation: Features.Operation,
    _ arguments: [Expression],
    _ place: Place
  ) -> Answer {
    switch operation {
    case .choice:
      var seen: [Answer] = []
      for index in stride(from: 0, to: arguments.count - 1, by: 2) {
        let condition = value(arguments[index], place)
        seen.append(condition)
        guard truth(condition) == true else { continue }
        let result = value(arguments[index + 1], place)
        return result.value == nil ? worst(seen + [result]) : result
      }
      let result = value(arguments[arguments.count - 1], place)
      return result.value == nil ? worst(seen + [result]) : result
    case .coalesce:
      let values = arguments.map { value($0, place) }
      return values.first { $0.value != nil } ?? worst(values)
    case .nullif:
      let first = value(arguments[0], place)
      guard first.value != nil else { return first }
      return first.value == value(arguments[1], place).value ? Twin.undefined : first
    case .and, .or:
      let values = arguments.map { value($0, place) }
      let deciding = operation == .or
      if values.contains(where: { truth($0) == deciding }) {
        return Answer(value: .boolean(deciding))
      }
      return values.contains { $0.value == nil }
        ? worst(values) : Answer(value: .boolean(!deciding))
    case .isNull:
      return Answer(value: .boolean(value(arguments[0], place).value == nil))
    case .latestKnown, .earliestKnown:
      let known = arguments.compactMap { value($0, place).value }
      let best =
        operation == .latestKnown
        ? known.max(by: Twin.precedes) : known.min(by: Twin.precedes)
      return best.map { Answer(value: $0) } ?? Twin.undefined
    case .isIn:
      let values = arguments.map { value($0, place) }
      if values[0].value != nil, values.dropFirst().contains(where: { $0.value == values[0].value })
      {
        return Answer(value: .boolean(true))
      }
      return values.contains { $0.value == nil } ? worst(values) : Answer(value: .boolean(false))
    default:
      let values = arguments.map { value($0, place) }
      if values.contains(where: { $0.value == nil }) { return worst(values) }
      if operation == .workingDaysBetween { return workingDays(values) }
      return strict(operation, values.compactMap(\.value)).map { Answer(value: $0) }
        ?? Twin.undefined
    }
  }

  /// Operations that are null when any argument is.
  private func strict(_ operation: Features.Operation, _ cells: [Cell]) -> Cell? {
    func finite(_ value: Double) -> Cell? { value.isFinite ? .number(value) : nil }
    switch (operation, cells[0], cells.count > 1 ? cells[1] : cells[0]) {
    case (.add, .number(let a), .number(let b)): return finite(a + b)
    case (.subtract, .number(let a), .number(let b)): return finite(a - b)
    case (.multiply, .number(let a), .number(let b)): return finite(a * b)
    case (.divide, .number(let a), .number(let b)): return b == 0 ? nil : finite(a / b)
    case (.negate, .number(let a), _): return .number(-a)
    case (.abs, .number(let a), _): return .number(a < 0 ? -a : a)
    case (.ln, .number(let a), _): return a > 0 ? finite(log(a)) : nil
    case (.exp, .number(let a), _): return finite(exp(a))
    case (.sqrt, .number(let a), _): return a < 0 ? nil : finite(sqrt(a))
    case (.round, .number(let a), _):
      let whole = trunc(a)
      return .number(abs(a - whole) < 0.5 ? whole : whole + (a < 0 ? -1 : 1))
    case (.floor, .number(let a), _): return .number(floor(a))
    case (.daysBetween, .date(let a), .date(let b)): return .number(Double(b - a))
    case (.year, .date(let a), _): return .number(Double(Day(number: a).civil.year))
    case (.month, .date(let a), _): return .number(Double(Day(number: a).civil.month))
    case (.addDays, .date(let a), .number(let b)): return moved(a, b)
    case (.subtractDays, .date(let a), .number(let b)): return moved(a, -b)
    case (.least, _, _): return cells.min(by: Twin.precedes)
    case (.greatest, _, _): return cells.max(by: Twin.precedes)
    case (.like, .text(let a), .text(let b)):
      return .boolean(Twin.like(Array(a.unicodeScalars), Array(b.unicodeScalars)))
    case (.lower, .text(let a), _):
      let letters = a.unicodeScalars.map { scalar -> Unicode.Scalar in
        scalar >= "A" && scalar <= "Z" ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
      }
      return .text(String(String.UnicodeScalarView(letters)))
    case (.length, .text(let a), _): return .number(Double(a.unicodeScalars.count))
    case (.contains, .text(let a), .text(let b)):
      let (text, part) = (Array(a.utf8), Array(b.utf8))
      return .boolean(text.indices.contains { text[$0...].starts(with: part) } || part.isEmpty)
    case (.not, .boolean(let a), _): return .boolean(!a)
    case (.equal, let a, let b): return .boolean(a == b)
    case (.notEqual, let a, let b): return .boolean(a != b)
    case (.less, let a, let b): return .boolean(Twin.precedes(a, b))
    case (.greater, let a, let b): return .boolean(Twin.precedes(b, a))
    case (.lessOrEqual, let a, let b): return .boolean(!Twin.precedes(b, a))
    case (.greaterOrEqual, let a, let b): return .boolean(!Twin.precedes(a, b))
    default: return nil
    }
  }

  /// Day by day.
  private func workingDays(_ dates: [Answer]) -> Answer {
    let days = dates.compactMap { day($0.value) }
    guard let calendar = source.package.calendar, days.count == 2,
      days.allSatisfy({ calendar.covers.contains(Day(number: $0)) })
    else { return insufficient(["calendar"]) }
    let (first, last) = (min(days[0], days[1]), max(days[0], days[1]))
    var count = 0
    for number in first..<last {
      let day = Day(number: number + 1)
      let exception = calendar.exceptions.first { $0.day == day }
      // 1970-01-01 was a Thursday.
      let weekday = ((Int(day.number) + 3) % 7 + 7) % 7
      if exception?.isWorking ?? !calendar.weekend.contains(weekday) { count += 1 }
    }
    return Answer(value: .number(Double(days[0] <= days[1] ? count : -count)))
  }

  private func moved(_ day: Int32, _ days: Double) -> Cell? {
    guard days == floor(days), abs(days) < 4e6 else { return nil }
    let day = Day(number: day) + Int(days)
    return (Day.earliest...Day.latest).contains(day) ? .date(day.number) : nil
  }

  static func precedes(_ left: Cell, _ right: Cell) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): a < b
    case (.date(let a), .date(let b)): a < b
    case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.boolean(let a), .boolean(let b)): !a && b
    default: false
    }
  }

  private static func like(_ text: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = Array(pattern.dropFirst())
    if first == "%" { return (0...text.count).contains { like(Array(text.dropFirst($0)), rest) } }
    guard let letter = text.first, first == "_" || first == letter else { return false }
    return like(Array(text.dropFirst()), rest)
  }

  // Features

  package func answer(_ index: Int, _ project: (id: String, row: Row)) -> Answer {
    let key = "\(index) \(project.id)"
    if let known = memory[key] { return known }
    let feature = plan.features[index]
    var answer: Answer
    switch feature.form {
    case .scalar(let expression): answer = value(expression, Place(project: project))
    case .events(let aggregate, let table, let condition):
      answer = events(feature, aggregate, table, condition, project)
    case .peers(let aggregate, let levels): answer = peers(feature, aggregate, levels, project)
    }
    if answer.value == nil, answer.state == .none, let empty = feature.declaration.empty {
      answer = Answer(value: .number(empty))
    }
    if answer.state != .insufficient, !isCovered(feature, project), let table = feature.table {
      answer = insufficient([table])
    }
    if let applies = feature.applies {
      let condition = value(applies, Place(project: project, isInput: true))
      if condition.value == nil {
        answer = insufficient(condition.state == .insufficient ? condition.inputs : [])
      } else if truth(condition) == false {
        answer = Answer(value: nil, state: .notApplicable)
      }
    }
    memory[key] = answer
    return answer
  }

  /// Whether the days an aggregate looks at lie in what its table covers.
  private func isCovered(
    _ feature: PlannedFeature,
    _ project: (id: String, row: Row)
  ) -> Bool {
    guard let table = feature.table.flatMap({ source.package[resource: $0] }) else { return true }
    func bound(_ expression: Expression?) -> Int32? {
      expression.flatMap { day(value($0, Place(project: project)).value) }
    }
    let first = bound(feature.window.first) ?? subject.existsFrom.flatMap { day(project.row[$0]) }
    let last = min(bound(feature.window.last) ?? asOf, asOf)
    if let first, first > last { return true }
    if let from = table.coversFrom, first.map({ $0 < from.number }) ?? true { return false }
    if let to = table.coversTo, last > to.number { return false }
    return true
  }

  private func lost(_ feature: PlannedFeature) -> Answer? {
    var columns: Set<InputColumn> = []
    var tables: Set<String> = []
    func collect(_ expressions: [Expression]) {
      for expression in expressions {
        expression.forEach { part in
          if case .column(let column) = part.kind { columns.insert(column) }
          guard case .feature(let index) = part.kind else { return }
          let named = plan.features[index]
          if let table = named.table, source.package[resource: table] == nil {
            tables.insert(table)
          }
          collect(named.form.expressions + [named.applies].compactMap { $0 })
        }
      }
    }
    collect(feature.form.expressions)
    let missing = columns.filter(isLost)
    let names = tables.union(missing.map(name))
    return names.isEmpty ? nil : insufficient(names)
  }

  private func events(
    _ feature: PlannedFeature,
    _ aggregate: AggregateExpression,
    _ table: String,
    _ condition: Expression?,
    _ project: (id: String, row: Row)
  ) -> Answer {
    guard let resource = source.package[resource: table] else { return insufficient([table]) }
    if let lost = lost(feature) { return lost }
    var items: [Item] = []
    for row in source.events[table] ?? []
    where source.subjectKey(of: row, in: table) == project.id {
      if let happened = resource.happened {
        guard let day = day(row[happened]), day <= asOf else { continue }
      }
      if let recorded = resource.recorded {
        guard let day = day(row[recorded]), day <= asOf else { continue }
      }
      let place = Place(project: project, event: (table, row))
      if let condition, truth(value(condition, place)) != true { continue }
      var item = Item(value: .boolean(true), key: nil, order: [])
      if let argument = aggregate.argument {
        // What is not true breaks a run.
        let isRun = aggregate.aggregate == .longestRun
        guard let cell = value(argument, place).value ?? (isRun ? .boolean(false) : nil) else {
          continue
        }
        item.value = cell
      }
      if let key = aggregate.key {
        guard let cell = value(key, place).value else { continue }
        item.key = cell
      }
      item.order = ([resource.happened].compactMap { $0 } + resource.primaryKey).map { row[$0] }
      items.append(item)
    }
    return summary(aggregate, items)
  }

  private struct Item {
    var value: Cell
    var key: Cell?
    var order: [Cell?]
  }

  private static func comesFirst(_ left: Item, _ right: Item) -> Bool {
    for (a, b) in zip(left.order, right.order) where a != b {
      guard let a else { return true }
      guard let b else { return false }
      return precedes(a, b)
    }
    return precedes(left.value, right.value)
  }

  private func summary(_ aggregate: AggregateExpression, _ items: [Item]) -> Answer {
    func answer(_ value: Double) -> Answer {
      value.isFinite ? Answer(value: .number(value)) : Twin.undefined
    }
    let numbers = items.compactMap { item -> Double? in
      if case .number(let value) = item.value { return value }
      return nil
    }
    let total = Twin.sum(numbers)
    if aggregate.aggregate == .count {
      return answer(
        Double(aggregate.isDistinct ? Set(items.map(\.value)).count : items.count)
      )
    }
    if items.isEmpty { return Twin.none }
    switch aggregate.aggregate {
    case .sum: return answer(total)
    case .avg: return answer(total / Double(numbers.count))
    case .min: return Answer(value: items.map(\.value).min(by: Twin.precedes))
    case .max: return Answer(value: items.map(\.value).max(by: Twin.precedes))
    case .first: return Answer(value: items.min(by: Twin.comesFirst)?.value)
    case .last: return Answer(value: items.max(by: Twin.comesFirst)?.value)
    case .standardDeviation: return deviation(numbers).map(answer) ?? Twin.undefined
    case .median, .quantile: return answer(Twin.quantile(numbers, aggregate.share))
    case .longestGap:
      let days = items.compactMap { day($0.value) }.sorted()
      guard days.count > 1 else { return Twin.undefined }
      return answer((1..<days.count).map { Double(days[$0] - days[$0 - 1]) }.max() ?? 0)
    case .longestRun:
      let truths = items.sorted(by: Twin.comesFirst).map { $0.value == .boolean(true) }
      return answer(Double(truths.split(separator: false).map(\.count).max() ?? 0))
    case .trend: return trend(numbers, items.compactMap { day($0.order.first ?? nil) })
    case .benfordMAD: return firstDigits(numbers)
    default:
      var groups: [Cell: [Double]] = [:]
      for (item, number) in zip(items, numbers) {
        groups[item.key ?? .text(""), default: []].append(number)
      }
      let sums = groups.values.map { Twin.sum($0) }
      guard total > 0, total.isFinite, sums.allSatisfy({ $0 >= 0 }) else { return Twin.undefined }
      return answer(
        aggregate.aggregate == .shareOfLargest
          ? (sums.max() ?? 0) / total : sums.map { ($0 / total) * ($0 / total) }.reduce(0, +)
      )
    }
  }

  private static func quantile(_ numbers: [Double], _ share: Double) -> Double {
    let sorted = numbers.sorted()
    let place = share * Double(sorted.count - 1)
    let low = Int(floor(place))
    let high = Int(ceil(place))
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }

  /// (nΣtx − ΣtΣx) / (nΣt² − (Σt)²), the formula of the textbooks.
  private func trend(_ numbers: [Double], _ days: [Int32]) -> Answer {
    guard Set(days).count > 1 else { return Twin.undefined }
    let n = Double(numbers.count)
    let least = numbers.min() ?? 0
    let isExact = Twin.isExact(numbers)
    let x = numbers.map { isExact ? (($0 - least) * 10_000).rounded() : $0 - least }
    let t = days.map { Double($0 - (days.min() ?? 0)) }
    func sum(_ values: [Double]) -> Double { values.reduce(0, +) }
    let above = n * sum(zip(t, x).map { $0 * $1 }) - sum(t) * sum(x)
    let spread = n * sum(t.map { $0 * $0 }) - sum(t) * sum(t)
    let slope = above / spread / (isExact ? 10_000 : 1)
    return slope.isFinite ? Answer(value: .number(slope)) : Twin.undefined
  }

  /// Digits as C prints them.
  private func firstDigits(_ numbers: [Double]) -> Answer {
    let digits = numbers.filter { abs($0) >= 1e-305 }.map { number in
      printed(abs(number)).prefix(1)
    }
    guard digits.count >= 300 else { return Twin.undefined }
    let distances = (1...9).map { digit in
      let share = Double(digits.count { $0 == String(digit) }) / Double(digits.count)
      return abs(share - log10(1 + 1 / Double(digit)))
    }
    return Answer(value: .number(distances.reduce(0, +) / 9))
  }

  /// Exact for multiples of 0.0001 below 2⁵³ of them.
  private static func sum(_ numbers: [Double]) -> Double {
    if isExact(numbers) {
      return Double(numbers.map { Int64(($0 * 10_000).rounded()) }.reduce(0, +)) / 10_000
    }
    return numbers.reduce(0, +)
  }

  private static func isExact(_ numbers: [Double]) -> Bool {
    numbers.allSatisfy { ($0 * 10_000).rounded() / 10_000 == $0 && abs($0) < 1e9 }
  }

  private func deviation(_ numbers: [Double]) -> Double? {
    guard numbers.count > 1 else { return nil }
    if Set(numbers).count == 1 { return 0 }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let squares = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return sqrt(squares / Double(numbers.count - 1))
  }

  private func peers(
    _ feature: PlannedFeature,
    _ aggregate: AggregateExpression,
    _ levels: [PeerLevel<Expression>],
    _ project: (id: String, row: Row)
  ) -> Answer {
    if let lost = lost(feature) { return lost }
    var failures: [Answer] = []
    for level in levels {
      let answer = peers(aggregate, level.keys, project)
      if answer.isWithoutGroup {
        failures.append(answer.answer)
      } else if let minimum = level.minimum, answer.count < minimum {
        failures.append(insufficient(["peers"]))
      } else {
        return answer.answer
      }
    }
    return worst(failures)
  }

  /// The answer among one group, and how many of it count.
  private func peers(
    _ aggregate: AggregateExpression,
    _ keys: [Expression],
    _ project: (id: String, row: Row)
  ) -> (answer: Answer, count: Int, isWithoutGroup: Bool) {
    func group(_ project: (id: String, row: Row)) -> [Answer] {
      keys.map { value($0, Place(project: project, isInput: true)) }
    }
    let mine = group(project)
    if mine.contains(where: { $0.value == nil }) {
      let worst = worst(mine)
      return (insufficient(worst.state == .insufficient ? worst.inputs : []), 0, true)
    }
    let members = projects.filter { group($0).map(\.value) == mine.map(\.value) }
    let values = members.map { member in
      aggregate.argument.map { value($0, Place(project: member)) }
        ?? Answer(value: .boolean(true))
    }
    if ["zscore", "robust_zscore", "rank", "percent_rank"].contains(aggregate.aggregate.rawValue) {
      let own = aggregate.argument.map { value($0, Place(project: project)) } ?? Twin.undefined
      let count = values.count { $0.value != nil }
      guard let cell = own.value else { return (own, count, false) }
      return (rank(aggregate, cell, values.compactMap(\.value)), count, false)
    }
    var items: [Item] = []
    for (member, answer) in zip(members, values) {
      guard let cell = answer.value else { continue }
      var item = Item(value: cell, key: nil, order: [])
      if let key = aggregate.key {
        guard let cell = value(key, Place(project: member)).value else { continue }
        item.key = cell
      }
      items.append(item)
    }
    let result = summary(aggregate, items)
    let isEmpty = result.value == nil && result.state == .none
    return (isEmpty ? worst(values + [Twin.none]) : result, items.count, false)
  }

  private func rank(_ aggregate: AggregateExpression, _ own: Cell, _ all: [Cell]) -> Answer {
    if aggregate.aggregate == .zscore {
      let numbers = all.map { number(Answer(value: $0)) ?? 0 }
      guard let deviation = deviation(numbers), deviation > 0, deviation.isFinite,
        let value = number(Answer(value: own))
      else { return Twin.undefined }
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      return Answer(value: .number((value - mean) / deviation))
    }
    if aggregate.aggregate == .robustZscore {
      let numbers = all.map { number(Answer(value: $0)) ?? 0 }
      let median = Twin.quantile(numbers, 0.5)
      let distances = numbers.map { abs($0 - median) }
      let deviation = 1.4826 * Twin.quantile(distances, 0.5)
      guard distances.allSatisfy(\.isFinite), deviation > 0, deviation.isFinite,
        let value = number(Answer(value: own)), ((value - median) / deviation).isFinite
      else { return Twin.undefined }
      return Answer(value: .number((value - median) / deviation))
    }
    let below = Double(all.count { Twin.precedes($0, own) })
    if aggregate.aggregate == .rank { return Answer(value: .number(below + 1)) }
    return Answer(value: .number(all.count < 2 ? 0 : below / Double(all.count - 1)))
  }
}
