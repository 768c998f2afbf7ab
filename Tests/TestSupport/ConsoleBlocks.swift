/// A console block of a Markdown document: commands after `$ ` and what they print.
///
///     ```console
///     $ watchpost check Datasets/district
///     12 tables, 0 errors
///     ```
///
/// A line `…` in the printed text stands for any number of lines, and `…` inside a line for any
/// text, so that a document can show the head of a long answer.
public struct ConsoleBlock: Sendable {
  /// One command and what it prints.
  public struct Step: Sendable {
    /// The command, without the prompt; lines ended by `\` are joined.
    public var command: String
    /// The lines it prints to standard output.
    public var expected: [String]
    /// The line of the command in the document, from 1.
    public var line: Int
  }

  /// The steps, in order.
  public var steps: [Step]

  /// Every console block of a document, in order.
  public static func all(in markdown: String) -> [ConsoleBlock] {
    var blocks: [ConsoleBlock] = []
    var steps: [Step]?
    for (index, line) in markdown.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init).enumerated()
    {
      if line.hasPrefix("```") {
        if let finished = steps {
          blocks.append(ConsoleBlock(steps: finished))
          steps = nil
        } else if line == "```console" {
          steps = []
        }
        continue
      }
      guard var open = steps else { continue }
      if let last = open.last, last.command.hasSuffix("\\"), last.expected.isEmpty {
        open[open.count - 1].command.removeLast()
        open[open.count - 1].command += line.drop { $0 == " " }
      } else if line.hasPrefix("$ ") {
        open.append(Step(command: String(line.dropFirst(2)), expected: [], line: index + 1))
      } else if !open.isEmpty {
        open[open.count - 1].expected.append(line)
      }
      steps = open
    }
    return blocks
  }

  /// The document with the printed text of each step replaced, where it differs from what is shown.
  public static func recorded(
    _ markdown: String,
    _ replacements: [(step: Step, actual: [String])]
  ) -> String {
    var lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (step, actual) in replacements.reversed()
    where difference(expected: step.expected, actual: actual) != nil {
      var printed = actual
      while printed.last == "" { printed.removeLast() }
      var first = step.line
      while first <= lines.count, lines[first - 1].hasSuffix("\\") { first += 1 }
      lines.replaceSubrange(first..<(first + step.expected.count), with: printed)
    }
    return lines.joined(separator: "\n")
  }

  /// The first difference between what a document shows and what was printed, or nil.
  public static func difference(expected: [String], actual: [String]) -> String? {
    var actual = actual[...]
    while actual.last == "" { actual.removeLast() }
    var expected = expected[...]
    while expected.last == "" { expected.removeLast() }
    while let wanted = expected.first {
      if wanted == "…" {
        expected.removeFirst()
        guard let next = expected.first else { return nil }
        while let line = actual.first, !matches(next, line) { actual.removeFirst() }
        if actual.isEmpty { return "nothing after “…” reads: \(next)" }
        continue
      }
      guard let line = actual.first else { return "the output ends before: \(wanted)" }
      if !matches(wanted, line) { return "expected: \(wanted)\n     got: \(line)" }
      expected.removeFirst()
      actual.removeFirst()
    }
    return actual.first.map { "unexpected further output: \($0)" }
  }

  private static func matches(_ pattern: String, _ line: String) -> Bool {
    let pieces = pattern.split(separator: "…", omittingEmptySubsequences: false)
    guard pieces.count > 1, let first = pieces.first, let last = pieces.last else {
      return pattern == line
    }
    guard line.hasPrefix(first) else { return false }
    var rest = line.dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let found = find(piece, in: rest) else { return false }
      rest = rest[found...]
    }
    return rest.count >= last.count && rest.hasSuffix(last)
  }

  private static func find(_ piece: Substring, in text: Substring) -> Substring.Index? {
    var rest = text
    while !rest.isEmpty {
      if rest.hasPrefix(piece) { return rest.index(rest.startIndex, offsetBy: piece.count) }
      rest.removeFirst()
    }
    return nil
  }
}
