/// What a header says about its column.
struct HeaderReading {
  /// The header without what stands in brackets.
  var bare: String
  /// The bare header in lower case, Latin words joined by underscores.
  var normalized: String
  /// The unit in brackets, as 万元 of 概算（万元）.
  var unit: String?

  init(_ header: String) {
    var bare = ""
    var bracketed = ""
    var depth = 0
    for character in header {
      switch character {
      case "(", "（", "[", "【": depth += 1
      case ")", "）", "]", "】": depth = max(0, depth - 1)
      default: if depth == 0 { bare.append(character) } else { bracketed.append(character) }
      }
    }
    bare = Blanks.trimmed(bare)
    self.bare = bare.isEmpty ? header : bare
    normalized = HeaderReading.normalize(self.bare)
    let words = Blanks.trimmed(bracketed)
      .replacing("单位：", with: "").replacing("单位:", with: "")
    let measure = UnitOfMeasure(named: words == "%" ? "percent" : words)
    switch measure.kind {
    case .named(let name): unit = words.isEmpty || name == words ? nil : name
    case .ratio: unit = "percent"
    default: unit = words
    }
  }

  /// Lower case; humps, blanks and hyphens become underscores; Chinese keeps no blanks.
  static func normalize(_ text: String) -> String {
    var result = ""
    var wasLower = false
    for character in text {
      if character.isASCII, character.isLetter || character.isNumber {
        if character.isUppercase, wasLower { result.append("_") }
        result += character.lowercased()
        wasLower = character.isLowercase || character.isNumber
      } else if !character.isASCII, !character.isWhitespace {
        result.append(character)
        wasLower = false
      } else {
        if let last = result.last, last != "_" { result.append("_") }
        wasLower = false
      }
    }
    while result.last == "_" { result.removeLast() }
    return result
  }

  /// Whether it holds Chinese characters.
  var isChinese: Bool { bare.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }

  /// Whether it names identifiers, whose digits mean nothing.
  var isIdentifier: Bool {
    let last = normalized.split(separator: "_").last.map(String.init) ?? ""
    if ["id", "code", "no", "key", "uuid", "guid", "ref"].contains(last) { return true }
    return ["编号", "编码", "代码", "号", "标识"].contains(where: normalized.hasSuffix)
  }

  /// Whether it names days.
  var isDate: Bool {
    let words = normalized.split(separator: "_")
    if words.contains(where: { ["date", "day", "on", "at", "dt"].contains($0) }) { return true }
    return ["日期", "时间", "日", "期限"].contains(where: normalized.hasSuffix)
  }

  /// Whether it asks for yes or no.
  var isQuestion: Bool {
    let first = normalized.split(separator: "_").first.map(String.init) ?? ""
    return ["is", "has", "was", "can", "satisfied", "passed", "substantiated"].contains(first)
      || ["是否", "有无"].contains(where: normalized.hasPrefix)
  }

  /// Whether it speaks of what is planned.
  var isPlan: Bool {
    let words = normalized.split(separator: "_")
    if words.contains(where: {
      ["planned", "plan", "due", "deadline", "scheduled", "expected", "target"].contains($0)
    }) {
      return true
    }
    return ["计划", "应", "拟", "预计", "期限", "限期", "约定", "截止"].contains(where: normalized.contains)
  }

  /// Whether it speaks of what came about, as against what was planned.
  var isActual: Bool {
    !isPlan && (normalized.split(separator: "_").contains("actual") || normalized.contains("实际"))
  }

  /// Whether it says when something was written down.
  var isRecording: Bool {
    let words = normalized.split(separator: "_")
    return words.contains {
      ["recorded", "entered", "created", "booked", "registered"].contains($0)
    }
      || ["录入", "入账", "入库", "登记", "创建"].contains(where: normalized.contains)
  }
}
