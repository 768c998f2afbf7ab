/// The median and the median distance from it, of robust scores.
extension SQLAggregate {
  /// In two passes: the median, then the distances from it; the answer is 1.4826 × their median.
  mutating func addMedianDeviation() {
    addNeighbours(of: "x", "")
    windows.append([
      (named("lower"), "max(\(row("low"))) \(over())"),
      (named("upper"), "max(\(row("high"))) \(over())"),
    ])
    windows.append([(named("median"), between(row("lower"), row("upper"), row("of")).text)])
    let x = SQLValue.column(row("x"), size)
    let distance = dialect.arithmetic(.subtract, x, .column(row("median"), size))
    windows.append([(named("distance"), "abs(\(distance.text))")])
    addNeighbours(of: "distance", "distance ")
    addGroup("mean", "max(\(row("median")))")
    addGroup("known", "count(\(row("distance")))")
    addGroup("low", "max(\(row("distance low")))")
    addGroup("high", "max(\(row("distance high")))")
    let factor = dialect.number(MedianDeviation.factor)
    let middle = between(group("low"), group("high"), count)
    let scaled = dialect.arithmetic(
      .multiply,
      middle,
      SQLValue(
        text: factor,
        isAtom: true,
        canBeNull: false,
        size: Magnitude(of: MedianDeviation.factor)
      )
    )
    answer = SQLValue(text: "CASE WHEN \(group("known")) = \(count) THEN \(scaled.text) END")
  }
}
