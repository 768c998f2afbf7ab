/// What projects of a sector are like.
struct Sector: Sendable {
  var name: String
  var work: BilingualName
  /// The median budget, in yuan.
  var medianBudget: Double
  /// The share of projects that take land or houses and pay compensation.
  var landShare: Double
  /// The share of projects with monitoring stations.
  var stationShare: Double

  /// The sectors, in the order of `StandardTables.sectors`.
  static let all: [Sector] = [
    Sector(
      name: "roads",
      work: BilingualName("road", "道路工程"),
      medianBudget: 42e6,
      landShare: 0.7,
      stationShare: 0.1
    ),
    Sector(
      name: "water",
      work: BilingualName("river works", "河道整治工程"),
      medianBudget: 30e6,
      landShare: 0.5,
      stationShare: 0.9
    ),
    Sector(
      name: "schools",
      work: BilingualName("school", "学校建设工程"),
      medianBudget: 26e6,
      landShare: 0.2,
      stationShare: 0
    ),
    Sector(
      name: "housing",
      work: BilingualName("resettlement housing", "安置房工程"),
      medianBudget: 65e6,
      landShare: 0.8,
      stationShare: 0.1
    ),
    Sector(
      name: "energy",
      work: BilingualName("gas network", "燃气管网工程"),
      medianBudget: 34e6,
      landShare: 0.4,
      stationShare: 0.3
    ),
    Sector(
      name: "digital",
      work: BilingualName("data platform", "数据平台项目"),
      medianBudget: 9e6,
      landShare: 0,
      stationShare: 0
    ),
    Sector(
      name: "environment",
      work: BilingualName("sewage plant", "污水处理工程"),
      medianBudget: 22e6,
      landShare: 0.3,
      stationShare: 0.95
    ),
    Sector(
      name: "health",
      work: BilingualName("clinic", "卫生院工程"),
      medianBudget: 28e6,
      landShare: 0.15,
      stationShare: 0
    ),
  ]
}
