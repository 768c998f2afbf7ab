import Determinism

/// A column of a random table: how it is declared, and the cells that are written in it.
struct ChunkWorldField {
  let name: String
  let standardType: String
  /// What the descriptor says beside name and type, as YAML.
  var options: [String] = []
  /// Cells as people mostly write them, and cells that are odd, wrong or missing.
  var usual: [String]
  var odd: [String]

  /// The field in the descriptor.
  var declaration: String {
    "{" + (["name: \"\(name)\"", "type: \(standardType)"] + options).joined(separator: ", ") + "}"
  }

  init(
    _ name: String,
    _ standardType: String,
    _ options: [String] = [],
    usual: [String],
    odd: [String]
  ) {
    self.name = name
    self.standardType = standardType
    self.options = options
    self.usual = usual
    self.odd = odd
  }

  /// The same with declared constraints, missing values and notations drawn at random.
  ///
  /// `bounds` and `allowed` are constraints written as the field's cells.
  private func varied(
    _ random: inout SplitMix64,
    notations: [[String]] = [],
    bounds: [String] = [],
    allowed: String? = nil
  ) -> ChunkWorldField {
    var field = self
    var constraints = bounds.filter { _ in random.int(below: 3) == 0 }
    if random.int(below: 4) == 0 { constraints.append("required: true") }
    if let allowed, random.int(below: 5) == 0 { constraints.append("enum: \(allowed)") }
    if !constraints.isEmpty {
      field.options.append("constraints: {\(constraints.joined(separator: ", "))}")
    }
    if random.int(below: 4) == 0 {
      field.options.append(
        "missingValues: "
          + random.pick([
            "[\"\", \"0\"]", "[\"n/a\"]", "[\"\", \"-1\", \"n/a\"]", "[\"n/a\", \"road\"]",
            "[\"\"]",
          ])
      )
    }
    if let notation = notations.first, random.int(below: 3) == 0 {
      field.options += notations.count > 1 ? random.pick(notations) : notation
    }
    return field
  }

  /// The columns of the events, one or two of every type; keys are the world's own.
  static func events(_ random: inout SplitMix64) -> [ChunkWorldField] {
    let missing = ["", "", "NA", "-", "n/a", " ", "0", "-1"]
    let days = ["2024-03-05", "2023-12-31", "2000-02-29", "2024-03-06", "1999-07-01"]
    let oddDays = [
      "2024年3月5日", "2024/3/5", "0099-01-01", "2024-13-01", "20240305", "soon", "05/03/2024",
    ]
    let numbers = ["0.1", "3.25", "12", "-7.5", "99", "123456.789", "1000000.5"]
    let oddNumbers = [
      "-0", "1e5", "123456789012345678", ".5", "5.", "12%", "+7", "1,234.5", "1.234,5", "１２", "x",
      "13812345678.0", "--1", "1 000", "12 元", "3,200万元", "1.23456", "99999999999999.9999",
    ]
    let wholes = ["1", "0", "17", "-3", "250", "1000001", "12345678"]
    let oddWholes = ["-0", "5.0", "007", "9007199254740993", "1.5", "+7", "1,000", "12e2", "many"]
    let words = ["road", "bridge", "school", "比较长的一种说明文字", "a kind of a longer text"]
    let oddWords = [
      "x,y", "r", " road ", "ROAD", "a;b", "tab\there", "\u{E0FF}\u{E0FF}", "a\u{0}b", "road\n",
    ]
    return [
      ChunkWorldField("on", "date", usual: days, odd: oddDays + missing),
      ChunkWorldField("due", "date", usual: days, odd: oddDays + missing).varied(
        &random,
        notations: [["format: any"], ["format: \"%d/%m/%Y\""], ["format: default"]],
        bounds: random.int(below: 2) == 0
          ? ["minimum: \"2000-01-01\"", "maximum: \"2024-03-05\""] : [],
        allowed: "[\"2024-03-05\", \"2023-12-31\"]"
      ).withDayBounds(),
      ChunkWorldField(
        "amount",
        "number",
        ["watchpost: {unit: CNY, written_in: \(random.pick(["元", "万元", "亿元"]))}"],
        usual: numbers,
        odd: oddNumbers + missing
      ).varied(
        &random,
        notations: [["bareNumber: false"], ["groupChar: \" \""]],
        bounds: ["minimum: -5", "maximum: 100000"],
        allowed: "[\"12\", \"99\", \"0.1\"]"
      ),
      ChunkWorldField("count", "integer", usual: wholes, odd: oddWholes + missing).varied(
        &random,
        bounds: ["minimum: 0", "maximum: 1000000"],
        allowed: "[\"0\", \"1\", \"17\"]"
      ),
      ChunkWorldField("ratio", "number", usual: numbers, odd: oddNumbers + missing).varied(
        &random,
        notations: [["bareNumber: false"], ["decimalChar: \",\"", "groupChar: \".\""]],
        bounds: ["minimum: \"0\"", "maximum: \"99\""],
        allowed: "[\"12\", \"99\"]"
      ),
      ChunkWorldField("kind", "string", usual: words, odd: oddWords + missing).varied(
        &random,
        bounds: ["minLength: 2", "maxLength: 20", "pattern: \"[a-z ]+\""],
        allowed: "[road, bridge]"
      ),
      ChunkWorldField(
        "flag",
        "boolean",
        usual: ["true", "false", "1"],
        odd: ["是", "maybe"] + missing
      )
      .varied(
        &random,
        notations: [["trueValues: [\"是\", \"1\"]", "falseValues: [\"0\", \"false\"]"]],
        allowed: "[\"1\"]"
      ),
      ChunkWorldField(
        "note",
        "string",
        random.int(below: 16) == 0 ? ["constraints: {unique: true}"] : [],
        usual: ["", "plain", "note \"quoted\"", "two\nlines", "two\r\nlines", "a@b.cn", "王小明"],
        odd: ["13812345678", " blank ", "\"", "\"\"", "'", "#", "+86 138 1234 5678", "\u{E0FF}"]
      ),
    ]
  }

  /// A column that is personal, and what is declared for it.
  static func personal(_ random: inout SplitMix64) -> ChunkWorldField {
    ChunkWorldField(
      "phone",
      "string",
      ["watchpost: {personal: \(random.pick(["drop", "token", "token"]))}"],
      usual: ["13812345678", "138-1234-5678", "010-12345678"],
      odd: ["", "NA", "none", "\u{E0FF}"]
    )
  }

  /// Bounds of a date in a format of its own are written in it.
  private func withDayBounds() -> ChunkWorldField {
    guard options.contains("format: \"%d/%m/%Y\"") else { return self }
    var field = self
    field.options = options.map {
      $0.replacing("2000-01-01", with: "01/01/2000").replacing("2024-03-05", with: "05/03/2024")
        .replacing("2023-12-31", with: "31/12/2023")
    }
    field.usual += ["05/03/2024", "06/03/2024", "31/12/1998", "01/01/2000"]
    return field
  }
}

extension SplitMix64 {
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[int(below: elements.count)]
  }
}
