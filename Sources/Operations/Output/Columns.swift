import Tables

extension Column {
  /// A text column from one text a row, nil where missing.
  static func texts(_ rows: [String?]) -> Column {
    var dictionary = TextDictionary()
    var codes: [Int32] = []
    codes.reserveCapacity(rows.count)
    for row in rows { codes.append(row.map { dictionary.intern($0) } ?? 0) }
    return Column(
      .text(codes),
      validity: Validity(rows.map { $0 != nil }),
      dictionary: dictionary
    )
  }

  /// A column of numbers, nil where missing.
  static func numbers(_ rows: [Double?]) -> Column {
    Column(.number(rows.map { $0 ?? 0 }), validity: Validity(rows.map { $0 != nil }))
  }

  /// A column of whole numbers, nil where missing.
  static func integers(_ rows: [Int?]) -> Column {
    Column(.integer(rows.map { Int64($0 ?? 0) }), validity: Validity(rows.map { $0 != nil }))
  }

  /// A column of truths, nil where missing.
  static func booleans(_ rows: [Bool?]) -> Column {
    Column(.boolean(rows.map { $0 ?? false }), validity: Validity(rows.map { $0 != nil }))
  }

  /// A column of one day throughout.
  static func day(_ day: Day, count: Int) -> Column {
    Column(
      .date([Int32](repeating: day.number, count: count)),
      validity: Validity(count: count, present: true)
    )
  }

  /// A column of days.
  static func days(_ rows: [Day]) -> Column {
    Column(.date(rows.map(\.number)), validity: Validity(count: rows.count, present: true))
  }
}
