import Models

/// Models with a term of every shape and every optional part.
enum ModelExamples {
  static let full = Model(
    kind: .additive,
    features: [
      ModelFeature(name: "slip", declaration: "days_between(a, b)", hash: "a1", unit: "day"),
      ModelFeature(name: "sector"), ModelFeature(name: "bids", unit: "\"quoted\"\n"),
    ],
    intercept: -1.1,
    terms: [
      Term(
        feature: "slip",
        shape: .linear(weight: 0.1, center: 1.0 / 3),
        missing: 0.2,
        trainingMean: -0.05
      ),
      Term(
        feature: "bids",
        shape: .steps(cuts: [2, 5.5], values: [0.7, 0.1, -0.4]),
        missing: 0.3,
        notApplicable: -0.25,
        trainingMean: 0.125
      ),
      Term(
        feature: "sector",
        shape: .categories(["road": 0.5, "水利": -0.5], other: 0.01),
        missing: 0,
        trainingMean: 0.03
      ),
      Term(
        feature: "bids",
        shape: .pair(
          second: "sector",
          firstAxis: .cuts([3]),
          secondAxis: .levels(["road"]),
          values: [0.1, 0.2, 0.3, 0.4]
        ),
        missing: -0.6,
        notApplicable: 0.9,
        trainingMean: 0.2
      ),
    ],
    calibration: Calibration(
      method: .platt,
      slope: 0.8,
      intercept: -0.2,
      positiveGroups: 31,
      rows: 400
    ),
    trained: TrainingRecord(
      data: ["projects.csv": "00ff"],
      dates: ["from": "2020-01-01"],
      split: "by time",
      seed: 42,
      versions: ["watchpost": "0.1"],
      kernel: "Haswell",
      rows: 100,
      positives: 12,
      fit: ["lambda": .number(1), "outcome": .text("converged")],
      metrics: [
        "auc": .object([
          "value": .number(0.8125), "interval": .list([.number(0.75), .number(0.875)]),
          "of": .null, "is_final": .boolean(true), "rows": .integer(3),
        ])
      ],
      notes: ["one", "two"]
    ),
    signs: ["slip": .higher, "bids": .lower]
  )

  static let expert = Model(
    kind: .expert,
    features: [ModelFeature(name: "slip_ratio"), ModelFeature(name: "bids")],
    intercept: 0,
    terms: [
      Term(
        feature: "slip_ratio",
        shape: .steps(cuts: [0.1, 0.2, 0.4], values: [0, 5, 10, 20]),
        missing: 0
      ),
      Term(feature: "bids", shape: .steps(cuts: [Double(2).nextUp], values: [15, 0]), missing: 0),
    ],
    pointScale: PointScale(offset: 30, factor: 10)
  )

  /// A model with an uncertainty whose columns are of every kind.
  static let uncertain = Model(
    kind: .logistic,
    features: [
      ModelFeature(name: "slip"), ModelFeature(name: "bids"), ModelFeature(name: "sector"),
    ],
    intercept: -1,
    terms: [
      Term(feature: "slip", shape: .linear(weight: 0.5, center: 10), missing: 0.3),
      Term(
        feature: "bids",
        shape: .linear(weight: 0, center: 0),
        missing: 0.3,
        notApplicable: -0.5
      ),
      Term(
        feature: "sector",
        shape: .categories(["road": 0, "水利": 0.2], other: -0.4),
        missing: 0.1
      ),
    ],
    calibration: full.calibration,
    uncertainty: Uncertainty(
      columns: [
        .number(feature: "slip", mean: 10, scale: 4),
        .category(feature: "sector", name: "水利"),
        .otherCategories(feature: "sector"),
        .absence([
          .init(feature: "slip", presence: .missing), .init(feature: "bids", presence: .missing),
        ]),
        .absence([.init(feature: "bids", presence: .notApplicable)]),
        .intercept,
      ],
      averages: [0, 0.25, 0.125, 0.5, 0.0625, 1],
      covariance: [
        [4], [0.5, 9], [-0.25, 0.1, 1], [0, 0.3, 0.2, 16], [0.125, 0, 0, -0.5, 25],
        [-1, -0.75, 0.0625, 0.5, 1.0 / 3, 2],
      ]
    )
  )
}
