import Indicators
import Models
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

extension ComputableResult {
  /// All of it as JSON: the indicators, what each missing column would unlock, and what cannot be
  /// declared.
  public func json(_ language: Language) -> String {
    func texts(_ list: [String]) -> JSONValue { .list(list.map(JSONValue.text)) }
    let value = JSONValue.object([
      "indicators": .list(
        computability.answers.map { answer in
          .object([
            "indicator": .text(answer.indicator.id),
            "title": .text(answer.indicator.title[language.rawValue]),
            "computable": .boolean(answer.isComputable), "missing": texts(answer.missing),
            "error": answer.error.map { .text($0.diagnostic.message) } ?? .null,
          ])
        }
      ),
      "unlocks": .list(
        computability.unlocks.map { unlock in
          .object([
            "column": .text(unlock.column), "alone": texts(unlock.alone),
            "with_others": texts(unlock.needed.filter { !unlock.alone.contains($0) }),
          ])
        }
      ),
      "not_sayable": .list(
        notSayable.map { entry in
          .object([
            "definition": .text(entry.id), "title": .text(entry.title[language.rawValue]),
            "why": .text(entry.why[language.rawValue]),
          ])
        }
      ),
    ])
    var text = String(decoding: value.encoded(), as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    return text
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
