import TestSupport

/// A dataset of forty projects with complaints and outcomes, written into a folder to be broken.
enum SmallDataset {
  static let package = """
    name: small
    resources:
      - name: projects
        path: projects.csv
        schema:
          primaryKey: [project_id]
          fields:
            - {name: project_id, type: string}
            - {name: sector, type: string, watchpost: {knowledge: fixed}}
            - {name: budget, type: number, watchpost: {unit: CNY, knowledge: fixed}}
            - {name: planned_finish, type: date, watchpost: {knowledge: plan}}
            - {name: actual_finish, type: date}
        watchpost: {role: entity, snapshot_on: 2024-12-31}
      - name: complaints
        path: complaints.csv
        schema:
          foreignKeys:
            - {fields: [project_id], reference: {resource: projects, fields: [project_id]}}
          fields:
            - {name: project_id, type: string}
            - {name: received_on, type: date}
            - {name: people, type: integer}
        watchpost: {role: event, happened: received_on, covers: {from: 2020-01-01}}
      - name: outcomes
        path: outcomes.csv
        schema:
          foreignKeys:
            - {fields: [project_id], reference: {resource: projects, fields: [project_id]}}
          fields:
            - {name: project_id, type: string}
            - {name: happened, type: date}
            - {name: state, type: string}
        watchpost: {role: outcome, happened: happened, covers: {from: 2020-01-01, to: 2024-12-31}}

    """

  static let features = """
    features:
      slip: days_between(planned_finish, coalesce(actual_finish, as_of))
      ln_budget: ln(budget)
      complaints_90d: count(*) from complaints where received_on > as_of - 90
      people_max: max(people) from complaints

    """

  static let settings = """
    features: features.yaml
    timezone: UTC
    outcome: {positive: [confirmed], absence: negative}
    panel: {from: 2021-01-01, to: 2024-06-01, every: quarter, horizon: 90}

    """

  /// The projects of the dataset, header first.
  static let projects: [String] =
    ["project_id,sector,budget,planned_finish,actual_finish"]
    + (1...40).map { number in
      let finish = number % 3 == 0 ? "2024-0\(1 + number % 9)-15" : ""
      return "P\(100 + number),\(number % 2 == 0 ? "road" : "school"),\(number * 1000).50,"
        + "2023-\(number % 12 + 1 < 10 ? "0" : "")\(number % 12 + 1)-01,\(finish)"
    }

  /// The complaints of the dataset, header first.
  static let complaints: [String] =
    ["project_id,received_on,people"]
    + (1...240).map { number in
      let project = 101 + (number * 7) % 40
      let month = number % 12 + 1
      return "P\(project),202\(number % 5)-\(month < 10 ? "0" : "")\(month)-\(10 + number % 18),"
        + "\(1 + number % 6)"
    }

  /// The outcomes of the dataset, header first.
  static let outcomes: [String] =
    ["project_id,happened,state"]
    + (1...24).map { number in
      let month = number % 12 + 1
      return "P\(100 + number),202\(1 + number % 4)-\(month < 10 ? "0" : "")\(month)-20,confirmed"
    }

  /// A folder `small` with the dataset in it.
  static func make() throws -> Workdir {
    let workdir = try Workdir()
    try workdir.write("small/datapackage.yaml", package)
    try workdir.write("small/features.yaml", features)
    try workdir.write("small/watchpost.yaml", settings)
    try workdir.write("small/projects.csv", projects)
    try workdir.write("small/complaints.csv", complaints)
    try workdir.write("small/outcomes.csv", outcomes)
    return workdir
  }
}

extension Workdir {
  /// Writes lines as a file.
  func write(_ name: String, _ lines: [String]) throws {
    try write(name, lines.joined(separator: "\n") + "\n")
  }
}
