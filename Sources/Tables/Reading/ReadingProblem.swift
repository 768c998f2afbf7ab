/// Why a dataset or one of its tables cannot be read.
public enum ReadingProblem: Hashable, Sendable {
  /// There is no such folder.
  case missingFolder
  /// A file stands where a dataset's folder should be.
  case notFolder
  /// The folder has no descriptor and no file that could be read without one.
  case noTables
  /// The package has no resource of this name.
  case unknownResource(String, nearest: String?, found: [String])
  /// The resource has no field of this name.
  case unknownField(String, resource: String, nearest: String?)
  /// The field is dropped because it is personal, so it has no values.
  case droppedField(String, resource: String)
  /// No file matches the path.
  case missingFile(String)
  /// The file has no header, not even an empty one.
  case emptyFile
  /// Two columns have one header.
  case duplicateHeader(String, first: Int, second: Int)
  /// The header is not text in the declared encoding.
  case unreadableHeader(declared: String, likely: String?)
  /// A declared field has no column.
  case missingColumn(String, nearest: String?, found: [String], delimiter: String?)
  /// The files of a resource have different headers.
  case differentHeader(first: String, expected: [String], found: [String])
  /// A field's declared way of writing values makes no sense.
  case field(String, message: String, hint: String)
  /// Rows of this resource cannot be joined to the subject.
  case noLink(String, subject: String)
  /// Too many rows were left out.
  case tooManyRowRejects(
    resource: String,
    rejected: Int,
    of: Int,
    limit: Double,
    example: Reject?,
    likelyEncoding: String?
  )
  /// Too many values of a field were refused.
  case tooManyFieldRejects(
    resource: String,
    column: String,
    rejected: Int,
    of: Int,
    limit: Double,
    example: Reject?,
    likelyEncoding: String?
  )
}

extension ReadingProblem: Describable {
  func diagnostic(at location: SourceLocation?) -> Diagnostic {
    let isTable = location.map { DatabaseTable.isName($0.file) } ?? false
    let (message, value, hint) = words(of: isTable ? "table" : "file")
    return Diagnostic(message, at: location, value: value, hint: hint)
  }

  /// The parts of the message about a `place`, which is a file or a table of a database.
  private func words(of place: String) -> (message: String, value: String?, hint: String) {
    switch self {
    case .missingFolder:
      return (
        "there is no such folder", nil, "check the path; relative paths start at the current folder"
      )
    case .notFolder:
      return (
        "a file stands where a dataset's folder should be", nil,
        "name the folder that holds datapackage.yaml"
      )
    case .noTables:
      return (
        "the folder holds no datapackage.yaml and no table to read without one", nil,
        "put .csv or .xlsx files or a datapackage.yaml there"
      )
    case .unknownResource(let name, let nearest, let found):
      return (
        "the package has no resource of this name", Diagnostic.masked(name),
        Self.meant(nearest, else: "it has \(Self.list(found))")
      )
    case .unknownField(let name, let resource, let nearest):
      return (
        "resource \(resource) has no field of this name", Diagnostic.masked(name),
        Self.meant(nearest, else: "declare it in datapackage.yaml")
      )
    case .droppedField(let name, let resource):
      return (
        "field \(name) of \(resource) is personal and dropped, so it has no values", nil,
        "do without it, or declare personal: token to compare its values"
      )
    case .missingFile(let path):
      return ("no file matches the path", path, "check path in datapackage.yaml")
    case .emptyFile:
      return (
        "the file is empty: it has not even a header", nil,
        "write the header line; a header alone is an empty table"
      )
    case .duplicateHeader(let header, let first, let second):
      return (
        "columns \(first) and \(second) have the same header", Diagnostic.masked(header),
        "give each column its own header"
      )
    case .unreadableHeader(let declared, let likely):
      return (
        "the header is not text in the encoding \(declared)", nil,
        Self.encoding(likely) ?? "declare the encoding the file is written in"
      )
    case .missingColumn(let header, let nearest, let found, let delimiter):
      let mend =
        delimiter.map { "declare dialect: {delimiter: \"\($0 == "\t" ? "\\t" : $0)\"}" }
        ?? Self.meant(nearest, else: "correct the header or the descriptor")
      return (
        "the declared column \"\(header)\" is not in the \(place)", nil,
        "\(mend); found: \(Self.list(found))"
      )
    case .differentHeader(let first, let expected, let found):
      return (
        "the header differs from that of \(first)", nil,
        "files of one resource need the same columns; \(first) has \(Self.list(expected)), "
          + "this file has \(Self.list(found))"
      )
    case .field(let header, let message, let hint):
      return ("field \"\(header)\": \(message)", nil, hint)
    case .noLink(let resource, let subject):
      return (
        "rows of \(resource) cannot be joined to \(subject)", nil,
        "declare a foreignKey to \(subject), or to a table that has one"
      )
    case .tooManyRowRejects(let resource, let rejected, let rows, let limit, let example, let guess):
      return (
        "\(rejected) of \(rows) rows of \(resource) cannot be read, more than "
          + "\(Self.percent(limit))\(Self.why(example))",
        example?.value,
        Self.encoding(guess) ?? "\(Self.mend(example))watchpost check lists them all; "
          + "--max-rejects raises the limit"
      )
    case .tooManyFieldRejects(
      let resource,
      let column,
      let rejected,
      let values,
      let limit,
      let example,
      let guess
    ):
      return (
        "\(rejected) of \(values) values of \"\(column)\" in \(resource) cannot be read, more than "
          + "\(Self.percent(limit))\(Self.why(example))",
        example?.value,
        Self.encoding(guess) ?? "\(Self.mend(example))watchpost check lists them all; "
          + "--max-field-rejects raises the limit"
      )
    }
  }

  private static func meant(_ nearest: String?, else hint: String) -> String {
    nearest.map { "did you mean \"\($0)\"?" } ?? hint
  }

  /// Names for a message: the first twelve, and how many more.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "\"\(Diagnostic.masked($0))\"" }.joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }

  private static func percent(_ share: Double) -> String {
    let percent = share * 100
    return percent == percent.rounded() && abs(percent) < 1e6
      ? "\(Int(percent))%" : "\(percent)%"
  }

  private static func why(_ example: Reject?) -> String {
    example.map { "; the first breaks \($0.rule)" } ?? ""
  }

  private static func mend(_ example: Reject?) -> String {
    example.map { "\($0.hint); " } ?? ""
  }

  private static func encoding(_ guess: String?) -> String? {
    guess.map { "the file looks like \($0): declare encoding: \($0)" }
  }
}
