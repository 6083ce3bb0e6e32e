import Foundation
import Scenario
import Testing

/// docs/scenario-format.md is complete, and its examples are scenarios.
@Suite struct DocumentationTests {
  static func page() throws -> String {
    let root = Golden.fixtures.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      decoding: Data(contentsOf: root.appending(path: "docs/scenario-format.md")), as: UTF8.self)
  }

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

  @Test func everyExampleLoadsWithoutRemarks() throws {
    let blocks = try Self.page().components(separatedBy: "```json5\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
    #expect(blocks.count == 3)
    for block in blocks {
      let folder = Golden.fixtures.path + "/docs"
      let loaded = try ScenarioLoader.load(bytes: Array(block.utf8), name: "example", folder: folder)
      #expect(loaded.warnings.isEmpty)
    }
  }

  @Test func theMessageInThePageIsThatOfTheLoader() throws {
    let text = "{ format: 'simctl-scenario/1',\n  bus:\n       { clockMHz: 4.8, rows: 50, columns: 4 } }"
    let failure = #expect(throws: ScenarioLoadFailure.self) {
      try ScenarioLoader.load(bytes: Array(text.utf8), name: "download.json5", folder: "")
    }
    let page = try Self.page()
    #expect(failure?.diagnostics.contains { page.contains("\n\($0.description)\n") } == true)
  }
}
