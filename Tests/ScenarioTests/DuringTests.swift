import FrameSim
import Scenario
import Testing

/// Transfers that run during another, as scenario files say it.
@Suite struct DuringTests {
  private func load(_ transfers: String, bus: String = "", policy: String = "") throws -> ScenarioFile {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 12000000, rows: 50, columns: 10 \(bus) }, \(policy)
        peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 0x2000 }, { address: 0x44010000, bytes: 0x2000 }] }],
        transfers: [\(transfers)] }
      """
    return try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario
  }

  private static let bulk =
    "{ name: 'bulk', via: 'bra', op: 'write', device: 1, address: 0x44010000, data: { pattern: 'random', bytes: 4096 } }"

  private func side(_ name: String, _ bytes: Int, _ more: String = ", during: 'bulk'") -> String {
    "{ name: '\(name)', via: 'column0', op: 'write', device: 1, address: 0x2000, data: { pattern: 'counter', bytes: \(bytes) } \(more) }"
  }

  private func run(_ scenario: ScenarioFile, _ engine: EngineChoice = .frame) throws -> ScenarioRun {
    var observer = NoObserver()
    return try ScenarioRun.run(scenario, engine: engine, observer: &observer)
  }

  /// 4096 bytes both ways: the BRA transfer takes its 129 frames, all 4135; each counts once in the total.
  @Test(arguments: EngineChoice.allCases)
  func fourKilobytesBothWays(engine: EngineChoice) throws {
    var orders = [Self.bulk + "," + side("side", 4096), side("side", 4096) + "," + Self.bulk]
    #if DEBUG
      // Slot by slot, one order will do there.
      if engine != .frame { orders.removeLast() }
    #endif
    for transfers in orders {
      let scenario = try load(transfers)
      let run = try run(scenario, engine)
      #expect(run.disagreement == nil && run.warnings == [] && run.passed)
      #expect(run.frames == 4135 && run.slots.total == 4135 * 500 && run.split.total == 4135 * 500)
      let bulk = try #require(scenario.transfers.firstIndex { $0.name == "bulk" })
      #expect(run.results[bulk].frames.total == 129 && run.results[1 - bulk].frames.total == 4116)
      #expect(run.results.allSatisfy { $0.isIntact == true })
      #expect(scenario.work().frames == 4135 && scenario.memoryBytes() == 2 * 4096)
    }
  }

  /// What is refused takes nobody with it: the others run in their turn, or right after where that is past.
  @Test func aRefusedLead() throws {
    let transfers = [side("first", 10), side("x", 5, ""), Self.bulk, side("y", 5, ""), side("last", 10)]
    let scenario = try load(transfers.joined(separator: ","), policy: "policy: { maxBytes: 100 },")
    let run = try run(scenario)
    #expect(run.results[2].error?.errno == .invalid)
    #expect(run.results.map { $0.startSlot / 500 } == [5, 0, 5, 15, 20])
    #expect(run.results.map(\.frames.total) == [10, 5, 0, 5, 10] && run.frames == 30)
    #expect(scenario.work().frames == 30)
  }

  /// A second stream of blocks is EAGAIN, but where the first is refused.
  @Test func aSecondStream() throws {
    let second =
      "{ name: 'second', via: 'bra', op: 'write', device: 1, address: 0x2000, during: 'bulk', data: { pattern: 'ones', bytes: 50 } }"
    let together = try load(Self.bulk + "," + second)
    #expect(try run(together).results.map(\.error?.errno) == [nil, .again])
    #expect(together.work().frames == 129 && together.memoryBytes() == 4096)
    let alone = try load(second + "," + Self.bulk, policy: "policy: { maxBytes: 100 },")
    #expect(try run(alone).results.map(\.error?.errno) == [nil, .invalid])
    #expect(alone.work().frames == 41)
  }

  /// Frames of the delay are nobody's, and no frame is idle.
  @Test func delays() throws {
    let late = try load(Self.bulk + "," + side("side", 10, ", during: 'bulk', afterFrames: 1000"))
    let run = try run(late)
    #expect(run.results[1].startSlot == 129 * 500 && run.results[1].frames.total == 10 && run.frames == 139)
    let text = run.report()
    #expect(text.contains("during"))
  }

  /// The line that `check --expand` prints for the default, and what a boundary too far apart brings.
  @Test func synchronisationPoints() throws {
    #expect(try load(Self.bulk).host(seed: 1).syncNanoseconds == 100_000_000)
    #expect(try load(Self.bulk, bus: ", sspEverySeconds: 0").host(seed: 1).syncNanoseconds == 0)
    let early = try load(Self.bulk, bus: ", sspEverySeconds: 0.00001")
    #expect(try run(early).warnings.count == 1)
    #expect(try run(load(side("a", 10, ""), bus: ", sspEverySeconds: 0.00001")).warnings == [])
    // 11 frames of 500 slots at 24 Mslot/s are 229.2 us; the ninth closing command stands back.
    let often = try load(Self.bulk, bus: ", sspEverySeconds: 0.00023")
    let result = try run(often, .both)
    #expect(result.disagreement == nil && result.results[0].frames.host == 1 && result.frames == 130)
    #expect(often.work().frames == 130)
  }
}
