import BRAEncoder
import FrameSim
import Testing

/// Enabling and disabling in both orders, and what the wrong one loses (host reference 6.2: the offload first, both times).
///
/// 200 us are 1920 slots, or 9.6 frames of 200 slots: a pause of ten frames.
@Suite struct OffloadOrderTests {
  private typealias Host = OffloadHost
  private static let pause: UInt64 = 200_000

  /// A device that has data in every third frame, 0, 3, 6, and a program of some Writes.
  private func simulation(
    _ engine: Engine = .frame, setup: TransferSetup = .alwaysOpen, writes: Int = 1, blocks: Int = 0,
    _ change: (inout OffloadConfiguration) -> Void = { _ in }
  ) -> Simulation {
    let offload = Host.instance {
      $0.triggers = [OffloadTrigger("t", .dataReady(frames: 3, phase: 0))]
      change(&$0)
    }
    var simulation = Host.simulation(offload, engine, setup: setup)
    let write = Host.write(testBytes(writes), .column0)
    simulation.prepare(blocks > 0 ? [Host.write(testBytes(8 * blocks))] : [write], trigger: "t")
    return simulation
  }

  private func expect(
    _ simulation: Simulation, triggers: UInt64, programs: UInt64, running: UInt64 = 0, disabled: UInt64,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let report = simulation.report
    #expect(report.triggers == triggers && report.programs == programs, sourceLocation: sourceLocation)
    #expect(
      report.lost.running == running && report.lost.disabled == disabled, sourceLocation: sourceLocation)
    #expect(report.lost.total == running + disabled && report.cut == 0, sourceLocation: sourceLocation)
  }

  @Test(arguments: Engine.allCases)
  func theRightOrderLosesNothing(engine: Engine) {
    var simulation = simulation(engine)
    simulation.call(.enable(.offloadFirst, betweenNanoseconds: Self.pause))
    #expect(simulation.bus.frame == 10)
    // Frames 12, 15 and 18 are in; that of 21 comes when it is disabled.
    simulation.call(.wait(.frames(11)), .disable(.offloadFirst, betweenNanoseconds: Self.pause))
    #expect(simulation.bus.frame == 31)
    expect(simulation, triggers: 3, programs: 3, disabled: 0)
  }

  /// Frames 0, 3, 6 and 9 find it not enabled yet, with DP0 to be opened all up to 27.
  @Test(arguments: Engine.allCases)
  func theTriggerFirst(engine: Engine) {
    var simple = simulation(engine)
    simple.call(.enable(.triggerFirst, betweenNanoseconds: Self.pause))
    #expect(simple.bus.frame == 10)
    expect(simple, triggers: 4, programs: 0, disabled: 4)
    simple.call(.wait(.frames(5)), .disable)
    expect(simple, triggers: 5, programs: 1, disabled: 4)

    var opening = simulation(engine, setup: .linux, blocks: 1)
    let enabled = opening.call(.enable(.triggerFirst, betweenNanoseconds: Self.pause))
    #expect(opening.bus.frame == 29 && enabled.frames.setup == 19 && enabled.frames.host == 10)
    expect(opening, triggers: 10, programs: 0, disabled: 10)
    // 30, 33 and 36; then 20 commands.
    let disabled = opening.call(.wait(.frames(10)), .disable)
    #expect(disabled.frames.teardown == 20 && disabled.frames.total == 20)
    expect(opening, triggers: 13, programs: 3, disabled: 10)
    // Each time it is enabled has a report of its own.
    opening.call(.enable, .disable)
    #expect(opening.offloadReports.map(\.triggers) == [13, 0])
  }

  /// From frame 15 on its trigger gives nothing, and it waits until frame 25: 15, 18, 21 and 24.
  @Test(arguments: Engine.allCases)
  func theTriggerIsDisabledFirst(engine: Engine) {
    var simulation = simulation(engine)
    simulation.call(.enable, .wait(.frames(15)))
    expect(simulation, triggers: 5, programs: 5, disabled: 0)
    simulation.call(.disable(.triggerFirst, betweenNanoseconds: Self.pause))
    #expect(simulation.bus.frame == 25)
    expect(simulation, triggers: 9, programs: 5, disabled: 4)
  }

  /// A program under way goes on to its end, in either order; what comes meanwhile nobody minds.
  @Test(arguments: OffloadCall.Order.allCases, Engine.allCases)
  func theProgramUnderWayGoesOn(order: OffloadCall.Order, engine: Engine) {
    var simulation = simulation(engine, writes: 8)
    simulation.call(.enable, .wait(.frames(4)), .disable(order, betweenNanoseconds: 0))
    #expect(simulation.bus.frame == 8 && simulation.stored(8) == testBytes(8))
    expect(simulation, triggers: 2, programs: 1, running: 1, disabled: 0)
  }

  /// Any timer, any pauses: pulses in front of the first are early, those behind the last too late.
  @Test(arguments: 0..<60)
  func bothWrong(seed: Int) {
    var dice = SeededGenerator(seed: UInt64(seed), stream: "offload orders")
    let hertz = Int.random(in: 3000...90_000, using: &dice)
    let period = (1_000_000_000 + UInt64(hertz) - 1) / UInt64(hertz)
    let offset = UInt64.random(in: 0..<period, using: &dice)
    let writes = Int.random(in: 1...9, using: &dice)
    let (first, last) = (
      UInt64.random(in: 0...2_000_000, using: &dice), UInt64.random(in: 0...2_000_000, using: &dice)
    )
    let frames = Int.random(in: 0...100, using: &dice)
    var simulation = simulation(writes: writes) {
      $0.triggers = [OffloadTrigger("t", .periodic(hertz: hertz, offsetNanoseconds: offset))]
    }
    simulation.call(
      .enable(.triggerFirst, betweenNanoseconds: first), .wait(.frames(frames)),
      .disable(.triggerFirst, betweenNanoseconds: last))
    // The first frame at or after so many ns of 9.6 slots per us.
    func frame(_ nanoseconds: UInt64) -> UInt64 {
      let slots = (nanoseconds * 96 + 9999) / 10_000
      return (slots + 199) / 200
    }
    let armed = frame(first) * 200
    let stopped = armed + UInt64(frames) * 200
    let disarmed = stopped + frame(last) * 200
    let pulses = OffloadPulseModel.timer(
      from: 0, periodNanoseconds: period, offsetNanoseconds: offset, slotRateHz: 9_600_000,
      before: disarmed)
    let inside = pulses.filter { armed <= $0 && $0 < stopped }
    var model = OffloadPulseModel(frameSlots: 200, programFrames: UInt64(writes), pulses: inside)
    model.walk(from: armed)
    let report = simulation.report
    #expect(report.triggers == UInt64(pulses.count), "case \(seed)")
    #expect(report.lost.disabled == UInt64(pulses.count - inside.count), "case \(seed)")
    #expect(report.lost.running == UInt64(model.lost), "case \(seed)")
    #expect(report.programs == UInt64(model.started) && report.jitter.sum == model.jitter.reduce(0, +))
  }

  /// A newer core's sequence: its id is polled for a millisecond at most, 48 frames.
  @Test func theSequence() {
    for (time, frames) in [(UInt64(0), UInt64(0)), (1, 1), (500_000, 24), (1_000_000, 48)] {
      var simulation = simulation { $0.sequenceNanoseconds = time }
      simulation.call(.enable)
      #expect(simulation.bus.frame == frames)
      simulation.call(.wait(.frames(3)), .disable)
      expect(simulation, triggers: 1, programs: 1, disabled: 0)
    }
    for order in OffloadCall.Order.allCases {
      var simulation = simulation(setup: .linux, blocks: 1) { $0.sequenceNanoseconds = 1_000_001 }
      let result = simulation.run(.enable(order, betweenNanoseconds: 0))
      #expect(result.error?.errno == .timedOut && simulation.bus.frame == 48 && result.frames.setup == 0)
      #expect(simulation.run(.disable).error?.errno == .invalid && simulation.report.programs == 0)
      #expect(simulation.run(.write([1], to: Host.base, device: 1, via: .bra)).isIntact == true)
      simulation.call(.unoptimize, .put)
    }
  }
}
