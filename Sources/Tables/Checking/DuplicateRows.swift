/// Counts rows that say the same as an earlier row in every field but the key.
struct DuplicateRows {
  private(set) var count = 0
  private(set) var first: RowPosition?
  /// Whether so many rows came that the later ones were not compared.
  private(set) var isCut = false
  private var seen: Set<UInt64> = []
  private let compared: [Int]

  /// The rows that are remembered, at most.
  private static let mostRows = 4_000_000

  /// - Parameter compared: The places of the columns that are compared.
  init(compared: [Int]) {
    self.compared = compared
  }

  mutating func add(_ batch: Batch) {
    guard compared.count > 1, !isCut else { return }
    for row in 0..<batch.rowCount {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for place in compared {
        let column = batch.columns[place]
        hash = DuplicateRows.mixed(hash, column.validity[row] ? column.bits(at: row) : 0x5EED)
      }
      if !seen.insert(hash).inserted {
        count += 1
        if first == nil { first = batch.positions[row] }
      }
    }
    if seen.count > Self.mostRows { isCut = true }
  }

  private static func mixed(_ hash: UInt64, _ bits: UInt64) -> UInt64 {
    var mixed = (hash ^ bits) &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 32
    return mixed &* 0xD6E8_FEB8_6659_FD93
  }
}

extension Column {
  /// The value of a row as bits, different for different values of one column.
  fileprivate func bits(at row: Int) -> UInt64 {
    switch values {
    case .text(let codes): UInt64(UInt32(bitPattern: codes[row])) &+ 1
    case .integer(let values), .money(let values): UInt64(bitPattern: values[row]) &+ 1
    case .number(let values): values[row].bitPattern &+ 1
    case .boolean(let values): values[row] ? 2 : 1
    case .date(let values): UInt64(UInt32(bitPattern: values[row])) &+ 1
    }
  }
}
