import Glibc

/// The C library's character conversion.
///
/// What cannot be read becomes a 0xFF byte, which is never part of UTF-8.
/// Safe because the descriptor is private, opened by `init` and closed by `deinit` only.
@safe
final class Iconv {
  private let descriptor: iconv_t
  /// The bytes of one code unit, left out together when they cannot be read.
  private let unit: Int
  private let isGBK: Bool
  /// Whether ASCII is copied and only the rest converted; the result is the same.
  private let copiesASCII: Bool
  /// The number of sequences that could not be read.
  private(set) var invalidSequences = 0

  /// A conversion from `encoding` to another, or nil when the system has none.
  ///
  /// ASCII is copied where the encodings allow it; tests turn that off to compare.
  init?(from encoding: TextEncoding, to other: TextEncoding = .utf8, copyingASCII: Bool = true) {
    let name = Iconv.name(encoding)
    let otherName = Iconv.name(other)
    guard Iconv.isName(name), Iconv.isName(otherName) else { return nil }
    // Both arguments are C strings that live for the call.
    unsafe descriptor = iconv_open(otherName, name)
    // iconv says −1 where it has no such conversion.
    guard unsafe Int(bitPattern: descriptor) != -1 else { return nil }
    let upper = name.uppercased()
    if upper.hasPrefix("UTF-16") || upper.hasPrefix("UCS-2") {
      unit = 2
    } else if upper.hasPrefix("UTF-32") || upper.hasPrefix("UCS-4") {
      unit = 4
    } else {
      unit = 1
    }
    isGBK = encoding == .gbk
    copiesASCII = copyingASCII && other == .utf8 && encoding.keepsASCII
  }

  deinit {
    // Opened by `init`, closed nowhere else.
    _ = unsafe iconv_close(descriptor)
  }

  /// Whether iconv can convert from the encoding called `name`.
  static func knows(_ name: String) -> Bool { Iconv(from: .other(name)) != nil }

  private static func name(_ encoding: TextEncoding) -> String {
    switch encoding {
    case .utf8: "UTF-8"
    case .utf16, .utf16LE: "UTF-16LE"
    case .utf16BE: "UTF-16BE"
    case .gb18030, .gbk: "GB18030"
    case .other(let other): other
    }
  }

  /// A name is letters, digits and a little punctuation; `//` would start iconv's own options.
  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count < 64
      && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
  }

  /// Converts `input`, appending to `output`, and returns the bytes used.
  ///
  /// Bytes at the end that begin a longer sequence are not used, unless `isLast`: then each unit of
  /// them is invalid.
  func convert(_ input: ArraySlice<UInt8>, isLast: Bool, appendingTo output: inout [UInt8]) -> Int {
    var used = 0
    var scratch = [UInt8](repeating: 0, count: 1 << 14)
    while used < input.count {
      if copiesASCII {
        let start = input.startIndex + used
        let end = Iconv.endOfASCII(input, from: start)
        output.append(contentsOf: input[start..<end])
        let other = Iconv.startOfASCII(input, from: end)
        let step = convertStep(input[end..<other], into: &scratch)
        output.append(contentsOf: scratch[..<step.produced])
        used = end - input.startIndex + step.used
        // Whatever is odd about a sequence shows only with what stands behind it.
        if used == input.count || step.end == 0 || step.end == E2BIG { continue }
      }
      let step = convertStep(input[(input.startIndex + used)...], into: &scratch)
      output.append(contentsOf: scratch[..<step.produced])
      used += step.used
      switch step.end {
      case 0, E2BIG: continue
      case EINVAL where !isLast: return used
      default:
        let byte = input[input.startIndex + used]
        if isGBK, byte == 0x80 {
          output.append(contentsOf: "€".utf8)
        } else {
          output.append(0xFF)
          invalidSequences += 1
        }
        used = min(input.count, used + unit)
      }
    }
    if isLast {
      // Encodings with shift states may owe a few bytes; null input asks for them.
      let owed = unsafe scratch.withUnsafeMutableBytes { bytes in
        var target = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        var room = bytes.count
        _ = unsafe iconv(descriptor, nil, nil, &target, &room)
        return bytes.count - room
      }
      output.append(contentsOf: scratch[..<owed])
    }
    return used
  }

  /// The place of the first byte from `start` on that is not ASCII.
  private static func endOfASCII(_ input: ArraySlice<UInt8>, from start: Int) -> Int {
    // Offsets stay below the count of the buffer, of which eight bytes are left for each word.
    unsafe input[start...].withUnsafeBytes { bytes in
      var place = 0
      while place + 8 <= bytes.count,
        unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self) & 0x8080_8080_8080_8080
          == 0
      {
        place += 8
      }
      while place < bytes.count, unsafe bytes[place] < 0x80 { place += 1 }
      return start + place
    }
  }

  /// The place from `start` on where two bytes of ASCII follow one another, behind the first of
  /// them, which may be the second byte of a character.
  private static func startOfASCII(_ input: ArraySlice<UInt8>, from start: Int) -> Int {
    let bytes = input.span
    var place = start - input.startIndex
    while place < bytes.count {
      if place > start - input.startIndex, bytes[place] < 0x80, bytes[place - 1] < 0x80 { break }
      place += 1
    }
    return input.startIndex + place
  }

  /// One call of iconv: the bytes used and produced, and the error number it stopped with.
  private func convertStep(_ input: ArraySlice<UInt8>, into scratch: inout [UInt8]) -> (
    used: Int, produced: Int, end: Int32
  ) {
    // iconv declares its input mutable but only reads it. Both counters bound what it touches.
    unsafe input.withUnsafeBytes { source in
      unsafe scratch.withUnsafeMutableBytes { target in
        var from = unsafe UnsafeMutableRawPointer(mutating: source.baseAddress)?
          .assumingMemoryBound(to: CChar.self)
        var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
        var fromLeft = source.count
        var toLeft = target.count
        let result = unsafe iconv(descriptor, &from, &fromLeft, &to, &toLeft)
        let end = result == -1 ? errno : 0
        return (source.count - fromLeft, target.count - toLeft, end)
      }
    }
  }
}

extension TextEncoding {
  /// `text` in this encoding; nil where the C library has no such conversion, or `text` is not UTF-8
  /// or holds what the encoding does not.
  package func encoded(utf8 text: [UInt8]) -> [UInt8]? {
    guard let converter = Iconv(from: .utf8, to: self) else { return nil }
    var encoded: [UInt8] = []
    _ = converter.convert(text[...], isLast: true, appendingTo: &encoded)
    return converter.invalidSequences == 0 ? encoded : nil
  }
}
