import Foundation
import FrameSim
import JSONSchema
import Scenario
import Testing

/// The JSON Schema against the decoder: what it takes and what it refuses.
@Suite struct ScenarioSchemaTests {
  /// The places at which a text breaks the schema; nil where it is no JSON5.
  static func errors(_ bytes: [UInt8]) throws -> [String]? {
    guard let document = try? JSON5Document(SourceText(name: "t", bytes: bytes)) else { return nil }
    var validator = SchemaValidator()
    let errors = validator.errors(document.root.value.json, DocumentKind.scenario.schema)
    #expect(validator.unknown.isEmpty)
    return errors
  }

  static func bytes(_ file: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: file)) }

  static var root: URL {
    Golden.fixtures.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  @Test func theSchemaIsGolden() throws {
    try Golden.check(
      DocumentKind.scenario.schema.text() + "\n",
      against: Golden.fixtures.appending(path: "scenario.schema.json"))
  }

  @Test func everyShippedScenarioIsValid() throws {
    let folder = Self.root.appending(path: "docs")
    let files =
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?
      .compactMap { $0 as? URL }.filter { $0.pathExtension == "json5" } ?? []
    #expect(files.count >= 8)
    for file in files { #expect(try Self.errors(Self.bytes(file)) == [], "\(file.lastPathComponent)") }
  }

  @Test func everyExampleOfTheDocumentationIsValid() throws {
    for block in try DocumentationTests.page().components(separatedBy: "```json5\n").dropFirst() {
      #expect(try Self.errors(Array(block.components(separatedBy: "```")[0].utf8)) == [])
    }
  }

  @Test(arguments: Golden.files(in: "good", ending: ".json5"))
  func goodScenariosAndTheirExpansionsAreValid(file: URL) throws {
    #expect(try Self.errors(Self.bytes(file)) == [])
    let expanded = try ScenarioLoader.load(path: file.path, for: .check).scenario.expanded
    #expect(try Self.errors(Array(expanded.text().utf8)) == [])
  }

  /// What the schema cannot see: contradictory values, data files, what one command needs.
  @Test func badScenariosFailButForWhatNoSchemaSees() throws {
    var blind: [String] = []
    for folder in ["bad", "bad-sweeps"] {
      for file in Golden.files(in: folder, ending: ".json5") {
        if try Self.errors(Self.bytes(file)) == [] { blind.append("\(folder)/\(file.lastPathComponent)\n") }
      }
    }
    try Golden.check(blind.joined(), against: Golden.fixtures.appending(path: "schema-blind.txt"))
  }

  @Test func defaultsAreThoseOfTheDecoder() throws {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 1, rows: 48, columns: 4 }, policy: {},
        peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 1 }] }],
        host: { syncWaitFrames: { intervalFrames: 2 }, dma: { kind: "bam", clients: [
          { ring: [{ atMicroseconds: 0, register: 0, value: 0 }] }] } },
        breakeven: { device: 1, op: "read", address: 0x2000, sizes: [{ bytes: 1 }] } }
      """
    let expanded = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "", for: .check)
      .scenario.expanded
    var compared = 0
    func compare(_ value: JSONValue, _ schema: JSONValue, _ path: String) {
      guard case .object(let schema) = schema else { return }
      if case .array(let forms)? = schema["anyOf"] { for form in forms { compare(value, form, path) } }
      if case .array(let elements) = value, let items = schema["items"] {
        for element in elements { compare(element, items, path + "[]") }
      }
      guard case .object(let members) = value, case .object(let properties)? = schema["properties"] else {
        return
      }
      for (name, property) in properties {
        guard case .object(let property) = property, let member = members[name] else { continue }
        if let expected = property["default"],
          !["host", "interface", "syncWaitFrames", "memory", "sizes", "clients"].contains(name)
        {
          #expect(member == expected, "\(path).\(name)")
          compared += 1
        }
        compare(member, .object(property), "\(path).\(name)")
      }
    }
    compare(expanded, DocumentKind.scenario.schema, "")
    #expect(compared == 47)
  }

  /// Random changes of a good scenario: what the schema takes, the decoder refuses only for reasons beyond it, and
  /// what the decoder takes, the schema takes.
  @Test(arguments: 1...4)
  func theSchemaTakesWhatTheDecoderTakes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, stream: "schema")
    let good = try Self.bytes(Golden.fixtures.appending(path: "good/everything.json5"))
    var both = 0
    for _ in 0..<200 {
      var bytes = good
      let digits = bytes.indices.filter { (0x30...0x39).contains(bytes[$0]) }
      for _ in 0..<3 {
        if let index = digits.randomElement(using: &generator) {
          bytes[index] = UInt8.random(in: 0x30...0x39, using: &generator)
        }
      }
      let loaded = try? ScenarioLoader.load(
        bytes: bytes, name: "t", folder: Golden.fixtures.path + "/good", for: .check)
      guard loaded != nil else { continue }
      both += 1
      #expect(try Self.errors(bytes) == [])
    }
    #expect(both > 10)
  }

  /// An editor's hint in the file: not in the expansion, and nothing of the scenario changes.
  @Test(arguments: ["sweep: { seed: [1, 2] },", ""])
  func aFileMayNameItsSchema(sweep: String) throws {
    func load(_ key: String) throws -> ScenarioFile {
      let text = """
        { \(key) format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 48, columns: 4 }, \(sweep)
          peripherals: [{ device: 1, dp0: {} }],
          transfers: [{ via: "bra", op: "read", device: 1, address: 0x2000, bytes: 1 }] }
        """
      #expect(try Self.errors(Array(text.utf8)) == [])
      return try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "", for: .check).scenario
    }
    let (plain, named) = (try load(""), try load("$schema: './scenario.schema.json',"))
    #expect(named.expanded == plain.expanded)
    #expect(named.fingerprint(seed: nil) == plain.fingerprint(seed: nil))
  }

  @Test(arguments: [("''", "an empty text names no schema"), ("1", "a string"), ("null", "a string")])
  func aSchemaIsNamedByAText(value: String, message: String) throws {
    let text = SchemaTests.scenario().replacing("{ format", with: "{ $schema: \(value), format")
    #expect(SchemaTests.errors(text).contains { $0.contains(message) })
    #expect(try Self.errors(Array(text.utf8))?.isEmpty == false)
    let wrong = SchemaTests.scenario().replacing("bus: {", with: "bus: { $schema: 'x',")
    #expect(SchemaTests.errors(wrong).contains { $0.contains("unknown key; it belongs in the scenario") })
  }
}
