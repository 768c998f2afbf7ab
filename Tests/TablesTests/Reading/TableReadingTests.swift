import Foundation
import Tables
import TestSupport
import Testing

@Suite struct TableReadingTests {
  @Test func everyTypeIsRead() throws {
    let small = try SmallDataset(
      fields: [
        "{name: count, type: integer}", "{name: share, type: number}",
        "{name: cost, type: number, watchpost: {unit: CNY, written_in: 万元}}",
        "{name: open, type: boolean, trueValues: [是], falseValues: [否]}",
        "{name: begun, type: date}", "{name: note, type: string}",
      ],
      rows: ["p1,3,0.5,1.2,是,2024-03-05,hello", "p2,,,,,,"],
      header: "project_id,count,share,cost,open,begun,note"
    )
    let (table, rejects) = try small.projects()
    #expect(table.shown("project_id") == ["p1", "p2"])
    #expect(table.shown("count") == ["3", nil])
    #expect(table.shown("share") == ["0.5", nil])
    #expect(table.shown("cost") == ["12000.0", nil])
    #expect(table["cost"]?.type == .money)
    #expect(table.shown("open") == ["true", nil])
    #expect(table.shown("begun") == ["2024-03-05", nil])
    #expect(table.shown("note") == ["hello", nil])
    #expect(rejects.count == 0)
    #expect(rejects.tables["projects"]?.rows == 2)
    #expect(table.positions.map(\.line) == [2, 3])
  }

  /// The folders of the datasets; without optimisation only the small one, to stay quick.
  static let shipped: [String] = {
    #if DEBUG
    let isQuick = true
    #else
    let isQuick = false
    #endif
    let folder = Repository.root.appendingPathComponent("Datasets").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { !isQuick || $0 == "district-board" }.filter {
      FileManager.default.fileExists(atPath: "\(folder)/\($0)/datapackage.yaml")
    }.map { "\(folder)/\($0)" }
  }()

  @Test(arguments: shipped)
  func shippedDatasetsAreReadWithinTheLimits(_ folder: String) throws {
    var dataset = try Dataset(opening: folder)
    dataset.tokenKey = TokenKey(bytes: [UInt8](repeating: 1, count: 32))
    var rejects = RejectLog()
    let subjects = try dataset.subjects(rejects: &rejects)
    #expect(subjects.count > 0)
    for resource in dataset.package.resources where dataset.package.links[resource.name] != nil {
      let fields = resource.fields.filter { $0.personal != .drop }.map(\.name)
      let reader = try dataset.reader(resource.name, fields: fields, subjects: subjects)
      var rows = 0
      while let batch = try reader.next() {
        #expect(batch.subjects.count == batch.rowCount)
        #expect(batch.columns.allSatisfy { $0.count == batch.rowCount })
        rows += batch.rowCount
      }
      #expect(rows == reader.statistics.rows - reader.statistics.rejectedRows)
      #expect(rows > 0)
    }
  }

  @Test func codesOfTheSchoolsAreCountedAndNotRefused() throws {
    let dataset = try Dataset(
      opening: Repository.root.appendingPathComponent("Datasets/nyc-school-construction").path
    )
    var rejects = RejectLog()
    _ = try dataset.table("projects", fields: [], rejects: &rejects)
    let codes = rejects.tables["projects"]?.fields.compactMap { $0.codes["PNS"] } ?? []
    #expect(codes.reduce(0, +) > 1000)
    #expect(rejects.tables["projects"]?.rejectedRows == 0)
  }
}
