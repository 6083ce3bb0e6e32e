import BRAEncoder
import Testing

@testable import FrameSim

/// When programs begin, and which triggers are lost (host reference 6.2), against a model that goes through all pulses one by one.
@Suite struct OffloadTimingTests {
  /// A frame boundary after the other, and the pulses in a list: nothing in closed form.
  private struct Model {
    var triggers = 0
    var lost = 0
    var programs = 0
    var jitter: [Int] = []
    var frames = 0

    /// Pulses by their slots; programs of so many frames of so many slots; from a slot on until so many pulses have come, and the program of
    /// the last is through.
    init(_ pulses: [Int], program: Int, slots: Int, from start: Int, until target: Int) {
      var slot = start
      var next = 0
      var ends: Int?
      while true {
        // In front of a frame: the program that ended lost all that came before its end.
        if let end = ends, end <= slot {
          while pulses[next] < end {
            (next, triggers, lost) = (next + 1, triggers + 1, lost + 1)
          }
          programs += 1
          ends = nil
        }
        if ends == nil, triggers >= target { break }
        if ends == nil, pulses[next] <= slot {
          jitter.append(slot - pulses[next])
          (next, triggers) = (next + 1, triggers + 1)
          while pulses[next] <= slot { (next, triggers, lost) = (next + 1, triggers + 1, lost + 1) }
          ends = slot + program * slots
        }
        slot += slots
      }
      frames = (slot - start) / slots
    }
  }

  private func check(_ report: OffloadReport, _ model: Model, _ result: TransferResult, _ what: String) {
    #expect(report.triggers == UInt64(model.triggers), "\(what)")
    #expect(report.lost.running == UInt64(model.lost) && report.lost.disabled == 0, "\(what)")
    #expect(report.programs == UInt64(model.programs), "\(what)")
    #expect(report.jitter.least == UInt64(model.jitter.min() ?? 0), "\(what)")
    #expect(report.jitter.most == UInt64(model.jitter.max() ?? 0), "\(what)")
    #expect(report.jitter.sum == UInt64(model.jitter.reduce(0, +)), "\(what)")
    #expect(result.frames.total == UInt64(model.frames), "\(what)")
  }

  #if DEBUG
    private static let cases: UInt64 = 120
  #else
    private static let cases: UInt64 = 3000
  #endif

