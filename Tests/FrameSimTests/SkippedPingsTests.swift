import FrameSim
import Testing

/// Pings in closed form, on a bus: what a skip leaves behind is what the same Pings leave behind when they are run.
@Suite struct SkippedPingsTests {
  /// Runs Pings in an engine; gives the payload bits of all of them.
  @discardableResult
  private func run(_ bus: inout Bus, pings: UInt64, engine: Engine = .frame) -> UInt64 {
    var levels: [UInt64]?
    var bits: UInt64 = 0
    for _ in 0..<pings {
      bits += UInt64(bus.run(FramePlan(.ping), engine: engine, levels: &levels).payloadBits)
    }
    return bits
  }

  /// Every state of sync, level and parity, with one Peripheral and with two, after a first Ping.
  @Test func aSkipIsExactFromEveryState() {
    for peripherals in 1...2 {
      for state in 0..<60 {
        var run = Bus.with(peripherals)
        run.preset(level: UInt64(state & 1), oddHighs: state & 2 != 0, dynamicSyncSteps: state / 4)
        self.run(&run, pings: 1)
        var skipped = run
        self.run(&run, pings: 120)
        let pings = skipped.skipPings(upTo: 179)
        #expect(pings?.frames == 120 && pings?.shape == .reset && pings?.payloadBits == 0)
        #expect(skipped.difference(from: run) == nil)
        #expect(skipped.statistics.frames == 121 && skipped.statistics.skipped == 120)
      }
    }
  }

  /// The period is not longer than it has to be: with an odd number of ones in the status, level and parity are
  /// inverted after 30 frames.
  @Test(arguments: [(1, false), (2, true), (3, false)])
  func thirtyFramesDoForAnEvenStatusOnly(peripherals: Int, isBack: Bool) {
    var bus = Bus.with(peripherals)
    let level = bus.level
    run(&bus, pings: 30)
    #expect((bus.level == level) == isBack)
    run(&bus, pings: 30)
    #expect(bus.level == level)
  }

  private static let geometries = [
    PortGeometry(hStart: 1, hStop: 7, sampleInterval: 8, wordLength: 7, blockOffset: 0),
    // Straddling: windows of 7, 13 and 515 slots in frames of 512.
    PortGeometry(hStart: 1, hStop: 7, sampleInterval: 7, wordLength: 3, blockOffset: 1),
    PortGeometry(hStart: 2, hStop: 5, sampleInterval: 13, wordLength: 5, blockOffset: 0),
    PortGeometry(hStart: 1, hStop: 6, sampleInterval: 515, wordLength: 64, blockOffset: 9),
    // Longer than a frame, wider than the frame, emptier than its word, and nowhere.
    PortGeometry(hStart: 3, hStop: 3, sampleInterval: 65535, wordLength: 64, blockOffset: 300),
    PortGeometry(hStart: 1, hStop: 15, sampleInterval: 9, wordLength: 64, blockOffset: 0),
    PortGeometry(hStart: 7, hStop: 7, sampleInterval: 5, wordLength: 2, blockOffset: 0),
    PortGeometry(hStart: 6, hStop: 2, sampleInterval: 8, wordLength: 2, blockOffset: 0),
  ]

  /// With DP0 open, also from the middle of a window on, in both engines.
  @Test(arguments: geometries)
  func idlePayloadIsCounted(geometry: PortGeometry) {
    var run = Bus.open(2, shape: .of(64, 8), geometry: geometry)
    self.run(&run, pings: 7)
    var skipped = run
    let bits = self.run(&run, pings: 240)
    let pings = skipped.skipPings(upTo: 240)
    #expect(pings?.frames == 240 && pings?.shape == .of(64, 8) && pings?.payloadBits == bits)
    #expect(skipped.difference(from: run) == nil)
    #expect(self.run(&skipped, pings: 3) == self.run(&run, pings: 3, engine: .slot))
    #expect(skipped.difference(from: run) == nil)
  }

  @Test(arguments: geometries, [6, 8, 14])
  func ownedSlotsAreCountedFromTheSynchronisationPointOn(geometry: PortGeometry, columns: Int) {
    let shape = FrameShape.of(48, columns)
    var count: UInt64 = 0
    for frame in 0..<3 {
      let slots = ReferencePlacement.slots(geometry, in: shape, frame: frame)
      let start = UInt64(frame * shape.slots)
      for length in 0...shape.slots where length % 5 == 0 || length == shape.slots {
        let expected = count + UInt64(slots.count { $0 < length })
        #expect(geometry.ownedBits(inFirst: start + UInt64(length), columns: columns) == expected)
      }
      count += UInt64(slots.count)
    }
  }

  /// A pending Alert stays in every Ping. As long as somebody asks for a Ping, the state has not settled.
  @Test func anAlertIsSkippedOnceItWasReported() {
    var run = Bus.with(2)
    run.write(0x41, 0b01)
    run.send(.ping, flipRows: [45])
    #expect(run.skipPings(upTo: 600) == nil)
    #expect(run.send(.ping).controlWord.preq)
    #expect(!run.send(.ping).controlWord.preq)
    var skipped = run
    self.run(&run, pings: 600)
    #expect(skipped.skipPings(upTo: 600)?.frames == 600)
    #expect(skipped.difference(from: run) == nil)
    #expect(skipped.send(.ping).controlWord.status(of: 1) == 2)
  }

  /// A Ping that is owed after a PREQ, to the frame.
  @Test func aRequestThatTheManagerHasSeenIsAnsweredFirst() {
    var bus = Bus.with(1)
    bus.write(0x41, 0b01)
    bus.send(.ping, flipRows: [45])
    for _ in 0..<5 { bus.send(.read(device: 1, register: 0x44)) }
    let before = bus
    #expect(bus.skipPings(upTo: 600) == nil)
    #expect(bus.difference(from: before) == nil)
  }

  @Test func whatTheFrameEngineHandsOverIsNotSkipped() {
    let columnZero = PortGeometry(hStart: 0, hStop: 7, sampleInterval: 8, wordLength: 8, blockOffset: 0)
    var mixed = Bus.open(geometry: columnZero)
    #expect(mixed.skipPings(upTo: 6000) == nil)
    // A device of another shape than the rest, for as long as it takes to lose sync; then it does not matter.
    var torn = Bus.with(2)
    #expect(torn.write(0x70, 0x21, device: 2) == .ok)
    #expect(torn.skipPings(upTo: 6000) == nil)
    run(&torn, pings: 10)
    #expect(torn.peripherals.map(\.isAttached) == [true, false])
    var run = torn
    self.run(&run, pings: 600)
    #expect(torn.skipPings(upTo: 600)?.frames == 600)
    #expect(torn.difference(from: run) == nil)
  }

  /// Less than a period is not skipped, nor is what lies beyond the last slot that is kept exactly.
  @Test func aSkipHasItsLimits() {
    var bus = Bus.with(1)
    run(&bus, pings: 1)
    #expect(bus.skipPings(upTo: 59) == nil)
    #expect(bus.skipPings(upTo: 0) == nil)
    #expect(bus.skipPings(upTo: .max) != nil)
    #expect(bus.slot <= Bus.lastSlot)
    #expect(bus.slot > Bus.lastSlot - 61 * 96)
    #expect(bus.slot == bus.frame * 96)
    #expect(bus.skipPings(upTo: .max) == nil)
    run(&bus, pings: 60, engine: .slot)
    #expect(bus.skipPings(upTo: .max) == nil)
  }
}
