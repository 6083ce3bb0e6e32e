import BRAEncoder
import FrameSim
import Testing

/// Pulses, lost ones, and jitter against a walk over all frames (host reference 6.2).
@Suite struct OffloadTriggerTests {
  private typealias Host = OffloadHost

  /// What is drawn for a case: a bus, and a program of some frames.
  private struct Case {
    var dice: SeededGenerator
    let shape: FrameShape
    let slotRateHz: UInt64
    let programFrames: Int
    let items: [OffloadMessage.Item]

    init(seed: Int, isFast: Bool = false) {
      dice = SeededGenerator(seed: UInt64(seed), stream: "offload triggers")
      let shapes: [FrameShape] = [.of(48, 2), .of(50, 4), .of(50, 10), .of(64, 16), .of(125, 6), .of(256, 2)]
      shape = shapes.randomElement(using: &dice) ?? .reset
      let rates: [UInt64] = [19_200_000, 24_576_000, 9_600_000, 12_288_001] + (isFast ? [] : [1, 999])
      slotRateHz = rates.randomElement(using: &dice) ?? 1
      // Writes of Column 0 with pauses before, between and after them.
      var items: [OffloadMessage.Item] = []
      var frames = 0
      for _ in 0..<Int.random(in: 1...3, using: &dice) {
        let count = Int.random(in: 1...5, using: &dice)
        frames += count
        items.append(
          Bool.random(using: &dice)
            ? .sleep(frames: count) : OffloadHost.write(testBytes(count), .column0))
      }
      self.items = items
      programFrames = frames
    }

    var frameSlots: UInt64 { UInt64(shape.slots) }

    func simulation(_ source: OffloadTrigger.Source) -> Simulation {
      let offload = OffloadHost.instance { $0.triggers = [OffloadTrigger("t", source)] }
      var simulation = OffloadHost.simulation(
        offload, .frame, shape, slotRateHz: slotRateHz, setup: .commands(4))
      simulation.prepare(items, trigger: "t")
      return simulation
    }

    /// The slots in which programs start, where pulses come with frames.
    func starts(_ pulses: [UInt64]) -> [UInt64] {
      var busyUntil: UInt64 = 0
      return pulses.filter { pulse in
        guard pulse >= busyUntil else { return false }
        busyUntil = pulse + UInt64(programFrames) * frameSlots
        return true
      }
    }

    func model(_ pulses: [UInt64], from start: UInt64) -> OffloadPulseModel {
      var model = OffloadPulseModel(
        frameSlots: frameSlots, programFrames: UInt64(programFrames), pulses: pulses)
      model.walk(from: start)
      return model
    }
  }

