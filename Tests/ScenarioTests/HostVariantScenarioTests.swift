import Foundation
import FrameSim
import Scenario
import Testing

/// The interface, the DMA and the rest of a policy as a file says them: contradictions, sweeps and break-even.
@Suite struct HostVariantScenarioTests {
  private static func text(_ host: String, _ more: String = "") -> String {
    """
    { format: "simctl-scenario/1", bus: { clockHz: 12000000, rows: 50, columns: 10 },
      peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 0x2000 }] }],
      host: \(host), \(more) }
    """
  }

  private static let transfer =
    "transfers: [{ name: 't', via: 'bra', op: 'write', device: 1, address: 0x2000, data: { pattern: 'ones', bytes: 256 } }]"

  private func errors(_ host: String, _ more: String = transfer) -> [String] {
    do {
      _ = try ScenarioLoader.load(bytes: Array(Self.text(host, more).utf8), name: "t", folder: "", for: .run)
      return []
    } catch {
      return error.diagnostics.map(\.message)
    }
  }

  private func points(_ host: String, _ more: String) throws -> [BreakevenPoint] {
    let plan = try ScenarioLoader.loadSweep(
      bytes: Array(Self.text(host, more).utf8), name: "t", folder: "", for: .breakeven
    ).plan
    return try Breakeven.run(plan, seed: nil, jobs: 2)
  }

  @Test func contradictions() {
    let cases: [(String, String)] = [
      ("{ interface: { sends: 2 } }", "sends is for the kind \"v1\""),
      ("{ interface: { kind: 'amd', protocol: 'other' } }", "protocol is for the kind \"v1\""),
      ("{ interface: { kind: 'v1', suspended: true } }", "suspended is for the kind \"amd\""),
      ("{ interface: { kind: 'amd' }, dma: { kind: 'hda' } }", "drives a DMA of the kind \"amd\""),
      ("{ dma: { kind: 'amd', polls: 2 } }", "polls is for the kind \"hda\", not \"amd\""),
      ("{ dma: { kind: 'bam', polls: 2 } }", "polls is for the kind \"hda\", not \"bam\""),
      ("{ dma: { kind: 'hda', lock: 'v12' } }", "lock is for the kind \"bam\", not \"hda\""),
      ("{ interface: { kind: 'amd' }, dma: { kind: 'bam' } }", "drives a DMA of the kind \"amd\""),
      ("{ dma: { kind: 'hda' }, check: 'perBlock' }", "check is \"atEnd\""),
      ("{ dma: { kind: 'amd' }, dp0: {} }", "a geometry of its own"),
      ("{ dma: {} }", "the key \"kind\" is missing"),
      ("{ dma: { kind: 'hda', microsecondsToFormatPerByte: 0.0000001 } }", "picoseconds"),
      ("{ dma: { kind: 'hda', microsecondsToStart: 0.0001 } }", "nanoseconds"),
      ("{ interface: { kind: 'v2' } }", "did you mean \"v1\""),
      ("{ retry: { onBad: 1001 } }", "a block is sent again 0 to 1000 times"),
      ("{ retry: { backoffFrames: -1 } }", "the pause before a repeat is 0 to 1000000 frames"),
      ("{ retry: { notReady: 2 } }", "did you mean \"onNotReady\""),
      ("{ retry: { then: 'column1' } }", "did you mean \"column0\""),
      ("{ retry: 3 }", "an object"),
    ]
    for (host, words) in cases {
      let found = errors(host)
      #expect(found.count == 1 && found.first?.contains(words) == true, "\(host): \(found)")
    }
    #expect(errors("{ dma: { kind: 'hda', microsecondsToFormatPerByte: 0.012345 }, check: 'atEnd' }") == [])
    #expect(errors("{ dma: { kind: 'intel' } }").first?.contains("did you mean \"hda\"") == true)
    #expect(errors("{ interface: { kind: 'rfc' } }").first?.contains("did you mean \"v1\"") == true)
  }

