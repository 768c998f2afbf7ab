/// Reads the dates of a sheet: real dates, whatever the field's format, and texts in that format.
struct SheetDateCell: CellKind {
  private let declared: DateCell

  /// A reader of dates; texts are written as a descriptor's `format` says.
  init(format: String?) throws(CellFormatError) {
    declared = try DateCell(format: format)
  }

  func parse(_ text: Span<UInt8>) -> CellResult<Day> {
    // `SheetNumber` writes real dates so.
    if text.count == 10 || text.count == 19, text[4] == UInt8(ascii: "-"),
      case .value(let day) = DateCell(.standard).parse(text)
    {
      return .value(day)
    }
    return declared.parse(text)
  }

  static func precedes(_ left: Day, _ right: Day) -> Bool { left < right }
  static var placeholder: Int32 { 0 }
  static func stored(_ value: Day) -> Int32 { value.number }
  static func column(_ values: [Int32]) -> Column.Values { .date(values) }
}
