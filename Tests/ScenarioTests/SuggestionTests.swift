import Foundation
import Scenario
import Testing

/// What messages tell to write is not refused itself.
@Suite struct SuggestionTests {
  private struct Loaded {
    var diagnostics: [Diagnostic]
    var isGood: Bool
  }

  private func load(_ text: String, folder: String = "", for use: ScenarioUse = .check) -> Loaded {
    do {
      let loaded = try ScenarioLoader.load(bytes: Array(text.utf8), name: "x", folder: folder, for: use)
      return Loaded(diagnostics: loaded.warnings, isGood: true)
    } catch {
      return Loaded(diagnostics: error.diagnostics, isGood: false)
    }
  }

  /// The text with a suggestion in its place, or nil where the place is not in it.
  private func applying(_ diagnostic: Diagnostic, to text: String) -> String? {
    guard let position = diagnostic.position, let endColumn = diagnostic.endColumn,
      let suggestion = diagnostic.suggestion
    else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    guard lines.indices.contains(position.line - 1), endColumn - 1 <= lines[position.line - 1].count else {
      return nil
    }
    lines[position.line - 1].replaceSubrange(position.column - 1..<endColumn - 1, with: suggestion)
    return lines.map { String($0) }.joined(separator: "\n")
  }

  /// Each suggestion of every bad file is put in: its message goes, and at the end there is none left.
  @Test func suggestionsOfAllBadFilesAreAccepted() throws {
    let folder = Golden.fixtures.path + "/bad"
    var applied = 0
    for file in Golden.files(in: "bad", ending: ".json5") {
      guard var text = try? String(contentsOf: file, encoding: .utf8) else { continue }
      guard !text.contains("\r"), !text.hasPrefix("\u{FEFF}") else { continue }
      for _ in 0..<60 {
        let found = load(text, folder: folder).diagnostics
        guard let next = found.first(where: { $0.suggestion != nil }) else { break }
        let changed = try #require(applying(next, to: text), "\(file.lastPathComponent): \(next)")
        let after = load(changed, folder: folder).diagnostics
        let again = after.filter { $0.message == next.message && $0.position == next.position }
        #expect(again.isEmpty, "\(file.lastPathComponent): \(next) -> \(next.suggestion ?? "")")
        applied += 1
        text = changed
      }
      let left = load(text, folder: folder).diagnostics.filter { $0.suggestion != nil }
      #expect(left.isEmpty, "\(file.lastPathComponent)")
    }
    #expect(applied > 40)
  }

  private static let whole = """
    {
      "format": "simctl-scenario/1", "name": "whole", "seed": 1,
      "bus": { "clockHz": 4800000, "rows": 50, "columns": 4 },
      "peripherals": [
        { "device": 1, "name": "one", "memory": [{ "address": 8192, "bytes": 64, "access": "rw" }],
          "dp0": { "maxBytesPerFrame": 511, "blockAlignment": 1 } }],
      "host": { "model": "pio", "preset": "intel-2023", "setup": { "commands": 8 },
        "syncWaitFrames": { "intervalFrames": 12, "phase": 3 }, "responses": "strict",
        "dp0": { "hStart": 1, "hStop": 3, "sampleInterval": 4, "wordLength": 3, "blockOffset": 0 } },
      "policy": { "minBytes": 1, "alignBytes": 1, "maxBytes": 4096 },
      "breakeven": { "device": 1, "op": "write", "address": 8192, "maxBytes": 64, "seeds": 3,
        "sizes": [{ "bytes": 4, "weight": 1 }] },
      "transfers": [
        { "name": "transfer1", "via": "bra", "op": "write", "device": 1, "address": 8192,
          "data": { "pattern": "random", "bytes": 16, "seed": 7 } },
        { "name": "transfer2", "via": "column0", "op": "write", "device": 1, "address": 8192, "data": { "hex": "00" } },
        { "name": "transfer3", "via": "column0", "op": "read", "device": 1, "address": 8192, "bytes": 4 }],
      "faults": [],
      "expect": [{ "transfer": "transfer1", "status": "ok" }, { "transfer": "transfer2", "framesAtMost": 9, "status": "ok" },
        { "total": true, "framesAtMost": 4000 }],
      "sweep": [{ "seed": [1, 2] }]
    }
    """

