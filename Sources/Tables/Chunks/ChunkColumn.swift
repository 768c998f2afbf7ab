/// The values of one column of a chunk, as they are read.
struct ChunkColumn: Sendable {
  /// Days and codes, or truth values.
  var narrow: [Int32] = []
  /// Integers, money, and the bits of numbers.
  var wide: [Int64] = []
  /// 1 where there is a value.
  var valid: [UInt8] = []
  /// How many rows have none.
  var missing = 0
  let isWide: Bool

  init(_ type: FieldType) {
    isWide = type == .integer || type == .money || type == .number
  }

  /// Makes room for `count` rows in all.
  mutating func grow(to count: Int) {
    guard valid.count < count else { return }
    let more = max(count, valid.count * 2) - valid.count
    valid.append(contentsOf: [UInt8](repeating: 0, count: more))
    if isWide {
      wide.append(contentsOf: [Int64](repeating: 0, count: more))
    } else {
      narrow.append(contentsOf: [Int32](repeating: 0, count: more))
    }
  }

  /// Puts a value read by the field's own reader in place.
  mutating func set(_ row: Int, from column: Column, at position: Int, code: (Int32) -> Int32) {
    guard column.validity[position] else {
      valid[row] = 0
      return
    }
    valid[row] = 1
    switch column.values {
    case .text(let codes): narrow[row] = code(codes[position])
    case .date(let days): narrow[row] = days[position]
    case .boolean(let flags): narrow[row] = flags[position] ? 1 : 0
    case .integer(let values), .money(let values): wide[row] = values[position]
    case .number(let values): wide[row] = Int64(bitPattern: values[position].bitPattern)
    }
  }

  /// Moves a row to an earlier place.
  mutating func move(_ row: Int, to place: Int) {
    valid[place] = valid[row]
    if isWide { wide[place] = wide[row] } else { narrow[place] = narrow[row] }
  }
}
