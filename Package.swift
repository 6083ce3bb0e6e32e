// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "soundwire-simulator",
  products: [
    .library(name: "BRAEncoder", targets: ["BRAEncoder"]),
    .library(name: "FrameSim", targets: ["FrameSim"]),
    .executable(name: "simctl", targets: ["simctl"]),
  ],
  targets: [
    .target(name: "BRAEncoder", swiftSettings: strict),
    .target(name: "FrameSim", dependencies: ["BRAEncoder"], swiftSettings: strict),
    .target(name: "Scenario", dependencies: ["BRAEncoder", "FrameSim"], swiftSettings: strict),
    .executableTarget(
      name: "simctl", dependencies: ["BRAEncoder", "FrameSim", "Scenario"], swiftSettings: strict),
    .target(name: "CPeer", path: "Benchmarks/Peer"),
    .executableTarget(
      name: "benchmark", dependencies: ["BRAEncoder", "CPeer", "FrameSim", "Scenario"],
      path: "Benchmarks/Runner", swiftSettings: strict),
    // Reads what the engines put on the line, and shares no code with them: it has no dependency.
    .target(name: "WireDecoder", path: "Tests/WireDecoder", swiftSettings: strict),
    .target(
      name: "JSONSchema", dependencies: ["Scenario"], path: "Tests/JSONSchema", swiftSettings: strict),
    .target(
      name: "GoldenResults", dependencies: ["Scenario"], path: "Tests/GoldenResults", swiftSettings: strict),
    .testTarget(
      name: "BRAEncoderTests", dependencies: ["BRAEncoder"], resources: [.copy("Fixtures")],
      swiftSettings: strict),
    .testTarget(
      name: "BenchmarkTests", dependencies: ["FrameSim", "benchmark"], swiftSettings: strict),
    .testTarget(
      name: "EquivalenceTests", dependencies: ["BRAEncoder", "FrameSim", "Scenario", "WireDecoder"],
      swiftSettings: strict),
    .testTarget(
      name: "FrameSimTests", dependencies: ["BRAEncoder", "FrameSim", "WireDecoder"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "PeerTests", dependencies: ["CPeer"], resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "ScenarioTests",
      dependencies: ["BRAEncoder", "FrameSim", "GoldenResults", "JSONSchema", "Scenario"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "simctlTests", dependencies: ["FrameSim", "GoldenResults", "JSONSchema", "Scenario", "simctl"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
  ]
)
