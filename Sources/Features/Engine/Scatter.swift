/// Sums, counts and extremes by group: rows of a block added to what stands at their groups.
///
/// Groups are places that the engine gave out, below the room of the lanes they lead into; debug
/// builds check each. A row whose mask is 0 is added as nothing, without a branch.
enum Scatter {
  /// A sum of numbers and how many there are.
  struct NumberCell: BitwiseCopyable {
    var sum: Double = 0
    var count: Int64 = 0
  }

  /// Mean and sum of squared distances of so many numbers.
  struct MomentsCell: BitwiseCopyable {
    var count: Double = 0
    var mean: Double = 0
    var squares: Double = 0
  }

  /// Calls `body` with each row and the place of its group.
  @inline(__always)
  static func each<Cell: BitwiseCopyable>(
    _ cells: Lane<Cell>,
    _ block: AggregateBlock,
    _ body: (_ row: Int, _ mask: UInt8, _ cell: inout Cell) -> Void
  ) {
    let count = block.count
    precondition(count <= block.groups.capacity && count <= block.mask.capacity)
    // The line above, and the groups as the head of this enumeration says.
    let (groups, mask) = unsafe (block.groups.base, block.mask.base)
    // As above.
    let base = unsafe cells.base
    for row in 0..<count {
      let group = unsafe Int(groups[row])
      assert(group >= 0 && group < cells.capacity)
      // As above.
      unsafe body(row, mask[row], &base[group])
    }
  }

  static func count(_ cells: Lane<Int64>, _ block: AggregateBlock) {
    each(cells, block) { $2 &+= Int64($1) }
  }

  /// Takes rows off their groups' counts.
  static func discount(_ cells: Lane<Int64>, _ block: AggregateBlock) {
    each(cells, block) { $2 &-= Int64($1) }
  }

  /// Calls `body` with each row's units, 0 where the mask is; the rows for which it says so.
  @inline(__always)
  static func eachExact<Cell: BitwiseCopyable>(
    _ cells: Lane<Cell>,
    _ block: AggregateBlock,
    _ values: [Int64],
    _ body: (_ value: Int64, _ mask: UInt8, _ cell: inout Cell) -> Bool
  ) -> [Int] {
    let start = block.start
    precondition(start >= 0 && start + block.count <= values.count)
    var left: [Int] = []
    // The line above; the array is not written meanwhile.
    unsafe values.withUnsafeBufferPointer { values in
      each(cells, block) { row, mask, cell in
        let value = unsafe values[start + row] & (0 &- Int64(mask))
        if body(value, mask, &cell) { left.append(row) }
      }
    }
    return left
  }

  /// Adds numbers in the order of the rows; nothing is added where the mask is 0.
  static func sum(_ cells: Lane<NumberCell>, _ block: AggregateBlock, _ values: Lane<Double>) {
    precondition(block.count <= values.capacity)
    // The line above.
    let values = unsafe values.base
    each(cells, block) { row, mask, cell in
      // As above. A sum is never −0, so that 0 changes none.
      cell.sum += unsafe mask == 1 ? values[row] : 0
      cell.count &+= Int64(mask)
    }
  }

  /// Mean and squares in one pass, in the order of the rows.
  ///
  /// - Reference: Welford (1962), doi:10.1080/00401706.1962.10490022
  static func moments(_ cells: Lane<MomentsCell>, _ block: AggregateBlock, _ values: Lane<Double>) {
    precondition(block.count <= values.capacity)
    // The line above.
    let values = unsafe values.base
    each(cells, block) { row, mask, cell in
      guard mask == 1 else { return }
      // As above.
      let value = unsafe values[row]
      cell.count += 1
      let distance = value - cell.mean
      cell.mean += distance / cell.count
      cell.squares += distance * (value - cell.mean)
    }
  }

  /// The least (greatest) value of each group; groups without one keep what they had.
  @inline(__always)
  static func extreme<Value: BitwiseCopyable & Comparable>(
    _ cells: Lane<Value>,
    _ block: AggregateBlock,
    _ values: Lane<Value>,
    wantsLeast: Bool
  ) {
    precondition(block.count <= values.capacity)
    // The line above.
    let values = unsafe values.base
    if wantsLeast {
      each(cells, block) { row, mask, cell in
        // As above.
        let value = unsafe mask == 1 ? values[row] : cell
        cell = value < cell ? value : cell
      }
    } else {
      each(cells, block) { row, mask, cell in
        // As above.
        let value = unsafe mask == 1 ? values[row] : cell
        cell = value > cell ? value : cell
      }
    }
  }

  /// The least (greatest) exact value of each group; the rows that have the very value that stands
  /// for none are returned.
  static func extreme(
    _ cells: Lane<Int64>,
    _ block: AggregateBlock,
    _ values: [Int64],
    wantsLeast: Bool,
    none: Int64
  ) -> [Int] {
    if wantsLeast {
      return eachExact(cells, block, values) { value, mask, cell in
        // Without a branch: which value is less is hard to foresee.
        let value = mask == 1 ? value : cell
        cell = min(value, cell)
        return value == none && mask == 1
      }
    }
    return eachExact(cells, block, values) { value, mask, cell in
      let value = mask == 1 ? value : cell
      cell = max(value, cell)
      return value == none && mask == 1
    }
  }

  /// A bit for each code below 64 that a group has.
  static func bits(_ cells: Lane<UInt64>, _ block: AggregateBlock, _ codes: Lane<Int32>) {
    precondition(block.count <= codes.capacity)
    // The line above.
    let codes = unsafe codes.base
    each(cells, block) { row, mask, cell in
      // As above; the shift takes the code's low six bits.
      cell |= unsafe UInt64(mask) &<< UInt64(truncatingIfNeeded: codes[row])
    }
  }
}
