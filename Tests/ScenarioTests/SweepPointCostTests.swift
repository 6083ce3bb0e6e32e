import FrameSim
import Scenario
import Synchronization
import Testing

/// What a point of a sweep takes is what the axes change, however large the file is.
@Suite struct SweepPointCostTests {
  private static func plan(_ rest: String, sweep: String) throws -> SweepPlan {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
        peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 4096 }] }],
        transfers: [
          { name: "a", via: "bra", op: "write", device: 1, address: 0x2000, data: { pattern: "random", bytes: 9 } },
          { name: "b", via: "column0", op: "read", device: 1, address: 0x2000, bytes: 2 },
          { via: "bra", op: "write", device: 1, address: 0x7000, data: { hex: "01" } }],
        \(rest)
        sweep: \(sweep) }
      """
    return try ScenarioLoader.loadSweep(bytes: Array(text.utf8), name: "t", folder: "").plan
  }

  private static let more =
    "expect: [{ transfer: 'a', framesAtMost: 90 }, { transfer: 'b', frames: 2 }, { total: true, framesAtLeast: 9 }],"

  @Test(arguments: [
    "{ seed: [1, 2, 3] }", "{ 'bus.rows': [48, 50], 'policy.minBytes': [1, 20] }", "{ policy: [{}, null] }",
    "{ 'transfers[1].bytes': [1, 7], 'expect[0].framesAtMost': [1, 80], seed: [5, 6] }",
    "{ 'transfers[0].data.bytes': [1, 2], 'transfers[2].address': [0x2000, 0x8000] }",
    "{ expect: [[], [{ transfer: 'b', framesAtMost: 1 }]], 'name': ['x', 'y'] }",
    "{ 'host.setup': ['none', 'minimal'], 'peripherals[0].memory[0].bytes': [16, 32] }",
    "{ breakeven: [null, { device: 1, op: 'read', address: 0x2000 }], 'expect[2].framesAtLeast': [1, 2] }",
    "{ transfers: [[{ via: 'bra', op: 'read', device: 1, address: 0x2000, bytes: 3, name: 'a' },"
      + " { name: 'b', via: 'column0', op: 'read', device: 1, address: 0x2000, bytes: 2 }]] }",
  ])
  func fingerprintsAreThoseOfTheWholeText(sweep: String) throws {
    let plan = try Self.plan(Self.more, sweep: sweep)
    let fingerprint = SweepFingerprint(plan)
    for index in 0..<plan.count {
      let scenario = try plan.point(index).scenario
      for seed in [nil, 77] as [UInt64?] {
        #expect(fingerprint.digits(scenario, seed: seed) == scenario.fingerprint(seed: seed))
      }
    }
  }

  @Test func aTextIsWalkedOnceForEachLow() {
    let text = String(repeating: "frame after frame, ", count: 50)
    let block = FNV1aBlock(text)
    for number in 0..<2000 {
      let beginning = FNV1a.hash("\(number)")
      #expect(block.hash(after: beginning) == FNV1a.hash(text, after: beginning))
    }
    #expect(block.walkCount <= 256)
    #expect(FNV1aBlock("").hash(after: 12_345) == 12_345)
  }

  /// The verdicts of rows are those of runs, whatever is expected.
  @Test func verdictsAreThoseOfRuns() throws {
    var generator = SeededGenerator(seed: 2, stream: "test")
    var counts = (held: 0, failed: 0, silent: 0)
    for _ in 0..<60 {
      let keys = [
        "framesAtMost: ", "framesAtLeast: ", "frames: ", "dataFrames: ", "retriesAtMost: ",
        "secondsAtMost: 0.000",
      ]
      var expectations = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
        let key = keys.randomElement(using: &generator) ?? ""
        let name = ["a", "b", "transfer3"].randomElement(using: &generator) ?? ""
        return
          "{ transfer: '\(name)', \(key)\([0, 1, 2, 3, 40, 41, 42, 60].randomElement(using: &generator) ?? 0) }"
      }
      if Bool.random(using: &generator) { expectations.append("{ transfer: 'transfer3', error: 'EIO' }") }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        expectations.append("{ total: true, framesAtMost: \(Int.random(in: 60...120, using: &generator)) }")
      }
      let plan = try Self.plan("expect: [\(expectations.joined(separator: ","))],", sweep: "{ seed: [1] }")
      let scenario = try plan.point(0).scenario
      var nobody = NoObserver()
      let run = try ScenarioRun.run(scenario, observer: &nobody)
      let table = Mutex<[UInt8]>([])
      let summary = try Sweep(plan).run(jobs: 1) { bytes in table.withLock { $0 += bytes } }
      let rows = table.withLock { $0 }
      let lines = String(decoding: rows, as: UTF8.self).split(separator: "\n").dropFirst()
      for (transfer, line) in zip(scenario.transfers, lines) {
        let own = run.outcomes.filter { $0.subject == .transfer(transfer.name) || $0.subject == .total }
        let isAsked = scenario.expectations.contains {
          $0.subject == .transfer(transfer.name) || $0.subject == .total
        }
        let expected = isAsked ? "\(own.allSatisfy(\.passed))" : ""
        #expect(
          line.split(separator: ",", omittingEmptySubsequences: false).last.map(String.init) == expected)
        if !isAsked {
          counts.silent += 1
        } else if expected == "true" {
          counts.held += 1
        } else {
          counts.failed += 1
        }
      }
      if let told = summary.disappointment {
        #expect(run.outcomes.contains { !$0.passed && told.hasSuffix($0.sentence) }, "\(told)")
      }
    }
    #expect(counts.held > 10 && counts.failed > 10 && counts.silent > 10, "\(counts)")
  }

  @Test func ofManyBoundsTheTightestIsLookedAt() throws {
    let many = (0..<5000).map {
      "{ transfer: 'b', framesAtMost: \(9000 - $0), framesAtLeast: 1, pingCommandsAtMost: 7 }"
    }
    let plan = try Self.plan("expect: [\(many.joined(separator: ","))],", sweep: "{ seed: [1, 2] }")
    #expect(ExpectationDigest(plan.base).limitCount == 3)
    #expect(try Sweep(plan).run(jobs: 1) { _ in }.disappointed == 0)
  }
}
