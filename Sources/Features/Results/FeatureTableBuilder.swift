import Tables

/// Puts the tables of ranges of projects together again.
struct FeatureTableBuilder {
  private var first: FeatureTable?
  private var ids: [String] = []
  private var columns: [ColumnBuilder] = []

  /// Adds the rows of the next range.
  mutating func append(_ part: FeatureTable) {
    if first == nil {
      first = part
      columns = part.columns.map(ColumnBuilder.init)
    }
    ids += part.ids
    for (index, column) in part.columns.enumerated() { columns[index].append(column) }
  }

  /// The table of all rows; nil when nothing was added.
  func table() -> FeatureTable? {
    first.map { first in
      FeatureTable(
        asOf: first.asOf,
        keyName: first.keyName,
        ids: ids,
        columns: columns.map { $0.column() }
      )
    }
  }

  private struct ColumnBuilder {
    private let name: String
    private let isHidden: Bool
    private var values: Column.Values
    private var validity = Validity()
    private var dictionary = TextDictionary()
    private var states: [FeatureState] = []
    private var inputs: [UInt16] = []
    private var reasons: [[String]] = [[]]

    init(_ column: FeatureColumn) {
      name = column.name
      isHidden = column.isHidden
      switch column.column.values {
      case .text: values = .text([])
      case .date: values = .date([])
      case .boolean: values = .boolean([])
      case .number, .integer, .money: values = .number([])
      }
    }

    mutating func append(_ part: FeatureColumn) {
      validity.append(contentsOf: part.column.validity)
      states += part.states
      let places = part.reasons.map { place(of: $0) }
      if places.enumerated().allSatisfy({ Int($1) == $0 }) {
        inputs += part.inputs
      } else {
        inputs += part.inputs.map { places[Int($0)] }
      }
      // The array is out of its case while it grows, so that it is not copied.
      switch (values, part.column.values) {
      case (.text(var all), .text(let more)):
        values = .date([])
        let texts = part.column.dictionary
        let codes = (0..<Int32(texts.count)).map { dictionary.intern(texts.utf8(of: $0).span) }
        for (row, code) in more.enumerated() {
          all.append(part.column.validity[row] ? codes[Int(code)] : 0)
        }
        values = .text(all)
      case (.date(var all), .date(let more)):
        values = .text([])
        all += more
        values = .date(all)
      case (.boolean(var all), .boolean(let more)):
        values = .text([])
        all += more
        values = .boolean(all)
      case (.number(var all), .number(let more)):
        values = .text([])
        all += more
        values = .number(all)
      default: break
      }
    }

    private mutating func place(of names: [String]) -> UInt16 {
      if let known = reasons.firstIndex(of: names) { return UInt16(exactly: known) ?? 0 }
      guard let place = UInt16(exactly: reasons.count) else { return 0 }
      reasons.append(names)
      return place
    }

    func column() -> FeatureColumn {
      FeatureColumn(
        name: name,
        isHidden: isHidden,
        column: Column(values, validity: validity, dictionary: dictionary),
        states: states,
        inputs: inputs,
        reasons: reasons
      )
    }
  }
}
