import Glibc

/// What the terminal behind standard error is like.
enum Terminal {
  /// The columns of the terminal; 80 where it does not say.
  static var width: Int {
    var size = winsize()
    // The call fills the local, and says so when it cannot.
    let isKnown = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0
    return isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
