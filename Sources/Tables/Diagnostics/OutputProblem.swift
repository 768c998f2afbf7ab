import Glibc

/// Why a file cannot be written.
public enum OutputProblem: Hashable, Sendable {
  /// The folder the file should stand in does not exist.
  case missingFolder(String)
  /// A folder stands where the file should be written.
  case isFolder
  /// This user may not write the file or into its folder.
  case notPermitted(folder: String)
  /// The file system of the folder is read-only.
  case readOnly(folder: String)
  /// The disk, or the user's share of it, is full.
  case diskFull(folder: String)
  /// The file would be larger than the session or the file system allows.
  case tooLarge(folder: String)
  /// The program that read our output has gone away.
  case readerGone
  /// Two outputs of one run would stand at the same path.
  case isRepeated
  /// The output would replace a file that the run reads.
  case isInput
  /// A sheet cannot hold so many rows under its header.
  case tooManyRows(limit: Int)
  /// A sheet cannot hold so many columns.
  case tooManyColumns(limit: Int)
  /// A cell of a sheet cannot hold so long a text; `row` is what its first cell holds.
  case longText(limit: Int, column: String, row: String?)
  /// A workbook cannot hold so many bytes.
  case workbookTooLarge
  /// The system refused `operation`, in its own words.
  case system(operation: String, message: String)
}

extension OutputProblem {
  /// What the error number `code` of an operation on a file in `folder` means for the user.
  package init(_ code: Int32, of operation: String, in folder: String) {
    self =
      switch code {
      case ENOSPC, EDQUOT: .diskFull(folder: folder)
      case EFBIG: .tooLarge(folder: folder)
      case EACCES, EPERM: .notPermitted(folder: folder)
      case EROFS: .readOnly(folder: folder)
      case ENOENT, ENOTDIR: .missingFolder(folder)
      case EISDIR: .isFolder
      case EPIPE: .readerGone
      default: .system(operation: operation, message: FileSystem.message(code))
      }
  }
}

extension OutputProblem: Describable {
  func diagnostic(at location: SourceLocation?) -> Diagnostic {
    switch self {
    case .missingFolder(let folder):
      Diagnostic(
        "the folder to write into does not exist",
        at: location,
        value: folder,
        hint: "create it with mkdir -p, or choose another output path"
      )
    case .isFolder:
      Diagnostic(
        "a folder stands where the output file should be",
        at: location,
        hint: "name a file inside it"
      )
    case .notPermitted(let folder):
      Diagnostic(
        "permission to write is denied",
        at: location,
        value: folder,
        hint: "choose a folder you may write to, or allow it with chmod"
      )
    case .readOnly(let folder):
      Diagnostic(
        "the file system is read-only",
        at: location,
        value: folder,
        hint: "choose a folder on another file system"
      )
    case .diskFull(let folder):
      Diagnostic(
        "the disk, or your share of it, is full",
        at: location,
        value: folder,
        hint: "free some space and run again; files that stood there before are as they were",
        kind: .temporary
      )
    case .tooLarge(let folder):
      Diagnostic(
        "the file would be larger than is allowed here",
        at: location,
        value: folder,
        hint: "raise the limit of the session (ulimit -f), or write to another file system",
        kind: .temporary
      )
    case .readerGone:
      Diagnostic(
        "the program reading the output has gone away",
        at: location,
        hint: "run again and let it read to the end",
        kind: .temporary
      )
    case .isRepeated:
      Diagnostic(
        "two outputs have the same path",
        at: location,
        hint: "give each output a path of its own"
      )
    case .isInput:
      Diagnostic(
        "this run reads the file that the output would replace",
        at: location,
        hint: "choose another name for the output; nothing was written"
      )
    case .tooManyRows(let limit):
      Diagnostic(
        "the table has more than \(limit) rows, the most that a sheet holds under its header",
        at: location,
        hint: "write FILE.csv, or fewer rows"
      )
    case .tooManyColumns(let limit):
      Diagnostic(
        "the table has more than \(limit) columns, the most that a sheet holds",
        at: location,
        hint: "write FILE.csv, or fewer columns"
      )
    case .longText(let limit, let column, let row):
      Diagnostic(
        "the text in “\(column)” \(row.map { "of “\($0)” " } ?? "")is longer than \(limit) characters, "
          + "the most that a cell of a sheet holds",
        at: location,
        hint: "write FILE.csv"
      )
    case .workbookTooLarge:
      Diagnostic(
        "the workbook would unpack to more than 4 GiB, which spreadsheet programs do not read",
        at: location,
        hint: "write FILE.csv"
      )
    case .system(let operation, let message):
      Diagnostic(
        "cannot \(operation) the output: \(message)",
        at: location,
        hint: "check the disk or the network mount, then run again",
        kind: .temporary
      )
    }
  }
}
