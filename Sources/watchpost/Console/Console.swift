import Glibc
import Synchronization
import Tables

/// The two streams of the terminal: answers on standard output, everything else on standard error,
/// where no password of a database's URL is ever shown.
enum Console {
  /// Whether standard output is a terminal that wants colours (`NO_COLOR` is honoured).
  static let isColourful =
    isatty(STDOUT_FILENO) == 1 && Environment["NO_COLOR"] == nil && !isDumb
  /// Whether standard error is a terminal, so that progress may be shown.
  static let showsProgress = isatty(STDERR_FILENO) == 1 && !isDumb

  private static var isDumb: Bool { ["dumb", nil].contains(Environment["TERM"]) }

  /// Writes one line of the answer.
  static func line(_ text: String = "") { write(text + "\n", to: STDOUT_FILENO) }

  /// Writes lines of the answer.
  static func lines(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    write(lines.joined(separator: "\n") + "\n", to: STDOUT_FILENO)
  }

  /// Writes a line about the run to standard error.
  static func note(_ text: String) {
    write(DatabaseAddress.hidingPasswords(in: text) + "\n", to: STDERR_FILENO)
  }

  /// The line that shows how far the run has come, while there is one.
  private static let bar = Mutex<ProgressBar?>(nil)

  /// What the jobs tell how far they have come; seen while there is a line.
  static var steps: RunProgress {
    showsProgress ? RunProgress { step in bar.withLock { $0 }?.show(step) } : .none
  }

  /// Shows what is being done, on a terminal only, until `progressDone`.
  static func progress(_ label: String) {
    guard showsProgress else { return }
    let label = DatabaseAddress.hidingPasswords(in: label)
    bar.withLock { bar in
      if let bar { return bar.show(label) }
      bar = ProgressBar(label, isColourful: Environment["NO_COLOR"] == nil)
    }
  }

  /// Takes the progress line away.
  static func progressDone() {
    bar.withLock { bar in
      bar?.end()
      bar = nil
    }
  }

  /// Writes every byte, with the progress line out of the way.
  static func write(_ text: String, to descriptor: Int32) {
    if let bar = bar.withLock({ $0 }) {
      bar.around { put(text, to: descriptor) }
    } else {
      put(text, to: descriptor)
    }
  }

  /// Writes every byte; a reader that has gone away ends the process quietly, with `codeWhenGone`.
  static func put(_ text: String, to descriptor: Int32, codeWhenGone: Int32 = 0) {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let written = FileSystem.write(descriptor, bytes, from: start)
      if written >= 0 {
        start += written
      } else if errno == EPIPE {
        exit(codeWhenGone)
      } else if errno == EAGAIN {
        FileSystem.waitUntilWritable(descriptor)
      } else if errno != EINTR {
        end(errno, writingTo: descriptor)
      }
    }
  }

  /// Ends the process because a stream takes no more bytes, which standard error says of the other.
  private static func end(_ code: Int32, writingTo descriptor: Int32) -> Never {
    let stream = "standard output"
    let problem = OutputProblem(code, of: "write", in: stream)
    let error = TableError(.output(problem), at: SourceLocation(file: stream))
    var diagnostic = error.diagnostic
    // It names the place already.
    diagnostic.value = nil
    let exitCode = diagnostic.kind.exitCode
    if descriptor == STDOUT_FILENO {
      put(diagnostic.rendered + "\n", to: STDERR_FILENO, codeWhenGone: exitCode)
    }
    exit(exitCode)
  }
}

/// Colours of the four levels and of words, empty where there is no terminal.
enum Colour: String {
  case red = "31"
  case orange = "38;5;208"
  case yellow = "33"
  case blue = "34"
  case green = "32"
  case bold = "1"
  case faint = "2"

  /// `text` in this colour on a terminal, else as it is.
  func callAsFunction(_ text: String) -> String { Console.isColourful ? on(text) : text }

  /// `text` in this colour.
  func on(_ text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
}
