import Synchronization
import Tables

/// What the records of a dataset are worth: its report, and the rejects where they were wanted.
public struct CheckResult: Sendable {
  /// Tables, fields and findings.
  public var report: CheckReport
  /// How many rejects were written, where they were asked for.
  public var rejectsWritten: Int?
  /// What there is to say of the settings.
  public var notes: [String]
}

/// What to check, and what to write of it.
public struct CheckRequest: Sendable {
  /// A folder, a database, or one table by itself.
  public var dataset: String
  /// What describes a database.
  public var package: String?
  /// How much bad data stops a table from being written.
  public var limits = RejectLimits()
  /// The file with the key for `personal: token` fields.
  public var tokenKey: String?
  /// Where every reject goes, or nil.
  public var rejects: String?
  /// The folder that every table goes to as it is used, or nil.
  public var clean: String?
  /// Who is told how far the check has come.
  public var progress = RunProgress.none

  /// A request that writes nothing.
  public init(_ dataset: String) { self.dataset = dataset }
}

/// A dataset opened to be checked.
public struct CheckJob {
  let dataset: Dataset
  let outputs: OutputSet
  let request: CheckRequest
  private let settings: Settings

  /// Opens the dataset of a request, and refuses outputs that would replace what is read, or each
  /// other.
  public init(_ request: CheckRequest) throws {
    let path = request.dataset
    var dataset =
      Operations.isTable(path)
      ? try Dataset(openingFlat: path) : try Dataset(opening: path, package: request.package)
    dataset.limits = request.limits
    dataset.progress = request.progress
    if let tokenKey = request.tokenKey {
      dataset.tokenKey = try TokenKey(path: tokenKey, outside: dataset.package.folder)
    }
    self.dataset = dataset
    self.request = request
    settings = try Settings(dataset: dataset.package.folder)
    var inputs = dataset.inputFiles
    inputs.formUnion(InputFiles([settings.file] + [request.tokenKey].compactMap { $0 }))
    outputs = OutputSet(sparing: inputs)
    if let rejects = request.rejects { try outputs.plan(rejects) }
    for file in cleanFiles { try outputs.plan(file) }
  }

  /// Checks types, keys, dates, units, personal columns and duplicates, and writes the rejects.
  public func check() throws -> CheckResult {
    let notes = settings.reserved.map {
      "“\($0)” in watchpost.yaml is reserved: this version does nothing with it"
    }
    guard let path = request.rejects else {
      return CheckResult(report: dataset.check(), notes: notes)
    }
    let kept = RejectList()
    let report = dataset.check { kept.append($0) }
    let rejects = RejectList.table(kept.all)
    try OutputFile.write(rejects, to: path, among: outputs)
    return CheckResult(report: report, rejectsWritten: rejects.rowCount, notes: notes)
  }
}

/// Rejects as they come in.
private final class RejectList: Sendable {
  private let list = Mutex<[Reject]>([])

  func append(_ reject: Reject) { list.withLock { $0.append(reject) } }

  var all: [Reject] { list.withLock { $0 } }

  static func table(_ rejects: [Reject]) -> Table {
    var table = Table(
      name: "rejects",
      names: ["table", "file", "line", "column", "value", "rule", "whole_row", "hint"],
      columns: [
        .texts(rejects.map(\.resource)), .texts(rejects.map(\.location.file)),
        .integers(rejects.map(\.location.line)), .texts(rejects.map(\.column)),
        .texts(rejects.map(\.value)), .texts(rejects.map(\.rule)),
        .booleans(rejects.map(\.isWholeRow)), .texts(rejects.map(\.hint)),
      ]
    )
    // Rows of a database have no place that lasts, but a key.
    if rejects.contains(where: { $0.location.key != nil }) {
      table.names.append("key")
      table.columns.append(.texts(rejects.map(\.location.key)))
    }
    return table
  }
}
