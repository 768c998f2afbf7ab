import Features
import Tables

/// Where the time of a run went, as a table.
enum ProfileText {
  static func lines(_ profile: RunProfile, peakMemory: Int) -> [String] {
    var text = TextTable(
      ["stage", "wall s", "CPU s", "MB", "GB/s", "rows", "million rows/s"],
      right: Set(1...6)
    )
    var (wall, cpu, bytes) = (0.0, 0.0, 0)
    for stage in profile.stages {
      let megabytes = Double(stage.bytes) / 1e6
      text.add([
        stage.isPart ? "  " + stage.name : stage.name,
        stage.isPart ? "" : Figures.fixed(stage.wall, 3),
        Figures.fixed(stage.cpu, 3),
        stage.bytes > 0 ? Figures.fixed(megabytes, 1) : "",
        stage.bytes > 0 ? Figures.fixed(megabytes / 1e3 / max(stage.wall, 1e-9), 2) : "",
        stage.rows > 0 ? Figures.count(stage.rows) : "",
        stage.rows > 0 ? Figures.fixed(Double(stage.rows) / 1e6 / max(stage.wall, 1e-9), 2) : "",
      ])
      if stage.isPart { continue }
      wall += stage.wall
      cpu += stage.cpu
      bytes += stage.bytes
    }
    text.add(
      ["all", Figures.fixed(wall, 3), Figures.fixed(cpu, 3)]
        + [Figures.fixed(Double(bytes) / 1e6, 1), "", "", ""]
    )
    return text.lines() + ["peak memory: \(Figures.count(peakMemory / 1_000_000)) MB"]
  }
}