  /// What a file leaves out follows from the interface, at each point of a sweep, too.
  @Test func policiesOfInterfaces() throws {
    func policy(_ host: String, _ more: String = "") throws -> TransferPolicy? {
      try ScenarioLoader.load(
        bytes: Array(Self.text(host, more + Self.transfer).utf8), name: "t", folder: "", for: .run
      ).scenario.policy
    }
    #expect(try policy("{}") == nil)
    #expect(try policy("{ interface: { kind: 'v1' } }") == TransferPolicy(minBytes: 128, alignBytes: 128))
    #expect(try policy("{ interface: { kind: 'amd' } }") == TransferPolicy(minBytes: 16))
    #expect(
      try policy("{ interface: { kind: 'v1' } }", "policy: { minBytes: 64, rest: 'column0' }, ")
        == TransferPolicy(minBytes: 64, alignBytes: 128, rest: .column0))
    let points = try points(
      "{}",
      """
      breakeven: { device: 1, op: 'write', address: 0x2000, maxBytes: 200 },
      sweep: { "host.interface.kind": ["merged", "v1", "amd"] }
      """)
    #expect(points.map { $0.policy?.policy.minBytes } == [nil, 128, 16])
  }

  /// Break-even by interface at 50x10: 39 frames around blocks of 46 and 40 bytes.
  @Test func interfacesAreAxes() throws {
    let points = try points(
      "{}",
      """
      breakeven: { device: 1, op: 'write', address: 0x2000, maxBytes: 300 },
      sweep: { "host.interface.kind": ["merged", "v1", "amd"] }
      """)
    // 39 + ceil(n / D) < n from 41 on where D is 46, and from 42 on where it is 40.
    #expect(points.map(\.breakEvenBytes) == [41, 41, 42])
    #expect(points.map(\.bytesPerFrame) == [46, 46, 40])
    #expect(points.allSatisfy(\.agrees) && points.allSatisfy { $0.closedForm != nil })
  }

  /// Several sends pay for one open: 18 + n x 22 frames for n messages of a block each against n x bytes.
  @Test func sendsAreAnAxis() throws {
    let points = try points(
      "{ interface: { kind: 'v1' } }",
      """
      breakeven: { device: 1, op: 'write', address: 0x2000, maxBytes: 60 },
      sweep: { "host.interface.sends": [1, 2, 10] }
      """)
    // 40 < n; 18 + 44 = 62 < 2n from 32 on; 18 + 220 = 238 < 10n from 24 on.
    #expect(points.map(\.breakEvenBytes) == [41, 32, 24])
    #expect(points.map { $0.closedForm == nil } == [false, true, true])
  }

  /// Fake frames and times count, size by size: read at 50x10 against write.
  @Test func theDMAIsAnAxis() throws {
    let points = try points(
      "{}",
      """
      breakeven: { device: 1, op: 'read', address: 0x2000, maxBytes: 200 },
      sweep: { "host.dma": [null, { kind: 'hda' }, { kind: 'hda', polls: 2, microsecondsPerPoll: 1000 }, { kind: 'amd' }] }
      """)
    #expect(points[0].breakEvenBytes == 41 && points[3].breakEvenBytes == 42)
    let fakes = try #require(points[1].breakEvenBytes)
    #expect(fakes > 41 && fakes < 60)
    // 2 ms are 96 frames.
    let slow = try #require(points[2].breakEvenBytes)
    #expect(slow >= fakes + 90 && slow <= fakes + 110)
    #expect(points[1].closedForm == nil && points[0].agrees)
    // By runs of single transfers.
    for point in [points[1], points[2]] {
      let edge = try #require(point.breakEvenBytes)
      for bytes in [edge - 1, edge] {
        #expect(try wins(bytes, point.axes) == (bytes == edge), "\(bytes)")
      }
    }
  }

  private func wins(_ bytes: Int, _ axes: [SweepValue]) throws -> Bool {
    let dma = axes[0].value.text(.compact)
    let transfers = ["bra", "column0"].map {
      "{ name: '\($0)', via: '\($0)', op: 'read', device: 1, address: 0x2000, bytes: \(bytes) }"
    }
    let text = Self.text("{ dma: \(dma) }", "transfers: [\(transfers.joined(separator: ", "))]")
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario
    var observer = NoObserver()
    let run = try ScenarioRun.run(scenario, observer: &observer)
    return run.results[0].frames.total < run.results[1].frames.total
  }

  /// What is left over is compared with it: below the minimum nothing wins.
  @Test func theRestIsAnAxis() throws {
    let points = try points(
      "{}",
      """
      policy: { minBytes: 64, alignBytes: 32 },
      breakeven: { device: 1, op: 'write', address: 0x2000, maxBytes: 300 },
      sweep: { "policy.rest": ["refuse", "column0"] }
      """)
    // 64 bytes: 39 + 2 < 64; 95: 39 + 2 + 31 < 95.
    #expect(points.map(\.breakEvenBytes) == [41, 64])
    #expect(points.map(\.firstWinBytes) == [41, 64])
  }

  /// In four sections each has a block of its own, and with AMD's interface a stream.
  @Test func sectionsAreAnAxis() throws {
    let points = try points(
      "{}",
      """
      breakeven: { device: 1, op: 'write', address: 0x2000, maxBytes: 300 },
      sweep: { "host.interface.kind": ["merged", "amd"], "breakeven.sections": [1, 4] }
      """)
    // 39 + 4 < 44; with AMD's those of fewer than 40 bytes go over Column 0: 157 of 40 + 39 + 39 + 39 take 18 + 22 + 117 frames.
    #expect(points.map(\.breakEvenBytes) == [41, 44, 42, 158])
  }

  // MARK: Beside each other

  /// A message over Column 0 rests on the page registers, so nobody begins another before it is through: neither what a policy leaves
  /// over, nor a transfer that runs beside it.
  @Test(arguments: EngineChoice.allCases)
  func messagesStayWhole(engine: EngineChoice) throws {
    for host in ["{}", "{ interface: { kind: 'amd' } }"] {
      let text = """
        { format: "simctl-scenario/1", bus: { clockHz: 12000000, rows: 50, columns: 10 },
          peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x44010000, bytes: 0x20000 }] }],
          host: \(host), policy: { minBytes: 16, alignBytes: 32, rest: "column0" },
          transfers: [
            { name: "w", via: "bra", op: "write", device: 1, sections: [
              { address: 0x44010000, data: { pattern: "random", bytes: 64 } },
              { address: 0x44018000, data: { pattern: "random", bytes: 31 } }] },
            { name: "side", via: "column0", op: "write", device: 1, address: 0x44020000, during: "w",
              data: { pattern: "ones", bytes: 60 } }] }
        """
      let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario
      var observer = NoObserver()
      let run = try ScenarioRun.run(scenario, engine: engine, observer: &observer)
      #expect(run.disagreement == nil && run.passed)
      #expect(run.results.allSatisfy { $0.isIntact == true }, "\(host)")
    }
  }

  /// What is left over is sent as often as the rest, so that nothing wins by being sent less.
  @Test func theRestIsSentAsOften() throws {
    let point = try #require(
      try points(
        "{ interface: { kind: 'v1', sends: 4 } }",
        "policy: { rest: 'column0' }, breakeven: { device: 1, op: 'write', address: 0x2000, maxBytes: 256 }"
      ).first)
    #expect(point.breakEvenBytes == 128 && point.firstWinBytes == 128)
    #expect(point.policy?.sizesOverBRA == 129)
    #expect((point.policy?.costShare ?? 1) < 1e-9)
  }

  /// The host waits for its DMA before it looks, also where it then gives up the sends that are left.
  @Test(arguments: [1, 3])
  func pollsComeBeforeAFailure(sends: Int) throws {
    let text = Self.text(
      "{ interface: { kind: 'v1', sends: \(sends) }, dma: { kind: 'hda', polls: 2, microsecondsPerPoll: 1000 } }",
      """
      transfers: [{ name: 't', via: 'bra', op: 'read', device: 1, address: 0x9000, bytes: 128 }],
        expect: [{ transfer: 't', status: 'failed' }]
      """)
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario
    var observer = NoObserver()
    let run = try ScenarioRun.run(scenario, observer: &observer)
    #expect(run.results[0].error?.errno == .io)
    #expect(run.results[0].hostFrames.data == 96 && run.results[0].frames.setup == 19)
  }

  /// A transfer of which nothing goes over BRA makes no call that could refuse it.
  @Test func whatIsLeftToColumn0IsNotRefused() throws {
    let text = Self.text(
      "{ otherStreams: 1, interface: { hooks: false } }",
      """
      policy: { minBytes: 64, rest: 'column0' },
        transfers: [{ name: 't', via: 'bra', op: 'write', device: 1, address: 0x2000, data: { pattern: 'ones', bytes: 10 } }]
      """)
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario
    var observer = NoObserver()
    let run = try ScenarioRun.run(scenario, observer: &observer)
    #expect(run.passed && run.frames == 10)
  }

  // MARK: Blocks that fail

  private func run(_ host: String, every: Int, _ more: String = transfer) throws -> ScenarioRun {
    let text = Self.text(host, more).replacingOccurrences(
      of: "bytes: 0x2000 }]", with: "bytes: 0x2000, notReadyEvery: \(every) }]")
    let scenario = try ScenarioLoader.load(
      bytes: Array(text.utf8), name: "t", folder: "", for: .run
    ).scenario
    var nobody = NoObserver()
    return try ScenarioRun.run(scenario, engine: .both, observer: &nobody)
  }

  /// 256 bytes are six blocks at 50x10, of which every third header finds the Target not ready: two repeats after 2 + 2 blocks.
  @Test func retriesOfAFile() throws {
    let run = try run("{ retry: { onNotReady: 1, backoffFrames: 3 } }", every: 3)
    let result = try #require(run.results.first)
    #expect(result.error == nil && result.isIntact == true)
    #expect((result.frames.data, result.frames.retry, result.frames.host) == (6, 2, 6))
    let text = run.document(toolVersion: "test").text(.compact)
    for words in ["\"retries\":2", "\"then\":\"fail\"", "\"notReadyEvery\":3", "\"notReady\":2"] {
      #expect(text.contains(words), "\(words)")
    }
    #expect(!text.contains("fallback") && run.disagreement == nil)
  }

  @Test func theRestOverColumn0InADocument() throws {
    let run = try run("{ retry: { then: 'column0' } }", every: 2)
    let text = run.document(toolVersion: "test").text(.compact)
    #expect(text.contains("\"fallback\":{\"errno\":\"EAGAIN\",") && text.contains("\"status\":\"ok\""))
    #expect(run.report().contains("after EAGAIN"))
  }

  /// Break-even where every second block comes again: 46 bytes a block, 39 commands. Each size is run by itself.
  @Test func breakEvenOfATargetThatStalls() throws {
    let more = """
      breakeven: { device: 1, op: 'write', address: 0x2000, maxBytes: 300 },
      sweep: { "peripherals[0].memory[0].notReadyEvery": [1000, 2], "host.retry": [{ onNotReady: 1, backoffFrames: 6 }] }
      """
    let points = try points("{}", more)
    // Of n blocks n - 1 come again, seven frames each: two blocks take 48 frames, so 47 and 48 bytes are not faster.
    #expect(points.map(\.breakEvenBytes) == [41, 49] && points.map(\.firstWinBytes) == [41, 41])
    #expect(points.allSatisfy { $0.closedForm == nil })
  }

  /// A retry is an axis, and so is how often a Target stalls.
  @Test func retriesAreAxes() throws {
    let text = Self.text(
      "{}",
      Self.transfer
        + ", sweep: { 'host.retry': [{ onNotReady: 1 }, { then: 'column0' }], 'peripherals[0].memory[0].notReadyEvery': [1, 2, 7] }"
    )
    let plan = try ScenarioLoader.loadSweep(bytes: Array(text.utf8), name: "t", folder: "", for: .sweep).plan
    var rows: [String] = []
    for index in 0..<6 {
      var nobody = NoObserver()
      let run = try ScenarioRun.run(plan.point(index).scenario, observer: &nobody)
      rows.append(run.results.map { "\($0.error?.errno.rawValue ?? "ok") \($0.frames.total)" }.joined())
    }
    #expect(
      rows == ["EAGAIN 41", "ok 50", "ok 45", "ok 296", "ok 251", "ok 45"])
  }

  /// Where what fails goes over Column 0 each byte counts: 1 + n frames against n.
  @Test func breakEvenOfATargetThatIsNeverReady() throws {
    let more = """
      breakeven: { device: 1, op: 'read', address: 0x2000, maxBytes: 64 },
      sweep: { "peripherals[0].memory[0].notReadyEvery": [1] }
      """
    let points = try points("{ setup: 'none', retry: { then: 'column0' } }", more)
    #expect(points.map(\.firstWinBytes) == [nil] && points.map(\.breakEvenBytes) == [nil])
    #expect(points[0].shares.isEmpty && !points[0].conclusion.contains("it takes"))
  }

  private func forecast(_ host: String, every: Int, _ more: String) throws -> (said: UInt64, run: UInt64) {
    let run = try run(host, every: every, more)
    return (run.scenario.work(seed: nil).frames, run.results.reduce(0) { $0 + $1.frames.total })
  }

  /// What is said before a run is not less than what it takes, and a stream that fails ends what is counted.
  @Test func whatIsSaidBeforeRetries() throws {
    // Two transfers of 66 blocks each.
    let pair = ["a", "b"].map {
      "{ name: '\($0)', via: 'bra', op: 'write', device: 1, address: 0x2000, data: { pattern: 'ones', bytes: 3036 } }"
    }.joined(separator: ", ")
    // One block of 67 finds the Target not ready: but for the first, nearly every pass has one.
    let passes = try forecast(
      "{ check: 'atEnd', retry: { onNotReady: 1000 } }", every: 67, "transfers: [\(pair)]")
    #expect(passes.run > 2000 && passes.said >= passes.run)
    // 1024 messages of which the first fails: the others are not sent over BRA.
    let messages = try forecast(
      "{ setup: 'none', interface: { kind: 'v1', sends: 1024 }, retry: { then: 'column0' } }", every: 1,
      "policy: { minBytes: 1, alignBytes: 1 }, transfers: [{ name: 't', via: 'bra', op: 'write', device: 1, address: 0x2000, data: { hex: '12' } }]"
    )
    #expect(messages.run == 1 + 1024 && messages.said == messages.run)
  }
}
