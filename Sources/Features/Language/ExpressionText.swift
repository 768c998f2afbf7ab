import Tables

/// The text of an expression and where each of its characters stands in the file it came from.
///
/// Offsets count Unicode scalars, which is how YAML counts columns too.
public struct ExpressionText: Hashable, Sendable {
  /// The expression.
  public let text: String
  /// Its scalars.
  let scalars: [UnicodeScalar]
  private let file: String
  /// Line and column of each scalar, and of the end.
  private let places: [Place]

  struct Place: Hashable, Sendable {
    var line: Int
    var column: Int
  }

  /// An expression that stands alone, its first character at `location`.
  public init(_ text: String, at location: SourceLocation = SourceLocation(file: "expression")) {
    var places: [Place] = []
    var place = Place(line: location.line ?? 1, column: location.column ?? 1)
    let scalars = Array(text.unicodeScalars)
    for scalar in scalars {
      places.append(place)
      place = scalar == "\n" ? Place(line: place.line + 1, column: 1) : place.next
    }
    self.init(text, scalars: scalars, file: location.file, places: places + [place])
  }

  init(_ text: String, scalars: [UnicodeScalar], file: String, places: [Place]) {
    self.text = text
    self.scalars = scalars
    self.file = file
    self.places = places
  }

  /// Where the scalar at `offset` stands.
  func location(at offset: Int) -> SourceLocation {
    let place = places[min(max(offset, 0), places.count - 1)]
    return SourceLocation(file: file, line: place.line, column: place.column)
  }

  /// Where the expression starts.
  public var start: SourceLocation { location(at: 0) }

  /// The text of a range of offsets.
  subscript(range: Range<Int>) -> String {
    var result = ""
    result.unicodeScalars.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
    return result
  }
}

extension ExpressionText.Place {
  /// One column to the right.
  var next: Self { Self(line: line, column: column + 1) }
}
