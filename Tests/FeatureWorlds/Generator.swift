import Determinism
import Features
import Tables

/// Random small worlds and random well-typed declarations over them.
package struct Generator {
  private var random: SplitMix64
  /// The features declared so far whose values are exact, by type.
  private var features: [(name: String, type: String)] = []

  package init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private mutating func below(_ bound: Int) -> Int { random.int(below: bound) }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  private mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  // Records

  private mutating func cell(_ field: Field) -> Cell? {
    if chance(20) { return nil }
    switch field.type {
    case .text: return .text(pick(["a", "b", "ab", "中", "a%", "", "A", "a*b", "[a]", "it's"]))
    case .boolean: return .boolean(chance(50))
    case .date: return .date(World.asOf.number + Int32(below(9) - 5))
    case .integer: return .number(Double(below(6) - 2))
    case .money: return .number(Double(below(9) - 2) * 12.25)
    case .number: return .number(pick([0, 0.5, 1, -1, 2, 2.5, 10, 100, 1e9]))
    }
  }

  /// Working days that are known for a while around the date.
  private mutating func calendar() -> WorkCalendar {
    if chance(20) { return .weekends }
    let first = World.asOf - (1 + below(pick([6, 400])))
    let last = World.asOf + below(pick([4, 400]))
    let days = (0..<20).map { _ in World.asOf + (below(16) - 10) }
    return WorkCalendar(
      covers: first...last,
      weekend: pick([[5, 6], [5, 6], [4, 5], [6], []]),
      off: Array(days.prefix(below(8))),
      work: Array(days.suffix(below(8)))
    )
  }

  package mutating func source() throws -> MemorySource {
    let hasRecorded = chance(30)
    let isVersioned = chance(15)
    let hasLife = chance(30)
    let hasEnd = chance(20)
    let snapshot = pick([World.asOf, World.asOf, World.asOf - 1, World.asOf + 1])
    let hasSnapshot = chance(80)
    let from = chance(25) ? World.asOf - (below(6) + 1) : nil
    let to = chance(15) ? World.asOf + below(3) : nil
    var package = try World.package(
      payments: { table in
        if hasRecorded { table.recorded = "recorded_on" }
        table.coversFrom = from
        table.coversTo = to
      },
      projects: { table in
        table.snapshotOn = hasSnapshot ? snapshot : nil
        if isVersioned {
          table.fields.append(Field("stated_on", .date))
          table.version = "stated_on"
          table.primaryKey = ["project_id", "stated_on"]
        }
        if hasLife { table.existsFrom = "approved_on" }
        if hasEnd { table.existsUntil = "actual_finish" }
      },
      more: World.tendersAndBids
    )
    package.calendar = calendar()
    let count = below(7)
    var projects: [Row] = []
    for index in 0..<(isVersioned ? count * 2 : count) {
      var row: Row = [:]
      for field in package.subject.fields { row[field.name] = cell(field) }
      row["project_id"] = .text("P\(isVersioned ? index / 2 : index)")
      // A key stands in a file once, and no part of it is missing.
      if isVersioned {
        row["stated_on"] = .date(World.asOf.number + Int32(below(5) * 2 + index % 2 - 4))
      }
      projects.append(row)
    }
    var events: [String: [Row]] = [:]
    for table in ["payments", "milestones", "tenders", "bids"] {
      let resource = package[resource: table]
      events[table] = (0..<below(16)).map { index in
        var row: Row = [:]
        for field in resource?.fields ?? [] { row[field.name] = cell(field) }
        row["project_id"] = .text("P\(below(max(count, 1)))")
        row["payment_id"] = .number(Double((index * 7) % 16))
        for day in ["paid_on", "opened_on", "bid_on"] where row[day] == nil {
          row[day] = .date(World.asOf.number + Int32(below(9) - 5))
        }
        // Some lead nowhere: tenders of nobody, bids for no tender.
        row["tender_id"] = .text("T\(table == "tenders" ? index : below(12))")
        row["lot"] = .text("L\(index % 3)")
        row["place"] = .number(Double((index * 5) % 16))
        return row
      }
    }
    return MemorySource(package, projects: projects, events: events, blockSize: 1 + below(7))
  }

  // Declarations

  package mutating func declarations(_ count: ClosedRange<Int> = 3...7) -> [Declaration] {
    features = []
    var declarations: [Declaration] = []
    for index in 0..<(count.lowerBound + below(count.count)) {
      let name = "f\(index)"
      let (expression, type, isExact) = form()
      let isAggregate = expression.contains(" from ") || expression.contains(" over ")
      let applies = chance(15) ? boolean(2, nil) : nil
      let empty: Double? = isAggregate && type == "number" && chance(20) ? 7 : nil
      declarations.append(
        Declaration(name: name, expression: expression, empty: empty, applies: applies)
      )
      if isExact { features.append((name, type)) }
    }
    // Any order must do.
    if chance(50) { declarations.reverse() }
    return declarations
  }

  private mutating func form() -> (String, String, Bool) {
    switch below(10) {
    case 0...3:
      let type = pick(["number", "number", "boolean", "text", "date"])
      return (expression(type, 3, nil), type, true)
    case 4:
      let function = pick(["ln", "exp"])
      return ("\(function)(\(number(2, nil)))", "number", false)
    case 5...7:
      let table = pick(["payments", "payments", "payments", "milestones", "bids", "tenders"])
      let (call, type, isExact) = aggregate(table)
      var condition = chance(60) ? " where " + boolean(2, table) : ""
      if table == "payments", chance(40) {
        condition += (condition.isEmpty ? " where " : " and ") + window()
      }
      return ("\(call) from \(table)\(condition)", type, isExact)
    default:
      let (call, type, isExact) = chance(40) ? ranking() : aggregate(nil)
      return ("\(call) over (\(partition()))", type, isExact)
    }
  }

  /// Who is compared with whom; in four of ten cases only where there are enough.
  private mutating func partition() -> String {
    func keys(_ generator: inout Generator, _ count: Int) -> String {
      let keys = (0..<count).map { _ in
        let type = generator.pick(["text", "text", "boolean", "number", "date"])
        return generator.expression(type, 1, nil)
      }
      return keys.joined(separator: ", ")
    }
    let count = below(3)
    if count == 0 { return "" }
    var text = "partition by " + keys(&self, count)
    guard chance(40) else { return text }
    text += " min \(1 + below(4))"
    for _ in 0..<below(3) {
      text += " else " + keys(&self, 1 + below(2))
      if chance(30) { text += " min \(1 + below(3))" }
    }
    if chance(50) { text += chance(20) ? " else all min 2" : " else all" }
    return text
  }

  /// A condition that bounds the days that are looked at.
  private mutating func window() -> String {
    let days = below(6)
    switch below(8) {
    case 0: return "paid_on > as_of - \(days)"
    case 1: return "paid_on between as_of - \(days) and as_of - \(below(3))"
    case 2: return "days_between(paid_on, as_of) <= \(days)"
    case 3: return "(paid_on >= projects.planned_finish or paid_on > as_of - \(days))"
    case 4: return "days_between(as_of, paid_on) > -\(days)"
    case 5: return "paid_on > as_of - \(days) and paid_on >= projects.approved_on"
    case 6: return "paid_on <= projects.planned_finish and paid_on < as_of - \(below(2))"
    default: return "paid_on < \(date(1, "payments"))"
    }
  }

  private mutating func ranking() -> (String, String, Bool) {
    switch below(4) {
    case 0: return ("zscore(\(number(1, nil)))", "number", false)
    case 3: return ("robust_zscore(\(number(1, nil)))", "number", false)
    case 1: return ("rank(\(expression(pick(["number", "date"]), 1, nil)))", "number", true)
    default: return ("percent_rank(\(number(1, nil)))", "number", true)
    }
  }

  private mutating func aggregate(_ table: String?) -> (String, String, Bool) {
    let types = ["number", "text", "date", "boolean"]
    switch below(table == nil ? 12 : 16) {
    case 0: return ("count(*)", "number", true)
    case 1: return ("count(\(expression(pick(types), 2, table)))", "number", true)
    case 2: return ("count(distinct \(expression(pick(types), 2, table)))", "number", true)
    case 3: return ("sum(\(table == "payments" ? "amount" : number(1, table)))", "number", false)
    case 4: return ("avg(\(number(1, table)))", "number", false)
    case 5, 6:
      let type = pick(["number", "text", "date"])
      return ("\(pick(["min", "max"]))(\(expression(type, 2, table)))", type, true)
    case 7: return ("stddev_samp(\(number(0, table)))", "number", false)
    case 8 where chance(40): return ("median(\(number(1, table)))", "number", true)
    case 8:
      return ("quantile(\(number(1, table)), \(pick(["0", "0.25", "0.5", "1"])))", "number", true)
    case 9:
      let key = expression(pick(types), 1, table)
      return (
        "\(pick(["hhi", "share_of_largest"]))(\(number(0, table)) by \(key))", "number", false
      )
    case 10: return ("longest_gap(\(date(1, table)))", "number", true)
    case 11: return ("benford_mad(\(number(1, table)))", "number", false)
    case 12 where table != "milestones":
      return ("longest_run(\(boolean(1, table)))", "number", true)
    case 13 where table != "milestones":
      // Exact values, for the slope of values that are nearly equal has no digits.
      let x = table == "payments" ? pick(["amount", "weight", "result"]) : leaf("number", table)
      return ("trend(\(x))", "number", false)
    default:
      let type = pick(types)
      return ("\(pick(["first", "last"]))(\(expression(type, 1, table)))", type, true)
    }
  }

  private mutating func expression(_ type: String, _ depth: Int, _ table: String?) -> String {
    switch type {
    case "number": number(depth, table)
    case "boolean": boolean(depth, table)
    case "text": text(depth, table)
    default: date(depth, table)
    }
  }

  /// A column, a feature or a literal of a type.
  private mutating func leaf(_ type: String, _ table: String?) -> String {
    let columns: [String: [String]]
    switch table {
    case "payments":
      columns = [
        "number": ["amount", "weight", "result", "projects.budget", "payment_id"],
        "text": ["payee", "kind", "projects.sector"], "boolean": ["is_last", "projects.is_key"],
        "date": ["paid_on", "due_on", "checked_on", "projects.actual_finish", "as_of"],
      ]
    case "tenders":
      columns = [
        "number": ["estimate", "projects.budget"], "text": ["tender_id", "projects.sector"],
        "boolean": ["projects.is_key"], "date": ["opened_on", "as_of"],
      ]
    case "bids":
      columns = [
        "number": ["price", "place", "score", "projects.final_cost"],
        "text": ["bidder", "lot", "projects.contractor"], "boolean": ["is_winner"],
        "date": ["bid_on", "projects.planned_finish", "as_of"],
      ]
    case "milestones":
      columns = [
        "number": ["projects.progress_pct", "projects.budget"],
        "text": ["milestone", "projects.contractor"], "boolean": ["projects.is_key"],
        "date": ["planned_on", "actual_on", "projects.planned_finish", "as_of"],
      ]
    default:
      columns = [
        "number": ["budget", "final_cost", "progress_pct"], "text": ["sector", "contractor"],
        "boolean": ["is_key"], "date": ["planned_finish", "actual_finish", "approved_on", "as_of"],
      ]
    }
    let known = features.filter { $0.type == type }.map(\.name)
    if !known.isEmpty, chance(35) { return pick(known) }
    if chance(25) { return literal(type) }
    let column = pick(columns[type] ?? ["null"])
    return chance(5) && !column.contains(".") && column != "as_of" ? "\"\(column)\"" : column
  }

  private mutating func literal(_ type: String) -> String {
    switch type {
    case "number": pick(["0", "1", "2", "0.5", "-1", "10"])
    case "text": pick(["'a'", "'ab'", "'中'", "'zz'", "''", "'A'", "'it''s'"])
    case "boolean": pick(["true", "false"])
    default: "date '\(World.asOf + (below(7) - 3))'"
    }
  }

  /// Forms that exist for every type.
  private mutating func common(_ type: String, _ depth: Int, _ table: String?) -> String {
    let next = depth - 1
    func part(_ generator: inout Generator) -> String {
      generator.expression(type, next, table)
    }
    switch below(5) {
    case 4:
      let subject = pick(["number", "text", "date"])
      return "case \(expression(subject, next, table)) when \(expression(subject, 0, table)) "
        + "then \(part(&self)) else \(part(&self)) end"
    case 0: return "coalesce(\(part(&self)), \(part(&self)))"
    case 1: return "nullif(\(part(&self)), \(part(&self)))"
    case 2:
      return "case when \(boolean(next, table)) then \(part(&self)) "
        + "when \(boolean(next, table)) then \(part(&self)) end"
    default:
      return "case when \(boolean(next, table)) then \(part(&self)) else \(part(&self)) end"
    }
  }

  private mutating func number(_ depth: Int, _ table: String?) -> String {
    guard depth > 0, !chance(15) else { return leaf("number", table) }
    let next = depth - 1
    switch below(10) {
    case 0...3:
      let sign = pick(["+", "-", "*", "/"])
      return "(\(number(next, table)) \(sign) \(number(next, table)))"
    case 4:
      return "\(pick(["abs", "sqrt", "round", "floor", "-"]))(\(number(next, table)))"
    case 5:
      let function = pick(["days_between", "working_days_between"])
      return "\(function)(\(date(next, table)), \(date(next, table)))"
    case 6: return "\(pick(["year", "month"]))(\(date(next, table)))"
    case 7:
      return "\(pick(["least", "greatest"]))(\(number(next, table)), \(number(next, table)))"
    case 8: return "length(\(text(next, table)))"
    default: return common("number", depth, table)
    }
  }

  private mutating func date(_ depth: Int, _ table: String?) -> String {
    guard depth > 0, !chance(20) else { return leaf("date", table) }
    let next = depth - 1
    switch below(3) {
    case 0:
      let days = number(next, table)
      return "(\(date(next, table)) \(pick(["+", "-"])) \(days.contains("0.5") ? "3" : days))"
    case 1: return "\(pick(["least", "greatest"]))(\(date(next, table)), \(date(next, table)))"
    default: return common("date", depth, table)
    }
  }

  private mutating func text(_ depth: Int, _ table: String?) -> String {
    guard depth > 0, !chance(30) else { return leaf("text", table) }
    if chance(20) { return "lower(\(text(depth - 1, table)))" }
    return common("text", depth, table)
  }

  private mutating func boolean(_ depth: Int, _ table: String?) -> String {
    guard depth > 0, !chance(10) else { return leaf("boolean", table) }
    let next = depth - 1
    let type = pick(["number", "text", "date"])
    switch below(10) {
    case 0, 1: return "(\(boolean(next, table)) \(pick(["and", "or"])) \(boolean(next, table)))"
    case 2: return "not (\(boolean(next, table)))"
    case 3, 4:
      let sign = pick(["=", "<>", "!=", "<", "<=", ">", ">="])
      return "(\(expression(type, next, table)) \(sign) \(expression(type, next, table)))"
    case 5:
      let list = (0..<(1 + below(3))).map { _ in
        chance(10) ? "null" : expression(type, 0, table)
      }
      let negation = pick(["", "not "])
      return "(\(expression(type, next, table)) \(negation)in (\(list.joined(separator: ", "))))"
    case 6:
      return "(\(expression(pick([type, "boolean"]), next, table)) is \(pick(["", "not "]))null)"
    case 7:
      return "(\(text(next, table)) \(pick(["", "not "]))like "
        + "\(pick(["'a%'", "'_'", "'%b'", "'%'", "'中_'", "'a%%b'", "''", "'a*%'", "'[a_'", "'A%'"])))"
    case 8:
      return "contains(\(text(next, table)), \(chance(60) ? literal("text") : text(next, table)))"
    default:
      let negation = pick(["", "", "not "])
      return "(\(expression(type, next, table)) \(negation)between \(expression(type, 0, table)) "
        + "and \(expression(type, 0, table)))"
    }
  }
}
