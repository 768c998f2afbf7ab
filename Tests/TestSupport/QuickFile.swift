import Foundation

/// Files of tests, written without waiting for the disk as `Data.write` does: on a busy disk that
/// takes longer than most tests.
public enum QuickFile {
  /// Writes the bytes of a file that is new or is replaced.
  ///
  /// - Throws: `POSIXError` when the file cannot be opened; what `FileHandle` says of the disk.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    // The path stays for the call.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: Data(bytes))
  }
}
