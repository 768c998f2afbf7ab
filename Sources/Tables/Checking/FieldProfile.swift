/// Counts what stands in one field while its table is read.
struct FieldProfile {
  private(set) var present = 0
  private(set) var missing = 0
  private var least: Double?
  private var greatest: Double?
  private var sketch = DistinctSketch()
  private(set) var magnitudes: MagnitudeProfile?
  /// Rows by text code, for references between tables.
  private(set) var codeCounts: [Int] = []
  private let type: FieldType

  init(_ field: Field) {
    type = field.type
    if type == .number || type == .money || type == .integer { magnitudes = MagnitudeProfile() }
  }

  mutating func add(_ column: Column, at positions: [RowPosition]) {
    for row in 0..<column.count {
      guard column.validity[row] else {
        missing += 1
        continue
      }
      present += 1
      switch column.values {
      case .text(let codes):
        let code = Int(codes[row])
        while codeCounts.count <= code { codeCounts.append(0) }
        codeCounts[code] += 1
      case .boolean(let values): sketch.add(values[row] ? 1 : 0)
      case .date(let values): addNumber(Double(values[row]), UInt64(bitPattern: Int64(values[row])))
      case .integer(let values):
        addNumber(Double(values[row]), UInt64(bitPattern: values[row]))
        magnitudes?.add(Double(values[row]), at: positions[row])
      case .money(let values):
        addNumber(Money.units(values[row]), UInt64(bitPattern: values[row]))
        magnitudes?.add(Money.units(values[row]), at: positions[row])
      case .number(let values):
        addNumber(values[row], values[row].bitPattern)
        magnitudes?.add(values[row], at: positions[row])
      }
    }
  }

  private mutating func addNumber(_ value: Double, _ bits: UInt64) {
    if least.map({ value < $0 }) ?? true { least = value }
    if greatest.map({ value > $0 }) ?? true { greatest = value }
    sketch.add(bits)
  }

  /// Different values, about; exact for text.
  var distinct: Int {
    type == .text ? codeCounts.count { $0 > 0 } : present == 0 ? 0 : sketch.count
  }

  /// The least value as text.
  var minimum: String? { least.map(text) }
  /// The greatest value as text.
  var maximum: String? { greatest.map(text) }

  private func text(_ value: Double) -> String {
    if type == .date, let number = Int32(exactly: value) { return Day(number: number).description }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
