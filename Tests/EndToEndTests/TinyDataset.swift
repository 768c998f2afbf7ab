import TestSupport

/// Six projects and their complaints with a pack of two indicators, small enough that every figure
/// can be counted by hand.
enum TinyDataset {
  static let package = """
    name: tiny
    resources:
      - name: projects
        path: projects.csv
        schema:
          primaryKey: [project_id]
          fields:
            - {name: project_id, type: string}
            - {name: name, type: string, watchpost: {knowledge: fixed}}
            - {name: approved_on, type: date}
            - {name: closed_on, type: date}
            - {name: planned_finish, type: date, watchpost: {knowledge: plan}}
            - {name: budget, type: number, watchpost: {unit: CNY, knowledge: fixed}}
        watchpost:
          role: entity
          snapshot_on: 2024-12-31
          exists_from: approved_on
          exists_until: closed_on
      - name: complaints
        path: complaints.csv
        schema:
          foreignKeys:
            - {fields: [project_id], reference: {resource: projects, fields: [project_id]}}
          fields:
            - {name: project_id, type: string}
            - {name: received_on, type: date}
            - {name: people, type: integer}
        watchpost:
          role: event
          happened: received_on
          recorded: received_on
          covers: {from: 2020-01-01}

    """

  /// A's name is a formula; D begins in 2024, E ends in 2024.
  static let projects = """
    project_id,name,approved_on,closed_on,planned_finish,budget
    A,"=HYPERLINK(""http://x.invalid"")",2020-01-01,,2024-01-01,1000
    B,Bridge,2020-01-01,,2025-01-01,2000
    C,Canal,2020-01-01,,2026-01-01,3000
    D,Dam,2024-05-01,,2026-01-01,
    E,Embankment,2020-01-01,2024-03-01,2025-01-01,5000
    F,Ferry,2020-01-01,,2025-01-01,6000

    """

  /// In the 120 days to 2023-12-31: B 1, C 1, E 2, F 3; in those to 2024-06-30: A 3, C 1, F 2.
  static let complaints = """
    project_id,received_on,people
    A,2024-05-05,1
    A,2024-06-01,2
    A,2024-06-02,2
    B,2023-12-05,7
    C,2023-12-01,3
    C,2024-06-01,3
    E,2023-11-01,1
    E,2023-12-01,4
    F,2023-11-01,1
    F,2023-12-01,1
    F,2023-12-02,1
    F,2024-05-02,1
    F,2024-05-03,1

    """

  static let features = """
    features:
      people: {value: max(people) from complaints, title: {en: Largest group, zh: 最大人数}, unit: person}
      ln_budget: ln(budget)
      overdue: {value: "days_between(planned_finish, as_of)", applies: planned_finish < as_of}
      per_head: budget / (people - 3)
      name_of: name

    """

  static let pack = """
    pack: tiny
    title: {en: Tiny, zh: 小}
    kind_column: sector
    acts:
      law: {title: {en: A law, zh: 某法}, from: 2019-07-01, mark: V}
    risk_points:
      R1: {title: {en: A risk, zh: 风险}, controls: [{en: A control, zh: 措施}]}
    points: {blue: 5, yellow: 10, orange: 20, red: 30}
    indicators:
      X01:
        name: ManyComplaints
        title: {en: Complaints, zh: 投诉}
        risk_point: R1
        phases: [construction]
        unit: case
        features:
          many_complaints: count(*) from complaints where received_on > as_of - 120
        direction: higher
        cuts: {blue: 0, yellow: 1, red: 2}
        law: [{act: law, article: "23"}]
        why: {en: Because, zh: 因为}
        innocent: [{en: Rain, zh: 下雨}]
        verify: [{en: Ask, zh: 询问}]
        source: {ref: somewhere, mark: D}
      X02:
        name: Overspent
        title: {en: Spent above the budget, zh: 超支}
        risk_point: R1
        phases: [construction]
        unit: ratio
        features:
          overspent: final_cost / budget
        direction: higher
        cuts: {red: 1}
        law: [{act: law, article: "24"}]
        why: {en: Because, zh: 因为}
        innocent: [{en: Rain, zh: 下雨}]
        verify: [{en: Ask, zh: 询问}]
        source: {ref: somewhere, mark: D}
      X03:
        name: OneBidder
        title: {en: One bidder, zh: 仅一家投标}
        risk_point: R1
        phases: [tender]
        unit: bid
        features:
          one_bidder: min(bid_amount) from bids where projects.final_cost > 0
        direction: higher
        cuts: {red: 1}
        law: [{act: law, article: "25"}]
        why: {en: Because, zh: 因为}
        innocent: [{en: Rain, zh: 下雨}]
        verify: [{en: Ask, zh: 询问}]
        source: {ref: somewhere, mark: D}

    """

  static let catalogue = """
    families:
      X: {en: Examples, zh: 示例}
    reasons:
      text: {en: needs the similarity of texts, zh: 需要文本相似度}
    indicators:
      X01: {en: complaints, zh: 投诉, needs: [complaints.received_on]}
      X04: {en: copied text, zh: 文本雷同, needs: [projects.name], cannot: text}

    """

  /// A folder `tiny` with the dataset in it.
  static func make() throws -> Workdir {
    let workdir = try Workdir()
    try workdir.write("tiny/datapackage.yaml", package)
    try workdir.write("tiny/projects.csv", projects)
    try workdir.write("tiny/complaints.csv", complaints)
    try workdir.write("tiny/features.yaml", features)
    try workdir.write("tiny/pack.yaml", pack)
    try workdir.write("tiny/catalogue.yaml", catalogue)
    try workdir.write("tiny/policy.yaml", "by: points\nlevels: {blue: 5, yellow: 10, red: 30}\n")
    try workdir.write(
      "tiny/watchpost.yaml",
      "features: features.yaml\npack: pack.yaml\npolicy: policy.yaml\ntimezone: UTC\n"
    )
    return workdir
  }
}
