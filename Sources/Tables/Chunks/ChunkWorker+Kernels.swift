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
    let texts = texts[index]
    let watcher = isWatched ? personal : nil
    var slow: [Int] = []
    swap(&slow, &self.slow)
    defer { swap(&slow, &self.slow) }
    // Held by address for the time of the call: the kernels write `rows.count` values from
    // `offset` on, for which there is room.
    return withCells(source) { cells in
      unsafe column.valid.withUnsafeMutableBufferPointer { valid -> Int? in
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
  }

  func findSubjects(_ table: KeyTable, _ source: Int, at start: Int) {
    var slow: [Int] = []
    swap(&slow, &self.slow)
    defer { swap(&slow, &self.slow) }
    // As above: one subject a row.
    withCells(source) { cells in
      unsafe subjects.withUnsafeMutableBufferPointer { subjects in
        guard let subjects = subjects.baseAddress else { return }
        unsafe table.find(cells, into: subjects + start, slow: &slow)
      }
    }
  }

  func withCells<Result>(
    _ source: Int,
    _ body: (QuickColumn.Cells) -> Result?
  ) -> Result? {
    // The block does not change during the call, and its bytes end in padding.
    unsafe block.bytes.withUnsafeBufferPointer { bytes in
      unsafe block.records.bounds.withUnsafeBufferPointer { bounds in
        unsafe rows.firstFields.withUnsafeBufferPointer { firstFields in
          guard let bytes = bytes.baseAddress, let bounds = bounds.baseAddress else {
            return nil
          }
          return body(
            unsafe QuickColumn.Cells(
              bytes: bytes,
              allBounds: bounds,
              firstFields: firstFields,
              source: source
            )
          )
        }
      }
    }
  }

  func hashKeys(_ source: Int) {
    // The cells lie in the block, behind which there is padding.
    withCells(source) { cells in
      for row in 0..<cells.count {
        let range = cells.bounds(row).range
        let start = unsafe cells.bytes + range.lowerBound
        let text = unsafe Span(_unsafeStart: start, count: range.count)
        guard isUsualKey(text) else {
          hasOddKey = true
          return
        }
        unsafe hashes.add(start, range.count)
      }
    }
  }

  func isUsualKey(_ text: Span<UInt8>) -> Bool {
    guard !text.isEmpty, !QuickColumn.mayBeBlank(text[0]),
      !QuickColumn.mayBeBlank(text[text.count - 1]),
      case .present = ownKeyMissing.match(0..<text.count, in: text)
    else { return false }
    return UTF8Validation.isValid(text)
  }
}
