import Foundation

/// CSV that a command printed, read plainly: quotes, no line ends in fields.
public struct PrintedCSV {
  /// The header.
  public let header: [String]
  /// The rows.
  public let rows: [[String]]

  /// Why a text is no CSV of the kind expected.
  public struct Problem: Error, CustomStringConvertible {
    /// What is wrong.
    public let description: String
  }

  /// Reads a text whose rows have as many fields as its header.
  public init(_ text: String) throws {
    let lines = text.split(separator: "\n").map { PrintedCSV.fields(of: String($0)) }
    guard let first = lines.first else { throw Problem(description: "no header") }
    if let short = lines.first(where: { $0.count != first.count }) {
      throw Problem(description: "\(short.count) fields, not \(first.count): \(short)")
    }
    header = first
    rows = Array(lines.dropFirst())
  }

  /// The cells of a column.
  public func texts(_ name: String) throws -> [String] {
    guard let column = header.firstIndex(of: name) else {
      throw Problem(description: "no column \(name) in \(header)")
    }
    return rows.map { $0[column] }
  }

  /// The cells of a column of numbers.
  public func numbers(_ name: String) throws -> [Double] {
    try texts(name).map { text in
      guard let number = Double(text) else {
        throw Problem(description: "“\(text)” in \(name) is no number")
      }
      return number
    }
  }

  private static func fields(of line: String) -> [String] {
    var fields = [""]
    var isQuoted = false
    var last: Character?
    for character in line {
      switch (character, isQuoted) {
      case ("\"", false):
        // A second quote inside a quoted field stands for one.
        if last == "\"" { fields[fields.count - 1].append(character) }
        isQuoted = true
      case ("\"", true): isQuoted = false
      case (",", false): fields.append("")
      default: fields[fields.count - 1].append(character)
      }
      last = character
    }
    return fields
  }
}
