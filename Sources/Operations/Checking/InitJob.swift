import Tables
import Warnings

/// What `init` wrote for a folder of tables.
public struct InitResult: Sendable {
  /// The files that were written.
  public var written: [String]
  /// The tables that were found: name, role, fields, and the file.
  public var tables: [Resource]
  /// What somebody should look at.
  public var notes: [String]
}

extension Operations {
  /// Infers how a folder's tables are to be read and writes the files to start from.
  ///
  /// A file that is there already is left as it is, which is an error unless `isForced`.
  public static func initialise(
    _ folder: String,
    pack: String?,
    isForced: Bool
  ) throws -> InitResult {
    let inferred = try InferredPackage(folder: folder, dropsPersonal: true)
    var files = StarterFiles(inferred, pack: pack).files.map { ($0.name, $0.text) }
    files.append(("policy.yaml", Policy.starter))
    let existing = files.map(\.0).filter { Files.exists(folder + "/" + $0) }
    guard isForced || existing.isEmpty else {
      throw OperationError(
        "this folder is described already: \(existing.joined(separator: ", "))",
        at: SourceLocation(file: folder),
        hint: "edit those files, or replace them with --force"
      )
    }
    // The tables; what described them before is replaced, as was asked for.
    let inputs = Dataset(inferred.package).inputFiles
    try OutputFile.write(
      files.map { (path: folder + "/" + $0.0, bytes: Array($0.1.utf8)) },
      among: OutputSet(sparing: inputs)
    )
    return InitResult(
      written: files.map(\.0),
      tables: inferred.package.resources,
      notes: inferred.tables.flatMap(leftOut) + inferred.notes
    )
  }

  /// The columns of a table that are declared `personal: drop`, in words.
  private static func leftOut(_ table: InferredTable) -> [String] {
    zip(table.resource.fields, table.fieldReasons).filter { $0.0.personal == .drop }.map {
      "\(table.resource.name): \($0.header) is left out, \($1)"
    }
  }
}
