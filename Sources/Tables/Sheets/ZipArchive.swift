import CZip
import Glibc

/// The library, opened with the first workbook.
///
/// Safe because its functions are filled in by `czip_open` or nothing is returned, and they are
/// called as libzip documents them.
@safe
private struct ZipLibrary {
  let functions: czip_library

  /// The library, or why there is none.
  static let shared: Result<ZipLibrary, TableError> = {
    var functions = czip_library()
    // The local is filled; the message is a terminated text of the loader, copied at once.
    if let message = unsafe czip_open(&functions) {
      return .failure(TableError(.sheet(.noLibrary(unsafe String(cString: message)))))
    }
    return .success(ZipLibrary(functions: functions))
  }()
}

/// A ZIP archive open for reading.
///
/// Safe because libzip's handle is private, opened by `init` and closed by `deinit` only.
@safe
final class ZipArchive {
  /// The file as errors call it.
  let displayName: String
  /// The bytes of the file.
  let size: Int
  fileprivate let library: czip_library
  fileprivate let handle: OpaquePointer

  /// Opens the archive at `path`.
  ///
  /// - Throws: `TableError` when the file cannot be opened or is no ZIP archive.
  init(path: String, displayName: String) throws(TableError) {
    self.displayName = displayName
    let location = SourceLocation(file: displayName)
    let input = try FileInput(path: path, displayName: displayName)
    var head: [UInt8] = []
    let count = try input.read(into: &head, at: 0, limit: 8)
    if head[..<count].starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      throw TableError(.sheet(.oldOrLocked), at: location)
    }
    guard count > 0 else {
      throw TableError(.sheet(.notWorkbook("it is empty")), at: location)
    }
    library = try ZipLibrary.shared.get().functions
    size = FileSystem.status(input.descriptor)?.size ?? 0
    // libzip closes its own copy of the descriptor, and none when it cannot open.
    let copy = dup(input.descriptor)
    guard copy >= 0 else { throw FileInput.failure("open", errno, displayName) }
    var code: Int32 = 0
    // `code` is a local that libzip fills; the handle is ours, or null.
    guard let handle = unsafe library.fdopen(copy, 0, &code) else {
      close(copy)
      throw TableError(.sheet(ZipArchive.problem(code)), at: location)
    }
    unsafe self.handle = unsafe handle
  }

  deinit {
    // Opened by `init`, closed nowhere else; nothing was changed that could be written.
    unsafe library.discard(handle)
  }

  /// The number of a part, or nil; upper and lower case are the same.
  func index(of part: String) -> UInt64? {
    // The handle is open as long as `self` is; the name lives for the call.
    let index = unsafe library.name_locate(handle, part, UInt32(ZIP_FL_NOCASE))
    return index < 0 ? nil : UInt64(index)
  }

  /// What an error code of libzip means for the user.
  fileprivate static func problem(_ code: Int32) -> SheetProblem {
    switch code {
    case ZIP_ER_NOZIP: return .notWorkbook("it is no ZIP archive, or not all of one")
    case ZIP_ER_NOPASSWD, ZIP_ER_ENCRNOTSUPP, ZIP_ER_WRONGPASSWD: return .locked
    case ZIP_ER_CRC: return .damaged("a checksum is wrong")
    case ZIP_ER_INCONS: return .damaged("its table of contents contradicts itself")
    case ZIP_ER_EOF: return .damaged("it ends in the middle")
    case ZIP_ER_COMPNOTSUPP: return .damaged("it is packed in a way that no workbook is")
    case ZIP_ER_ZLIB, ZIP_ER_COMPRESSED_DATA: return .damaged("its packed data is broken")
    default: return .damaged("libzip says error \(code)")
    }
  }
}

/// One part of an archive as a stream of its unpacked bytes.
///
/// Safe because libzip's handle is private, opened by `init` and closed by `deinit` only.
@safe
final class ZipPart {
  /// The bytes read so far.
  private(set) var bytesRead = 0
  private let name: String
  private let archive: ZipArchive
  private let handle: OpaquePointer
  private let limit: Int
  private let size: Int
  private let packedSize: Int

  /// A part may unpack to this many bytes, and to so many for each byte of the archive; a sheet of
  /// equal rows stays below fifty.
  private static let (freeBytes, mostRatio, mostBytes) = (100 << 20, 100, 1 << 40)

  /// Opens part `index` of `archive`, which errors call `name`.
  ///
  /// - Throws: `TableError` when it is encrypted, damaged or too large.
  init(_ archive: ZipArchive, _ index: UInt64, name: String) throws(TableError) {
    self.archive = archive
    self.name = name
    let (ratioLimit, isBeyond) = archive.size.multipliedReportingOverflow(by: Self.mostRatio)
    limit = min(Self.mostBytes, isBeyond ? Self.mostBytes : ratioLimit + Self.freeBytes)
    var status = unsafe zip_stat_t()
    // The handle is open as long as the archive is; `status` is a local that libzip fills.
    guard unsafe archive.library.stat_index(archive.handle, index, 0, &status) == 0,
      // As above; the part is closed by `deinit`, before the archive that it holds.
      let handle = unsafe archive.library.fopen_index(archive.handle, index, 0)
    else {
      // The error belongs to the open handle.
      let code = unsafe archive.library.error_code_zip(archive.library.get_error(archive.handle))
      throw TableError(
        .sheet(ZipArchive.problem(code)),
        at: SourceLocation(file: archive.displayName)
      )
    }
    unsafe self.handle = unsafe handle
    size = unsafe Int(clamping: status.size)
    packedSize = unsafe Int(clamping: status.comp_size)
    if size > limit { throw error(.tooLarge(part: name, limit: limit)) }
  }

  deinit {
    // Opened by `init`, closed nowhere else.
    _ = unsafe archive.library.fclose(handle)
  }

  /// How many packed bytes those read so far are, about.
  var position: Int {
    size > 0 ? Int(Double(packedSize) * min(1, Double(bytesRead) / Double(size))) : 0
  }

  /// Reads at most `limit` bytes into `buffer`; 0 at the end.
  func read(into buffer: inout [UInt8], limit count: Int) throws(TableError) -> Int {
    buffer.grow(to: count)
    // `grow` made room for `count` bytes.
    let read = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe bytes.baseAddress.map { unsafe archive.library.fread(handle, $0, UInt64(count)) } ?? 0
    }
    guard read >= 0 else {
      // The error belongs to the open handle.
      throw error(
        ZipArchive.problem(
          unsafe archive.library.error_code_zip(archive.library.file_get_error(handle))
        )
      )
    }
    bytesRead += Int(read)
    if bytesRead > limit { throw error(.tooLarge(part: name, limit: limit)) }
    return Int(read)
  }

  /// An error of the file this is a part of.
  func error(_ problem: SheetProblem) -> TableError {
    TableError(.sheet(problem), at: SourceLocation(file: archive.displayName))
  }
}
