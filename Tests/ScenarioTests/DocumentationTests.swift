import Foundation
import FrameSim
import Scenario
import Testing

/// docs/scenario-format.md is complete, and its examples are scenarios.
@Suite struct DocumentationTests {
  static let file = Golden.fixtures.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs/scenario-format.md")

  static func page() throws -> String { try String(decoding: Data(contentsOf: file), as: UTF8.self) }

  @Test func everyKeyIsDocumented() throws {
    let page = try Self.page()
    let metrics = ExpectationMetric.allCases.map(\.rawValue)
    for schema in ObjectSchema.all where schema.name != "expect[]" {
      for key in schema.keys {
        let isNamed = page.contains("`\(key)`") || page.contains("{ \(key): ") || page.contains(", \(key): ")
        #expect(isNamed, "\(schema.name) \(key)")
      }
    }
    for key in ["transfer", "total", "status", "error"] + metrics {
      #expect(page.contains("`\(key)`"), "\(key)")
    }
  }

  @Test func everyExampleLoadsWithoutRemarksAndRunsAsExpected() throws {
    let blocks = try Self.page().components(separatedBy: "```json5\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
    #expect(blocks.count == 9)
    for block in blocks {
      let folder = Golden.fixtures.path + "/docs"
      let loaded = try ScenarioLoader.load(
        bytes: Array(block.utf8), name: "example", folder: folder, for: .check)
      #expect(loaded.warnings.isEmpty)
      var observer = NoObserver()
      let run = try ScenarioRun.run(loaded.scenario, observer: &observer)
      let disappointed = run.outcomes.filter { !$0.passed }
      let remarks = run.warnings.joined(separator: "; ")
      #expect(disappointed.isEmpty, "\(loaded.scenario.transfers.map(\.name)): \(remarks)")
    }
  }

  @Test func everyColumnOfTheTablesIsDocumented() throws {
    let page = try Self.page()
    for column in ScenarioRun.csvHeader.components(separatedBy: ",") + ["fingerprint"] {
      #expect(page.contains("`\(column)`"), "\(column)")
    }
  }

  @Test func theSweepInThePageHas18Points() throws {
    let block = try #require(
      try Self.page().components(separatedBy: "```json5\n").first { $0.contains("sweep: {\n") })
    let text = block.components(separatedBy: "```")[0]
    let plan = try ScenarioLoader.loadSweep(bytes: Array(text.utf8), name: "example", folder: "").plan
    #expect(plan.count == 18)
    #expect(try plan.point(1).axes.map(\.value) == [50, 4, 0, 64])
    let bad = text.replacing("\"bus.rows,columns\": [[50, 4], [64, 8]]", with: "\"bus.rows\": [48, 49]")
    let failure = #expect(throws: ScenarioLoadFailure.self) {
      try ScenarioLoader.loadSweep(bytes: Array(bad.utf8), name: "shapes.json5", folder: "")
    }
    let message = try #require(failure?.diagnostics.first?.description)
    #expect(try Self.page().contains("\n\(message)\n"), "\(message)")
  }

  @Test func theMessageInThePageIsThatOfTheLoader() throws {
    let text = "{ format: 'simctl-scenario/1',\n  bus:\n       { clockMHz: 4.8, rows: 50, columns: 4 } }"
    let failure = #expect(throws: ScenarioLoadFailure.self) {
      try ScenarioLoader.load(bytes: Array(text.utf8), name: "download.json5", folder: "")
    }
    let page = try Self.page()
    #expect(failure?.diagnostics.contains { page.contains("\n\($0.description)\n") } == true)
  }

  /// The table of rules that are results of the run, row by row.
  @Test(arguments: [
    ("via: 'bra', op: 'read', device: 1, address: 0, bytes: 1048577", 4, "EINVAL"),
    ("via: 'column0', op: 'read', device: 1, address: 0, bytes: 1e18", 4, "EINVAL"),
    ("via: 'bra', op: 'read', device: 0, address: 0, bytes: 1", 4, "ENODEV"),
    ("via: 'column0', op: 'read', device: 12, address: 0, bytes: 1", 4, "ENODEV"),
    ("via: 'bra', op: 'read', device: 15, address: 0, bytes: 1", 4, "ENODEV"),
    ("via: 'bra', op: 'read', device: 2, address: 0, bytes: 1", 4, "EINVAL"),
    ("via: 'bra', op: 'read', device: 1, address: 0, bytes: 1", 2, "EINVAL"),
    ("via: 'bra', op: 'read', device: 3, address: 0, bytes: 1", 4, "EINVAL"),
    ("via: 'column0', op: 'read', device: 1, address: 0x80000000, bytes: 1", 4, "EINVAL"),
    ("via: 'column0', op: 'read', device: 1, address: 0x7FFFFFFF, bytes: 2", 4, "EINVAL"),
    ("via: 'bra', op: 'read', device: 9, address: 0, bytes: 1", 4, "ENODATA"),
    ("via: 'column0', op: 'read', device: 9, address: 0, bytes: 1", 4, "ENODATA"),
    ("via: 'bra', op: 'write', device: 1, address: 0x2000, data: { hex: '00' }", 4, "EIO"),
    ("via: 'column0', op: 'write', device: 1, address: 0x2000, data: { hex: '00' }", 4, "ENODATA"),
    ("via: 'bra', op: 'read', device: 1, address: 0, bytes: 513", 4, "EINVAL"),
    ("via: 'bra', op: 'write', device: 1, address: 0x3000, data: { hex: '00' }", 4, "EIO"),
    ("via: 'column0', op: 'write', device: 1, address: 0x3000, data: { hex: '00' }", 4, "ENODATA"),
  ])
  func rulesOfTheInterfaceAreResults(transfer: String, columns: Int, errno: String) throws {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 48, columns: \(columns) },
        peripherals: [
          { device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 16, access: "ro" }] },
          { device: 2 }, { device: 3, dp0: { blockAlignment: 16 } },
        ],
        policy: { maxBytes: 512 },
        transfers: [{ name: "t", \(transfer) }], expect: [{ transfer: "t", error: "\(errno)" }] }
      """
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "rule", folder: "").scenario
    var observer = NoObserver()
    let outcomes = try ScenarioRun.run(scenario, observer: &observer).outcomes
    #expect(outcomes.count == 2)
    for outcome in outcomes { #expect(outcome.passed, "\(outcome.name): \(outcome.actual)") }
  }
}
