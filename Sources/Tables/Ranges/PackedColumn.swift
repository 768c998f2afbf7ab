/// The values of one column in as few bytes as the block allows.
///
/// Integers, dates and codes are offsets from the block's smallest value, in 0, 1, 2, 4 or 8 bytes;
/// numbers are bit patterns. Whether a row has a value stands beside, and not at all where all have.
struct PackedColumn: Sendable {
  /// The offsets, little-endian, `width` bytes each; none when every value is `base`.
  private(set) var bytes: [UInt8] = []
  /// The bytes of one value.
  private(set) var width = 0
  /// What an offset of 0 stands for.
  private(set) var base: Int64 = 0
  /// 1 for rows with a value; empty when all have one.
  private(set) var valid: [UInt8] = []

  /// Packs values so that row `order[i]` comes to stand at `i`.
  init(_ column: Column, order: [Int32]) {
    if column.validity.presentCount < column.count {
      valid = order.map { column.validity[Int($0)] ? 1 : 0 }
    }
    switch column.values {
    case .text(let values), .date(let values):
      pack(order.map { valid.isEmpty || column.validity[Int($0)] ? Int64(values[Int($0)]) : nil })
    case .integer(let values), .money(let values):
      pack(order.map { valid.isEmpty || column.validity[Int($0)] ? values[Int($0)] : nil })
    case .boolean(let values):
      pack(order.map { values[Int($0)] ? 1 : 0 })
    case .number(let values):
      pack(order.map { Int64(bitPattern: values[Int($0)].bitPattern) })
    }
  }

  private mutating func pack(_ values: [Int64?]) {
    var least = Int64.max
    var greatest = Int64.min
    for case let value? in values {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    guard least <= greatest else { return }
    base = least
    let span = UInt64(bitPattern: greatest &- least)
    width = span == 0 ? 0 : span < 1 << 8 ? 1 : span < 1 << 16 ? 2 : span < 1 << 32 ? 4 : 8
    bytes.reserveCapacity(width * values.count)
    for value in values {
      var offset = UInt64(bitPattern: (value ?? least) &- least)
      for _ in 0..<width {
        bytes.append(UInt8(truncatingIfNeeded: offset))
        offset >>= 8
      }
    }
  }

  /// The value at a row; 0 where there is none.
  func value(_ row: Int) -> Int64 {
    if !valid.isEmpty, valid[row] == 0 { return 0 }
    var offset: UInt64 = 0
    for place in (0..<width).reversed() {
      offset = offset << 8 | UInt64(bytes[row * width + place])
    }
    return base &+ Int64(bitPattern: offset)
  }

  /// Whether a row has a value.
  func isValid(_ row: Int) -> Bool { valid.isEmpty || valid[row] == 1 }
}
