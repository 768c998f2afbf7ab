/// The kernels, called with the block held in place.
extension ChunkWorker {
  /// Reads what is written the usual way; nil when the column has no usual way.
  func kernel(
    _ index: Int,
    _ plan: ColumnPlan,
    _ source: Int,
    _ isWatched: Bool,
    _ column: inout ChunkColumn,
    at offset: Int
  ) -> Int? {
    guard let quick = plan.quick else { return nil }
    if isGrid {
      return grid.withCells(source, of: block.bytes, scanner) {
        kernel($0, quick, index, plan, isWatched, &column, at: offset)
      }
    }
    locate(source)
    return withListedCells { kernel($0, quick, index, plan, isWatched, &column, at: offset) }
  }

  @inline(__always)
  private func kernel<Cells: CellSource>(
    _ cells: Cells,
    _ quick: QuickCell,
    _ index: Int,
    _ plan: ColumnPlan,
    _ isWatched: Bool,
    _ column: inout ChunkColumn,
    at offset: Int
  ) -> Int? {
    let texts = texts[index]
    var slow: [Int] = []
    swap(&slow, &self.slow)
    defer { swap(&slow, &self.slow) }
    // Held by address for the time of the call: the kernels write a value for each cell from
    // `offset` on, for which there is room.
    return unsafe column.valid.withUnsafeMutableBufferPointer { valid -> Int? in
      guard let valid = unsafe valid.baseAddress.map({ unsafe $0 + offset }) else { return nil }
      switch quick {
      case .text:
        guard let texts else {
          return unsafe suspicious[index].withUnsafeBufferPointer { suspicious -> Int? in
            guard let table = suspicious.baseAddress else { return nil }
            return unsafe QuickColumn.skim(
              cells,
              suspicious: table,
              isTrimmed: plan.isTrimmed,
              slow: &slow
            )
          }
        }
        guard let reader = readers[index] as? TextFieldReader else { return nil }
        let watcher = isWatched ? personal : nil
        return unsafe column.narrow.withUnsafeMutableBufferPointer { values -> Int? in
          guard let values = values.baseAddress else { return nil }
          return unsafe QuickColumn.texts(
            cells,
            texts,
            isTrimmed: plan.isTrimmed,
            judge: { reader.isPlain($0, watcher) },
            into: values + offset,
            valid: valid,
            slow: &slow
          )
        }
      case .date:
        return unsafe column.narrow.withUnsafeMutableBufferPointer { values -> Int? in
          guard let values = values.baseAddress else { return nil }
          return unsafe QuickColumn.dates(
            cells,
            limits: plan.limits,
            into: values + offset,
            valid: valid,
            slow: &slow
          )
        }
      case .whole(decimals: 0, power: 0)
      where plan.place == nil && plan.limits == QuickLimits():
        return QuickColumn.skimWholes(cells, isWatched: isWatched, slow: &slow)
      case .whole(let decimals, let power):
        return unsafe column.wide.withUnsafeMutableBufferPointer { values -> Int? in
          guard let values = values.baseAddress else { return nil }
          return unsafe QuickColumn.wholes(
            cells,
            decimals: decimals,
            power: power,
            limits: plan.limits,
            isWatched: isWatched,
            into: values + offset,
            valid: valid,
            slow: &slow
          )
        }
      case .number(let power):
        return unsafe column.wide.withUnsafeMutableBufferPointer { values -> Int? in
          guard let values = values.baseAddress else { return nil }
          return unsafe QuickColumn.numbers(
            cells,
            power: power,
            limits: plan.limits,
            isWatched: isWatched,
            into: values + offset,
            valid: valid,
            slow: &slow
          )
        }
      }
    }
  }

  func findSubjects(_ link: LinkResolver, _ source: Int, at start: Int) {
    if isGrid {
      grid.withCells(source, of: block.bytes, scanner) { find($0, link.index, at: start) }
    } else {
      locate(source)
      withListedCells { find($0, link.index, at: start) }
    }
    guard let ordinals = link.ordinals else { return }
    for row in start..<start + atHand where subjects[row] >= 0 {
      subjects[row] = ordinals[Int(subjects[row])]
    }
  }

  @inline(__always)
  private func find<Cells: CellSource>(_ cells: Cells, _ index: KeyIndex, at start: Int) {
    var slow: [Int] = []
    swap(&slow, &self.slow)
    defer { swap(&slow, &self.slow) }
    // As above: one subject a row.
    unsafe subjects.withUnsafeMutableBufferPointer { subjects in
      guard let subjects = subjects.baseAddress else { return }
      unsafe index.find(cells, into: subjects + start, slow: &slow)
    }
  }

  /// Calls `body` with the cells that `locate` found.
  private func withListedCells<Result>(_ body: (ListedCells) -> Result?) -> Result? {
    // Neither changes during the call, and the bytes end in padding.
    unsafe block.bytes.withUnsafeBufferPointer { bytes in
      unsafe cells.withUnsafeBufferPointer { bounds in
        guard let bytes = bytes.baseAddress, unsafe bounds.baseAddress != nil else { return nil }
        return body(unsafe ListedCells(bytes, bounds))
      }
    }
  }

  /// Hashes the own keys of the rows at hand, part by part.
  func hashKeys() {
    rowHashes.removeAll(keepingCapacity: true)
    rowHashes.append(contentsOf: repeatElement(0, count: atHand))
    for (part, field) in plan.ownKey.enumerated() {
      guard let source = stream.columns[field] else {
        hasOddKey = true
        return
      }
      locate(source)
      hashPart(ownKeyMissing[part])
    }
    hashes.add(rowHashes)
  }

  private func hashPart(_ missing: MissingTexts) {
    var rowHashes: [UInt64] = []
    swap(&rowHashes, &self.rowHashes)
    defer { swap(&rowHashes, &self.rowHashes) }
    // The cells lie in the block, behind which there is padding.
    withListedCells { cells in
      for row in 0..<cells.count {
        let range = cells.bounds(row).range
        let start = unsafe cells.bytes + range.lowerBound
        let text = unsafe Span(_unsafeStart: start, count: range.count)
        guard isUsualKey(text, missing) else {
          hasOddKey = true
          return
        }
        rowHashes[row] = unsafe KeyHashes.hash(start, range.count, behind: rowHashes[row])
      }
    }
  }

  func isUsualKey(_ text: Span<UInt8>, _ missing: MissingTexts?) -> Bool {
    guard !text.isEmpty, !QuickColumn.mayBeBlank(text[0]),
      !QuickColumn.mayBeBlank(text[text.count - 1])
    else { return false }
    if let missing {
      guard case .present = missing.match(0..<text.count, in: text) else { return false }
    }
    return UTF8Validation.isValid(text)
  }
}
