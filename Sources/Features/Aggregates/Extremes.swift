import Tables

/// `min` and `max` of numbers or dates.
final class Extreme: Accumulator {
  private var data: FeatureData
  private let wantsLeast: Bool

  init(_ type: ValueType, groups: Int, wantsLeast: Bool) {
    data = FeatureData(type, count: groups)
    self.wantsLeast = wantsLeast
  }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    let isDate = data.type == .date
    for row in 0..<block.count where block.mask[row] == 1 {
      let group = Int(block.groups[row])
      if isDate {
        let code = value.codes[row]
        let best = data.codes[group]
        if data.valid[group] == 0 || (wantsLeast ? code < best : code > best) {
          data.set(group, code: code)
        }
      } else {
        let number = value.numbers[row]
        let best = data.numbers[group]
        if data.valid[group] == 0 || (wantsLeast ? number < best : number > best) {
          data.set(group, number: number)
        }
      }
    }
  }

  func finish() -> FeatureData {
    for group in 0..<data.count where data.valid[group] == 0 {
      data.setNull(group, cause: ReasonTable.none)
    }
    return data
  }
}

/// `min` and `max` of texts, by their bytes.
final class TextExtreme: Accumulator {
  private var data: FeatureData
  private let wantsLeast: Bool
  private let domain: Domain
  private let texts: TextPool

  init(groups: Int, wantsLeast: Bool, domain: Domain, texts: TextPool) {
    data = FeatureData(.text, count: groups)
    self.wantsLeast = wantsLeast
    self.domain = domain
    self.texts = texts
  }

  func add(_ block: AggregateBlock) {
    guard let codes = block.value?.codes else { return }
    for row in 0..<block.count where block.mask[row] == 1 {
      let group = Int(block.groups[row])
      let best = data.codes[group]
      if data.valid[group] == 1, best == codes[row] { continue }
      let isBetter: Bool
      if data.valid[group] == 0 {
        isBetter = true
      } else {
        let (new, old) = (
          texts.utf8(of: codes[row], in: domain), texts.utf8(of: best, in: domain)
        )
        isBetter = wantsLeast ? TextPool.precedes(new, old) : TextPool.precedes(old, new)
      }
      if isBetter { data.set(group, code: codes[row]) }
    }
  }

  func finish() -> FeatureData {
    data.finishTexts(from: domain, texts)
    return data
  }
}

extension FeatureData {
  /// Text codes of `domain` become codes of the shared dictionary; missing ones are *none*.
  mutating func finishTexts(from domain: Domain, _ texts: TextPool) {
    for group in 0..<count {
      if valid[group] == 0 {
        setNull(group, cause: ReasonTable.none)
      } else if type == .text, domain != .shared {
        codes[group] = texts.translate(codes[group], from: domain)
      }
    }
  }
}

/// `first` and `last`: by happened, then primary key, then value.
final class FirstRow: Accumulator {
  private var data: FeatureData
  private var happened: [Int32]
  private var keys: [[Int64]] = []
  private var keysValid: [[UInt8]] = []
  private let wantsLast: Bool
  private let domain: Domain
  private let texts: TextPool

  init(_ type: ValueType, groups: Int, wantsLast: Bool, domain: Domain, texts: TextPool) {
    data = FeatureData(type, count: groups)
    happened = [Int32](repeating: 0, count: groups)
    self.wantsLast = wantsLast
    self.domain = domain
    self.texts = texts
  }

  func add(_ block: AggregateBlock) {
    guard let value = block.value, let order = block.order else { return }
    if keys.count < order.keys.count {
      keys = order.keys.map { _ in [Int64](repeating: 0, count: data.count) }
      keysValid = order.keys.map { _ in [UInt8](repeating: 0, count: data.count) }
    }
    for row in 0..<block.count where block.mask[row] == 1 {
      let group = Int(block.groups[row])
      if data.valid[group] == 1 {
        let comparison = compare(row, group, value, order)
        guard wantsLast ? comparison > 0 : comparison < 0 else { continue }
      }
      take(row, group, value, order)
    }
  }

  private func take(_ row: Int, _ group: Int, _ value: Operand, _ order: RowOrder) {
    switch data.type {
    case .number, .unknown: data.set(group, number: value.numbers[row])
    case .text, .date: data.set(group, code: value.codes[row])
    case .boolean: data.set(group, flag: value.flags[row])
    }
    if !order.happened.isEmpty { happened[group] = order.happened[row] }
    for (index, key) in order.keys.enumerated() {
      keys[index][group] = key.values[row]
      keysValid[index][group] = key.valid[row]
    }
  }

  /// Below 0 when the row comes before the group's best so far.
  private func compare(_ row: Int, _ group: Int, _ value: Operand, _ order: RowOrder) -> Int {
    if !order.happened.isEmpty, order.happened[row] != happened[group] {
      return order.happened[row] < happened[group] ? -1 : 1
    }
    for (index, key) in order.keys.enumerated() {
      // A missing part of a key comes first.
      if key.valid[row] != keysValid[index][group] {
        return key.valid[row] < keysValid[index][group] ? -1 : 1
      }
      let (new, old) = (key.values[row], keys[index][group])
      if new == old || key.valid[row] == 0 { continue }
      guard let domain = key.domain else { return new < old ? -1 : 1 }
      return precedes(Int32(new), Int32(old), domain) ? -1 : 1
    }
    switch data.type {
    case .number, .unknown:
      let (new, old) = (value.numbers[row], data.numbers[group])
      return new < old ? -1 : (new > old ? 1 : 0)
    case .boolean:
      return Int(value.flags[row]) - Int(data.flags[group])
    case .date:
      let (new, old) = (value.codes[row], data.codes[group])
      return new < old ? -1 : (new > old ? 1 : 0)
    case .text:
      let (new, old) = (value.codes[row], data.codes[group])
      if new == old { return 0 }
      return precedes(new, old, domain) ? -1 : 1
    }
  }

  private func precedes(_ left: Int32, _ right: Int32, _ domain: Domain) -> Bool {
    TextPool.precedes(texts.utf8(of: left, in: domain), texts.utf8(of: right, in: domain))
  }

  func finish() -> FeatureData {
    data.finishTexts(from: domain, texts)
    return data
  }
}
