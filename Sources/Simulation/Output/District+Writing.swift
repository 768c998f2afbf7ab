import FoundationEssentials
import Tables

extension District {
  /// The files of the district's data package: names, and what stands in them.
  ///
  /// Tables, `datapackage.yaml`, `features.yaml`, `policy.yaml`, `watchpost.yaml`, `README.md`; never
  /// the hidden causes. Files whose names end in `.gz` are compressed when they are written.
  ///
  /// - Throws: `SimulationError` where the system cannot write GB18030.
  public func files(
    name: String = "district",
    language: DistrictLanguage = .english,
    progress: RunProgress = .none
  ) throws(SimulationError) -> [(name: String, bytes: [UInt8])] {
    let text = TableText(language: language)
    let step = progress.step("writing", .tables, of: tables.count)
    var files: [(name: String, bytes: [UInt8])] = []
    for table in tables {
      var bytes = text.bytes(of: table)
      if language == .chinese {
        guard let encoded = TextEncoding.gb18030.encoded(utf8: bytes) else {
          throw SimulationError(
            "this system cannot write GB18030",
            path: Descriptor.path(of: table.schema),
            hint: "write the English variant"
          )
        }
        bytes = encoded
      }
      files.append((Descriptor.path(of: table.schema), bytes))
      step?.advance()
    }
    files += textFiles(name: name, language: language)
    return files
  }

  /// The files of the data package that are no tables.
  public func textFiles(
    name: String = "district",
    language: DistrictLanguage = .english
  ) -> [(name: String, bytes: [UInt8])] {
    [
      ("datapackage.yaml", Array(Descriptor.yaml(self, language: language, name: name).utf8)),
      ("features.yaml", Array(DistrictTexts.features.utf8)),
      ("policy.yaml", Array(DistrictTexts.policy.utf8)),
      ("watchpost.yaml", Array(DistrictTexts.settings(self).utf8)),
      ("README.md", Array(DistrictTexts.readme(self, name: name, language: language).utf8)),
    ]
  }

  /// The hidden causes as CSV, for researchers.
  public func truthBytes() -> [UInt8] {
    TableText(language: .english).bytes(of: truth)
  }

  /// Writes the data package into a folder, which is made if need be; all files or none.
  ///
  /// The hidden causes are written only where `truthPath` says, which lies outside the folder.
  ///
  /// - Throws: `SimulationError` when the folder cannot be made or written to.
  public func write(
    to folder: String,
    name: String = "district",
    language: DistrictLanguage = .english,
    truthPath: String? = nil,
    progress: RunProgress = .none
  ) throws(SimulationError) {
    if let truthPath, District.isInside(truthPath, folder: folder) {
      throw SimulationError(
        "the hidden causes may not lie in the data package",
        path: truthPath,
        hint: "write them beside the folder, not into it"
      )
    }
    let files = try files(name: name, language: language, progress: progress)
    do {
      try FileManager.default.createDirectory(
        at: URL(filePath: folder),
        withIntermediateDirectories: true
      )
    } catch {
      throw SimulationError(
        "this folder cannot be made",
        path: folder,
        hint: "check that its parent exists and may be written to"
      )
    }
    do {
      let outputs = OutputSet(sparing: InputFiles())
      for file in files {
        try outputs.file(at: folder + "/" + file.name).write(file.bytes)
      }
      if let truthPath { try outputs.file(at: truthPath).write(truthBytes()) }
      try outputs.commit()
    } catch {
      throw SimulationError(error.diagnostic)
    }
  }

  private static func isInside(_ path: String, folder: String) -> Bool {
    let parent = URL(filePath: folder).standardizedFileURL.path()
    let child = URL(filePath: path).standardizedFileURL.deletingLastPathComponent().path()
    func components(_ path: String) -> [Substring] { path.split(separator: "/") }
    return components(child).starts(with: components(parent))
  }
}
