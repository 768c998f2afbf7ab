extension Dataset {
  /// Checks every foreign key that no row is joined by: references beside the way to the subject,
  /// and those of a table to itself.
  ///
  /// A dangling one is a reject of its fields, not of the row: the row still has its subject. These
  /// rejects count under `key.dangling` but not against the limits.
  ///
  /// - Complexity: two passes over the tables involved; memory grows with the keys referred to.
  /// - Throws: `TableError` when a file cannot be read.
  public func checkReferences(rejects: inout RejectLog) throws(TableError) {
    for resource in package.resources {
      let joined = package.links[resource.name]?.hops.first
      for key in resource.foreignKeys {
        let name = key.resource.isEmpty ? resource.name : key.resource
        if let joined, joined.resource == name, joined.fields == key.fields { continue }
        guard let target = package[resource: name] else { continue }
        let index = try keys(KeyColumns(key.targets, of: target), of: target)
        try check(KeyColumns(key.fields, of: resource), of: resource, in: index, name, &rejects)
      }
    }
  }

  /// Calls `body` with each record of a resource that has the right shape.
  private func scan(
    _ resource: Resource,
    _ body: (borrowing RecordBlock, Int, RecordStream) -> Void
  ) throws(TableError) {
    let stream = try RecordStream(resource, in: try PackageFolder(package.folder))
    var block = RecordBlock()
    while try stream.next(into: &block) {
      for record in 0..<block.count where block.fieldCount(record: record) == stream.width {
        body(block, record, stream)
      }
    }
  }

  private func keys(_ key: KeyColumns, of resource: Resource) throws(TableError) -> KeyIndex {
    var index = KeyIndex()
    var scratch: [UInt8] = []
    try scan(resource) { block, record, stream in
      if key.read(
        block,
        firstField: block.fields(of: record).lowerBound,
        columns: stream.columns,
        scratch: &scratch
      ) {
        _ = index.insert(scratch.span)
      }
    }
    return index
  }

  private func check(
    _ key: KeyColumns,
    of resource: Resource,
    in index: KeyIndex,
    _ target: String,
    _ rejects: inout RejectLog
  ) throws(TableError) {
    var found: [Reject] = []
    var scratch: [UInt8] = []
    try scan(resource) { block, record, stream in
      guard
        key.read(
          block,
          firstField: block.fields(of: record).lowerBound,
          columns: stream.columns,
          scratch: &scratch
        ), index.ordinal(of: scratch.span) == nil
      else { return }
      found.append(
        Reject(
          resource: resource.name,
          location: SourceLocation(file: stream.file, line: block.line(of: record)),
          column: key.header(in: resource),
          value: Diagnostic.masked(RejectCollector.text(scratch[...])),
          rule: Reject.Rule.keyDangling.rawValue,
          hint: "no row of \(target) has this key",
          isWholeRow: false
        )
      )
    }
    for reject in found { rejects.append(reject) }
  }
}
