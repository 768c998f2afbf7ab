import Determinism
import Tables
import Testing

/// Keys lead to their ordinals, however they are given and written.
@Suite struct KeyIndexTests {
  /// Different keys: short and long ones, numbered ones with gaps, ones that begin alike.
  private func keys(_ random: inout SplitMix64, count: Int) -> [String] {
    let kind = random.next() % 4
    let start = Int(random.next() % 1000)
    var seen: Set<String> = []
    var keys: [String] = []
    for number in 0..<count {
      let key =
        switch kind {
        case 0: "P" + String(1_000_000 + start + number)
        case 1: "项-" + String(10_000_000 + start + number * Int(1 + random.next() % 3))
        case 2: String(repeating: "x", count: Int(random.next() % 25)) + String(random.next() % 500)
        default: "2024-BJ-" + String(random.next())
        }
      if seen.insert(key).inserted { keys.append(key) }
    }
    return keys
  }

  private func joined(_ keys: [String]) -> (bytes: [UInt8], ends: [Int]) {
    var bytes: [UInt8] = []
    let ends = keys.map { key in
      bytes += Array(key.utf8)
      return bytes.count
    }
    return (bytes, ends)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `keys given at once or one by one have the same ordinals`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let keys = keys(&random, count: 1 + Int(random.next() % 3000))
    let (bytes, ends) = joined(keys)
    var single = KeyIndex()
    for (ordinal, key) in keys.enumerated() { #expect(single.insert(text: key) == Int32(ordinal)) }
    for threads in [1, 3] {
      var index = try #require(KeyIndex(bytes: bytes, ends: ends, threads: threads))
      #expect(index.count == keys.count)
      #expect(index.texts == keys)
      for (ordinal, key) in keys.enumerated() {
        #expect(index.ordinal(ofText: key) == Int32(ordinal))
        #expect(index.insert(text: key) == Int32(ordinal))
        let other = key + "0"
        #expect(index.ordinal(ofText: other) == single.ordinal(ofText: other))
      }
      for other in ["", "P", "P9999999999", "项-1", "x", "P100000a"] {
        #expect(index.ordinal(ofText: other) == single.ordinal(ofText: other))
      }
      let added = index.insert(text: "another key")
      #expect(added == Int32(keys.count))
      #expect(index.ordinal(ofText: keys[0]) == 0)
    }
  }

  @Test(arguments: ["P%07d", "2024-long-key-%07d", "%d"])
  func `a key that comes twice is found`(_ form: String) {
    var keys = (0..<70_000).map { number in
      form.replacing("%07d", with: String(1_000_000 + number)).replacing("%d", with: "\(number)")
    }
    #expect(KeyIndex(bytes: joined(keys).bytes, ends: joined(keys).ends, threads: 2) != nil)
    keys[60_000] = keys[3]
    #expect(KeyIndex(bytes: joined(keys).bytes, ends: joined(keys).ends, threads: 2) == nil)
  }

  @Test func `keys are plain when none can look personal`() throws {
    func arePlain(_ keys: [String]) throws -> Bool {
      try #require(KeyIndex(bytes: joined(keys).bytes, ends: joined(keys).ends, threads: 1))
        .arePlain
    }
    #expect(try arePlain(["P1", "q-2"]))
    #expect(try !arePlain(["P1", "13812345678"]))
    #expect(try !arePlain(["P1", "Li Wei"]))
    #expect(try !arePlain(["P1", "a@b.cn"]))
    #expect(try !arePlain(["P1", "王五"]))
  }
}
