import BRAEncoder
import Foundation
import FrameSim
import Scenario
import Testing

/// The text of an expansion as it is written piece by piece.
private final class ExpandedPieces {
  var bytes: [UInt8] = []
  var text: String { String(decoding: bytes, as: UTF8.self) }

  init(_ scenario: ScenarioFile, _ layout: JSONValue.Layout) {
    scenario.writeExpanded(layout) { self.bytes += $0 }
  }
}

/// What a scenario file means.
@Suite struct GoodScenarioTests {
  static func load(_ name: String) throws -> LoadedScenario {
    try ScenarioLoader.load(path: Golden.fixtures.appending(path: "good/\(name).json5").path)
  }

  @Test(arguments: Golden.files(in: "good", ending: ".json5"))
  func expansionAndWarningsAreGolden(file: URL) throws {
    let loaded = try ScenarioLoader.load(path: file.path, for: .check)
    let folder = file.deletingLastPathComponent().path + "/"
    let warnings = loaded.warnings.map { $0.report().replacingOccurrences(of: folder, with: "") + "\n" }
    try Golden.check(warnings.joined(), against: file.deletingPathExtension().appendingPathExtension("txt"))
    try Golden.check(
      loaded.scenario.expanded.text() + "\n",
      against: file.deletingPathExtension().appendingPathExtension("expanded.json"))
  }

  @Test(arguments: Golden.files(in: "good", ending: ".json5"), [JSONValue.Layout.pretty, .compact])
  func theExpansionIsTheSameScenario(file: URL, layout: JSONValue.Layout) throws {
    let first = try ScenarioLoader.load(path: file.path, for: .check).scenario
    let text = first.expanded.text(layout)
    #expect(ExpandedPieces(first, layout).text == text)
    let second = try ScenarioLoader.load(
      bytes: Array(text.utf8), name: "other", folder: file.deletingLastPathComponent().path,
      for: .check
    ).scenario
    #expect(second.name == first.name)
    #expect(second.seed == first.seed)
    #expect(second.bus == first.bus)
    #expect(second.peripherals == first.peripherals)
    #expect(second.host == first.host)
    #expect(second.hasRandomPhase == first.hasRandomPhase)
    #expect(second.policy == first.policy)
    #expect(second.breakeven == first.breakeven)
    #expect(second.axes.map(\.paths) == first.axes.map(\.paths))
    #expect(second.transfers == first.transfers)
    #expect(second.expectations == first.expectations)
    #expect(second.expanded == first.expanded)
  }

  @Test func defaultsAreThoseOfTheDesign() throws {
    let loaded = try Self.load("minimal")
    let scenario = loaded.scenario
    #expect(loaded.warnings.isEmpty)
    #expect(scenario.name == "minimal.json5")
    #expect(scenario.seed == 1)
    #expect(scenario.peripherals == [PeripheralConfiguration(device: 3, name: "device3")])
    #expect(scenario.host == HostConfiguration(dp0: PortGeometry(fillingColumns: 8)))
    #expect(scenario.transfers.map(\.name) == ["transfer1"])
    #expect(scenario.expectations.isEmpty)
    #expect(scenario.expectedStatus(of: scenario.transfers[0]) == .ok)
    #expect(scenario.bus.slotRateHz == 19_200_000)
    #expect(scenario.bus.frameRateHz == 48_000)
  }

  @Test func valuesBecomeTypesOfTheSimulator() throws {
    let scenario = try Self.load("everything").scenario
    #expect(scenario.name == "Everything & All on one line")
    #expect(scenario.bus.shape.description == "50x4")
    #expect(scenario.bus.clockHz == 4_800_000)
    #expect(scenario.peripherals[0].dp0 == DP0Limits(maxBytesPerFrame: 470, blockAlignment: 4))
    #expect(scenario.peripherals[0].memory.map(\.access) == [.readWrite, .readOnly, .writeOnly])
    #expect(scenario.peripherals[1].dp0 == DP0Limits())
    #expect(scenario.peripherals[2].dp0 == nil)
    #expect(
      scenario.host
        == HostConfiguration(
          setup: .commands(14), syncWait: .frames(12), responses: .linux, check: .atEnd,
          dp0: PortGeometry(hStart: 2, hStop: 3, sampleInterval: 8, wordLength: 3, blockOffset: 1)))
    #expect(scenario.transfers.map(\.bytes) == [5, 4, 1, 2, 300, 9, 9, 1_000_000_000_000_000_000])
    #expect(
      scenario.transfers.map { scenario.expectedStatus(of: $0) }
        == [.ok, .ok, .ok, .ok, .failed, .ok, .ok, .failed])
  }

  @Test func setupWordsAreSetups() throws {
    for (word, setup) in [
      ("\"linux\"", TransferSetup.linux), ("\"minimal\"", .commands(4)), ("\"none\"", .alwaysOpen),
      ("{ commands: 4 }", .commands(4)),
    ] {
      #expect(try Self.host("setup: \(word)").setup == setup)
    }
    #expect(try Self.host("syncWaitFrames: 0").syncWait == SyncWait.none)
  }

  static func host(_ host: String) throws -> HostConfiguration {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 1, rows: 48, columns: 16 }, peripherals: [{ device: 1 }],
        transfers: [{ via: "bra", op: "read", device: 1, address: 0, bytes: 1 }], host: { \(host) } }
      """
    return try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario.host
  }

  @Test func laterChecksPointIntoTheFile() throws {
    let scenario = try Self.load("everything").scenario
    let folder = Golden.fixtures.path + "/good/"
    #expect(
      scenario.location(of: "bus.rows").replacingOccurrences(of: folder, with: "") == "everything.json5:6:32")
    #expect(
      scenario.location(of: "transfers[7].bytes").replacingOccurrences(of: folder, with: "")
        == "everything.json5:25:75")
    // What the file leaves out stands where the object around it starts.
    #expect(
      scenario.diagnostic(at: "peripherals[2].dp0", .warning, "why").description
        .replacingOccurrences(of: folder, with: "")
        == "everything.json5:13:5: warning: peripherals[2].dp0: why")
  }

  @Test func limitsJudgeResults() {
    let exact = MetricLimit(metric: .frames, comparison: .exactly, bound: .count(Int.max))
    #expect(exact.key == "frames")
    #expect(exact.isKept(byCount: UInt64(Int.max)))
    #expect(!exact.isKept(byCount: UInt64(Int.max) - 1))
    let most = MetricLimit(metric: .dp0DataSlots, comparison: .atMost, bound: .count(10))
    #expect(most.isKept(byCount: 10) && !most.isKept(byCount: 11))
    let least = MetricLimit(metric: .efficiency, comparison: .atLeast, bound: .real(0.5))
    #expect(least.key == "efficiencyAtLeast")
    #expect(least.isKept(by: 0.5) && !least.isKept(by: 0.49) && !least.isKept(by: .nan))
  }

  @Test func everySlotClassHasAMetric() {
    let classes = ExpectationMetric.allCases.compactMap(\.slotClass)
    #expect(Set(classes) == Set(SlotClass.allCases))
    #expect(ExpectationMetric.allCases.allSatisfy { $0.isOfTransfer || $0.isOfTotal })
  }
}
