/// Reads keys: the trimmed bytes of one or more fields of a row.
struct KeyColumns {
  /// The fields, as indexes into the resource's fields.
  let fields: [Int]
  private let missing: [MissingTexts]

  /// The key of these fields (our names) of `resource`, in this order.
  init(_ names: [String], of resource: Resource) {
    fields = names.compactMap { resource.index(of: $0) }
    missing = fields.map {
      MissingTexts(resource.missingValues(of: resource.fields[$0]), trimmed: true)
    }
  }

  /// The headers of the fields, for messages.
  func header(in resource: Resource) -> String {
    fields.map { resource.fields[$0].header }.joined(separator: ", ")
  }

  /// Where a key of one part stands, or what it is made of; nil when a part is missing.
  ///
  /// `scratch` holds the bytes of a key of several parts: they are joined by `|`, and a `|` or `\`
  /// inside one is preceded by `\`.
  func read(
    _ block: RecordBlock,
    firstField: Int,
    columns: [Int?],
    scratch: inout [UInt8]
  ) -> Bool {
    scratch.removeAll(keepingCapacity: true)
    let bytes = block.bytes.span
    for (part, field) in fields.enumerated() {
      guard let column = columns[field] else { return false }
      let range = Blanks.trimmed(block.range(at: firstField + column), in: bytes)
      guard case .present = missing[part].match(range, in: bytes) else { return false }
      if fields.count == 1 {
        for index in range { scratch.append(bytes[index]) }
      } else {
        if part > 0 { scratch.append(UInt8(ascii: "|")) }
        for index in range {
          let byte = bytes[index]
          if byte == UInt8(ascii: "|") || byte == UInt8(ascii: "\\") {
            scratch.append(UInt8(ascii: "\\"))
          }
          scratch.append(byte)
        }
      }
    }
    return !fields.isEmpty
  }
}
