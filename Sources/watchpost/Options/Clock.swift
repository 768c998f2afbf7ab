import Features
import Glibc
import Operations
import Tables

/// The only place that reads the clock.
enum Clock {
  /// The day before today where the dataset is; the machine's own zone when none is named.
  static func yesterday(timezone: String?) throws -> Day {
    if let timezone {
      guard FileSystem.mayRead("/usr/share/zoneinfo/" + timezone) || timezone == "UTC" else {
        throw OperationError(
          Diagnostic(
            "unknown timezone in watchpost.yaml",
            value: timezone,
            hint: "use a name such as Asia/Shanghai (package tzdata), or give --as-of"
          )
        )
      }
      // No other thread runs yet that could read the environment.
      unsafe setenv("TZ", timezone, 1)
      tzset()
    }
    var now = time(nil)
    // `tm` holds a pointer to the zone's name, which is not read; the call fills the rest.
    var civil = unsafe tm()
    _ = unsafe localtime_r(&now, &civil)
    let today = unsafe Day(
      year: Int(civil.tm_year) + 1900,
      month: Int(civil.tm_mon) + 1,
      day: Int(civil.tm_mday)
    )
    return (today ?? Day(number: Int32(clamping: now / 86_400))) - 1
  }

  /// Clocks for a profile.
  static let profile = RunProfile.Clocks(
    wall: { seconds(CLOCK_MONOTONIC) },
    process: { seconds(CLOCK_PROCESS_CPUTIME_ID) },
    thread: { seconds(CLOCK_THREAD_CPUTIME_ID) }
  )

  /// The most memory the process has had, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    // The call fills the structure it is given.
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    // As above.
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
