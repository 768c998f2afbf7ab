import FoundationEssentials

/// The files of a folder that hold tables, grouped into tables.
enum TableFiles {
  /// Files that make one table, in order of name.
  struct Group {
    var stem: String
    var files: [String]
  }

  private static let endings = [".csv", ".tsv", ".csv.gz", ".tsv.gz", ".xlsx"]

  /// The tables in the folder at `path`, in order of name: one for each file, and one for several
  /// files whose names differ only in digits at the end (`payments_2023.csv`, `payments_2024.csv`).
  static func groups(in path: String) -> [Group] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let files = all.filter { name in
      !name.hasPrefix(".") && endings.contains { name.lowercased().hasSuffix($0) }
        && PackageFolder.kind(of: path + "/" + name) == .file
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var groups: [Group] = []
    for file in files {
      let stem = undated(self.stem(of: file))
      // Workbooks and files of text are described in different ways.
      let isSheet = SheetDialect.reads(file)
      if let index = groups.firstIndex(where: {
        $0.stem == stem && SheetDialect.reads($0.files[0]) == isSheet
      }) {
        groups[index].files.append(file)
      } else {
        groups.append(Group(stem: stem, files: [file]))
      }
    }
    return groups
  }

  /// The name of a file without its endings.
  static func stem(of file: String) -> String {
    var name = file.split(separator: "/").last.map(String.init) ?? file
    for ending in endings.reversed() where name.lowercased().hasSuffix(ending) {
      name.removeLast(ending.count)
      break
    }
    return name
  }

  /// A stem without the digits at its end, unless nothing else is left.
  private static func undated(_ stem: String) -> String {
    var shorter = Substring(stem)
    while let last = shorter.last, last.isASCII, last.isNumber || "-_ .".contains(last) {
      shorter.removeLast()
    }
    return shorter.isEmpty || shorter.count == stem.count ? stem : String(shorter)
  }
}
