// swift-tools-version: 6.2
import PackageDescription

/// Warnings stop the build only where `CI` is set: a newer compiler with a new warning must not
/// stop a newcomer.
let strict: [SwiftSetting] =
  [.strictMemorySafety()]
  + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let parser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
let sqlite = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

/// One room of the house: its sources and what it may import (ARCHITECTURE.md).
func room(_ name: String, _ imports: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: imports, swiftSettings: strict)
}

/// The tests of one room.
func tests(
  _ name: String,
  _ imports: [Target.Dependency],
  exclude: [String] = ["Goldens"]
) -> Target {
  .testTarget(
    name: name,
    dependencies: imports + ["TestSupport"],
    exclude: exclude,
    swiftSettings: strict
  )
}

/// Fuzzers, which only `make fuzz` builds: their `main` comes with `--sanitize=fuzzer`.
let fuzzers: [Target] =
  Context.environment["WATCHPOST_FUZZERS"] == nil
  ? []
  : ["records", "tables", "features", "package"].map { name in
    .executableTarget(
      name: "fuzz-\(name)",
      dependencies: ["FuzzChecks"],
      path: "Tests/Fuzzers/\(name)",
      swiftSettings: strict
    )
  }

let package = Package(
  name: "watchpost",
  products: [
    .executable(name: "watchpost", targets: ["watchpost"]),
    .library(name: "Watchpost", targets: ["Operations"]),
  ],
  dependencies: [
    .package(
      url: "https://github.com/apple/swift-argument-parser",
      .upToNextMinor(from: "1.8.2")
    ),
    .package(url: "https://github.com/apple/swift-crypto", .upToNextMinor(from: "4.5.2")),
    .package(url: "https://github.com/groue/GRDB.swift", .upToNextMinor(from: "7.10.0")),
    .package(url: "https://github.com/jpsim/Yams", .upToNextMinor(from: "6.2.2")),
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(
      name: "CSQLite",
      pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"])]
    ),
    .target(name: "CBytes"),
    .target(name: "CLaunch"),
    .target(name: "CLoad"),
    .target(name: "COpenBLAS", dependencies: ["CLoad"]),
    .target(name: "CPostgres", dependencies: ["CLoad"]),
    .target(name: "CZip", dependencies: ["CLoad"]),
    room("Determinism", []),
    room("LinearAlgebra", ["COpenBLAS"]),
    room(
      "Tables",
      [
        "Determinism", "CBytes", "CZlib", "CZip", "CExpat", "CSQLite", "CPostgres", yaml, crypto,
      ]
    ),
    room("Features", ["Tables", "Determinism", yaml]),
    room("Models", ["Tables", "LinearAlgebra", "Determinism"]),
    room("Indicators", ["Features", "Models", "Tables", yaml]),
    room("Evaluation", ["Models", "Determinism"]),
    room("Warnings", ["Indicators", "Evaluation"]),
    room("Simulation", ["Determinism", "Tables"]),
    room("Operations", ["Warnings", "Simulation"]),
    .executableTarget(
      name: "watchpost",
      dependencies: ["Operations", "CLaunch", parser],
      swiftSettings: strict
    ),

    .target(
      name: "TestSupport",
      dependencies: ["Tables"],
      path: "Tests/TestSupport",
      swiftSettings: strict
    ),
    .target(
      name: "FeatureWorlds",
      dependencies: ["Features", "Determinism", "Tables"],
      path: "Tests/FeatureWorlds",
      swiftSettings: strict
    ),
    .target(
      name: "FuzzChecks",
      dependencies: ["Tables", "Features", "FeatureWorlds", "TestSupport"],
      path: "Tests/FuzzChecks",
      swiftSettings: strict
    ),
    tests("FuzzTests", ["FuzzChecks", "Determinism"]),
    tests("DeterminismTests", ["Determinism"]),
    tests("LinearAlgebraTests", ["LinearAlgebra", "Determinism"]),
    tests("TablesTests", ["Tables", "Determinism"]),
    tests("FeaturesTests", ["Features", "FeatureWorlds"]),
    tests("ParityTests", ["Features", "FeatureWorlds", sqlite], exclude: []),
    tests("ModelsTests", ["Models", "LinearAlgebra", "Determinism", "Tables"]),
    tests("IndicatorsTests", ["Indicators", yaml], exclude: ["Goldens", "Fixtures"]),
    tests("EvaluationTests", ["Evaluation", "Determinism", "Tables"]),
    tests("WarningsTests", ["Warnings", "Tables"]),
    tests("SimulationTests", ["Simulation"]),
    tests(
      "EndToEndTests",
      ["Operations", "Warnings", "Features", "Models", "Tables", sqlite]
    ),
  ] + fuzzers,
  swiftLanguageModes: [.v6]
)