  /// `null` anywhere: that the key can be left out is said where that is so, and nowhere else.
  @Test(arguments: [ScenarioUse.check, .run, .sweep, .breakeven])
  func keysThatMustBeThereAreNotToBeLeftOut(use: ScenarioUse) throws {
    let root = try JSONSerialization.jsonObject(with: Data(Self.whole.utf8))
    #expect(load(Self.whole, for: use).isGood)
    var said = 0
    for path in Self.paths(of: root) {
      let label = path.map { "\($0)" }.joined(separator: ".")
      let text = try Self.text(Self.changing(root, path[...]) { _ in NSNull() })
      let diagnostics = load(text, for: use).diagnostics
      let isSaid = diagnostics.contains { $0.message.contains("leave the key out") }
      if isSaid { said += 1 }
      // Expectations of the transfers would be wrong without them.
      if label == "transfers" { continue }
      guard path.last is String else {
        #expect(!isSaid, "\(label)")
        continue
      }
      let without = try Self.text(Self.changing(root, path[...]) { _ in nil })
      #expect(isSaid == load(without, for: use).isGood, "\(label)")
    }
    #expect(said > 30)
    for root in ["null", "[]", "7"] {
      #expect(!load(root, for: use).diagnostics.contains { $0.message.contains("leave") })
    }
  }

  private static func text(_ value: Any?) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: value ?? [:]), as: UTF8.self)
  }

  /// The paths of all keys and elements, but those of the sweep's axes.
  private static func paths(of value: Any) -> [[any Sendable]] {
    if let object = value as? [String: Any] {
      return object.sorted { $0.key < $1.key }.flatMap { key, value in
        [[key]] + (key == "sweep" ? [] : paths(of: value).map { [key] + $0 })
      }
    }
    guard let list = value as? [Any] else { return [] }
    return list.enumerated().flatMap { index, value in [[index]] + paths(of: value).map { [index] + $0 } }
  }

  private static func changing(
    _ value: Any, _ path: ArraySlice<any Sendable>, _ change: (Any) -> Any?
  ) -> Any? {
    guard let step = path.first else { return change(value) }
    if var object = value as? [String: Any], let key = step as? String, let inner = object[key] {
      object[key] = changing(inner, path.dropFirst(), change)
      return object
    }
    if var list = value as? [Any], let index = step as? Int {
      if let changed = changing(list[index], path.dropFirst(), change) { list[index] = changed }
      return list
    }
    return value
  }

  private func messages(host: String) -> [String] {
    load(Self.whole.replacing(/"host": (?s:.*?)"policy"/, with: "\"host\": \(host), \"policy\"")).diagnostics
      .map(\.message)
  }

  @Test func numbersInHintsAreInRange() {
    #expect(
      messages(host: "{ setup: 1 }") == [
        "host.setup: a number of commands is written { commands: N }; a set-up has 4 to 1000000 commands, "
          + "opening and closing together"
      ])
    #expect(
      messages(host: "{ setup: 4 }") == ["host.setup: a number of commands is written { commands: 4 }"])
    #expect(
      messages(host: "{ setup: { commands: '3' } }") == [
        "host.setup.commands: a whole number belongs here, not a string"
      ])
    #expect(
      messages(host: "{ setup: { commands: '0x10' } }") == [
        "host.setup.commands: a whole number belongs here, not a string; write it without quotes: 0x10"
      ])
    #expect(
      messages(host: "{ dp0: { hStart: '1.5' } }") == [
        "host.dp0.hStart: a whole number belongs here, not a string"
      ])
  }

  /// A key that is there cannot be meant by another.
  @Test func keysThatAreThereAreNotMeant() {
    let found = load("{ seed: 1, sead: 2, titel: 'a', title: 'b', adress: 1, faults: {} }").diagnostics
    let hints = Dictionary(
      found.map { ($0.path, [$0.suggestion ?? "", String($0.message.drop { $0 != ";" })]) },
      uniquingKeysWith: { $1 })
    #expect(hints["sead"] == ["", "; \"seed\" is there already"])
    #expect(hints["title"] == ["name", "; did you mean \"name\"?"])
    #expect(hints["faults"] == ["", ""])
  }

  @Test func suggestionsKeepTheQuotesOfKeys() {
    let found = load("{ \"sead\": 1, 'format ': 2, buss: 3 }").diagnostics.compactMap(\.suggestion)
    #expect(found == ["\"seed\"", "'format'", "bus"])
  }

  @Test(arguments: [
    String(repeating: "x", count: 250) + ".json5", "a\nb\u{7F}.json5", "a\u{2028}b",
    "\u{10EF80}\u{10EFFF}.json5",
    "ordinary.json5", "",
  ])
  func everyScenarioWithoutANameExpandsToOneThatLoads(name: String) throws {
    let text = Self.whole.replacing("\"name\": \"whole\", ", with: "").replacing(/, *"sweep": .*\]/, with: "")
    let first = try ScenarioLoader.load(
      bytes: Array(text.utf8), name: "/folder/\(name)", folder: "", for: .check)
    let expanded = first.scenario.expanded
    let again = try ScenarioLoader.load(
      bytes: Array(expanded.text(.pretty).utf8), name: "other", folder: "", for: .check)
    #expect(again.scenario.expanded == expanded)
    #expect(again.scenario.name == first.scenario.name)
    if name == "ordinary.json5" { #expect(again.scenario.name == name) }
  }
}
