/// The subjects of a dataset (its projects): their table, and the way from a key to its ordinal.
///
/// Ordinals count the distinct keys from 0 in the order of the file. An entity with versions has
/// several rows for one key.
public struct Subjects: Sendable {
  /// All rows of the entity, with every field.
  public let table: Table
  /// The ordinal of the subject each row of `table` describes.
  public let ordinalOfRow: [Int32]
  /// The files that `table.positions` refers to.
  public let files: [String]
  /// What was read to find them; nothing where they were made in memory.
  public let statistics: ReadStatistics
  /// Keys to ordinals.
  let index: KeyIndex

  /// The number of subjects.
  public var count: Int { index.count }

  /// The distinct keys in file order, as text; the parts of a composite key are joined by `|`.
  ///
  /// - Complexity: O(n); `key(of:)` gives one.
  public var keys: [String] { index.texts }

  /// The key of the subject with this ordinal, as text.
  public func key(of ordinal: Int32) -> String { index.text(of: ordinal) }

  /// The ordinal of the subject with this key, or nil.
  public func ordinal(of key: String) -> Int32? {
    index.ordinal(ofText: key)
  }

  /// Subjects made of rows in memory: `keys[row]` is the key of row `row` of `table`.
  ///
  /// Rows with one key are versions of one subject.
  public init(table: Table, keyOfRow: [String], files: [String] = []) {
    var index = KeyIndex()
    ordinalOfRow = keyOfRow.map { index.insert(text: $0) }
    self.table = table
    self.files = files
    self.index = index
    statistics = ReadStatistics()
  }

  init(
    table: Table,
    ordinalOfRow: [Int32],
    index: KeyIndex,
    files: [String],
    statistics: ReadStatistics
  ) {
    self.table = table
    self.ordinalOfRow = ordinalOfRow
    self.files = files
    self.index = index
    self.statistics = statistics
  }
}
