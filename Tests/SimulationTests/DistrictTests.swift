import Simulation
import Tables
import Testing

@Suite struct DistrictTests {
  @Test(arguments: DistrictLanguage.allCases)
  func theSameSeedGivesTheSameBytes(_ language: DistrictLanguage) throws {
    let options = DistrictOptions(projects: 40, seed: 7)
    let first = try District(options).files(language: language)
    let second = try District(options).files(language: language)
    #expect(first.map(\.name) == second.map(\.name))
    for (one, other) in zip(first, second) { #expect(one.bytes == other.bytes, "\(one.name)") }
    #expect(District(options).truthBytes() == District(options).truthBytes())
  }

  @Test func anotherSeedGivesAnotherDistrict() throws {
    let first = try District(DistrictOptions(projects: 40, seed: 7)).files()
    let second = try District(DistrictOptions(projects: 40, seed: 8)).files()
    for (one, other) in zip(first, second) where one.name.contains(".csv") {
      #expect(one.bytes != other.bytes, "\(one.name)")
    }
  }

  @Test func keysTellRowsApart() {
    for table in ShippedDistrict.english.tables {
      guard let key = table.schema.key else { continue }
      let keys = table[key].compactMap(\.text)
      #expect(keys.count == table.rows.count, "\(table.schema.name)")
      #expect(Set(keys).count == keys.count, "\(table.schema.name)")
    }
  }

  @Test func referencesLeadToRows() throws {
    for table in ShippedDistrict.english.tables {
      for reference in table.schema.references {
        let target = try #require(ShippedDistrict.english.table(reference.table))
        let keys = Set(target[reference.key].compactMap(\.text))
        let references = table[reference.column].compactMap(\.text)
        #expect(references.count == table.rows.count, "\(table.schema.name)")
        #expect(Set(references).isSubset(of: keys), "\(table.schema.name).\(reference.column)")
      }
    }
  }

  @Test func rowsKeepToTheirSchema() {
    for table in ShippedDistrict.english.tables {
      for column in table.schema.columns {
        let cells = table[column.name]
        if column.isRequired { #expect(!cells.contains(.missing), "\(column.name)") }
        if !column.values.isEmpty {
          let strange = Set(cells.compactMap(\.text)).subtracting(column.values)
          #expect(strange.isEmpty, "\(table.schema.name).\(column.name)")
        }
        for cell in cells where cell != .missing {
          let fits =
            switch column.kind {
            case .text: cell.text != nil
            case .date: cell.day != nil
            case .boolean: cell.truth != nil
            case .integer: cell.number.map { $0 == $0.rounded() } ?? false
            case .number, .money: cell.number.map(\.isFinite) ?? false
            }
          if !fits { Issue.record("\(table.schema.name).\(column.name): \(cell)") }
        }
      }
    }
  }

  @Test func nothingIsKnownAfterTheSnapshot() {
    let snapshot = ShippedDistrict.english.options.to
    for table in ShippedDistrict.english.tables {
      for column in table.schema.columns where column.kind == .date {
        guard column.knowledge != .plan else { continue }
        let latest = table[column.name].compactMap(\.day).max()
        #expect(latest.map { $0 <= snapshot } ?? true, "\(table.schema.name).\(column.name)")
      }
      for column in table.schema.columns {
        guard let knownOn = column.knownOn else { continue }
        let early = zip(table[column.name], table[knownOn]).count { value, day in
          day == .missing && value != .missing
        }
        #expect(early == 0, "\(table.schema.name).\(column.name)")
      }
    }
  }

  @Test func everyTableHasRows() {
    for table in ShippedDistrict.english.tables {
      #expect(table.rows.count > 500, "\(table.schema.name)")
      #expect(table.rows.count == table.projects.count)
    }
  }

  @Test(arguments: [1, 2, 5, 13])
  func smallDistrictsAreWhole(_ projects: Int) throws {
    let district = District(DistrictOptions(projects: projects, seed: 3))
    #expect(district.table("projects")?.rows.count == projects)
    #expect(district.truth.rows.count == projects)
    #expect(try district.files(language: .chinese).count == 19)
  }

  @Test func optionsOutOfRangeAreMoved() {
    let options = DistrictOptions(
      projects: -4,
      from: DistrictOptions.standardStart,
      to: DistrictOptions.standardStart
    )
    #expect(options.projects == 1)
    #expect(options.to == DistrictOptions.standardStart + 365)
  }

  @Test func theBoardHasOneFinishedTwentySixOnScheduleAndThreeLate() {
    let states = ShippedDistrict.english.board().scheduleStates()
    #expect(states.count == 30)
    #expect(states.count { $0 == .finished } == 1)
    #expect(states.count { $0 == .onSchedule } == 26)
    #expect(states.count { $0 == .late } == 3)
  }

  @Test func aSliceHoldsItsProjectsOnly() {
    let slice = ShippedDistrict.english.slice([3, 5])
    for table in slice.tables { #expect(Set(table.projects).isSubset(of: [3, 5])) }
    let whole = ShippedDistrict.english.tables.map { table in
      table.projects.count { [3, 5].contains($0) }
    }
    #expect(slice.tables.map(\.rows.count) == whole)
  }
}
