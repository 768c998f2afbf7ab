import Tables

/// How each operation is written: one function for each place where databases differ.
extension SQLDialect {
  /// PostgreSQL ends with an error where a result becomes zero because it is too small.
  static let tiny = Double.leastNonzeroMagnitude

  /// An expression over values each of which is computed once, however often `body` names it.
  func with(_ values: [SQLValue], _ body: ([SQLValue]) -> String) -> String {
    if values.allSatisfy(\.isAtom) { return body(values) }
    var named = values
    var computed: [String] = []
    for (index, value) in values.enumerated() where !value.isAtom {
      let name = "v\(index + 1)"
      computed.append("\(value.text) AS \(name)")
      named[index].text = "v.\(name)"
      named[index].isAtom = true
    }
    // OFFSET 0 keeps PostgreSQL from writing the expressions into the places that name them.
    let fence = self == .postgres ? " OFFSET 0" : ""
    let columns = computed.joined(separator: ", ")
    return "(SELECT \(body(named)) FROM (SELECT \(columns)\(fence)) AS v)"
  }

  /// A number that is null where it is not finite; PostgreSQL never comes to have such.
  func finite(_ text: String) -> String {
    switch self {
    case .sqlite: "nullif(nullif(\(text), 9e999), -9e999)"
    case .duckdb: "nullif(nullif(\(text), 'inf'::DOUBLE), '-inf'::DOUBLE)"
    case .postgres: text
    }
  }

  /// `+`, `-`, `*` or `/` of two numbers; null where the result is not finite.
  func arithmetic(_ operation: Operation, _ left: SQLValue, _ right: SQLValue) -> SQLValue {
    let size = left.size.combined(operation, right.size)
    let sign = [.add: "+", .subtract: "-", .multiply: "*"][operation] ?? "/"
    var text: String
    if self == .postgres, size.overflows || (size.underflows && operation.canUnderflow) {
      text = with([left, right]) { guarded(operation, $0[0].text, $0[1].text, sign) }
    } else {
      var divisor = right.text
      if operation == .divide, self != .sqlite, right.size.largest == 0 || !right.isLiteral {
        divisor = "nullif(\(divisor), \(number(0)))"
      }
      text = "(\(left.text) \(sign) \(divisor))"
      if size.overflows { text = finite(text) }
    }
    let isSafe = operation != .divide || right.isLiteral
    return SQLValue(
      text: text,
      canBeNull: left.canBeNull || right.canBeNull || size.overflows || !isSafe,
      size: size.finite
    )
  }

  /// PostgreSQL ends with an error where a result leaves the range of doubles, so it is looked at
  /// first; `case` has an order, `and` has none.
  private func guarded(
    _ operation: Operation,
    _ a: String,
    _ b: String,
    _ sign: String
  ) -> String {
    let result = "\(a) \(sign) \(b)"
    let most = number(.greatestFiniteMagnitude)
    let tiny = number(SQLDialect.tiny)
    func split(_ condition: String, _ null: String, _ otherwise: String) -> String {
      "CASE WHEN \(condition) THEN CASE WHEN \(null) THEN NULL ELSE \(result) END "
        + "ELSE CASE WHEN \(otherwise) END END"
    }
    switch operation {
    case .add, .subtract:
      // Less than half the distance to the double that would come next is rounded away.
      let slack = number(4e291)
      let b = operation == .add ? b : "-\(b)"
      return split(
        "\(a) > 0",
        "\(b) > \(most) - \(a) + \(slack)",
        "\(b) < -\(most) - \(a) - \(slack) THEN NULL ELSE \(result)"
      )
    case .multiply:
      return "CASE WHEN \(b) = 0 THEN \(result) ELSE "
        + split(
          "abs(\(b)) > 1",
          "abs(\(a)) >= \(most) / abs(\(b))",
          "abs(\(a)) < \(tiny) / abs(\(b)) THEN 0 ELSE \(result)"
        ) + " END"
    default:
      return "CASE WHEN \(b) = 0 THEN NULL ELSE "
        + split(
          "abs(\(b)) < 1",
          "abs(\(a)) >= \(most) * abs(\(b))",
          "abs(\(a)) < \(tiny) * abs(\(b)) THEN 0 ELSE \(result)"
        ) + " END"
    }
  }

