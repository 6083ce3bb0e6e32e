import FrameSim
import Scenario
import Testing

/// Where a sync pulse makes the curve jump up and down: shares of the rate, and policies over random phases.
@Suite struct PulseShareTests {
  private static func point(_ host: String, more: String = "") throws -> BreakevenPoint {
    let scenario = try HostScenarioTests.scenario(host: host, more: more)
    let request = try #require(scenario.breakeven)
    return Breakeven.point(Breakeven.Input(scenario: scenario, request: request))
  }

  /// At 50x4 with a pulse every 12 frames a bisection would find 3816 bytes for 90 %, but 3464 reach it, too.
  @Test func aShareIsTheSmallestOfAllSizesThatReachIt() throws {
    let host = "syncWaitFrames: { intervalFrames: 12, phase: 0 }"
    let point = try Self.point(host)
    #expect(point.shares.map(\.bytes) == [392, 1544, 3464, 7216])

    let simulation = try HostScenarioTests.simulation(host: host, bytes: 8192)
    let curve = try simulation.curve(
      .write([UInt8](repeating: 0, count: 7216), to: 0x2000, device: 1, via: .bra))
    for share in point.shares {
      // Full blocks of 8 bytes in every frame are the whole rate.
      let first = curve.steps.first { step in
        step.bytes % 8 == 0 && 100 * UInt64(step.bytes / 8) >= UInt64(share.percent) * step.frames.total
      }
      #expect(share.bytes == first?.bytes, "\(share.percent) %")
    }
  }

  @Test func aCurveMayBeginLater() throws {
    let simulation = try HostScenarioTests.simulation(
      host: "syncWaitFrames: { intervalFrames: 12, phase: 3 }", bytes: 100)
    let request = TransferRequest.write([UInt8](repeating: 0, count: 100), to: 0x2000, device: 1, via: .bra)
    let whole = try simulation.curve(request).steps
    #expect(whole.count == 13)
    for least in [1, 2, 8, 9, 96, 97, 100, 200] {
      let rest = try simulation.curve(request, from: least).steps
      #expect(rest == whole.filter { $0.bytes >= least || $0.bytes == 100 })
    }
  }

  /// What a policy costs where the phase is random is the mean over the phases that the seeds draw.
  @Test func aPolicyIsJudgedOverAllPhasesDrawn() throws {
    let policy =
      "policy: { minBytes: 60 }, breakeven: { device: 1, op: 'write', address: 0x2000, maxBytes: 100, seeds: 30 }"
    let text = { (phase: String) in
      """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 }, peripherals: [{ device: 1, dp0: {} }],
        host: { syncWaitFrames: { intervalFrames: 12, phase: \(phase) } }, \(policy) }
      """
    }
    func load(_ phase: String) throws -> ScenarioFile {
      try ScenarioLoader.load(bytes: Array(text(phase).utf8), name: "t", folder: "", for: .breakeven).scenario
    }
    func judge(_ scenario: ScenarioFile) throws -> PolicyJudgement {
      let request = try #require(scenario.breakeven)
      let point = Breakeven.point(Breakeven.Input(scenario: scenario, request: request), seed: 1)
      return try #require(point.policy)
    }
    let random = try load("'random'")
    let whole = try judge(random)
    var seconds = 0.0
    var best = 0.0
    var phases: Set<Int> = []
    for seed in 1...30 {
      guard case .pulse(_, let phase) = random.host(seed: UInt64(seed)).syncWait else { continue }
      phases.insert(phase)
      let one = try judge(try load("\(phase)"))
      seconds += one.seconds / 30
      best += one.best / 30
    }
    #expect(phases.count > 3)
    #expect(abs(whole.seconds - seconds) < 1e-12)
    #expect(abs(whole.best - best) < 1e-12)
    #expect(whole.sizesOverBRA == 41)
  }
}
