import ArgumentParser
import Glibc
import Operations
import Tables

/// The command line: parse arguments, call one operation, say what happened.
struct Watchpost: ParsableCommand {
  static let version = Operations.version

  static let configuration = CommandConfiguration(
    commandName: "watchpost",
    abstract: "Turn records of public projects into explained integrity-risk warnings.",
    discussion: """
      Warnings are leads for people to check, never findings. DATASET is a folder with a data \
      package (datapackage.yaml), a database (postgres://…, or a SQLite file) with one, or a table of \
      ready features where a command says so.

      Example:
        watchpost check Datasets/nyc-school-construction

      Exit codes: 0 done; 1 done, and the answer is no; 2 wrong usage or input; 70 a fault of \
      ours; 75 try again (disk full, locked, database away); 130 interrupted.
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(
        name: "Data",
        subcommands: [
          InitCommand.self, CheckCommand.self, ComputableCommand.self, FeaturesCommand.self,
          PanelCommand.self, SimulateCommand.self,
        ]
      ),
      CommandGroup(
        name: "Models",
        subcommands: [
          TrainCommand.self, EvaluateCommand.self, ScoreCommand.self, ExplainCommand.self,
          ModelsCommand.self,
        ]
      ),
    ]
  )
}

@main
enum Main {
  static func main() {
    Signals.install()
    do {
      var command = try Watchpost.parseAsRoot()
      try command.run()
    } catch let answer as Answer {
      exit(answer.code)
    } catch let error as any DiagnosticError {
      Console.progressDone()
      Console.note(error.diagnostic.rendered)
      exit(error.diagnostic.kind.exitCode)
    } catch {
      end(with: error)
    }
  }

  /// Help and versions go to standard output and are a success; wrong usage is exit 2.
  private static func end(with error: any Error) -> Never {
    Console.progressDone()
    let code = Watchpost.exitCode(for: error)
    let message = Watchpost.fullMessage(for: error)
    if code == .success {
      Console.line(message)
      exit(0)
    }
    if !message.isEmpty { Console.note(message) }
    exit(code == .validationFailure ? 2 : code.rawValue == 1 ? 70 : code.rawValue)
  }
}

/// A run that is done but whose answer is no: exit 1 without a message of its own.
struct Answer: Error {
  /// Done, and the answer is no.
  static let no = Answer(code: 1)
  let code: Int32
}

/// What the process does when it is told to stop.
enum Signals {
  /// Ctrl-C says one line and ends with 130; a reader that goes away is seen by the writer.
  static func install() {
    // Whoever started us may have blocked the signal; the set lives for both calls.
    var interrupt = sigset_t()
    _ = unsafe sigemptyset(&interrupt)
    _ = unsafe sigaddset(&interrupt, SIGINT)
    _ = unsafe sigprocmask(SIG_UNBLOCK, &interrupt, nil)
    // Found out here, so that the handler only looks.
    _ = Console.showsProgress
    // The handlers below call only what a signal handler may call.
    signal(SIGPIPE, SIG_IGN)
    // A file that may not grow is an error where it is written.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGINT) { _ in
      // Over the progress line, where there is one.
      let message: StaticString =
        Console.showsProgress
        ? "\r\u{1B}[2Kwatchpost: interrupted; outputs are as they were before\n"
        : "\nwatchpost: interrupted; outputs are as they were before\n"
      // A static string lives as long as the program.
      _ = unsafe Glibc.write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
      _exit(130)
    }
  }
}
