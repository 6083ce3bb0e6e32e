import BRAEncoder
import FrameSim
import Testing

/// Providers of triggers that come and go, and hosts that wait for them (host reference 6.2).
///
/// No wait is for ever: 5 s without a trigger are ETIMEDOUT, a provider that has gone is ENODEV.
@Suite struct OffloadProviderTests {
  private typealias Host = OffloadHost

  private func simulation(
    _ trigger: OffloadTrigger, _ engine: Engine = .frame, slotRateHz: UInt64 = 9_600_000, writes: Int = 1
  ) -> Simulation {
    let offload = Host.instance { $0.triggers = [trigger] }
    var simulation = Host.simulation(offload, engine, slotRateHz: slotRateHz)
    simulation.prepare([Host.write(testBytes(writes), .column0)], trigger: trigger.name)
    simulation.call(.enable)
    return simulation
  }

  // MARK: It goes away

  /// 100 us are 960 slots: pulses with frames 0, 2 and 4, and in front of frame 5 it is found to have gone.
  @Test(arguments: Engine.allCases)
  func whileItIsWaitedFor(engine: Engine) {
    let trigger = OffloadTrigger("t", .dataReady(frames: 2, phase: 0), vanishesAt: 100_000)
    var simulation = simulation(trigger, engine)
    let result = simulation.run(.wait(.triggers(10)))
    #expect(result.error?.errno == .noDevice && simulation.bus.frame == 5)
    #expect(simulation.report.triggers == 3 && simulation.report.programs == 3)
    // It stays away: at once. Time passes all the same, and what is enabled can be disabled.
    #expect(simulation.run(.wait(.triggers(1))).error?.errno == .noDevice && simulation.bus.frame == 5)
    simulation.call(.wait(.frames(9)), .wait(.nanoseconds(1)), .disable)
    #expect(simulation.bus.frame == 15 && simulation.report.triggers == 3)
    #expect(simulation.run(.enable).error?.errno == .noDevice)
    #expect(simulation.run(.triggerGet("t")).error?.errno == .noDevice)
    simulation.call(.unoptimize, .put)
  }

  /// The wait goes on to the end of the program that is under way: seven Writes from frame 0 on.
  @Test func whileAProgramRuns() {
    let trigger = OffloadTrigger("t", .dataReady(frames: 2, phase: 0), vanishesAt: 100_000)
    var simulation = simulation(trigger, writes: 7)
    let result = simulation.run(.wait(.triggers(10)))
    #expect(result.error?.errno == .noDevice && simulation.bus.frame == 7)
    #expect(simulation.report.triggers == 3 && simulation.report.lost.running == 2)
    #expect(simulation.report.programs == 1 && simulation.stored(7) == testBytes(7))
    // Those that had come before are enough.
    var patient = self.simulation(trigger, writes: 7)
    patient.call(.wait(.triggers(3)))
    #expect(patient.bus.frame == 7)
  }

  /// A host that triggers by writes finds that its provider has gone, between two of them or at once.
  @Test func whileItIsWritten() {
    let trigger = OffloadTrigger("t", .command, vanishesAt: 100_000)
    for (frames, triggers) in [(nil, UInt64(5)), (2, 3), (3, 2), (4, 2), (100, 1)] {
      var simulation = simulation(trigger)
      let result = simulation.run(.trigger(count: 10, everyFrames: frames))
      // Frames 0 to 4; 0, 2 and 4; 0 and 3; 0 and 4; 0.
      #expect(result.error?.errno == .noDevice && simulation.bus.frame == 5)
      #expect(simulation.report.triggers == triggers)
      #expect(simulation.report.programs == simulation.report.triggers)
      #expect(simulation.run(.trigger(count: 1, everyFrames: nil)).error?.errno == .noDevice)
      #expect(simulation.bus.frame == 5)
      simulation.call(.disable)
    }
  }

  /// A timer's pulse in the very slot in which it goes does not come any more; one in the slot before does.
  @Test func inTheSlotOfAPulse() {
    // 24000 Hz: 41667 ns, that is slot 401 at 9.6 slots per us; the second pulse of two.
    for (moment, triggers) in [(UInt64(41_667), UInt64(1)), (41_771, 2)] {
      // Slot 401 begins at 41770.8 ns.
      var simulation = simulation(
        OffloadTrigger(
          "t", .periodic(hertz: 24_000, offsetNanoseconds: 0), vanishesAt: moment))
      #expect(simulation.run(.wait(.triggers(5))).error?.errno == .noDevice)
      #expect(simulation.report.triggers == triggers)
    }
  }

  // MARK: Nothing comes

  /// At ten frames a second, 5 s are 50 frames from when the host began to wait, or from the latest pulse.
  @Test(arguments: Engine.allCases)
  func noTriggerForFiveSeconds(engine: Engine) {
    let trigger = OffloadTrigger("t", .dataReady(frames: 1000, phase: 30))
    var simulation = simulation(trigger, engine, slotRateHz: 2000)
    let late = simulation.run(.wait(.triggers(2)))
    #expect(late.error?.errno == .timedOut && simulation.bus.frame == 80)
    #expect(simulation.report.triggers == 1 && simulation.report.programs == 1)
    #expect(simulation.run(.wait(.triggers(1))).error?.errno == .timedOut)
    #expect(simulation.bus.frame == 130)
    simulation.call(.wait(.frames(870)), .wait(.triggers(1)))
    #expect(simulation.bus.frame == 1031)
    simulation.call(.disable)
  }

  /// A host that waits for writes which nobody makes; and an alert that no device has, for which every Ping is looked at.
  @Test func nobodyTriggers() {
    for source in [OffloadTrigger.Source.command, .alert(device: 2), .alert(device: 9), .alert(device: 77)] {
      var simulation = simulation(OffloadTrigger("t", source), slotRateHz: 2000)
      let result = simulation.run(.wait(.triggers(1)))
      #expect(result.error?.errno == .timedOut && result.frames.host == 50 && result.commands.ping == 50)
      simulation.call(.disable)
      #expect(simulation.report.triggers == 0 && simulation.report.cut == 0)
    }
  }

  /// At 48000 frames a second the same takes 240000 frames, which are passed over.
  @Test func fiveSecondsOfAFastBus() {
    let trigger = OffloadTrigger("t", .dataReady(frames: 1_000_000, phase: 999_999))
    var simulation = simulation(trigger)
    #expect(simulation.run(.wait(.triggers(1))).error?.errno == .timedOut)
    #expect(simulation.bus.frame == 240_000)
  }

  /// Triggers that are lost are triggers: who waits for them does not give up. A program of 100 frames takes 10 s.
  @Test func lostOnesCount() {
    let trigger = OffloadTrigger("t", .dataReady(frames: 10, phase: 0))
    var simulation = simulation(trigger, slotRateHz: 2000, writes: 100)
    simulation.call(.wait(.triggers(10)))
    #expect(simulation.bus.frame == 100 && simulation.report.lost.running == 9)
    #expect(simulation.report.programs == 1)
  }

  /// A wait for no trigger is over with the program under way, or at once.
  @Test func waitsForNothing() {
    var simulation = simulation(Host.trigger, writes: 5)
    simulation.call(
      .wait(.triggers(0)), .wait(.frames(0)), .wait(.nanoseconds(0)), .trigger(count: 0, everyFrames: nil),
      .trigger(count: 0, everyFrames: 3))
    #expect(simulation.bus.frame == 0 && simulation.report.triggers == 0)
    simulation.call(.trigger(count: 1, everyFrames: nil), .disable)
    #expect(simulation.bus.frame == 5)
  }
}
