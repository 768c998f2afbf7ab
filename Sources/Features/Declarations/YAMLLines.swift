import Tables
import Yams

/// The lines of a YAML file, to find where each character of a scalar's text was written.
struct YAMLLines {
  private let lines: [[UnicodeScalar]]

  init(_ yaml: String) {
    var lines: [[UnicodeScalar]] = [[]]
    for scalar in yaml.unicodeScalars {
      if scalar == "\n" {
        lines.append([])
      } else if scalar != "\r" {
        lines[lines.count - 1].append(scalar)
      }
    }
    self.lines = lines
  }

  /// The text of a scalar with the places of its characters.
  ///
  /// The file is walked beside the decoded text: white space matches any run of white space
  /// (folding, indentation), an escape matches the character it stands for.
  func expression(_ scalar: Node.Scalar, file: String) -> ExpressionText {
    let decoded = Array(scalar.string.unicodeScalars)
    var cursor = Cursor(
      line: max(0, (scalar.mark?.line ?? 1) - 1),
      column: max(0, (scalar.mark?.column ?? 1) - 1)
    )
    switch scalar.style {
    case .singleQuoted, .doubleQuoted: cursor.column += 1
    case .literal, .folded:
      // A block without a line has the place of its sign.
      if !decoded.isEmpty { cursor = Cursor(line: cursor.line + 1, column: 0) }
    default: break
    }
    var places: [ExpressionText.Place] = []
    for (index, character) in decoded.enumerated() {
      if character.properties.isWhitespace {
        places.append(cursor.place)
        let isLastOfRun =
          index + 1 >= decoded.count || !decoded[index + 1].properties.isWhitespace
        repeat { step(&cursor) } while isLastOfRun && isWhitespace(cursor)
        continue
      }
      while isWhitespace(cursor) { step(&cursor) }
      if scalar.style == .doubleQuoted, self.character(cursor) == "\\",
        skipLineEnd(&cursor)
      {
        while isWhitespace(cursor) { step(&cursor) }
      }
      places.append(cursor.place)
      cursor.column += width(of: character, at: cursor, style: scalar.style)
    }
    return ExpressionText(
      scalar.string,
      scalars: decoded,
      file: file,
      places: places + [cursor.place]
    )
  }

  private struct Cursor {
    var line: Int
    var column: Int

    var place: ExpressionText.Place { ExpressionText.Place(line: line + 1, column: column + 1) }
  }

  /// The character at a cursor; a line ends with a line feed, nil is the end of the file.
  private func character(_ cursor: Cursor) -> UnicodeScalar? {
    guard cursor.line < lines.count else { return nil }
    let line = lines[cursor.line]
    return cursor.column < line.count ? line[cursor.column] : "\n"
  }

  private func isWhitespace(_ cursor: Cursor) -> Bool {
    character(cursor).map(\.properties.isWhitespace) ?? false
  }

  private func step(_ cursor: inout Cursor) {
    guard cursor.line < lines.count else { return }
    if cursor.column < lines[cursor.line].count {
      cursor.column += 1
    } else {
      cursor = Cursor(line: cursor.line + 1, column: 0)
    }
  }

  /// Skips a backslash that joins a line to the next one.
  private func skipLineEnd(_ cursor: inout Cursor) -> Bool {
    let after = Cursor(line: cursor.line, column: cursor.column + 1)
    guard character(after) == "\n" else { return false }
    cursor = after
    return true
  }

  /// How many characters of the file one decoded character took.
  private func width(
    of decoded: UnicodeScalar,
    at cursor: Cursor,
    style: Node.Scalar.Style
  ) -> Int {
    let raw = character(cursor)
    if style == .singleQuoted, raw == "'", decoded == "'" { return 2 }
    guard style == .doubleQuoted, raw == "\\" else { return 1 }
    switch character(Cursor(line: cursor.line, column: cursor.column + 1)) {
    case "x": return 4
    case "u": return 6
    case "U": return 10
    default: return 2
    }
  }
}
