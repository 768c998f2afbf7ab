import Indicators
import Tables
import Warnings

/// Which indicators a dataset can answer.
public struct ComputableResult: Sendable {
  /// A definition that no declaration can say yet.
  public struct NotSayable: Sendable {
    /// Its id.
    public var id: String
    /// Its name.
    public var title: Bilingual
    /// Why it cannot be said.
    public var why: Bilingual
  }

  /// What the pack's indicators need and lack.
  public var computability: Computability
  /// Definitions of the catalogue that the language cannot say.
  public var notSayable: [NotSayable]

  /// One line an indicator.
  public func table(_ language: Language) -> Table {
    let answers = computability.answers
    return Table(
      name: "computable",
      names: ["indicator", "title", "computable", "missing", "error"],
      columns: [
        .texts(answers.map(\.indicator.id)),
        .texts(answers.map { $0.indicator.title[language.rawValue] }),
        .booleans(answers.map(\.isComputable)),
        .texts(answers.map { $0.missing.isEmpty ? nil : $0.missing.joined(separator: " ") }),
        .texts(answers.map { $0.error?.diagnostic.message }),
      ]
    )
  }
}

extension Workbench {
  /// Which indicators of the pack the dataset can answer, and what would let it answer more.
  public func computable(catalogue file: String?) throws -> ComputableResult {
    guard let pack = writtenPack else {
      throw OperationError(
        "there is no indicator pack to ask about",
        at: SourceLocation(file: dataset.package.folder),
        hint: "give --pack, for example Models/standard"
      )
    }
    let notSayable = try file.map { try Catalogue.load($0).notSayable(in: pack) } ?? []
    return ComputableResult(
      computability: pack.computability(of: dataset.package),
      notSayable: notSayable.compactMap { entry in
        entry.cannot.map { .init(id: entry.id, title: entry.title, why: $0.text) }
      }
    )
  }
}
