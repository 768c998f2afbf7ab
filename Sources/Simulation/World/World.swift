import Determinism

/// The actors of a district, with the latent causes that decide how they behave.
///
/// Integrity is standard normal over the population: below zero is poor. Capability is too, and
/// independent of it: the lateness of the incapable is no misconduct.
struct World: Sendable {
  /// An authority that is responsible for projects.
  struct Unit: Sendable {
    var name: BilingualName
    var region: Int
    /// The sectors it builds in, as places in `Sector.all`.
    var sectors: [Int]
    var integrity: Double
    var capability: Double
  }

  /// A company that builds, supplies or serves.
  struct Contractor: Sendable {
    var name: BilingualName
    var integrity: Double
    var capability: Double
    /// The ring it rigs bids with, nil for most.
    var ring: Int?
    var device: String
    var account: String
  }

  var regions: [BilingualName]
  var units: [Unit]
  var contractors: [Contractor]
  /// Members of each ring, as places in `contractors`.
  var rings: [[Int]]
  var agencies: [BilingualName]

  /// A world for so many projects: about 12 per unit and 9 per contractor.
  init(projects: Int, random: inout SplitMix64) {
    regions = Self.regionNames
    let unitCount = (projects / 12).clamped(to: 6...400)
    let contractorCount = (projects / 9).clamped(to: 24...900)
    units = []
    for index in 0..<unitCount {
      // Every kind of office comes before any comes twice, so small districts have them all.
      let round = index / Self.offices.count
      let office = Self.offices[index % Self.offices.count]
      let region = (index + round) % regions.count
      let series = round / regions.count
      let suffix = series == 0 ? "" : " \(series + 1)"
      units.append(
        Unit(
          name: BilingualName(
            "\(regions[region].english) \(office.name.english)\(suffix)",
            "\(regions[region].chinese)\(office.name.chinese)\(series == 0 ? "" : "\(series + 1)处")"
          ),
          region: region,
          sectors: office.sectors,
          integrity: random.normal(),
          capability: random.normal()
        )
      )
    }
    contractors = []
    for index in 0..<contractorCount {
      let stem = Self.stems[index % Self.stems.count]
      let number = index / Self.stems.count
      contractors.append(
        Contractor(
          name: BilingualName(
            "\(stem.english) Construction \(number + 1) (invented)",
            "\(stem.chinese)建设第\(number + 1)公司（虚构）"
          ),
          integrity: random.normal(),
          capability: random.normal(),
          ring: nil,
          device: "DEV-\(Self.digits(random.int(below: 1_000_000), 6))",
          account: "FAKE-ACCT-\(Self.digits(index, 4))"
        )
      )
    }
    // Rings form among companies of little integrity.
    rings = []
    agencies = []
    let integrity = contractors.map(\.integrity)
    let poor = integrity.indices.sorted { (integrity[$0], $0) < (integrity[$1], $1) }
    let members = random.shuffled(Array(poor.prefix(contractorCount / 5)))
    var start = 0
    while start + 4 <= members.count, rings.count < max(2, contractorCount / 25) {
      let size = min(members.count - start, random.int(4...6))
      let ring = Array(members[start..<start + size])
      for member in ring { contractors[member].ring = rings.count }
      rings.append(ring)
      start += size
    }
    agencies = (1...max(5, projects / 100)).map {
      BilingualName("Tender Agency \($0) (invented)", "第\($0)招标代理（虚构）")
    }
  }

  /// `number` with leading zeros up to `width` digits.
  static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static let regionNames = [
    BilingualName("North Bank", "北岸镇"), BilingualName("South Bank", "南岸镇"),
    BilingualName("Old Town", "老城街道"), BilingualName("New Port", "新港街道"),
    BilingualName("Clear Stream", "清溪镇"), BilingualName("Red Hill", "红岭镇"),
    BilingualName("Stone Bridge", "石桥镇"), BilingualName("Pine Ridge", "松岗镇"),
    BilingualName("Long Beach", "长滩镇"), BilingualName("West Gate", "西关街道"),
    BilingualName("Lotus Lake", "莲湖镇"), BilingualName("High Field", "高坪镇"),
  ]

  private static let offices: [(name: BilingualName, sectors: [Int])] = [
    (BilingualName("Transport Office", "交通局"), [0]),
    (BilingualName("Water Office", "水利局"), [1]),
    (BilingualName("Education Office", "教育局"), [2]),
    (BilingualName("Housing Office", "住建局"), [3, 0]),
    (BilingualName("Energy Office", "能源局"), [4]),
    (BilingualName("Health Office", "卫健局"), [7]),
    (BilingualName("Environment Office", "生态环境局"), [6]),
    (BilingualName("Data Office", "数据局"), [5]),
    (BilingualName("Agriculture Office", "农业农村局"), [1, 6]),
    (BilingualName("Investment Company", "投资公司"), [0, 3, 4]),
    (BilingualName("Land Office", "自然资源局"), [3, 6]),
    (BilingualName("Park Committee", "园区管委会"), [0, 4, 5, 6]),
    (BilingualName("Urban Company", "城投公司"), [0, 2, 3, 7]),
  ]

  private static let stems = [
    BilingualName("Amber", "琥珀"), BilingualName("Basalt", "玄武"), BilingualName("Cedar", "雪松"),
    BilingualName("Delta", "三角洲"), BilingualName("Ember", "星火"), BilingualName("Falcon", "隼"),
    BilingualName("Granite", "花岗"), BilingualName("Harbour", "港湾"), BilingualName("Ivory", "象牙"),
    BilingualName("Jade", "翡翠"), BilingualName("Kestrel", "红隼"), BilingualName("Larch", "落叶松"),
    BilingualName("Marble", "云石"), BilingualName("Nimbus", "雨云"), BilingualName("Onyx", "缟玛瑙"),
    BilingualName("Pebble", "卵石"), BilingualName("Quartz", "石英"), BilingualName("Ridge", "山脊"),
    BilingualName("Slate", "板岩"), BilingualName("Topaz", "黄玉"), BilingualName("Umber", "赭石"),
    BilingualName("Velvet", "丝绒"), BilingualName("Willow", "垂柳"), BilingualName("Zenith", "天顶"),
  ]
}
