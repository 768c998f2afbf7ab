import Synchronization
import Tables

/// What the records of a dataset are worth: its report, and the rejects where they were wanted.
public struct CheckResult: Sendable {
  /// Tables, fields and findings.
  public var report: CheckReport
  /// Every reject as a table, when asked for.
  public var rejects: Table?
  /// What there is to say of the settings.
  public var notes: [String]
}

extension Operations {
  /// The dataset to check: a folder, a database, or one table by itself.
  static func open(_ path: String, package: String?) throws -> Dataset {
    isTable(path)
      ? try Dataset(openingFlat: path) : try Dataset(opening: path, package: package)
  }

  /// Checks a dataset: types, keys, dates, units, personal columns, duplicates; `package` describes
  /// a database.
  public static func check(
    _ path: String,
    package: String? = nil,
    limits: RejectLimits,
    tokenKey: String?,
    keepsRejects: Bool,
    progress: RunProgress = .none
  ) throws -> CheckResult {
    var dataset = try open(path, package: package)
    dataset.limits = limits
    dataset.progress = progress
    if let tokenKey {
      dataset.tokenKey = try TokenKey(path: tokenKey, outside: dataset.package.folder)
    }
    let notes = try Settings(dataset: dataset.package.folder).reserved.map {
      "“\($0)” in watchpost.yaml is reserved: this version does nothing with it"
    }
    guard keepsRejects else {
      return CheckResult(report: dataset.check(), rejects: nil, notes: notes)
    }
    let kept = RejectList()
    let report = dataset.check { kept.append($0) }
    return CheckResult(report: report, rejects: RejectList.table(kept.all), notes: notes)
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
