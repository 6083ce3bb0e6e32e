import Testing

@testable import FrameSim

/// What each call refuses, in the order in which Linux looks: the error table of host reference 6.2.
///
/// For each row a call has all the later mistakes at once.
@Suite struct OffloadRefusalTests {
  private static let timer = OffloadTrigger("t", .periodic(hertz: 1000, offsetNanoseconds: 0))
  private static let small = OffloadMessage([OffloadMessage.write([1, 2])])

  // MARK: get

  @Test("get: null argument, no instance, unsupported capability, given away (host reference 6.2)")
  func get() {
    var without = OffloadBench(nil)
    #expect(
      without.errors(
        .get(device: nil, capabilities: nil), .get(device: 1, capabilities: nil),
        .get(device: nil, capabilities: .txStream), .get(device: 1, capabilities: .txStream))
        == [.invalid, .invalid, .invalid, .noDevice])
    var bench = OffloadBench(OffloadConfiguration())
    #expect(bench.errors(.get(device: 1, capabilities: [.trigger, .staticTx])) == [nil])
    // All three mistakes, two, one.
    #expect(
      bench.errors(
        .get(device: 2, capabilities: nil), .get(device: 2, capabilities: [.trigger, .txStream]),
        .get(device: 2, capabilities: .trigger), .get(device: 1, capabilities: .trigger))
        == [.invalid, .invalid, .busy, .busy])
    #expect(bench.errors(.put, .get(device: 2, capabilities: .trigger)) == [nil, nil])
  }

  @Test("without an instance everything else is ENODEV, without an owner EINVAL")
  func nobody() {
    let calls: [OffloadCall] = [
      .put, .optimize(Self.small), .unoptimize, .run, .triggerGet("t"), .enableInOrder, .disableInOrder,
      .trigger(count: 1, everyFrames: nil), .wait(.triggers(1)),
    ]
    var without = OffloadBench(nil)
    var unowned = OffloadBench(OffloadConfiguration(triggers: [Self.timer]))
    for call in calls {
      #expect(without.errors(call) == [.noDevice], "\(call.word)")
      #expect(unowned.errors(call) == [.invalid], "\(call.word)")
    }
    #expect(unowned.errors(.wait(.frames(3)), .wait(.nanoseconds(1000))) == [nil, nil])
    #expect(unowned.simulation.bus.frame == 4)
  }

  // MARK: triggerGet

  @Test(
    "get a trigger: EPROBE_DEFER, ENODEV, EOPNOTSUPP without validate, EINVAL, EOPNOTSUPP without a DMA hook")
  func trigger() {
    func trigger(
      _ name: String, from: UInt64 = 0, until: UInt64? = nil, validates: Bool = true, _ offset: UInt64 = 0
    )
      -> OffloadTrigger
    {
      OffloadTrigger(
        name, .periodic(hertz: 1000, offsetNanoseconds: offset), appearsAt: from, vanishesAt: until,
        validates: validates)
    }
    let triggers = [
      trigger("late", from: 1_000_000, until: 0, validates: false, 1_000_000),
      trigger("gone", until: 0, validates: false, 1_000_000), trigger("lazy", validates: false, 1_000_000),
      trigger("beyond", 1_000_000), trigger("within", 999_999),
    ]
    var offload = OffloadConfiguration(triggers: triggers)
    offload.streams.hasHooks = false
    var bench = OffloadBench(offload)
    #expect(bench.errors(.get(device: 1, capabilities: [.trigger, .rxStream])) == [nil])
    #expect(
      bench.errors(
        .triggerGet("none"), .triggerGet("late"), .triggerGet("gone"), .triggerGet("lazy"),
        .triggerGet("beyond"), .triggerGet("within"))
        == [.probeDefer, .probeDefer, .noDevice, .notSupported, .invalid, .notSupported])
    // Without a stream no hook is asked for; without the capability there is no trigger.
    #expect(
      bench.errors(
        .put, .get(device: 1, capabilities: .trigger), .triggerGet("within"), .put,
        .get(device: 1, capabilities: .staticTx), .triggerGet("within"))
        == [nil, nil, nil, nil, nil, .invalid])
  }

  // MARK: optimize

  @Test(
    "optimise: instruction memory, plain receive buffer, static data, data memory, prepared already (spi_engine_offload_prepare)"
  )
  func optimise() {
    let offload = OffloadConfiguration(instructionWords: 4, dataWords: 4, triggers: [Self.timer])
    var bench = OffloadBench(offload)
    #expect(bench.errors(.get(device: 1, capabilities: [.trigger, .rxStream])) == [nil])
    let buffer = OffloadMessage.Item.move(.init(.read(1, from: 0x2000, device: 1, via: .bra), .buffer))
    let tooMuch = OffloadMessage.write([UInt8](repeating: 0, count: 30))
    let pause = OffloadMessage.Item.sleep(frames: 1)
    func refusal(_ items: OffloadMessage.Item...) -> String? {
      bench.simulation.run(.optimize(OffloadMessage(items))).error.map {
        "\($0.errno.rawValue): \($0.message)"
      }
    }
    // Four pauses, and a SYNC.
    #expect(refusal(pause, pause, pause, pause, buffer, tooMuch)?.hasPrefix("EINVAL: 7 instructions") == true)
    #expect(refusal(buffer, tooMuch)?.contains("plain buffer") == true)
    #expect(refusal(tooMuch)?.contains("staticTx") == true)
    #expect(bench.errors(.put, .get(device: 1, capabilities: OffloadBench.all)) == [nil, nil])
    #expect(refusal(tooMuch)?.contains("data words are more than the 4") == true)
    #expect(refusal(OffloadMessage.write([1, 2])) == nil)
    #expect(refusal(pause, pause, pause, pause)?.hasPrefix("EINVAL") == true)
    #expect(refusal(OffloadMessage.write([3]))?.hasPrefix("EBUSY") == true)
    #expect(bench.errors(.unoptimize, .optimize(Self.small), .run) == [nil, nil, .notSupported])
    #expect(bench.errors(.unoptimize, .unoptimize, .run) == [nil, .invalid, .invalid])
    // A stream without its capability, an empty message, and what the transfer interface refuses.
    #expect(refusal(OffloadMessage.stream(8))?.contains("txStream") == true)
    #expect(refusal()?.contains("empty") == true)
    let absent = TransferRequest.write([1], to: 0x2000, device: 12, via: .bra)
    #expect(refusal(.move(.init(absent, .staticData)))?.hasPrefix("ENODEV") == true)
    #expect(
      refusal(OffloadMessage.read(1 << 20, via: .column0), OffloadMessage.read(1))?.contains("1 MiB") == true)
  }

  @Test("16 words refuse a block of 64 bytes: with its header it is 17.5 words, and 56 bytes fit")
  func defaultMemory() {
    var bench = OffloadBench(OffloadConfiguration(), rows: 64, columns: 16)
    #expect(bench.errors(.get(device: 1, capabilities: OffloadBench.all)) == [nil])
    func fits(_ bytes: Int) -> Bool {
      let items = [OffloadMessage.write([UInt8](repeating: 7, count: bytes))]
      let error = bench.simulation.run(.optimize(OffloadMessage(items))).error
      _ = bench.simulation.run(.unoptimize)
      return error == nil
    }
    #expect(fits(58) && !fits(59) && !fits(64))
  }

  // MARK: enable

  @Test("while it is enabled others are EBUSY, and what needs it disabled; ENODEV where the provider is gone")
  func enabled() {
    var gone = Self.timer
    gone.name = "gone"
    gone.vanishesAt = 1_000_000
    var bench = OffloadBench(OffloadConfiguration(triggers: [Self.timer, gone]))
    #expect(
      bench.errors(
        .get(device: 1, capabilities: OffloadBench.all), .enableInOrder, .optimize(Self.small), .enableInOrder
      )
        == [nil, .invalid, nil, .invalid])
    #expect(
      bench.errors(.triggerGet("gone"), .wait(.nanoseconds(1_000_000)), .enableInOrder) == [
        nil, nil, .noDevice,
      ])
    #expect(
      bench.errors(.triggerGet("t"), .disableInOrder, .wait(.triggers(1)), .enableInOrder) == [
        nil, .invalid, .invalid, nil,
      ])
    #expect(
      bench.errors(
        .enableInOrder, .put, .unoptimize, .triggerGet("t"), .optimize(Self.small), .run,
        .trigger(count: 1, everyFrames: nil))
        == [.busy, .busy, .busy, .busy, .busy, .notSupported, .invalid])
    let frame = bench.simulation.bus.frame
    for path in TransferRequest.Path.allCases {
      let result = bench.simulation.run(.read(4, from: 0x2000, device: 1, via: path))
      #expect(result.error?.errno == .busy)
    }
    #expect(bench.simulation.bus.frame == frame)
    #expect(bench.errors(.disableInOrder) == [nil])
    #expect(bench.simulation.run(.read(4, from: 0x2000, device: 1, via: .bra)).error == nil)
  }

  @Test("a sequence whose id is not seen within 1000 us is ETIMEDOUT, and takes that long")
  func sequence() {
    for (time, error) in [(1_000_000, nil), (1_000_001, .timedOut)] as [(UInt64, TransferErrno?)] {
      var bench = OffloadBench(OffloadConfiguration(sequenceNanoseconds: time, triggers: [Self.timer]))
      #expect(bench.start(Self.small) == [nil, nil, nil, error])
      // 1 ms is 48 frames; where it is fine, two commands open DP0.
      #expect(bench.simulation.bus.frame == (error == nil ? 50 : 48))
      #expect(bench.errors(.disableInOrder) == [error == nil ? nil : .invalid])
    }
  }
}
