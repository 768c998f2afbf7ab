import Tables

/// `min` and `max` of numbers.
final class NumberExtreme: Accumulator {
  private var cells: GroupCells<Double>
  private let wantsLeast: Bool

  init(wantsLeast: Bool) {
    self.wantsLeast = wantsLeast
    // No value is infinite, so that this one says that there is none.
    cells = GroupCells(wantsLeast ? .infinity : -.infinity)
  }

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let values = block.value?.register.numbers else { return }
    Scatter.extreme(
      cells.lane,
      block.groups,
      block.mask,
      values,
      wantsLeast: wantsLeast,
      block.count
    )
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    let lane = cells.lane
    return FeatureData(numbers: cells.count, none: { lane[$0].isInfinite }) { lane[$0] }
  }
}

/// `min` and `max` of dates.
final class DateExtreme: Accumulator {
  private var cells: GroupCells<Int32>
  private let wantsLeast: Bool
  /// No day, which says that there is none.
  private let noDay: Int32

  init(wantsLeast: Bool) {
    self.wantsLeast = wantsLeast
    noDay = wantsLeast ? .max : .min
    cells = GroupCells(noDay)
  }

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let values = block.value?.register.codes else { return }
    Scatter.extreme(
      cells.lane,
      block.groups,
      block.mask,
      values,
      wantsLeast: wantsLeast,
      block.count
    )
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    let (lane, noDay) = (cells.lane, noDay)
    return FeatureData(days: cells.count) { lane[$0] == noDay ? nil : lane[$0] }
  }
}

/// `min` and `max` of texts, by their bytes.
final class TextExtreme: Accumulator {
  private var data = FeatureData(.text, count: 0)
  private let wantsLeast: Bool
  private let domain: Domain
  private let texts: TextPool

  init(wantsLeast: Bool, domain: Domain, texts: TextPool) {
    self.wantsLeast = wantsLeast
    self.domain = domain
    self.texts = texts
  }

  func reset(groups: Int) { data = FeatureData(.text, count: groups) }

  func add(_ block: AggregateBlock) {
    guard let codes = block.value?.register.codes else { return }
    block.forEach { row, group in
      let best = data.codes[group]
      if data.valid[group] == 1, best == codes[row] { return }
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

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    var data = data
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
  private var happened: [Int32] = []
  private var keys: [[Int64]] = []
  private var keysValid: [[UInt8]] = []
  private let wantsLast: Bool
  private let domain: Domain
  private let texts: TextPool

  init(_ type: ValueType, wantsLast: Bool, domain: Domain, texts: TextPool) {
    data = FeatureData(type, count: 0)
    self.wantsLast = wantsLast
    self.domain = domain
    self.texts = texts
  }

  func reset(groups: Int) {
    data = FeatureData(data.type, count: groups)
    happened = [Int32](repeating: 0, count: groups)
    keys = []
    keysValid = []
  }

  func add(_ block: AggregateBlock) {
    guard let value = block.value, let order = block.order else { return }
    if keys.count < order.keys.count {
      keys = order.keys.map { _ in [Int64](repeating: 0, count: data.count) }
      keysValid = order.keys.map { _ in [UInt8](repeating: 0, count: data.count) }
    }
    block.forEach { row, group in
      let place = block.start + row
      if data.valid[group] == 1 {
        let comparison = compare(row, place, group, value.register, order)
        guard wantsLast ? comparison > 0 : comparison < 0 else { return }
      }
      take(row, place, group, value.register, order)
    }
  }

  private func take(
    _ row: Int,
    _ place: Int,
    _ group: Int,
    _ value: Register,
    _ order: RowOrder
  ) {
    switch data.type {
    case .number, .unknown: data.set(group, number: value.numbers[row])
    case .text, .date: data.set(group, code: value.codes[row])
    case .boolean: data.set(group, flag: value.flags[row])
    }
    if !order.happened.isEmpty { happened[group] = order.happened[place] }
    for (index, key) in order.keys.enumerated() {
      keys[index][group] = key.values[place]
      keysValid[index][group] = key.valid[place]
    }
  }

  /// Below 0 when the row comes before the group's best so far.
  private func compare(
    _ row: Int,
    _ place: Int,
    _ group: Int,
    _ value: Register,
    _ order: RowOrder
  ) -> Int {
    if !order.happened.isEmpty, order.happened[place] != happened[group] {
      return order.happened[place] < happened[group] ? -1 : 1
    }
    for (index, key) in order.keys.enumerated() {
      // A missing part of a key comes first.
      if key.valid[place] != keysValid[index][group] {
        return key.valid[place] < keysValid[index][group] ? -1 : 1
      }
      let (new, old) = (key.values[place], keys[index][group])
      if new == old || key.valid[place] == 0 { continue }
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

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    var data = data
    data.finishTexts(from: domain, texts)
    return data
  }
}