  @Test("timers of any frequency and offset, on buses of any clock and shape, both engines")
  func timers() {
    for seed in 1...Self.cases {
      var random = SeededGenerator(seed: seed, stream: "timers")
      let rows = [48, 50, 64, 128].randomElement(using: &random) ?? 48
      let columns = [2, 4, 8, 16].randomElement(using: &random) ?? 2
      let clock = Int.random(in: 1_000_000...12_288_000, using: &random)
      let slots = rows * columns
      let frameHertz = 2.0 * Double(clock) / Double(slots)
      let program = Int.random(in: 1...5, using: &random)
      let hertz = max(1, Int(frameHertz * Double.random(in: 0.02...2, using: &random)))
      // ceil(10^9 / f) and an offset within it.
      let period = (1_000_000_000 + hertz - 1) / hertz
      let offset = Int.random(in: 0..<period, using: &random)
      let count = Int.random(in: 1...60, using: &random)
      let trigger = OffloadTrigger("t", .periodic(hertz: hertz, offsetNanoseconds: UInt64(offset)))
      var bench = OffloadBench(
        OffloadConfiguration(triggers: [trigger]), rows: rows, columns: columns, clockHz: clock,
        engine: seed % 4 == 0 ? .slot : .frame)
      #expect(
        bench.start(OffloadMessage([OffloadMessage.read(program, via: .column0)])) == [nil, nil, nil, nil])
      let start = Int(bench.simulation.bus.slot)
      let pulses = (0..<40 * (count + 60)).map { pulse in
        // The first slot that starts at the pulse or after it, in 128 bits.
        let time = UInt128(offset) + UInt128(pulse) * UInt128(period)
        return start + Int((time * UInt128(2 * clock) + 999_999_999) / 1_000_000_000)
      }
      let result = bench.simulation.run(.wait(.triggers(count)))
      let model = Model(pulses, program: program, slots: slots, from: start, until: count)
      check(bench.report, model, result, "seed \(seed)")
    }
  }

  @Test("data that is ready every n-th frame")
  func dataReady() {
    for seed in 1...Self.cases {
      var random = SeededGenerator(seed: seed, stream: "ready")
      let every = Int.random(in: 1...9, using: &random)
      let phase = Int.random(in: 0..<every, using: &random)
      let program = Int.random(in: 1...12, using: &random)
      let count = Int.random(in: 1...50, using: &random)
      var bench = OffloadBench(
        OffloadConfiguration(triggers: [OffloadTrigger("t", .dataReady(frames: every, phase: phase))]))
      _ = bench.errors(.wait(.frames(Int.random(in: 1...20, using: &random))))
      #expect(
        bench.start(OffloadMessage([OffloadMessage.read(program, via: .column0)])) == [nil, nil, nil, nil])
      let start = Int(bench.simulation.bus.slot)
      let pulses = (0..<10_000).filter { $0 % every == phase }.map { $0 * 200 }.filter { $0 >= start }
      let result = bench.simulation.run(.wait(.triggers(count)))
      check(
        bench.report, Model(pulses, program: program, slots: 200, from: start, until: count), result,
        "seed \(seed)")
    }
  }

  @Test("a host that triggers every n-th frame loses those that come too soon")
  func commands() {
    for every in 1...7 {
      for program in 1...7 {
        var bench = OffloadBench(OffloadConfiguration(triggers: [OffloadTrigger("t", .command)]))
        #expect(
          bench.start(OffloadMessage([OffloadMessage.read(program, via: .column0)])) == [nil, nil, nil, nil])
        let start = Int(bench.simulation.bus.slot)
        let result = bench.simulation.run(.trigger(count: 20, everyFrames: every))
        let pulses = (0..<20).map { start + $0 * every * 200 } + [Int.max]
        let model = Model(pulses, program: program, slots: 200, from: start, until: 20)
        check(bench.report, model, result, "\(every), \(program)")
      }
    }
  }

  @Test("period and reported frequency are rounded up (spi-offload-trigger-pwm)")
  func rounding() {
    for (hertz, period, reported) in [
      (1, 1_000_000_000, 1), (3, 333_333_334, 3), (24_000, 41_667, 24_000), (7_000_000, 143, 6_993_007),
    ] {
      #expect(OffloadTrigger.periodNanoseconds(hertz: hertz) == UInt64(period))
      #expect(OffloadTrigger.reportedHertz(periodNanoseconds: UInt64(period)) == UInt64(reported))
    }
  }

  // MARK: Order, providers, patience

  @Test("the wrong orders lose what comes in between, the right ones nothing")
  func order() {
    let trigger = OffloadTrigger("t", .dataReady(frames: 10, phase: 0))
    let message = OffloadMessage([OffloadMessage.read(8)])
    var right = OffloadBench(OffloadConfiguration(triggers: [trigger]))
    // Two commands open DP0, then 1 ms, 48 frames: the trigger is enabled in front of frame 50.
    #expect(
      right.errors(
        .get(device: 1, capabilities: OffloadBench.all), .optimize(message), .triggerGet("t"),
        .enable(.offloadFirst, betweenNanoseconds: 1_000_000)) == [nil, nil, nil, nil])
    #expect(right.simulation.bus.frame == 50)
    #expect(right.errors(.wait(.frames(20))) == [nil])
    // Disabled in front of frame 70, where data would be ready; the trigger goes on for 48 frames.
    #expect(right.errors(.disable(.offloadFirst, betweenNanoseconds: 1_000_000)) == [nil])
    #expect(right.report.triggers == 2 && right.report.programs == 2 && right.report.lost.total == 0)

    var wrong = OffloadBench(OffloadConfiguration(triggers: [trigger]))
    #expect(
      wrong.errors(
        .get(device: 1, capabilities: OffloadBench.all), .optimize(message), .triggerGet("t"),
        .enable(.triggerFirst, betweenNanoseconds: 1_000_000)) == [nil, nil, nil, nil])
    // Frames 0, 10, 20, 30, 40 come before frame 50, which itself finds the offload enabled.
    #expect(wrong.report.triggers == 5 && wrong.report.lost.disabled == 5)
    #expect(
      wrong.errors(.wait(.frames(20)), .disable(.triggerFirst, betweenNanoseconds: 1_000_000)) == [nil, nil])
    // 50 and 60 ran; 70, 80, 90, 100 and 110 would have come before frame 118.
    #expect(wrong.report.programs == 2 && wrong.report.triggers == 12 && wrong.report.lost.disabled == 10)
  }

  @Test(
    "a provider that goes away ends a wait with ENODEV, and one that gives nothing with ETIMEDOUT after 5 s")
  func patience() {
    var gone = OffloadTrigger("t", .periodic(hertz: 1000, offsetNanoseconds: 0))
    gone.vanishesAt = 10_000_000
    for (trigger, error, triggers, seconds) in [
      (gone, TransferErrno.noDevice, 10, 0.01), (OffloadTrigger("t", .command), .timedOut, 0, 5.0),
      (OffloadTrigger("t", .alert(device: 2)), .timedOut, 0, 5.0),
    ] {
      // An alert is looked for in every frame: a slow clock has fewer.
      var bench = OffloadBench(
        OffloadConfiguration(triggers: [trigger]), clockHz: seconds > 1 ? 48_000 : 4_800_000)
      #expect(bench.start(OffloadMessage([OffloadMessage.read(1)])) == [nil, nil, nil, nil])
      #expect(bench.simulation.run(.wait(.triggers(100))).error?.errno == error)
      #expect(bench.report.triggers == UInt64(triggers))
      let time = bench.simulation.timeline.seconds(from: 0, to: bench.simulation.bus.slot)
      #expect(time >= seconds && time < seconds + 0.01)
      #expect(bench.errors(.disableInOrder) == [nil])
    }
  }

  @Test("an alert starts the program that serves it (Table 63)")
  func alert() {
    var bench = OffloadBench(OffloadConfiguration(triggers: [OffloadTrigger("t", .alert(device: 1))]))
    bench.simulation.startComparing()
    // BRA_Failure of DP0 is enabled; a read of what is not there raises it.
    let mask = UInt32(RegisterAddress.dp0IntMask)
    #expect(bench.simulation.run(.write([0xFF], to: mask, device: 1, via: .column0)).error == nil)
    #expect(bench.simulation.run(.read(1, from: 0x90000, device: 1, via: .bra)).error != nil)
    let clear = OffloadMessage([
      OffloadMessage.write([0xFF], to: UInt32(RegisterAddress.dp0IntStat), via: .column0)
    ])
    #expect(bench.start(clear) == [nil, nil, nil, nil])
    #expect(bench.errors(.wait(.triggers(1)), .wait(.frames(50))) == [nil, nil])
    #expect(bench.report.triggers == 1 && bench.report.programs == 1)
    #expect(bench.simulation.bus.peripherals[0].registers.alerts == 0)
    #expect(bench.errors(.disableInOrder) == [nil])
    #expect(bench.simulation.disagreement == nil)
  }
}
