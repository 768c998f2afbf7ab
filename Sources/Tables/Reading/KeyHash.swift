/// The hash of the bytes of a key, a word at a time: each mixed in by one wide multiplication.
enum KeyHash {
  /// `word` has the eight bytes from a multiple of eight on, the first in the lowest byte; those
  /// behind the last of `count` are 0.
  ///
  /// A key of several parts begins each with the hash of the one before.
  @inline(__always)
  static func hash(
    count: Int,
    behind earlier: UInt64 = 0,
    word: (_ offset: Int) -> UInt64
  ) -> UInt64 {
    var hash = earlier ^ (UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15)
    var offset = 0
    while offset < count {
      let product = (hash ^ word(offset)).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      hash = product.high ^ product.low
      offset += 8
    }
    let last = (hash ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return last.high ^ last.low
  }
}
