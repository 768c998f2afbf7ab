import Tables

/// The least or the greatest value of each group.
private struct ExtremeCells<Value: BitwiseCopyable & Comparable> {
  private var cells: GroupCells<Value>
  let wantsLeast: Bool
  /// What a group without rows holds: no value is less, or none is greater.
  let none: Value

  init(wantsLeast: Bool, none: Value) {
    self.wantsLeast = wantsLeast
    self.none = none
    cells = GroupCells(none)
  }

  var lane: Lane<Value> { cells.lane }
  var count: Int { cells.count }

  mutating func reset(_ groups: Int) { cells.reset(groups) }

  @inline(__always)
  func add(_ block: AggregateBlock, _ values: Lane<Value>) {
    Scatter.extreme(cells.lane, block, values, wantsLeast: wantsLeast)
  }

  @inline(__always)
  func carry(_ groups: Int) {
    if wantsLeast {
      cells.carry(groups) { $0 = min($0, $1) }
    } else {
      cells.carry(groups) { $0 = max($0, $1) }
    }
  }
}

/// `min` and `max` of numbers.
final class NumberExtreme: CarriedAccumulator {
  private var cells: ExtremeCells<Double>

  init(wantsLeast: Bool) {
    // No value is infinite, so that this one says that there is none.
    cells = ExtremeCells(wantsLeast: wantsLeast, none: wantsLeast ? .infinity : -.infinity)
  }

  var groupCount: Int { cells.count }

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    if let values = block.value?.register.numbers { cells.add(block, values) }
  }

  func carry(groups: Int) { cells.carry(groups) }

  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData {
    let (lane, first) = (cells.lane, groups.lowerBound)
    return FeatureData(numbers: groups.count, none: { lane[first + $0].isInfinite }) {
      lane[first + $0]
    }
  }
}

/// `min` and `max` of money or integers, in exact units.
final class ExactExtreme: CarriedAccumulator {
  private var cells: ExtremeCells<Int64>
  private let scale: Int64
  /// The groups that have rows and hold what those without rows do.
  private var atLimit: Set<Int> = []

  init(wantsLeast: Bool, scale: Int64) {
    self.scale = scale
    cells = ExtremeCells(wantsLeast: wantsLeast, none: wantsLeast ? .max : .min)
  }

  var groupCount: Int { cells.count }

  func reset(groups: Int) {
    cells.reset(groups)
    atLimit.removeAll()
  }

  func add(_ block: AggregateBlock) {
    guard let values = block.exact else { return }
    let same = Scatter.extreme(
      cells.lane,
      block,
      values,
      wantsLeast: cells.wantsLeast,
      none: cells.none
    )
    for row in same { atLimit.insert(Int(block.groups[row])) }
  }

  func carry(groups: Int) {
    cells.carry(groups)
    for group in atLimit.sorted() {
      for later in stride(from: group, to: cells.count, by: groups) { atLimit.insert(later) }
    }
  }

  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData {
    let (lane, first, noValue) = (cells.lane, groups.lowerBound, cells.none)
    let (scale, atLimit) = (scale, atLimit)
    func isNone(_ place: Int) -> Bool {
      lane[first + place] == noValue && !atLimit.contains(first + place)
    }
    return FeatureData(numbers: groups.count, none: isNone) {
      Double(lane[first + $0]) / Double(scale)
    }
  }
}

/// `min` and `max` of dates.
final class DateExtreme: CarriedAccumulator {
  private var cells: ExtremeCells<Int32>

  init(wantsLeast: Bool) {
    // No day, which says that there is none.
    cells = ExtremeCells(wantsLeast: wantsLeast, none: wantsLeast ? .max : .min)
  }

  var groupCount: Int { cells.count }

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    if let values = block.value?.register.codes { cells.add(block, values) }
  }

  func carry(groups: Int) { cells.carry(groups) }

  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData {
    let (lane, noDay, first) = (cells.lane, cells.none, groups.lowerBound)
    return FeatureData(days: groups.count) { lane[first + $0] == noDay ? nil : lane[first + $0] }
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
