import FrameSim
import Scenario
import Testing

/// The smallest sizes that reach a share of the rate, against all smaller ones.
@Suite struct RateShareTests {
  private struct Case {
    var rows = 48
    var columns = 4
    var dp0 = ""
    var setup = "'none'"
    var wait = "0"
    var pio = ""
  }

  private func check(_ one: Case) throws -> Bool {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: \(one.rows), columns: \(one.columns) },
        peripherals: [{ device: 1, dp0: {} }],
        host: { setup: \(one.setup), syncWaitFrames: \(one.wait) \(one.pio) \(one.dp0) },
        breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: 2 } }
      """
    guard
      let scenario = try? ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "", for: .breakeven)
        .scenario, let request = scenario.breakeven
    else { return false }
    let point = Breakeven.point(Breakeven.Input(scenario: scenario, request: request))
    let mean = point.bytesPerFrame
    guard mean > 0, point.error == nil, let most = point.shares.compactMap(\.bytes).max(), most < 20_000
    else {
      return false
    }
    var peripherals = scenario.peripherals
    peripherals[0].memory = [MemoryRegion(address: 0x2000, bytes: 1 << 20)]
    let simulation = Simulation(
      shape: scenario.bus.shape, peripherals: peripherals, host: scenario.host(seed: 1),
      timeline: scenario.bus.timeline)
    let curve = try simulation.curve(
      .write([UInt8](repeating: 0, count: most), to: 0x2000, device: 1, via: .bra))
    for share in point.shares where share.bytes != nil {
      let first = (1...Int(Double(most) / mean) + 1).lazy.map { Int(mean * Double($0)) }.first { bytes in
        guard bytes > 0, let step = curve.step(for: bytes) else { return false }
        let whole = Double(share.percent) * mean * Double(step.frames.total)
        return Double(bytes) * 100 >= whole * (1 - 1e-12)
      }
      #expect(share.bytes == first, "\(share.percent) % of \(mean) in \(text)")
    }
    return true
  }

  /// Windows that do not divide the frame: 5, 11 and 23 bytes with a set-up, 2 without, where bisection finds 9, 18, 37 and 4.
  @Test(arguments: ["'none'", "'minimal'", "{ commands: 6 }"], ["0", "{ intervalFrames: 2, phase: 0 }"])
  func blocksThatVary(setup: String, wait: String) throws {
    for (interval, offset) in [(150, 40), (150, 44), (160, 50)] {
      #expect(
        try check(
          Case(
            dp0: ", dp0: { sampleInterval: \(interval), wordLength: 64, blockOffset: \(offset) }",
            setup: setup, wait: wait)))
    }
  }

  /// Where each block takes a frame, and nothing else changes, two transfers show a share; near a synchronisation point
  /// some dozens do.
  @Test func whatIsToBeExpectedIsNotBisected() throws {
    for (sync, isForeseeable) in [(1.0, true), (0.01, false)] {
      let text = """
        { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4, sspEverySeconds: \(sync) },
          peripherals: [{ device: 1, dp0: {} }], host: { setup: "linux" },
          breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: 2 } }
        """
      let scenario = try ScenarioLoader.load(
        bytes: Array(text.utf8), name: "t", folder: "", for: .breakeven
      ).scenario
      let request = try #require(scenario.breakeven)
      let meter = WorkMeter()
      let point = Breakeven.point(Breakeven.Input(scenario: scenario, request: request), meter: meter)
      #expect(point.shares.map(\.bytes) == [39, 156, 351, 741].map { 8 * $0 })
      // 39 commands around the blocks, and the curves of two bytes.
      let twice = 2 * UInt64(4 * 39 + 39 + 156 + 351 + 741)
      #expect((meter.frames < twice + 200) == isForeseeable, "\(meter.frames)")
      let plan = try ScenarioLoader.loadSweep(
        bytes: Array(text.utf8), name: "t", folder: "", for: .breakeven
      ).plan
      let estimate = try plan.work(0..<1, for: .breakeven, seed: 1).frames
      #expect(estimate < 3 * meter.frames && meter.frames < 3 * estimate, "\(estimate), \(meter.frames)")
    }
  }

  @Test func aHostThatTakesItsTime() throws {
    #expect(
      try check(
        Case(
          rows: 144,
          dp0: ", dp0: { hStart: 1, hStop: 2, sampleInterval: 85, wordLength: 31, blockOffset: 3 }",
          wait: "302", pio: ", model: 'pio', pio: { bra: { microsecondsPerTransfer: 600 } }")))
  }

  @Test func anyGeometry() throws {
    var generator = SeededGenerator(seed: 3, stream: "test")
    var compared = 0
    for _ in 0..<150 {
      let columns = [2, 4, 6, 8].randomElement(using: &generator) ?? 4
      let interval = Int.random(in: 1...300, using: &generator)
      let word = Int.random(in: 1...min(64, interval), using: &generator)
      let dp0 =
        ", dp0: { hStart: 1, hStop: \(columns - 1), sampleInterval: \(interval), wordLength: \(word), "
        + "blockOffset: \(Int.random(in: 0...4, using: &generator)) }"
      let one = Case(
        rows: [48, 50, 60, 64, 147].randomElement(using: &generator) ?? 48, columns: columns, dp0: dp0,
        setup: ["'none'", "'minimal'", "{ commands: 6 }"].randomElement(using: &generator) ?? "'none'",
        wait: ["0", "3", "{ intervalFrames: 2, phase: 1 }", "{ intervalFrames: 7, phase: 3 }"]
          .randomElement(using: &generator) ?? "0")
      if try check(one) { compared += 1 }
    }
    #expect(compared > 20, "\(compared)")
  }
}
