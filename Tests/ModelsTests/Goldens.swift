import FoundationEssentials
import Models

/// The files of `Goldens/`, which `logistic.py` writes.
enum Goldens {
  /// The rows of a golden file after its comment and its header, cut at commas.
  static func rows(_ name: String, path: String = #filePath) throws -> [[String]] {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    let data = try Data(contentsOf: URL(filePath: "/\(folder)/Goldens/\(name)"))
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.dropFirst()
      .map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
  }

  /// The observations of `logistic_data.csv`, with the label, weight and offset of each row.
  struct Sample {
    var observations: Observations
    var labels: [Bool]
    var weights: [Double]
    var offset: [Double]
  }

  /// Reads `logistic_data.csv` with the features asked for.
  static func sample(_ features: [String]) throws -> Sample {
    let rows = try rows("logistic_data.csv")
    let names = [
      "slip", "budget", "changes", "bids", "spread", "age", "sector", "weight", "offset", "label",
    ]
    func column(_ name: String) -> [String] {
      let index = names.firstIndex(of: name) ?? 0
      return rows.map { $0[index] }
    }
    func numbers(_ name: String) -> [Double] { column(name).map { Double($0) ?? 0 } }
    let columns = features.map { name -> ObservationColumn in
      let texts = column(name)
      if name == "sector" {
        let names = Array(Set(texts)).sorted()
        let codes = texts.map { Int32(names.firstIndex(of: $0) ?? -1) }
        return ObservationColumn(name: name, codes: codes, names: names)
      }
      let presence = texts.map { text -> Presence in
        text.isEmpty ? .missing : text == "NA" ? .notApplicable : .present
      }
      return ObservationColumn(name: name, numbers: numbers(name), presence: presence)
    }
    return Sample(
      observations: try Observations(ids: rows.indices.map { "p\($0)" }, columns: columns),
      labels: column("label").map { $0 == "1" },
      weights: numbers("weight"),
      offset: numbers("offset")
    )
  }

  /// Every feature of `logistic_data.csv`.
  static let features = ["slip", "budget", "changes", "bids", "spread", "age", "sector"]
}
