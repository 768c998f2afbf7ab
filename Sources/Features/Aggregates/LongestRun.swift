/// `longest_run(condition)`: the most rows one after the other for which the condition is true.
///
/// Rows follow each other by happened, then primary key; where both are equal, a row for which it
/// is not true comes first.
final class LongestRun: Accumulator {
  private struct Row {
    /// Its place in the batch, which is the place in the order's columns.
    var place: Int
    var isTrue: Bool
  }

  private var rows = CollectedRows<Row>()
  private var order = RowOrder(happened: [], keys: [])
  private let texts: TextPool

  init(texts: TextPool) { self.texts = texts }

  func reset(groups: Int) {
    rows.reset(groups)
    order = RowOrder(happened: [], keys: [])
  }

  func add(_ block: AggregateBlock) {
    guard let value = block.value, let order = block.order else { return }
    self.order = order
    // A missing flag is 0: null breaks a run as false does.
    block.forEach { row, group in
      rows.append(group, Row(place: block.start + row, isTrue: value.register.flags[row] == 1))
    }
  }

  /// - Complexity: O(rows · log rows).
  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    var longest = [Int](repeating: 0, count: rows.groupCount)
    var isNone = [Bool](repeating: false, count: rows.groupCount)
    rows.forEachGroup { group, rows in
      isNone[group] = rows.isEmpty
      // Where no two rows are true, their order does not matter.
      guard rows.count(where: \.isTrue) > 1 else {
        longest[group] = rows.contains(where: \.isTrue) ? 1 : 0
        return
      }
      var run = 0
      for row in rows.sorted(by: comesFirst) {
        run = row.isTrue ? run + 1 : 0
        longest[group] = max(longest[group], run)
      }
    }
    return FeatureData(numbers: longest.count, none: { isNone[$0] }) { Double(longest[$0]) }
  }

  private func comesFirst(_ left: Row, _ right: Row) -> Bool {
    order.precedes(left.place, right.place, texts) ?? (!left.isTrue && right.isTrue)
  }
}

extension RowOrder {
  /// Whether one row of the batch comes before another; nil where they are equal.
  func precedes(_ left: Int, _ right: Int, _ texts: TextPool) -> Bool? {
    if !happened.isEmpty, happened[left] != happened[right] {
      return happened[left] < happened[right]
    }
    for key in keys {
      // A missing part of a key comes first.
      if key.valid[left] != key.valid[right] { return key.valid[left] < key.valid[right] }
      let (a, b) = (key.values[left], key.values[right])
      if a == b || key.valid[left] == 0 { continue }
      guard let domain = key.domain else { return a < b }
      return TextPool.precedes(
        texts.utf8(of: Int32(a), in: domain),
        texts.utf8(of: Int32(b), in: domain)
      )
    }
    return nil
  }
}
