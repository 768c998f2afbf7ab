/// A whole table in memory: named columns of one length, and the line each row came from.
public struct Table: Sendable {
  /// The table's name, as the resource is called.
  public var name: String
  /// Column names (ours, after `as`), in the order of the descriptor.
  public var names: [String]
  /// The columns, as `names`.
  public var columns: [Column]
  /// Where each row came from.
  public var positions: [RowPosition]

  /// A table of its parts.
  public init(name: String, names: [String], columns: [Column], positions: [RowPosition] = []) {
    self.name = name
    self.names = names
    self.columns = columns
    self.positions = positions
  }

  /// The number of rows.
  public var rowCount: Int { columns.first?.count ?? positions.count }

  /// The column called `name`, or nil.
  public subscript(name: String) -> Column? {
    names.firstIndex(of: name).map { columns[$0] }
  }
}

/// The file and line a row came from.
public struct RowPosition: Hashable, Sendable {
  /// The index of the file among the resource's files.
  public var file: UInt32
  /// The line its record starts on, from 1 (a quoted field may hold line breaks).
  public var line: UInt32

  /// Line `line` of file `file`.
  public init(file: UInt32, line: UInt32) {
    self.file = file
    self.line = line
  }
}
