import Foundation
import TestSupport
import Testing

/// `--profile`: the table of where the time of a run went.
@Suite struct ProfileTests {
  /// A row of the profile by its columns; nil where the profile has none of this name.
  private func stage(_ name: String, in errors: String) -> [String]? {
    let line = errors.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
    return line?.dropFirst(name.count).split(separator: " ").map(String.init)
  }

  /// Megabytes as the profile shows them.
  private func megabytes(_ bytes: [String]) -> String {
    let sum = bytes.reduce(0) { $0 + $1.utf8.count + 1 }
    return String(format: "%.1f", Double(sum) / 1e6)
  }

  /// A code for a missing key is for the reader that knows all rules, and is in no cell here.
  @Test(arguments: ["", "      missingValues: [\"\", \"none\"]\n"])
  func everyTableSaysWhatWasRead(missing: String) throws {
    // Enough rows for a figure in every column.
    let projects =
      [SmallDataset.projects[0]]
      + (0..<4000).map { "P\(1000 + $0),\(String(repeating: "x", count: 100)),\($0),," }
    let complaints =
      [SmallDataset.complaints[0]]
      + (0..<20_000).map { "P\(1000 + $0 % 4000),2024-0\(1 + $0 % 6)-11,1" }
    let workdir = try SmallDataset.make()
    try workdir.write("small/projects.csv", projects)
    try workdir.write("small/complaints.csv", complaints)
    let key = "      primaryKey: [project_id]\n"
    try #require(SmallDataset.package.contains(key))
    try workdir.write(
      "small/datapackage.yaml",
      SmallDataset.package.replacing(key, with: key + missing)
    )
    try workdir.write(
      "small/features.yaml",
      "features: {twice: 2 * budget, complaints_n: count(*) from complaints}\n"
    )
    let outcome = try workdir.run("features small --as-of 2024-06-30 --profile -o out.csv")
    #expect(outcome.code == 0, "\(outcome.errors)")
    for (name, lines) in [("projects", projects), ("complaints", complaints)] {
      // wall s, CPU s, MB, GB/s, rows, million rows/s
      let row = try #require(stage("read \(name)", in: outcome.errors), "\(outcome.errors)")
      try #require(row.count == 6, "\(row)")
      #expect(row[2] == megabytes(lines))
      #expect(Double(row[3]) != nil)
      #expect(row[4].replacing(",", with: "") == "\(lines.count - 1)")
    }
    let all = try #require(stage("all", in: outcome.errors))
    #expect(all.last == megabytes(projects + complaints))
  }
}
