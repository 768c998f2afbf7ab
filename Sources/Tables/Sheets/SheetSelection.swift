/// Which sheet of a workbook is read.
public enum SheetSelection: Hashable, Sendable {
  /// The sheet of this name.
  case name(String)
  /// The sheet at this place, from 1.
  case number(Int)
}

/// How a sheet is read.
public struct SheetDialect: Hashable, Sendable {
  /// The sheet; nil for the first, which must not be hidden.
  public var sheet: SheetSelection?
  /// Whether numbers are rounded to the 15 digits that spreadsheet programs show, so that the
  /// 274.65999999999997 of a computed cell is read as 274.66.
  public var isRounded = false

  /// The first sheet, as it stands.
  public init() {}

  /// Whether the ending of a path is that of a workbook.
  static func reads(_ path: String) -> Bool { path.lowercased().hasSuffix(".xlsx") }
}
