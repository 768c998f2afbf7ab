extension DataPackage {
  /// The package in a folder with `datapackage.yaml`, `.yml` or `.json`.
  ///
  /// - Throws: `TableError` when there is no such folder, or its descriptor is wrong.
  public init(opening folder: String) throws(TableError) {
    throw TableError(.reading(.noTables), at: SourceLocation(file: folder))
  }

  /// The package that `descriptor` describes, without looking at its files.
  ///
  /// `file` is the descriptor's name in messages.
  ///
  /// - Throws: `TableError` with file, line and column when the descriptor is wrong.
  public init(
    parsing descriptor: String, file: String = "datapackage.yaml", folder: String = "."
  ) throws(TableError) {
    throw TableError(.package(.empty), at: SourceLocation(file: file))
  }
}
