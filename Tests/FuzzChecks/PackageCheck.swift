import Tables

/// No descriptor traps, and what is wrong with one has a place in it.
///
/// An input that begins with `{` is a `datapackage.json`, any other a `datapackage.yaml`.
enum PackageCheck {
  static func failures(_ input: [UInt8]) -> [String] {
    let isJSON = input.first == UInt8(ascii: "{")
    let name = isJSON ? "datapackage.json" : "datapackage.yaml"
    return FuzzFolder.with([name: input]) { folder in
      do throws(TableError) {
        _ = try Dataset(opening: folder)
        return []
      } catch {
        let words = error.diagnostic
        if words.message.isEmpty { return ["an error without words: \(error)"] }
        guard error.location == nil else { return [] }
        return ["an error without a place: \(words.message)"]
      }
    }
  }
}
