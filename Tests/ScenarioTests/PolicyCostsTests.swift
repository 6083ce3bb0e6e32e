import FrameSim
import Scenario
import Testing

/// What a policy costs, for many start phases at once, and for sizes beyond those that are compared.
@Suite struct PolicyCostsTests {
  private static func load(_ text: String) throws -> ScenarioFile {
    try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "", for: .breakeven).scenario
  }

  private static func scenario(interval: Int, phase: String, breakeven: String) throws -> ScenarioFile {
    try load(
      """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
        policy: { minBytes: 60 },
        peripherals: [{ device: 1, dp0: {} }],
        host: { setup: "minimal", syncWaitFrames: { intervalFrames: \(interval), phase: \(phase) } },
        breakeven: { device: 1, op: "write", address: 0x2000, \(breakeven) } }
      """)
  }

  private static func point(_ scenario: ScenarioFile, meter: WorkMeter? = nil) throws -> BreakevenPoint {
    let request = try #require(scenario.breakeven)
    return Breakeven.point(Breakeven.Input(scenario: scenario, request: request), seed: 1, meter: meter)
  }

  private static func isSame(_ one: Double, _ other: Double) -> Bool {
    abs(one - other) <= 1e-13 * max(abs(one), abs(other))
  }

  @Test func anyDelayCostsWhatTheSizesSay() {
    var generator = SeededGenerator(seed: 5, stream: "test")
    let policy = TransferPolicy(minBytes: 20, alignBytes: 4, maxBytes: 180)
    for _ in 0..<20 {
      let sizes = (0..<Int.random(in: 1...200, using: &generator)).map { _ in
        PolicyCosts.Size(
          bytes: .random(in: 1...200, using: &generator), weight: .random(in: 0.1...5, using: &generator),
          bra: .random(in: 0...900, using: &generator), column0: .random(in: 0...900, using: &generator))
      }
      let costs = PolicyCosts(policy, sizes, slotRateHz: 1000)
      for delay in [0, 1, 17, 400, 899, 900, 901, 1 << 40] as [UInt64] {
        let weights = sizes.reduce(0) { $0 + $1.weight }
        func mean(_ slots: (PolicyCosts.Size) -> UInt64) -> Double {
          sizes.reduce(0) { $0 + $1.weight * Double(slots($1)) } / weights / 1000
        }
        let judgement = costs.judgement(delay: delay)
        #expect(judgement.sizesOverBRA == sizes.count { policy.violation(bytes: $0.bytes) == nil })
        #expect(
          Self.isSame(
            judgement.seconds,
            mean { policy.violation(bytes: $0.bytes) == nil ? $0.bra + delay : $0.column0 }))
        #expect(Self.isSame(judgement.best, mean { min($0.bra + delay, $0.column0) }))
        #expect(Self.isSame(judgement.alwaysBRA, mean { $0.bra + delay }))
        #expect(Self.isSame(judgement.alwaysColumn0, mean { $0.column0 }))
      }
    }
  }

  /// The mean over all phases is that of the phases by themselves, also for sizes that are not compared.
  @Test func sizesBeyondTheLongestAreRunOnceForEachWay() throws {
    let sizes =
      "maxBytes: 64, sizes: [{ bytes: 40 }, { bytes: 4000, weight: 2 }, { bytes: 4001, weight: 0.5 }]"
    let meter = WorkMeter()
    let random = try Self.scenario(interval: 100, phase: "'random'", breakeven: sizes + ", seeds: 60")
    let whole = try #require(try Self.point(random, meter: meter).policy)
    var sums = (seconds: 0.0, best: 0.0, bra: 0.0, column0: 0.0)
    var known: [Int: PolicyJudgement] = [:]
    for seed in 1...60 {
      guard case .pulse(_, let phase) = random.host(seed: UInt64(seed)).syncWait else { continue }
      let one =
        try known[phase]
        ?? #require(
          try Self.point(try Self.scenario(interval: 100, phase: "\(phase)", breakeven: sizes)).policy)
      known[phase] = one
      sums.seconds += one.seconds / 60
      sums.best += one.best / 60
      sums.bra += one.alwaysBRA / 60
      sums.column0 += one.alwaysColumn0 / 60
    }
    #expect(known.count > 35)
    #expect(Self.isSame(whole.seconds, sums.seconds) && Self.isSame(whole.best, sums.best))
    #expect(Self.isSame(whole.alwaysBRA, sums.bra) && Self.isSame(whole.alwaysColumn0, sums.column0))
    // Column 0 alone would be 5041 frames for each of some 45 phases.
    let less = WorkMeter()
    _ = try Self.point(
      try Self.scenario(
        interval: 100, phase: "'random'", breakeven: "maxBytes: 64, sizes: [{ bytes: 40 }], seeds: 60"),
      meter: less)
    #expect(meter.frames - less.frames < 60_000, "\(meter.frames), \(less.frames)")
  }

  /// A hundred thousand phases, each over 4096 sizes: one after the other they would be for hours.
  @Test func phasesDoNotWalkAllSizes() throws {
    let random = try Self.scenario(
      interval: 1_000_000, phase: "'random'", breakeven: "maxBytes: 4096, seeds: 100000")
    let point = try Self.point(random)
    let policy = try #require(point.policy)
    // Sums of whole numbers are exact: Column 0 takes a frame per byte, whatever the phase.
    #expect(policy.alwaysColumn0 == Double((1...4096).reduce(0, +) * 200) / Double(4096 * 9_600_000))
    #expect(policy.best <= policy.alwaysColumn0 && policy.best < policy.seconds)
  }

  @Test func theEstimateCountsWhatPhasesTake() throws {
    let random = try Self.scenario(interval: 1000, phase: "'random'", breakeven: "maxBytes: 6400, seeds: 200")
    func work(_ scenario: ScenarioFile) throws -> WorkEstimate {
      let plan = try ScenarioLoader.loadSweep(
        bytes: Array(scenario.expanded.text(.compact).utf8), name: "t", folder: "", for: .breakeven
      ).plan
      return try plan.work(0..<1, for: .breakeven, seed: 1)
    }
    let meter = WorkMeter()
    _ = try Self.point(random, meter: meter)
    let estimate = try work(random)
    #expect(Double(estimate.frames) < 3 * Double(meter.frames), "\(estimate.frames), \(meter.frames)")
    #expect(3 * Double(estimate.frames) > Double(meter.frames), "\(estimate.frames), \(meter.frames)")
    // Some sixty ways of 800 blocks, besides 6400 commands.
    #expect(estimate.branches > 60 * 799 + 6399, "\(estimate.branches)")
  }
}