  private func compare(_ model: OffloadPulseModel, _ report: OffloadReport, _ seed: Int) {
    let isSame = model.agrees(with: report)
    #expect(
      isSame, "case \(seed): \(report) for \(model.pulses.count) pulses, \(model.lost) lost, \(model.jitter)")
  }

  /// A timer of any rate, which begins anywhere; one that is slow lets pauses be passed over.
  @Test(arguments: 0..<240)
  func timers(seed: Int) {
    var one = Case(seed: seed)
    // A period of a third of a frame to a thousand frames; that is ceil(10^9 / hertz) ns.
    let frameRate = Double(one.slotRateHz) / Double(one.frameSlots)
    let rate = frameRate * pow2(Double.random(in: -10...1.5, using: &one.dice))
    let hertz = max(1, Int(rate))
    let period = (1_000_000_000 + UInt64(hertz) - 1) / UInt64(hertz)
    #expect(OffloadTrigger.periodNanoseconds(hertz: hertz) == period)
    let offset = UInt64.random(in: 0..<period, using: &one.dice)
    var simulation = one.simulation(.periodic(hertz: hertz, offsetNanoseconds: offset))
    let before = Int.random(in: 0...9, using: &one.dice)
    let frames = Int.random(in: 1...(one.slotRateHz > 1000 && seed % 4 == 0 ? 2000 : 150), using: &one.dice)
    simulation.call(.wait(.frames(before)), .enable)
    let start = UInt64(before) * one.frameSlots
    #expect(simulation.bus.slot == start)
    simulation.call(.wait(.frames(frames)))
    let end = start + UInt64(frames) * one.frameSlots
    #expect(simulation.bus.slot == end)
    simulation.call(.disable)
    let pulses = OffloadPulseModel.timer(
      from: start, periodNanoseconds: period, offsetNanoseconds: offset, slotRateHz: one.slotRateHz,
      before: end)
    compare(one.model(pulses, from: start), simulation.report, seed)
  }

  private func pow2(_ exponent: Double) -> Double {
    var (value, left) = (1.0, exponent)
    while left >= 1 { (value, left) = (value * 2, left - 1) }
    while left < 0 { (value, left) = (value / 2, left + 1) }
    return value * (1 + left)
  }

  /// A device that has data every n-th frame.
  @Test(arguments: 0..<60)
  func dataReady(seed: Int) {
    var one = Case(seed: 1000 + seed)
    let interval = Int.random(in: 1...12, using: &one.dice)
    let phase = Int.random(in: 0..<interval, using: &one.dice)
    var simulation = one.simulation(.dataReady(frames: interval, phase: phase))
    let before = Int.random(in: 0...20, using: &one.dice)
    let frames = Int.random(in: 1...300, using: &one.dice)
    simulation.call(.wait(.frames(before)), .enable, .wait(.frames(frames)), .disable)
    let pulses = (before..<before + frames).filter { $0 % interval == phase }.map {
      UInt64($0) * one.frameSlots
    }
    compare(one.model(pulses, from: UInt64(before) * one.frameSlots), simulation.report, seed)
  }

  /// A write of the host every so many frames; the call is through with the last program.
  @Test(arguments: 0..<60)
  func commands(seed: Int) {
    // A slower bus takes more than the 5 s that a host waits.
    var one = Case(seed: 2000 + seed, isFast: true)
    let interval = Int.random(in: 1...10, using: &one.dice)
    let count = Int.random(in: 1...20, using: &one.dice)
    var simulation = one.simulation(.command)
    let before = Int.random(in: 0...20, using: &one.dice)
    simulation.call(.wait(.frames(before)), .enable)
    let start = simulation.bus.slot
    simulation.call(.trigger(count: count, everyFrames: interval))
    let pulses = (0..<count).map { start + UInt64($0 * interval) * one.frameSlots }
    let model = one.model(pulses, from: start)
    compare(model, simulation.report, seed)
    // It is through with the last pulse or with the last program, whatever is later; a pulse in a program ends with it.
    let starts = one.starts(pulses)
    let end = (starts.last ?? start) + UInt64(one.programFrames) * one.frameSlots
    let last = pulses.last ?? start
    #expect(
      simulation.bus.slot >= end && simulation.bus.slot <= max(end, last + one.frameSlots), "case \(seed)")
    // As soon as the program is through: one after the other.
    let slot = simulation.bus.slot
    simulation.call(.trigger(count: count, everyFrames: nil))
    #expect(simulation.bus.slot == slot + UInt64(count * one.programFrames) * one.frameSlots, "case \(seed)")
    #expect(simulation.report.triggers == UInt64(2 * count))
    #expect(simulation.report.programs == UInt64(model.started + count))
    #expect(simulation.report.lost.total == UInt64(model.lost))
  }

  /// A wait for triggers is over with the program of the last of them, whatever that ends with.
  @Test func aWaitIsOverWithTheProgram() {
    for items in [
      [Host.write([1, 2], .column0)], [.sleep(frames: 2)], [.sleep(frames: 1), Host.write([1], .column0)],
      [Host.write([1], .column0), .sleep(frames: 1)],
    ] {
      let offload = Host.instance { $0.triggers = [OffloadTrigger("t", .dataReady(frames: 5, phase: 3))] }
      var simulation = Host.simulation(offload)
      simulation.prepare(items, trigger: "t")
      simulation.call(.enable, .wait(.triggers(3)))
      // Frames 3, 8 and 13; two frames of program.
      #expect(simulation.bus.frame == 15 && simulation.report.programs == 3)
      simulation.call(.disable)
      #expect(simulation.bus.frame == 15)
    }
  }

  /// ceil(10^9 / f), and what is reported back is ceil(10^9 / period).
  @Test(arguments: [
    (1, 1_000_000_000, 1), (3, 333_333_334, 3), (7, 142_857_143, 7), (48_000, 20_834, 47_999),
    (1_000_000_000, 1, 1_000_000_000), (999_999_999, 2, 500_000_000), (30_000, 33_334, 30_000),
  ])
  func periods(hertz: Int, period: UInt64, reported: UInt64) {
    #expect(OffloadTrigger.periodNanoseconds(hertz: hertz) == period)
    #expect(OffloadTrigger.reportedHertz(periodNanoseconds: period) == reported)
  }
}
