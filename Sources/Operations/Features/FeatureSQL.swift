import Features
import Tables

extension Workbench {
  /// The SQL that computes every declared feature of every project on a date, with a comment that
  /// says which tables it reads.
  public func sql(_ dialect: SQLDialect, asOf: Day) throws -> String {
    guard !plan.features.isEmpty else { throw Workbench.noFeatures(dataset) }
    let statement = try plan.sql(dialect, asOf: asOf)
    let read = Set(plan.features.flatMap(\.inputs).map(\.resource))
      .union(plan.features.compactMap(\.table))
    let tables = SQLTables(plan.package, dialect)
    var text = """
      Features of \(plan.package.name) as of \(asOf), for \(dialect.title).
      The date stands once, in the first line of the statement. It reads these tables, as
      `watchpost check DATASET --clean FOLDER` writes them with a script that loads them:
      """
    for resource in tables.resources {
      guard read.contains(resource.name) || resource.name == plan.package.subject.name else {
        continue
      }
      text += "\n\n" + tables.create(resource, withNotes: true)
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { $0.isEmpty ? "--" : "-- \($0)" }.joined(separator: "\n") + "\n\n" + statement
  }
}
