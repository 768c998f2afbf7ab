import FuzzChecks

/// libFuzzer's way in; its `main` is linked by `--sanitize=fuzzer`.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The bytes stay for the call.
  unsafe FuzzTarget.package.run(bytes, count)
  return 0
}
