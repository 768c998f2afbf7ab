/// Finds the subject that a row belongs to, over one or two hops.
///
/// The middle table of two hops is read once, its keys only.
struct LinkResolver {
  /// The fields that refer, in the resource that is read.
  let key: KeyColumns
  /// What they refer to, for messages.
  let target: String
  let index: KeyIndex
  /// The subject of each key of `index`; nil when the key is the subject's own.
  let ordinals: [Int32]?

  /// The way from `resource` to `subjects`.
  ///
  /// - Throws: `TableError` when there is none, or the middle table cannot be read.
  init(_ resource: Resource, in package: DataPackage, to subjects: Subjects) throws(TableError) {
    guard let link = package.links[resource.name], let first = link.hops.first else {
      throw TableError(
        .reading(.noLink(resource.name, subject: package.subject.name)),
        at: resource.location
      )
    }
    target = first.resource
    if link.hops.count == 1 {
      key = KeyColumns(
        LinkResolver.fields(of: first, inOrderOf: package.subject.key),
        of: resource
      )
      index = subjects.index
      ordinals = nil
      return
    }
    guard let middle = package[resource: first.resource] else {
      throw TableError(
        .reading(.noLink(resource.name, subject: package.subject.name)),
        at: resource.location
      )
    }
    key = KeyColumns(first.fields, of: resource)
    let second = KeyColumns(
      LinkResolver.fields(of: link.hops[1], inOrderOf: package.subject.key),
      of: middle
    )
    (index, ordinals) = try LinkResolver.scan(
      middle,
      key: KeyColumns(first.targets, of: middle),
      subject: second,
      in: package,
      subjects
    )
  }

  /// The referring fields in the order in which the subject's key has its parts.
  private static func fields(of hop: Link.Hop, inOrderOf key: [String]) -> [String] {
    key.compactMap { part in
      hop.targets.firstIndex(of: part).map { hop.fields[$0] }
    }
  }

  /// The keys of the middle table and the subject of each.
  ///
  /// Its own rejects are logged when it is read for itself; the first of equal keys counts.
  private static func scan(
    _ middle: Resource,
    key: KeyColumns,
    subject: KeyColumns,
    in package: DataPackage,
    _ subjects: Subjects
  ) throws(TableError) -> (KeyIndex, [Int32]) {
    let stream = try RecordStream(middle, in: try PackageFolder(package.folder))
    var index = KeyIndex()
    var ordinals: [Int32] = []
    var block = RecordBlock()
    var scratch: [UInt8] = []
    while try stream.next(into: &block) {
      for record in 0..<block.count {
        let fields = block.fields(of: record)
        guard fields.count == stream.width else { continue }
        guard
          subject.read(
            block,
            firstField: fields.lowerBound,
            columns: stream.columns,
            scratch: &scratch
          ),
          let ordinal = subjects.index.ordinal(of: scratch.span)
        else { continue }
        guard
          key.read(
            block,
            firstField: fields.lowerBound,
            columns: stream.columns,
            scratch: &scratch
          )
        else { continue }
        if Int(index.insert(scratch.span)) == ordinals.count { ordinals.append(ordinal) }
      }
    }
    return (index, ordinals)
  }

  /// The ordinal of the subject that a key leads to, or nil.
  func subject(of key: Span<UInt8>) -> Int32? {
    guard let found = index.ordinal(of: key) else { return nil }
    guard let ordinals else { return found }
    return ordinals[Int(found)]
  }
}