  /// A function of one number.
  func function(_ operation: Operation, _ x: SQLValue) -> SQLValue {
    var size = x.size
    var text: String
    switch operation {
    case .negate: text = "(-(\(x.text)))"
    case .abs: text = "abs(\(x.text))"
    case .floor:
      text = "floor(\(x.text))"
      size = Magnitude(largest: size.largest, smallest: 1, isWhole: true)
    case .round:
      text = round(x)
      size = Magnitude(largest: size.largest, smallest: 1, isWhole: true)
    case .ln:
      // Their ln of what is not above 0 is an error; the greatest passes over null.
      text =
        self == .sqlite
        ? "ln(\(x.text))" : "ln(nullif(greatest(\(x.text), \(number(0))), \(number(0))))"
      size = Magnitude(largest: 746, smallest: 1e-17)
    case .exp:
      text = exp(x)
      size = .any
    default:
      let none = number(-.leastNonzeroMagnitude)
      text =
        self == .sqlite ? "sqrt(\(x.text))" : "sqrt(nullif(greatest(\(x.text), \(none)), \(none)))"
      size = Magnitude(largest: size.largest.squareRoot(), smallest: size.smallest.squareRoot())
    }
    let isTotal = [.negate, .abs, .floor, .round].contains(operation)
    return SQLValue(text: text, canBeNull: x.canBeNull || !isTotal, size: size)
  }

  /// A half goes away from zero; PostgreSQL's goes to the even, SQLite's adds a half and cuts.
  private func round(_ x: SQLValue) -> String {
    if self == .duckdb { return "round(\(x.text))" }
    return with([x]) { named in
      let x = named[0].text
      return "(trunc(\(x)) + trunc(\(number(2)) * (\(x) - trunc(\(x)))))"
    }
  }

  private func exp(_ x: SQLValue) -> String {
    guard self == .postgres else { return finite("exp(\(x.text))") }
    return with([x]) { named in
      let x = named[0].text
      return "CASE WHEN \(x) > \(number(709.782712893384)) THEN NULL "
        + "WHEN \(x) < \(number(-745.1)) THEN 0 ELSE exp(\(x)) END"
    }
  }

  /// The smallest or largest of values, null if any is.
  func extreme(wantsLeast: Bool, _ values: [SQLValue]) -> String {
    let list = { (values: [SQLValue]) in values.map(\.text).joined(separator: ", ") }
    if self == .sqlite { return "\(wantsLeast ? "min" : "max")(\(list(values)))" }
    let function = wantsLeast ? "least" : "greatest"
    guard values.contains(where: \.canBeNull) else { return "\(function)(\(list(values)))" }
    return with(values) { named in
      let present = named.filter(\.canBeNull).map { "\($0.text) IS NOT NULL" }
      return "CASE WHEN \(present.joined(separator: " AND ")) THEN \(function)(\(list(named))) END"
    }
  }

  /// The earliest or latest of two dates, passing over null.
  func knownExtreme(wantsLeast: Bool, _ left: SQLValue, _ right: SQLValue) -> String {
    guard self == .sqlite else {
      return "\(wantsLeast ? "least" : "greatest")(\(left.text), \(right.text))"
    }
    return with([left, right]) { named in
      let (a, b) = (named[0].text, named[1].text)
      return "\(wantsLeast ? "min" : "max")(coalesce(\(a), \(b)), coalesce(\(b), \(a)))"
    }
  }

  /// Text with A to Z as a to z; DuckDB's own `lower` knows all letters.
  func lower(_ text: String) -> String {
    switch self {
    case .sqlite: "lower(\(text))"
    case .postgres: "lower(\(text) COLLATE \"C\")"
    case .duckdb:
      "translate(\(text), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
    }
  }

  /// Whether a part stands somewhere in a text.
  func contains(_ text: String, _ part: String) -> String {
    switch self {
    case .sqlite: "(instr(\(text), \(part)) > 0)"
    case .duckdb: "contains(\(text), \(part))"
    case .postgres: "(strpos(\(text), \(part)) > 0)"
    }
  }

  /// Whether text matches a pattern of `%` and `_`, case and bytes told apart.
  func like(_ text: String, _ pattern: String) -> String {
    switch self {
    case .duckdb: return "(\(text) LIKE \(self.text(pattern)))"
    case .postgres: return "(\(text) LIKE \(self.text(pattern)) ESCAPE '')"
    case .sqlite:
      // Its LIKE looks past the case of ASCII letters; GLOB does not.
      let signs: [Character: String] = ["%": "*", "_": "?", "*": "[*]", "?": "[?]", "[": "[[]"]
      let glob = pattern.unicodeScalars.map { signs[Character($0)] ?? String($0) }.joined()
      return "(\(text) GLOB \(self.text(glob)))"
    }
  }
}

extension Operation {
  /// Whether a result that is not zero may be too small for a double.
  fileprivate var canUnderflow: Bool { self == .multiply || self == .divide }
}

extension SQLValue {
  /// Whether it is a number that stands in the declaration.
  var isLiteral: Bool { isAtom && !canBeNull && size.largest == size.smallest }
}
