import Foundation
import FrameSim
import Scenario
import Testing

/// Host models, sync pulses and policies as scenarios say them, down to the frames they take.
@Suite struct HostScenarioTests {
  static func scenario(
    host: String, more: String = "", use: ScenarioUse = .breakeven, rows: Int = 50, columns: Int = 4,
    sync: Double = 0.1
  ) throws -> ScenarioFile {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: \(rows), columns: \(columns), sspEverySeconds: \(sync) },
        peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x44010000, bytes: 0x10000 }] }],
        host: { \(host) }, breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: 1024 }, \(more) }
      """
    return try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "", for: use).scenario
  }

  /// A bus of one Peripheral with so much memory, and a host.
  static func simulation(host: String, bytes: UInt64) throws -> Simulation {
    let scenario = try scenario(host: host)
    return Simulation(
      shape: scenario.bus.shape,
      peripherals: [
        PeripheralConfiguration(
          device: 1, memory: [MemoryRegion(address: 0x2000, bytes: bytes)], dp0: DP0Limits())
      ], host: scenario.host(seed: 1), timeline: scenario.bus.timeline)
  }

  /// The smallest size from which on BRA is faster, by simulating both ways for all sizes.
  static func breakEven(_ host: String) throws -> Int? {
    let simulation = try simulation(host: host, bytes: 1024)
    let data = [UInt8](repeating: 0, count: 1024)
    let bra = try simulation.curve(.write(data, to: 0x2000, device: 1, via: .bra))
    let column0 = try simulation.curve(.write(data, to: 0x2000, device: 1, via: .column0))
    func braWins(_ bytes: Int) -> Bool {
      guard let bra = bra.step(for: bytes), let column0 = column0.step(for: bytes) else { return false }
      return bra.slots < column0.slots
    }
    let last = (1...1024).last { !braWins($0) } ?? 0
    return last == 1024 ? nil : last + 1
  }

  /// Host reference 4.1: 32 KiB in 2.5 s over Column 0 and in about 100 ms over BRA were the calibration.
  @Test(arguments: [
    ("intel-2023", "column0", 118_807, 2.475), ("intel-2023", "bra", 4954, 0.1032),
    ("intel-2023-folded", "bra", 4802, 0.1000),
  ])
  func presetsGiveThePublishedTimes(preset: String, via: String, frames: UInt64, seconds: Double) throws {
    let scenario = try Self.scenario(
      host: "model: 'pio', preset: '\(preset)'",
      more: """
        transfers: [{ via: '\(via)', op: 'write', device: 1, address: 0x44010000,
                      data: { pattern: 'counter', bytes: 32768 } }]
        """, use: .run)
    var observer = NoObserver()
    let run = try ScenarioRun.run(scenario, observer: &observer)
    let result = try #require(run.results.first)
    #expect(result.error == nil)
    #expect(result.frames.total == frames)
    // Frames of 200 slots at 9.6 million slots per second.
    #expect(abs(Double(result.duration) / 9_600_000 - seconds) < 0.0005)
  }

  /// The numbers of issue 4: host reference 4.4 for the independent waits and the hosts.
  @Test(arguments: [
    ("", 46), ("syncWaitFrames: 6", 74), ("syncWaitFrames: 12", 101),
    ("model: 'pio', preset: 'intel-2023'", 241), ("model: 'pio', preset: 'intel-2023-folded'", 201),
    // Folded BRA beside an ideal Column 0, by overriding one half of the preset.
    (
      "model: 'pio', preset: 'intel-2023-folded', pio: { column0: { commandsPerBatch: 1, microsecondsPerBatch: 0 } }",
      808
    ),
    ("model: 'pio', pio: { bra: { microsecondsPerTransfer: 13890 } }", 808),
  ])
  func breakEvensAreThoseOfTheReference(host: String, bytes: Int) throws {
    #expect(try Self.breakEven(host) == bytes)
  }

  /// A real 12-frame pulse gives less than independent waits: the second and fourth switch follow others.
  @Test func theBreakEvenOfAPulseIs58To69ByPhase() throws {
    let all = try (0..<12).map { try Self.breakEven("syncWaitFrames: { intervalFrames: 12, phase: \($0) }") }
    #expect(all.compactMap { $0 }.count == 12)
    #expect(all.compactMap { $0 }.min() == 58)
    #expect(all.compactMap { $0 }.max() == 69)
  }

  @Test func numbersBecomeNanoseconds() throws {
    let host = try Self.scenario(
      host: """
        model: 'pio', preset: 'intel-2023', pio: { bra: { commandsPerBatch: 3, microsecondsPerBatch: 0.001,
          microsecondsPerCommand: 13.89, microsecondsPerTransfer: 999999.999 } }
        """
    ).host
    #expect(
      host.model
        == .pio(
          PIOModel(
            column0: PIOModel.Feed(commandsPerBatch: 8, nanosecondsPerBatch: 420_000),
            bra: PIOModel.Feed(
              commandsPerBatch: 3, nanosecondsPerBatch: 1, nanosecondsPerCommand: 13890,
              nanosecondsPerTransfer: 999_999_999))))
  }

  @Test func aRandomPhaseIsDrawnOncePerRun() throws {
    let scenario = try Self.scenario(host: "syncWaitFrames: { intervalFrames: 12, phase: 'random' }")
    #expect(scenario.hasRandomPhase)
    let phases = Set((0..<100).map { scenario.host(seed: $0).syncWait })
    #expect(phases == Set((0..<12).map { .pulse(interval: 12, phase: $0) }))
    #expect(scenario.host(seed: 7) == scenario.host(seed: 7))
    let fixed = try Self.scenario(host: "syncWaitFrames: { intervalFrames: 12 }")
    #expect(!fixed.hasRandomPhase)
    #expect(fixed.host.syncWait == .pulse(interval: 12, phase: 0))
  }

  /// A pulse every 24 frames: what the seed's own phase gives is far from what holds for all.
  @Test func whatIsConcludedOfRandomPhasesHoldsForAllOfThem() throws {
    func point(phase: String, maxBytes: Int) throws -> BreakevenPoint {
      let scenario = try Self.scenario(host: "syncWaitFrames: { intervalFrames: 24, phase: \(phase) }")
      var request = try #require(scenario.breakeven)
      request.maxBytes = maxBytes
      return Breakeven.point(Breakeven.Input(scenario: scenario, request: request))
    }
    let each = try (0..<24).compactMap { try point(phase: "\($0)", maxBytes: 200).breakEvenBytes }
    let (low, high) = (try #require(each.min()), try #require(each.max()))
    #expect(each.count == 24)
    #expect((low, high) == (82, 129))
    let all = try point(phase: "'random'", maxBytes: 200)
    #expect(all.breakEvenBytes == 86)
    #expect(all.conclusion.hasPrefix("From \(high) bytes on BRA is faster at every size up to 200 "))
    #expect(all.conclusion.contains("with each of 200 start phases"))
    #expect(all.conclusion.contains("from \(low) on with the best"))
    let some = try point(phase: "'random'", maxBytes: 100)
    #expect(some.conclusion.contains("start phases there is no size up to 100 bytes"))
    #expect(some.conclusion.hasSuffix("there is one, from \(low) to 100 bytes."))
  }

  @Test func aRunUsesThePhaseItReports() throws {
    let scenario = try Self.scenario(
      host: "syncWaitFrames: { intervalFrames: 100, phase: 'random' }, setup: 'minimal'",
      more: "transfers: [{ via: 'bra', op: 'read', device: 1, address: 0x44010000, bytes: 8 }]", use: .run)
    for seed: UInt64 in [1, 2, 3] {
      var observer = NoObserver()
      let run = try ScenarioRun.run(scenario, seed: seed, observer: &observer)
      guard case .pulse(_, let phase) = scenario.host(seed: seed).syncWait else {
        Issue.record("no pulse")
        return
      }
      // One command, the wait for the first switch; one block, one command, the wait for the second.
      #expect(run.frames % 100 == UInt64(phase + 1) % 100)
      guard case .object(let document) = run.document(toolVersion: "0"),
        case .object(let derived)? = document["derived"]
      else {
        Issue.record("no document")
        return
      }
      #expect(derived["syncWaitPhase"] == .count(phase))
    }
  }

  @Test(arguments: [
    ("minBytes: 16", 16, true), ("minBytes: 16", 15, false), ("maxBytes: 16", 16, true),
    ("maxBytes: 16", 17, false), ("alignBytes: 8", 24, true), ("alignBytes: 8", 25, false), ("", 1, true),
  ])
  func aPolicyRefusesLengthsOverBRAOnly(policy: String, bytes: Int, isTaken: Bool) throws {
    let transfers = ["bra", "column0"].map {
      "{ name: '\($0)', via: '\($0)', op: 'read', device: 1, address: 0x44010000, bytes: \(bytes) }"
    }
    let scenario = try Self.scenario(
      host: "", more: "policy: { \(policy) }, transfers: [\(transfers.joined(separator: ","))]", use: .run)
    var observer = NoObserver()
    let run = try ScenarioRun.run(scenario, observer: &observer)
    #expect(run.results[0].error?.errno == (isTaken ? nil : .invalid))
    #expect((run.results[0].frames.total == 0) == !isTaken)
    #expect(run.results[1].error == nil)
  }

  @Test func theBreakEvenSearchLooksPastThePolicy() throws {
    let scenario = try Self.scenario(host: "", more: "policy: { minBytes: 64 }")
    let request = try #require(scenario.breakeven)
    let point = Breakeven.point(Breakeven.Input(scenario: scenario, request: request))
    #expect(point.breakEvenBytes == 46)
    #expect(point.policy?.policy == TransferPolicy(minBytes: 64))
  }

  @Test func whatMustBeThereDependsOnTheCommand() throws {
    let transfers = "transfers: [{ via: 'bra', op: 'read', device: 1, address: 0, bytes: 1 }]"
    #expect(throws: ScenarioLoadFailure.self) { try Self.scenario(host: "", use: .run) }
    #expect(try Self.scenario(host: "", use: .check).transfers.isEmpty)
    #expect(try Self.scenario(host: "", more: transfers, use: .run).transfers.count == 1)
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 1, rows: 50, columns: 4 }, peripherals: [{ device: 1 }],
        \(transfers) }
      """
    for (use, isEnough) in [(ScenarioUse.run, true), (.check, true), (.breakeven, false)] {
      let scenario = try? ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "", for: use)
      #expect((scenario != nil) == isEnough)
    }
    let neither = text.replacing(transfers, with: "")
    #expect(throws: ScenarioLoadFailure.self) {
      try ScenarioLoader.load(bytes: Array(neither.utf8), name: "t", folder: "", for: .check)
    }
  }
}
