/// An XLSX workbook: its sheets, and where their parts are.
///
/// - Source: ECMA-376 part 1, 12.3 and 18.2; part 2, 9.3 (relationships).
struct Workbook {
  /// A sheet as the workbook lists it.
  struct Sheet {
    var name = ""
    var isHidden = false
    var relationship = ""
  }

  /// The sheets in order, charts among them.
  private(set) var sheets: [Sheet] = []
  /// How its numbers are meant as days.
  private(set) var isFrom1904 = false

  private let archive: ZipArchive
  private let folder: String
  private var links: [String: Relationship] = [:]

  /// A part that another part refers to.
  private struct Relationship {
    var id = ""
    var kind = ""
    var target = ""
  }

  /// Opens the workbook at `path`, which errors call `displayName`.
  ///
  /// - Throws: `TableError` when it is none or damaged.
  init(path: String, displayName: String) throws(TableError) {
    archive = try ZipArchive(path: path, displayName: displayName)
    let location = SourceLocation(file: displayName)
    guard let roots = try Self.relationships(archive, "_rels/.rels"),
      let root = roots.first(where: { $0.kind == "officeDocument" })
    else {
      throw TableError(.sheet(.notWorkbook("it is another kind of ZIP archive")), at: location)
    }
    let main = Self.path(root.target, from: "")
    let parts = main.split(separator: "/").map(String.init)
    folder = parts.dropLast().joined(separator: "/")
    guard let name = parts.last, let index = archive.index(of: main) else {
      throw TableError(.sheet(.notWorkbook("its main part is missing")), at: location)
    }
    for link in try Self.relationships(archive, "\(folder)/_rels/\(name).rels") ?? [] {
      links[link.id] = link
    }
    let xml = try XMLStream(ZipPart(archive, index, name: main), name: main)
    var element: XMLName?
    while try xml.next() {
      for event in xml.events {
        switch event.kind {
        case .start:
          element = event.name
          if event.name == .sheet { sheets.append(Sheet()) }
        case .attribute:
          let text = String(decoding: xml.bytes[event.range], as: UTF8.self)
          switch (element, event.name) {
          case (.sheet, .name): sheets[sheets.count - 1].name = text
          case (.sheet, .state): sheets[sheets.count - 1].isHidden = text != "visible"
          case (.sheet, .id): sheets[sheets.count - 1].relationship = text
          case (.workbookPr, .date1904): isFrom1904 = ["1", "true", "on"].contains(text)
          default: continue
          }
        case .text, .end: continue
        }
      }
    }
    guard !sheets.isEmpty else { throw TableError(.sheet(.noSheets), at: location) }
  }

  /// The sheet that is meant.
  ///
  /// - Throws: `TableError` when there is none, or none is named and the first one is hidden.
  func sheet(_ selection: SheetSelection?) throws(TableError) -> Sheet {
    let found = sheets.map(\.name)
    switch selection {
    case .name(let name):
      // Names are the same in upper and lower case for spreadsheet programs too.
      if let sheet = sheets.first(where: { $0.name == name })
        ?? sheets.first(where: { $0.name.lowercased() == name.lowercased() })
      {
        return sheet
      }
      throw error(.unknownSheet(name, nearest: NearestName.of(name, among: found), found: found))
    case .number(let number):
      guard number >= 1, number <= sheets.count else {
        throw error(.sheetNumber(number, found: found))
      }
      return sheets[number - 1]
    case nil:
      if sheets[0].isHidden { throw error(.hiddenSheet(sheets[0].name, found: found)) }
      return sheets[0]
    }
  }

  /// The cells of a sheet.
  func cells(of sheet: Sheet) throws(TableError) -> XMLStream {
    guard let link = links[sheet.relationship] else {
      throw error(.damaged("its sheet \"\(Diagnostic.masked(sheet.name))\" has no part"))
    }
    guard link.kind == "worksheet" else { throw error(.noCells(sheet.name)) }
    return try stream(link)
  }

  /// The texts that cells share.
  func sharedStrings() throws(TableError) -> SharedStrings {
    guard let link = link("sharedStrings") else { return SharedStrings() }
    return try SharedStrings(try stream(link))
  }

  /// The styles of cells.
  func styles() throws(TableError) -> SheetStyles {
    guard let link = link("styles") else { return SheetStyles() }
    return try SheetStyles(try stream(link))
  }

  private func error(_ problem: SheetProblem) -> TableError {
    TableError(.sheet(problem), at: SourceLocation(file: archive.displayName))
  }

  private func link(_ kind: String) -> Relationship? {
    links.values.filter { $0.kind == kind }.min { $0.id < $1.id }
  }

  private func stream(_ link: Relationship) throws(TableError) -> XMLStream {
    let path = Self.path(link.target, from: folder)
    guard let index = archive.index(of: path) else {
      throw error(.damaged("the part \(path) is missing"))
    }
    return try XMLStream(ZipPart(archive, index, name: path), name: path)
  }

  /// What the part at `path` says about others, nil when there is no such part.
  private static func relationships(
    _ archive: ZipArchive,
    _ path: String
  ) throws(TableError) -> [Relationship]? {
    let path = path.hasPrefix("/") ? String(path.dropFirst()) : path
    guard let index = archive.index(of: path) else { return nil }
    let xml = try XMLStream(ZipPart(archive, index, name: path), name: path)
    var links: [Relationship] = []
    while try xml.next() {
      for event in xml.events {
        switch event.kind {
        case .start where event.name == .relationship: links.append(Relationship())
        case .attribute where !links.isEmpty:
          let text = String(decoding: xml.bytes[event.range], as: UTF8.self)
          switch event.name {
          case .relationshipID: links[links.count - 1].id = text
          // The transitional and the strict standard have names that end alike.
          case .relationshipType:
            links[links.count - 1].kind = text.split(separator: "/").last.map(String.init) ?? ""
          case .target: links[links.count - 1].target = text
          default: continue
          }
        default: continue
        }
      }
    }
    return links
  }

  /// A target as a path in the archive; those that begin with a slash start at its root.
  private static func path(_ target: String, from folder: String) -> String {
    var parts: [Substring] = target.hasPrefix("/") ? [] : folder.split(separator: "/")
    for part in target.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}
