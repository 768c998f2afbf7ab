import Features
import Tables
import Testing

/// The page of the language says all of it, and what it says is so.
@Suite struct ReferenceTests {
  private let entries = LanguageReference.entries

  @Test func everyFunctionAndAggregateStandsInIt() {
    let names = entries.map(\.name)
    for function in ScalarFunction.all { #expect(names.count { $0 == function.name } == 1) }
    for aggregate in Aggregate.allCases { #expect(names.count { $0 == aggregate.rawValue } == 1) }
    #expect(Set(names).count == names.count)
    for kind in LanguageEntry.Kind.allCases { #expect(entries.contains { $0.kind == kind }) }
  }

  @Test func everyWordAndSignIsUsedInIt() {
    let usages = entries.flatMap { [$0.usage, $0.meaning, $0.example] }.joined(separator: " ")
    for word in LanguageReference.words { #expect(usages.contains(word), "\(word)") }
  }

  /// The examples together do everything that an expression can do.
  @Test func everyOperationIsShown() throws {
    var seen: Set<Features.Operation> = []
    for entry in entries {
      for feature in try LanguageReference.plan(entry.example).features {
        for expression in feature.form.expressions {
          expression.forEach {
            if case .apply(let operation, _) = $0.kind { seen.insert(operation) }
          }
        }
      }
    }
    // Windows are made of these; no declaration can write them.
    let unwritten: Set<Features.Operation> = [.latestKnown, .earliestKnown]
    #expect(Set(Features.Operation.allCases).subtracting(seen) == unwritten)
  }

  /// Every entry says what it means and where it works; its example has SQL in every dialect.
  @Test func everyEntryIsWhole() throws {
    for entry in entries {
      #expect(!entry.meaning.isEmpty && !entry.places.isEmpty, "\(entry.name)")
      if ![.clause, .option].contains(entry.kind) {
        #expect(!entry.types.isEmpty, "\(entry.name)")
      }
      for dialect in SQLDialect.allCases {
        let lines = try entry.sql(dialect)
        #expect(!lines.isEmpty && lines.allSatisfy { !$0.isEmpty }, "\(entry.name)")
      }
    }
  }

  /// An aggregate that is said to work on events and among peers does, and no other does.
  @Test(arguments: Aggregate.allCases)
  func aggregatesWorkWhereItSays(aggregate: Aggregate) throws {
    let entry = try #require(entries.first { $0.name == aggregate.rawValue })
    let call = try #require(entry.example.split(separator: ")").first) + ")"
    let names = ["amount": "x", "paid_on": "d", "is_late": "is_open", "payee": "t"]
    let own = names.reduce(String(call)) { $0.replacing($1.key, with: $1.value) }
    let events = names.reduce(String(call)) { text, name in
      text.replacing("(\(name.value))", with: "(\(name.key))")
    }
    for (place, example) in [
      (LanguageEntry.Place.events, "\(events) from payments"), (.peers, "\(own) over ()"),
    ] {
      let works = (try? LanguageReference.plan(example)) != nil
      #expect(works == entry.places.contains(place), "\(example)")
    }
  }
}
