import FrameSim
import Testing

/// Transfers of a slow host: with its pauses skipped, results, account and bus are those of a run frame by frame.
@Suite struct PauseSkippingTests {
  struct Slow: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var shape = FrameShape.reset
    var peripherals = 1
    var host: HostConfiguration
    var requests: [TransferRequest]
  }

  /// A host on a bus of a million slots per second; times in microseconds are slots.
  private static func host(
    batch: Int = 2, perBatch: UInt64 = 0, perCommand: UInt64 = 0, perTransfer: UInt64 = 0,
    setup: TransferSetup = .commands(5), syncWait: SyncWait = .none, dp0: PortGeometry? = nil
  ) -> HostConfiguration {
    let feed = PIOModel.Feed(
      commandsPerBatch: batch, nanosecondsPerBatch: 1000 * perBatch, nanosecondsPerCommand: 1000 * perCommand,
      nanosecondsPerTransfer: 1000 * perTransfer)
    let model = HostModel.pio(PIOModel(column0: feed, bra: feed))
    return HostConfiguration(model: model, setup: setup, syncWait: syncWait, dp0: dp0)
  }

  private static let both: [TransferRequest] = [
    .write(testBytes(5), to: 0x2000, device: 1, via: .column0), .read(5, from: 0x2000, device: 1, via: .bra),
    .write(testBytes(23), to: 0x2003, device: 1, via: .bra), .read(3, from: 0x2000, device: 1, via: .column0),
  ]

  static let cases: [Slow] = [
    Slow(
      testDescription: "all kinds of host time", shape: .of(48, 6),
      host: host(perBatch: 90_000, perCommand: 4321, perTransfer: 123_456), requests: both),
    Slow(
      testDescription: "several Peripherals", shape: .of(50, 4), peripherals: 3,
      host: host(batch: 20, perBatch: 100_000, perTransfer: 70_000, setup: .linux), requests: both),
    Slow(
      testDescription: "frames in front of a pulse", shape: .of(60, 4),
      host: host(perBatch: 80_000, syncWait: .pulse(interval: 1000, phase: 777)), requests: both),
    Slow(
      testDescription: "long waits alone", shape: .of(48, 6),
      host: HostConfiguration(setup: .commands(4), syncWait: .frames(601)), requests: both),
    Slow(
      testDescription: "a slow pulse alone", shape: .of(48, 6),
      host: HostConfiguration(setup: .commands(4), syncWait: .pulse(interval: 997, phase: 3)), requests: both),
    Slow(
      testDescription: "windows that straddle frames, always open", shape: .of(64, 8), peripherals: 2,
      host: host(
        batch: 1, perBatch: 150_000, setup: .alwaysOpen,
        dp0: PortGeometry(hStart: 1, hStop: 7, sampleInterval: 13, wordLength: 9, blockOffset: 1)),
      requests: [both[0], both[2], both[0], both[1]]),
    Slow(
      testDescription: "windows that straddle frames, opened", shape: .of(64, 8),
      host: host(
        batch: 3, perBatch: 140_000,
        dp0: PortGeometry(hStart: 2, hStop: 6, sampleInterval: 67, wordLength: 30, blockOffset: 3)),
      requests: both),
    Slow(
      testDescription: "paging", shape: .of(48, 4),
      host: host(batch: 4, perBatch: 60_000),
      requests: [
        .write(testBytes(9), to: 0x4400_0FF0, device: 1, via: .column0),
        .read(9, from: 0x4400_0FF0, device: 1, via: .column0),
      ]),
    Slow(
      testDescription: "failures", shape: .of(48, 4), peripherals: 2, host: host(perBatch: 60_000),
      requests: [
        .write([1], to: 0x9000, device: 1, via: .column0), .write([1], to: 0x2000, device: 7, via: .bra),
        .write([1], to: 0x9000, device: 2, via: .bra), .read(2, from: 0x2FFF, device: 2, via: .column0),
      ]),
    Slow(
      testDescription: "an interrupt that is enabled, and pending after a bad block", shape: .of(50, 6),
      peripherals: 2, host: host(perBatch: 80_000, perTransfer: 90_000),
      requests: [
        .write([0xE7], to: 0x01, device: 1, via: .column0), .write([1], to: 0x9000, device: 1, via: .bra),
        both[0], .write([4], to: 0x00, device: 1, via: .column0), both[2],
      ]),
  ]

  private func simulation(_ slow: Slow, engine: Engine) -> Simulation {
    Simulation(
      shape: slow.shape, peripherals: (1...slow.peripherals).map { .target($0) }, host: slow.host,
      timeline: BusTimeline(slotRateHz: 1_000_000), engine: engine)
  }

  /// Sees every frame, and does nothing with it: so none is skipped.
  private struct Watcher: FrameObserver {
    static let wantsLevels = false
    mutating func observe(_ frame: borrowing ObservedFrame) {}
  }

  @Test(arguments: cases)
  func skippingChangesNothing(slow: Slow) {
    check(slow, against: .frame)
  }

  @Test(arguments: isDebugBuild ? Array(cases.prefix(1)) : cases)
  func skippingGivesWhatTheSlotEngineGives(slow: Slow) {
    check(slow, against: .slot)
  }

  private func check(_ slow: Slow, against engine: Engine) {
    var fast = simulation(slow, engine: .frame)
    var whole = simulation(slow, engine: engine)
    var watcher = Watcher()
    for request in slow.requests {
      let result = fast.run(request)
      #expect(result == whole.run(request, observer: &watcher))
      #expect(result.slots.total == result.duration && result.split.total == result.duration)
      #expect(fast.bus.difference(from: whole.bus) == nil)
    }
    #expect(fast.bus.statistics.frames == fast.bus.frame)
    #expect(fast.bus.statistics.skipped > fast.bus.frame / 2)
    #expect(whole.bus.statistics.skipped == 0)
  }

  /// The first Ping of a pause is run, and the last; whole periods of what is between are passed over, from 240 frames on.
  @Test(arguments: [(240, 0), (241, 180), (301, 240), (302, 300), (303, 300), (361, 300), (362, 360)])
  func wholePeriodsArePassedOver(pause: UInt64, skipped: UInt64) {
    let slow = Slow(
      testDescription: "", shape: .of(48, 6), host: Self.host(perTransfer: pause * 288), requests: [])
    var simulation = simulation(slow, engine: .frame)
    let result = simulation.run(.write([1], to: 0x2000, device: 1, via: .column0))
    #expect(result.frames.host == pause && result.hostFrames.setup == pause)
    #expect(simulation.bus.statistics.skipped == skipped)
  }

  /// Two devices of one number that report different things abort every Ping. What a PREQ is owed then neither keeps a
  /// bank switch from its pulse, nor makes it matter where the simulation looks for something to skip.
  @Test(arguments: [
    SyncWait.frames(601), .pulse(interval: 600, phase: 7), .pulse(interval: 600, phase: 8),
    .pulse(interval: 2, phase: 0), .pulse(interval: 2, phase: 1), .pulse(interval: 1, phase: 0),
  ])
  func aPingThatIsAbortedForEverMovesNoBankSwitch(wait: SyncWait) {
    let slow = Slow(
      testDescription: "", shape: .of(48, 6), peripherals: 3,
      host: HostConfiguration(setup: .commands(80), syncWait: wait), requests: [])
    var fast = simulation(slow, engine: .frame)
    var whole = simulation(slow, engine: .slot)
    // Devices 2 and 3 become one, and what they send for a Read clashes; one of them has the interrupt enabled.
    let collision: [TransferRequest] = [
      .write([0x55], to: 0x2000, device: 2, via: .column0),
      .write([0xAA], to: 0x2000, device: 3, via: .column0),
      .write([0b10], to: 0x41, device: 3, via: .column0), .write([2], to: 0x46, device: 3, via: .column0),
      .read(1, from: 0x2000, device: 2, via: .column0),
    ]
    for request in collision + Self.both {
      let result = fast.run(request)
      #expect(result == whole.run(request))
      #expect(fast.bus.difference(from: whole.bus) == nil)
      if request.path == .bra { #expect(result.error == nil && result.frames.host <= 80) }
    }
    #expect(whole.bus.manager.owesPing)
    if wait == .frames(601) { #expect(fast.bus.statistics.skipped > 500) }
  }

  /// Whoever watches sees every frame, and the levels of each.
  @Test func observersSeeEveryFrame() {
    let slow = Self.cases[0]
    var watched = simulation(slow, engine: .frame)
    var unwatched = watched
    var compared = watched
    compared.startComparing()
    var log = FrameLog()
    for request in slow.requests.prefix(2) {
      let result = unwatched.run(request)
      #expect(watched.run(request, observer: &log) == result)
      #expect(compared.run(request) == result)
    }
    #expect(UInt64(log.outcomes.count) == unwatched.bus.frame)
    #expect(log.checker.complaints == [])
    #expect(compared.disagreement == nil)
    #expect(watched.bus.statistics.skipped == 0 && compared.bus.statistics.skipped == 0)
    #expect(unwatched.bus.difference(from: watched.bus) == nil)
    #expect(unwatched.bus.difference(from: compared.bus) == nil)
  }

  @Test func curvesAreTheSame() throws {
    let slow = Self.cases[2]
    for request in [
      TransferRequest.write(testBytes(6), to: 0x2000, device: 1, via: .column0),
      .read(20, from: 0x2000, device: 1, via: .bra),
    ] {
      let fast = try simulation(slow, engine: .frame).curve(request)
      #expect(try fast.steps == simulation(slow, engine: .slot).curve(request).steps)
    }
  }

  /// The frames ahead of a bank switch are those in which it is held, one by one.
  @Test(arguments: [
    SyncWait.none, .frames(0), .frames(7), .pulse(interval: 1, phase: 0), .pulse(interval: 9, phase: 4),
    .pulse(interval: 16, phase: 15),
  ])
  func theWaitAheadIsCounted(wait: SyncWait) {
    for frame: UInt64 in 0..<40 {
      for waited in 0..<9 {
        var held: UInt64 = 0
        while wait.holds(waited: waited + Int(held), frame: frame + held) { held += 1 }
        #expect(wait.framesAhead(waited: waited, frame: frame) == held)
      }
    }
    // A pulse that never comes is waited for frame by frame.
    #expect(SyncWait.pulse(interval: 4, phase: 4).framesAhead(waited: 0, frame: 1) == 0)
  }

  /// Two batches of an hour each, in front of which there is an hour, too: at 96 million slots per second a frame of 96
  /// slots takes a microsecond.
  @Test func hoursOfHostTimeAreExact() {
    let hour: UInt64 = 3_600_000_000_000
    let feed = PIOModel.Feed(
      commandsPerBatch: 3, nanosecondsPerBatch: hour - 700, nanosecondsPerCommand: 233,
      nanosecondsPerTransfer: hour + 1)
    var simulation = Simulation(
      shape: .reset, peripherals: [.target(1)],
      host: HostConfiguration(
        model: .pio(PIOModel(column0: feed, bra: feed)), setup: .alwaysOpen),
      timeline: BusTimeline(slotRateHz: 96_000_000))
    let result = simulation.run(.write(testBytes(4), to: 0x2000, device: 1, via: .column0))
    // An hour and 1 ns round up; three commands cost 1 ns less than an hour, the last one 467 ns less.
    let host: UInt64 = 3_600_000_001 + 3_600_000_000 + 3_600_000_000
    #expect(result.error == nil && result.isIntact == true)
    #expect(result.frames.host == host)
    #expect(result.hostFrames.setup == 3_600_000_001 && result.hostFrames.data == 7_200_000_000)
    #expect(result.commands.ping == host && result.commands.write == 4)
    #expect(result.frames.total == host + 4)
    #expect(result.duration == 96 * (host + 4) && simulation.bus.frame == host + 4)
    #expect(result.split.host == 96 * host)
    #expect(result.slots.total == result.duration)
    #expect(result.slots[.controlStatus] == 24 * host)
    #expect(result.slots[.dp0Idle] == 48 * (host + 4))
  }

  /// A million pauses of a second cost no more than their commands; nothing of it overflows.
  @Test(.disabled(if: isDebugBuild)) func manyPausesAreExact() {
    let second: UInt64 = 1_000_000_000
    let feed = PIOModel.Feed(commandsPerBatch: 1, nanosecondsPerBatch: second, nanosecondsPerCommand: second)
    var simulation = Simulation(
      shape: .reset,
      peripherals: [
        PeripheralConfiguration(device: 1, memory: [MemoryRegion(address: 0x2000, bytes: 1 << 20)])
      ],
      host: HostConfiguration(
        model: .pio(PIOModel(column0: feed, bra: feed))), timeline: BusTimeline(slotRateHz: 400_000_000))
    let data = testBytes(1 << 16)
    let result = simulation.run(.write(data, to: 0x2000, device: 1, via: .column0))
    // 800 million slots are 8333333 frames and a third; two page borders cost two commands each.
    let commands: UInt64 = 1 << 16 + 4
    #expect(result.frames.host == commands * 8_333_334)
    #expect(result.isIntact == true)
    #expect(result.slots.total == result.duration)
  }
}
