import Foundation
import TestSupport
import Testing

/// The command runs itself once more with what the C library and OpenBLAS read when they are loaded.
@Suite struct LaunchTests {
  private func world() throws -> Workdir {
    let workdir = try Workdir()
    try workdir.write("table.csv", "id,slip\n" + (1...50).map { "R\($0),\($0 % 7)\n" }.joined())
    return workdir
  }

  /// Looks at the environment of a command that waits for its input.
  private static let script = """
    mkfifo pipe
    watchpost check - --fields <pipe >out.txt 2>errors.txt &
    process=$!
    exec 3>pipe
    found=nothing
    for _ in $(seq 100); do
      environment=$(tr '\\0' '\\n' </proc/$process/environ)
      if grep -q '^GLIBC_TUNABLES=glibc.malloc.hugetlb=1' <<<"$environment" &&
        grep -q '^OPENBLAS_NUM_THREADS=1$' <<<"$environment"; then
        found=settings
        break
      fi
      [ $((++tries)) -lt ${TRIES:-100} ] || break
      sleep 0.1
    done
    echo "$found in $(cat /proc/$process/comm)"
    cat table.csv >&3
    exec 3>&-
    wait $process
    echo "exit $?"
    """

  @Test func theCommandHasTheSettingsAndItsOwnName() throws {
    let workdir = try world()
    let outcome = try workdir.shell("unset GLIBC_TUNABLES; \(Self.script)")
    #expect(outcome.output == "settings in watchpost\nexit 0\n", "\(outcome.errors)")
  }

  @Test func whoSetsTunablesKeepsTheirs() throws {
    let workdir = try world()
    let usual = try workdir.shell("unset GLIBC_TUNABLES; watchpost check table.csv --fields")
    let own = try workdir.shell("export GLIBC_TUNABLES=; TRIES=3; \(Self.script)")
    #expect(own.output == "nothing in watchpost\nexit 0\n", "\(own.errors)")
    let kept = try workdir.shell("export GLIBC_TUNABLES=; watchpost check table.csv --fields")
    #expect(usual.code == 0)
    #expect(kept.output == usual.output)
  }
}
