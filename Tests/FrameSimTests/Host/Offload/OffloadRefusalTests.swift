import BRAEncoder
import FrameSim
import Testing

/// The table of host reference 6.2 row by row: get, get a trigger, order and exclusion, by itself.
///
/// Each call has all faults at once that its driver looks for later, and gets the first one nevertheless.
@Suite struct OffloadRefusalTests {
  private typealias Host = OffloadHost

  /// What a call that is refused without a frame gives: its errno and its sentence.
  private func refusal(
    _ simulation: inout Simulation, _ call: OffloadCall, _ errno: TransferErrno, _ words: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let slot = simulation.bus.slot
    let result = simulation.run(call)
    #expect(result.error?.errno == errno, sourceLocation: sourceLocation)
    #expect(
      result.error?.message.contains(words) == true, "\(result.error?.message ?? "no error")",
      sourceLocation: sourceLocation)
    #expect(simulation.bus.slot == slot && result.frames.total == 0, sourceLocation: sourceLocation)
  }

  // MARK: Get

  /// Without an argument EINVAL, also where there is no instance.
  @Test func getWithoutArguments() {
    for offload in [nil, Host.instance()] {
      var simulation = Host.simulation(offload)
      refusal(&simulation, .get(device: nil, capabilities: .trigger), .invalid, "asked for with")
      refusal(&simulation, .get(device: 1, capabilities: nil), .invalid, "asked for with")
      refusal(&simulation, .get(device: nil, capabilities: nil), .invalid, "asked for with")
    }
  }

  /// No instance: ENODEV, whatever is asked for.
  @Test func getWithoutAnInstance() {
    var simulation = Host.simulation(nil)
    refusal(
      &simulation, .get(device: 1, capabilities: OffloadCapabilities(rawValue: 15)), .noDevice, "no offload")
    refusal(&simulation, .put, .noDevice, "no offload")
    refusal(&simulation, .enable, .noDevice, "no offload")
    refusal(&simulation, .wait(.triggers(1)), .noDevice, "no offload")
  }

  /// A capability that it has not: EINVAL, also where somebody has it already; then EBUSY, also for the same device.
  @Test func getOfACapabilityThatItHasNot() {
    let all: [OffloadCapabilities] = [.trigger, .staticTx, .txStream, .rxStream]
    for lacking in all {
      let offload = Host.instance { $0.capabilities.remove(lacking) }
      var simulation = Host.simulation(offload)
      simulation.call(.get(device: 2, capabilities: []))
      for asked in [lacking, OffloadCapabilities(all)] {
        refusal(&simulation, .get(device: 1, capabilities: asked), .invalid, lacking.names[0])
      }
      refusal(&simulation, .get(device: 1, capabilities: offload.capabilities), .busy, "device 2")
      refusal(&simulation, .get(device: 2, capabilities: []), .busy, "device 2")
      simulation.call(.put, .get(device: 1, capabilities: offload.capabilities))
    }
  }

  // MARK: Get a trigger

  /// EPROBE_DEFER, ENODEV, EOPNOTSUPP without a function to validate, EOPNOTSUPP without a hook: in this order.
  @Test func getATrigger() {
    var provider = OffloadTrigger(
      "timer", .periodic(hertz: 1000, offsetNanoseconds: 2_000_000), appearsAt: 1, vanishesAt: 0,
      validates: false)
    func simulation() -> Simulation {
      let offload = Host.instance {
        $0.triggers = [provider]
        $0.streams.hasHooks = false
      }
      var simulation = Host.simulation(offload)
      simulation.call(.get(device: 1, capabilities: [.trigger, .rxStream]))
      return simulation
    }
    var one = simulation()
    refusal(&one, .triggerGet("timer"), .probeDefer, "not there yet")
    refusal(&one, .triggerGet("nobody"), .probeDefer, "not there yet")
    provider.appearsAt = 0
    one = simulation()
    refusal(&one, .triggerGet("timer"), .noDevice, "went away")
    provider.vanishesAt = nil
    one = simulation()
    refusal(&one, .triggerGet("timer"), .notSupported, "validates no")
    provider.validates = true
    one = simulation()
    // It can validate: then it does, and a millisecond is the period.
    refusal(&one, .triggerGet("timer"), .invalid, "1000000 ns")
    provider.source = .periodic(hertz: 1000, offsetNanoseconds: 1_000_000)
    one = simulation()
    refusal(&one, .triggerGet("timer"), .invalid, "1000000 ns")
    provider.source = .periodic(hertz: 1000, offsetNanoseconds: 999_999)
    one = simulation()
    refusal(&one, .triggerGet("timer"), .notSupported, "no DMA channel")
    // Who wants no stream needs no channel.
    one.call(.put, .get(device: 1, capabilities: [.trigger, .staticTx]), .triggerGet("timer"))
    one.call(.put, .get(device: 1, capabilities: .rxStream))
    refusal(&one, .triggerGet("timer"), .invalid, "without the capability of triggers")
  }

  /// A provider that comes later: there from the slot on that begins at its moment or after it.
  @Test func aProviderThatComesLater() {
    // 100 us are 960 slots: 4.8 frames, so that it is there in front of frame 5.
    let offload = Host.instance {
      $0.triggers = [OffloadTrigger("now", .command, appearsAt: 100_000)]
    }
    var simulation = Host.simulation(offload)
    simulation.call(.get(device: 1, capabilities: .trigger), .wait(.frames(4)))
    refusal(&simulation, .triggerGet("now"), .probeDefer, "not there yet")
    simulation.call(.wait(.frames(1)), .triggerGet("now"))
    #expect(simulation.bus.frame == 5)
  }

  // MARK: In which order calls may come

  /// Each step needs the one before; a message of an offload is not run by itself.
  @Test func stepsInOrder() {
    var simulation = Host.simulation(Host.instance())
    let message = OffloadMessage([Host.write([1], to: Host.base, .column0)])
    for call in [
      OffloadCall.put, .optimize(message), .unoptimize, .run, .triggerGet("now"), .enable, .disable,
      .trigger(count: 1, everyFrames: nil), .wait(.triggers(1)),
    ] {
      refusal(&simulation, call, .invalid, "got first")
    }
    simulation.call(.get(device: 1, capabilities: .trigger))
    refusal(&simulation, .run, .invalid, "no message")
    refusal(&simulation, .unoptimize, .invalid, "no message")
    refusal(&simulation, .enable, .invalid, "no message")
    simulation.call(.optimize(message))
    refusal(&simulation, .run, .notSupported, "by its trigger")
    refusal(&simulation, .enable, .invalid, "no trigger")
    simulation.call(.triggerGet("now"))
    refusal(&simulation, .disable, .invalid, "not enabled")
    refusal(&simulation, .trigger(count: 1, everyFrames: nil), .invalid, "not enabled")
    refusal(&simulation, .wait(.triggers(1)), .invalid, "not enabled")
    simulation.call(.enable, .disable, .unoptimize, .put)
  }

  /// While it is enabled the bus is its own: EBUSY for all else, also for what would be refused otherwise.
  @Test(arguments: OffloadConfiguration.Port.allCases, Engine.allCases)
  func theBusIsReserved(port: OffloadConfiguration.Port, engine: Engine) {
    var simulation = Host.simulation(Host.instance { $0.port = port }, engine)
    simulation.prepare([Host.write(testBytes(8))])
    simulation.call(.enable)
    let message = OffloadMessage([])
    for call in [
      OffloadCall.put, .unoptimize, .triggerGet("nobody"), .enable, .get(device: 2, capabilities: []),
    ] {
      let words = if case .get = call { "device 1" } else { "enabled" }
      refusal(&simulation, call, .busy, words)
    }
    refusal(&simulation, .run, .notSupported, "by its trigger")
    refusal(&simulation, .optimize(message), .invalid, "empty")
    for path in TransferRequest.Path.allCases {
      for device in [1, 2, 12] {
        let result = simulation.run(.read(1, from: Host.base, device: device, via: path))
        #expect(result.error?.errno == .busy && result.frames.total == 0)
      }
    }
    simulation.call(.trigger(count: 1, everyFrames: nil), .disable)
    for path in TransferRequest.Path.allCases {
      #expect(simulation.run(.read(8, from: Host.base, device: 1, via: path)).data == testBytes(8))
    }
  }

  /// A trigger that comes by itself is not given by a write.
  @Test func aTimerIsNotWritten() {
    let offload = Host.instance {
      $0.triggers = [OffloadTrigger("timer", .periodic(hertz: 1000, offsetNanoseconds: 0))]
    }
    var simulation = Host.simulation(offload)
    simulation.prepare([Host.write([1], .column0)], trigger: "timer")
    simulation.call(.enable)
    refusal(&simulation, .trigger(count: 1, everyFrames: nil), .invalid, "by itself")
  }

  /// A message that streams out of nothing cannot be enabled; a trigger that has gone cannot, either, and is seen first.
  @Test func enableLooksAtTheTriggerAndAtTheStream() {
    let offload = Host.instance {
      $0.triggers = [OffloadTrigger("now", .command, vanishesAt: 100_000)]
    }
    var simulation = Host.simulation(offload)
    simulation.prepare([Host.streamed(8)])
    refusal(&simulation, .enable, .invalid, "from a stream that has none")
    simulation.call(.wait(.nanoseconds(100_000)))
    refusal(&simulation, .enable, .noDevice, "went away")
    // In front of the first frame after 960 slots.
    #expect(simulation.bus.frame == 5)
  }
}
