import Foundation
import GoldenResults
import JSONSchema
import Scenario
import Testing

/// Every document that the tool writes against `simctl schema --of KIND`.
@Suite struct DocumentSchemaTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  private static let root = tests.deletingLastPathComponent()

  private static func parse(_ text: String) throws -> JSONValue {
    try JSON5Document(SourceText(name: "t", bytes: Array(text.utf8))).root.value.json
  }

  private static func schema(_ kind: DocumentKind) throws -> JSONValue {
    let run = try Simctl(["schema", "--of", kind.rawValue])
    #expect(run.exitCode == 0)
    return try parse(run.stdout)
  }

  private static func errors(_ value: JSONValue, _ schema: JSONValue) -> [String] {
    var validator = SchemaValidator()
    let errors = validator.errors(value, schema)
    #expect(validator.unknown.isEmpty)
    return errors
  }

  /// A document of each kind from the golden files, one at least, and what the tool prints of more.
  private static func documents(_ kind: DocumentKind) throws -> [JSONValue] {
    func golden(_ path: String) throws -> String {
      try String(contentsOf: tests.appending(path: path), encoding: .utf8)
    }
    func folder(_ path: String, _ isMeant: (String) -> Bool) throws -> [String] {
      let names = try FileManager.default.contentsOfDirectory(atPath: tests.appending(path: path).path())
      return try names.filter(isMeant).sorted().map { try golden("\(path)/\($0)") }
    }
    func printed(_ golden: String) throws -> JSONValue {
      let output = golden.components(separatedBy: "--- stdout\n").last ?? ""
      return try parse(output.components(separatedBy: "--- stderr").first ?? "")
    }
    func lines(_ text: String) throws -> [JSONValue] {
      try text.split(separator: "\n").map { try parse(String($0)) }
    }
    func output(_ arguments: String...) throws -> String { try Simctl(arguments, directory: root).stdout }
    let results = "ScenarioTests/Fixtures/results"
    switch kind {
    case .scenario:
      return try [parse(output("check", "--expand", "docs/scenarios/read-back.json5"))]
    case .result:
      let kept = try FileManager.default.contentsOfDirectory(
        atPath: tests.appending(path: results + "/by-key").path())
      let pieces = try kept.map {
        ($0.replacing(".json", with: ""), try parse(golden("\(results)/by-key/\($0)")))
      }
      let golden = GoldenResults(kept: Dictionary(uniqueKeysWithValues: pieces))
      return try golden.names.map { golden.document(name: $0) }
        + [
          parse(output("run", "-q", "--format", "json", "--stats", "docs/scenarios/register-burst.json5")),
          parse(output("run", "-q", "--format", "json", "--stats", "docs/scenarios/host-time.json5")),
          parse(output("run", "-q", "--format", "json", "docs/scenarios/bam-unlock-on-consumed.json5")),
          parse(output("run", "-q", "--format", "json", "docs/scenarios/bam-terminate.json5")),
          parse(output("run", "-q", "--format", "json", "docs/scenarios/offload-second-owner.json5")),
        ]
    case .breakeven:
      let folder = try TemporaryFolder()
      let text = """
        { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 48, columns: 4 }, policy: {},
          peripherals: [{ device: 1, dp0: {} }],
          host: { syncWaitFrames: { intervalFrames: 4, phase: "random" } },
          breakeven: { device: 1, op: "read", address: 0x2000, maxBytes: 50, seeds: 5 },
          sweep: { "bus.columns": [2, 4], "breakeven.device": [1, 14], "host.offload": [null, {}] } }
        """
      let file = folder.url.appending(path: "s.json5")
      try Data(text.utf8).write(to: file)
      return try [
        parse(golden(results + "/break-even.json")),
        parse(output("breakeven", "-q", "--format", "json", file.path())),
      ]
    case .check:
      let bad = ["many-mistakes", "syntax-true-capital", "null-value"].map {
        "Tests/ScenarioTests/Fixtures/bad/\($0).json5"
      }
      return try [
        parse(
          output("check", "--format", "json", bad[0], "missing.json5", "docs/scenarios/absent-device.json5")),
        parse(output("check", "--format", "json", bad[1])),
        parse(output("check", "--format", "json", bad[2])),
        parse(output("check", "--format", "json", "docs/scenarios/read-back.json5")),
      ]
    case .sweepRow:
      return try lines(golden("ScenarioTests/Fixtures/sweeps/small.jsonl"))
        + lines(output("sweep", "-q", "--format", "jsonl", "docs/scenarios/sweep.json5"))
        + lines(output("sweep", "-q", "--format", "jsonl", "docs/scenarios/offload-polling.json5"))
    case .event:
      let folder = try TemporaryFolder()
      let path = folder.url.appending(path: "events").path()
      let all = try ["dma-hda", "read-back", "spec-example-block", "absent-device"].flatMap { name in
        _ = try output("run", "-q", "-o", "/dev/null", "--events", path, "docs/scenarios/\(name).json5")
        return try lines(String(contentsOfFile: path, encoding: .utf8))
      }
      // Every tenth is enough of what repeats itself.
      return all.enumerated().filter { $0.offset < 40 || $0.offset % 10 == 0 }.map(\.element)
    case .braBlock:
      let paths = [
        "simctlTests/Fixtures/decode", "simctlTests/Fixtures/decode/damaged", "simctlTests/Fixtures/encode",
      ]
      return try paths.flatMap { try folder($0) { $0.hasSuffix("-json.txt") } }.map(printed)
    case .dma:
      var image = ""
      try BAMExample.image.writeDocument { image += $0 }
      return try [
        parse(image),
        parse(
          output("dma", "encode", "--format", "json", "docs/scenarios/dma-hda.json5", "--transfer", "back")),
        parse(
          output(
            "dma", "encode", "--format", "json", "docs/scenarios/interface-amd.json5", "--transfer",
            "coefficients")),
        parse(
          output("dma", "encode", "--format", "json", "docs/scenarios/bam.json5", "--transfer", "download")),
        parse(
          output("dma", "encode", "--format", "json", "docs/scenarios/offload.json5", "--transfer", "prepare")
        ),
      ]
    case .dmaDecode:
      let paths = ["simctlTests/Fixtures/dma/decode", "simctlTests/Fixtures/dma/decode/damaged"]
      return try ["bam", "bam-elements"].map { kind in
        let name = kind == "bam" ? "bam-ring" : kind
        return try parse(
          output("dma", "decode", "--format", "json", "--kind", kind, "docs/dumps/\(name).txt"))
      } + paths.flatMap { try folder($0) { $0.hasSuffix("-json.txt") } }.map(printed)
    }
  }

  /// How many documents of each kind there are at least.
  private static let least: [DocumentKind: Int] = [
    .scenario: 1, .result: 11, .breakeven: 2, .check: 4, .sweepRow: 20, .event: 100, .braBlock: 5,
    .dma: 3, .dmaDecode: 9,
  ]

  @Test(arguments: DocumentKind.allCases)
  func everyDocumentIsValid(kind: DocumentKind) throws {
    let schema = try Self.schema(kind)
    let documents = try Self.documents(kind)
    #expect(documents.count >= Self.least[kind] ?? 1, "\(documents.count)")
    for document in documents { #expect(Self.errors(document, schema) == []) }
  }

  @Test func theScenarioIsTheDefault() throws {
    #expect(try Simctl(["schema"]).stdout == Simctl(["schema", "--of", "scenario"]).stdout)
    #expect(try Simctl(["schema", "--of", "results"]).stderr.contains("did you mean result?"))
  }

  // MARK: Mutilated documents

  /// Keys that may be missing.
  private static let optional: [DocumentKind: Set<String>] = [
    .result: [
      "run", "syncWaitPhase", "error", "intact", "sections", "merging", "interface", "sends", "fakeFrames",
      "dma", "txBufferBytes", "rxBufferBytes", "txPad", "rxPad", "bam", "offloads",
    ],
    .breakeven: ["sweep", "error", "policy", "phases", "offload"],
    .event: ["preq", "block", "fake"],
    .braBlock: ["headerType", "operation", "device", "address", "dataBytes", "data"],
    .dmaDecode: [
      "operation", "header", "headerCRC", "active", "device", "address", "numBytes", "data", "dataCRC",
      "headerResponse", "footerResponse", "errno", "pages",
    ],
  ]
  /// Objects with keys of any name; what is below them is any value.
  private static let maps: Set<String> = ["axes", "sweep", "inputs", "bytesForShare", "handedOver"]

  /// An extra key in any object, a required key less, a value of another kind: all are refused. The scenario within a
  /// result is the matter of other tests.
  @Test(arguments: DocumentKind.allCases.filter { $0 != .scenario })
  func mutilatedDocumentsAreRefused(kind: DocumentKind) throws {
    let schema = try Self.schema(kind)
    var refused = 0
    for document in try Self.documents(kind).prefix(6) {
      for mutant in Self.mutants(of: document, optional: Self.optional[kind] ?? []) {
        let isRefused = !Self.errors(mutant.value, schema).isEmpty
        #expect(isRefused, "\(kind) takes \(mutant.what)")
        if isRefused { refused += 1 }
      }
    }
    #expect(refused > 50)
  }

  private struct Mutant {
    var what: String
    var value: JSONValue
  }

  private static func mutants(of value: JSONValue, optional: Set<String>) -> [Mutant] {
    var result = [Mutant(what: "another kind", value: isArray(value) ? [:] : [[[]]])]
    switch value {
    case .object(let members):
      result.append(Mutant(what: "an extra key", value: .object(members.merging(["extra": 1]) { $1 })))
      for (key, member) in members where key != "scenario" {
        if !optional.contains(key) {
          result.append(Mutant(what: "no \(key)", value: .object(members.filter { $0.key != key })))
        }
        if maps.contains(key) { continue }
        result += mutants(of: member, optional: optional).map { mutant in
          Mutant(what: "\(key): \(mutant.what)", value: .object(members.merging([key: mutant.value]) { $1 }))
        }
      }
    case .array(let elements):
      // One element stands for all.
      guard let first = elements.first else { break }
      result += mutants(of: first, optional: optional).map { mutant in
        Mutant(what: "[0]: \(mutant.what)", value: .array([mutant.value] + elements.dropFirst()))
      }
    default: break
    }
    return result
  }

  private static func isArray(_ value: JSONValue) -> Bool { if case .array = value { true } else { false } }
}
