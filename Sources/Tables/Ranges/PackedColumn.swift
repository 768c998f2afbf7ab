/// The values of one column in as few bytes as the rows allow.
///
/// Integers, days and codes are offsets from the smallest value, in 0, 1, 2, 4 or 8 bytes; numbers
/// are bit patterns. Whether a row has a value stands beside, and not at all where all have.
struct PackedColumn: Sendable {
  /// The offsets, `width` bytes each; none when every value is `base`.
  private var bytes: [UInt8] = []
  /// The bytes of one value.
  private var width = 0
  /// What an offset of 0 stands for.
  private var base: Int64 = 0
  /// 1 for rows with a value; empty when all have one.
  private(set) var valid: [UInt8] = []

  /// Packs the first `places.count` values; that of row `i` comes to stand at `places[i]`.
  init(_ column: ChunkColumn, places: [UInt32]) {
    let count = places.count
    // Everything is read and written by address below: `places` is a permutation of the rows.
    unsafe places.withUnsafeBufferPointer { places in
      unsafe column.valid.withUnsafeBufferPointer { present in
        var missing = 0
        for row in 0..<count where unsafe present[row] == 0 { missing += 1 }
        if missing > 0 {
          valid = [UInt8](repeating: 0, count: count)
          unsafe valid.withUnsafeMutableBufferPointer { valid in
            for row in 0..<count { unsafe valid[Int(places[row])] = present[row] }
          }
        }
        if column.isWide {
          unsafe column.wide.withUnsafeBufferPointer { unsafe pack($0, present, missing, places) }
        } else {
          unsafe column.narrow.withUnsafeBufferPointer { unsafe pack($0, present, missing, places) }
        }
      }
    }
  }

  private mutating func pack<Value: FixedWidthInteger & Sendable>(
    _ values: UnsafeBufferPointer<Value>,
    _ present: UnsafeBufferPointer<UInt8>,
    _ missing: Int,
    _ places: UnsafeBufferPointer<UInt32>
  ) {
    let count = places.count
    var least = Value.max
    var greatest = Value.min
    if missing == 0 {
      for row in 0..<count {
        let value = unsafe values[row]
        least = min(least, value)
        greatest = max(greatest, value)
      }
    } else {
      for row in 0..<count where unsafe present[row] == 1 {
        let value = unsafe values[row]
        least = min(least, value)
        greatest = max(greatest, value)
      }
    }
    guard least <= greatest else { return }
    base = Int64(least)
    let span = UInt64(bitPattern: Int64(greatest) &- base)
    width = span == 0 ? 0 : span < 1 << 8 ? 1 : span < 1 << 16 ? 2 : span < 1 << 32 ? 4 : 8
    switch width {
    case 1: unsafe store(values, places, UInt8.self)
    case 2: unsafe store(values, places, UInt16.self)
    case 4: unsafe store(values, places, UInt32.self)
    case 8: unsafe store(values, places, UInt64.self)
    default: break
    }
  }

  /// Writes the offsets; those of rows without a value mean nothing.
  private mutating func store<
    Value: FixedWidthInteger,
    Offset: FixedWidthInteger & BitwiseCopyable
  >(
    _ values: UnsafeBufferPointer<Value>,
    _ places: UnsafeBufferPointer<UInt32>,
    _: Offset.Type
  ) {
    let count = places.count
    let base = base
    let size = MemoryLayout<Offset>.size
    unsafe bytes = [UInt8](unsafeUninitializedCapacity: count * size) { buffer, filled in
      guard let start = buffer.baseAddress else { return }
      // The array's memory is aligned to 16 bytes and holds `count` offsets.
      let offsets = unsafe UnsafeMutableRawPointer(start).assumingMemoryBound(to: Offset.self)
      for row in 0..<count {
        unsafe offsets[Int(places[row])] = Offset(
          truncatingIfNeeded: Int64(truncatingIfNeeded: values[row]) &- base
        )
      }
      filled = count * size
    }
  }

  /// Writes the values of some rows; those of rows without one mean nothing.
  func unpack<Value: FixedWidthInteger>(_ rows: Range<Int>, to target: UnsafeMutablePointer<Value>)
  {
    switch width {
    case 0:
      let value = Value(truncatingIfNeeded: base)
      for place in 0..<rows.count { unsafe target[place] = value }
    case 1: unsafe load(rows, UInt8.self, to: target)
    case 2: unsafe load(rows, UInt16.self, to: target)
    case 4: unsafe load(rows, UInt32.self, to: target)
    default: unsafe load(rows, UInt64.self, to: target)
    }
  }

  @inline(__always)
  private func load<Value: FixedWidthInteger, Offset: FixedWidthInteger & BitwiseCopyable>(
    _ rows: Range<Int>,
    _: Offset.Type,
    to target: UnsafeMutablePointer<Value>
  ) {
    let base = Value(truncatingIfNeeded: base)
    let (start, count) = (rows.lowerBound, rows.count)
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let bytes = buffer.baseAddress else { return }
      // As in `store`: rows are below the count.
      let offsets = unsafe UnsafeRawPointer(bytes).assumingMemoryBound(to: Offset.self) + start
      for place in 0..<count {
        unsafe target[place] = base &+ Value(truncatingIfNeeded: offsets[place])
      }
    }
  }
}
