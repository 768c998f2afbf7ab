import Dispatch
import Glibc
import Synchronization
import Tables

/// The progress line of a run on a terminal, drawn anew ten times a second and gone at the end.
///
/// Steps only leave word where they are; a queue of its own draws, so that neither a slow terminal
/// nor many threads hold the run up.
final class ProgressBar: Sendable {
  private let line: Mutex<ProgressLine>
  /// Whether the run goes on, and what stands on the line.
  private let drawing = Mutex((isRunning: true, drawn: ""))
  private let isColourful: Bool
  private static let interval = DispatchTimeInterval.milliseconds(100)
  /// Goes to the first column and clears the line.
  static let erasure = "\r\u{1B}[2K"

  /// Begins to show what the run does; the first time after a tenth of a second.
  init(_ label: String, isColourful: Bool) {
    line = Mutex(ProgressLine(label: label, step: nil))
    self.isColourful = isColourful
    tick(on: DispatchQueue(label: "progress"))
  }

  /// Takes note of where a step is.
  func show(_ step: RunProgress.State) { line.withLock { $0.step = step } }

  /// Takes note of what the run does now.
  func show(_ label: String) { line.withLock { $0 = ProgressLine(label: label, step: nil) } }

  /// Takes the line away for good.
  func end() {
    drawing.withLock { state in
      state.isRunning = false
      erase(&state.drawn)
    }
  }

  /// Takes the line away while `body` writes; the next tick draws it again.
  func around(_ body: () -> Void) {
    drawing.withLock { state in
      erase(&state.drawn)
      body()
    }
  }

  private func erase(_ drawn: inout String) {
    if !drawn.isEmpty { Console.put(ProgressBar.erasure, to: STDERR_FILENO) }
    drawn = ""
  }

  private func tick(on queue: DispatchQueue) {
    queue.asyncAfter(deadline: .now() + ProgressBar.interval) { [self] in
      let goesOn = drawing.withLock { state in
        guard state.isRunning else { return false }
        let line = line.withLock { $0 }
        // The last column stays free: some terminals wrap when it is filled.
        let text = line.text(columns: Terminal.width - 1, isColourful: isColourful)
        guard text != state.drawn else { return true }
        Console.put(ProgressBar.erasure + text, to: STDERR_FILENO)
        state.drawn = text
        return true
      }
      if goesOn { tick(on: queue) }
    }
  }
}
