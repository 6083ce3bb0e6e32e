import BRAEncoder
import FrameSim
import Testing

/// Blocks that are sent again (protocol reference 11.4 and 11.6), and what comes after them.
///
/// A block has 8 data bytes at 50x4. Frames are counted by hand.
@Suite struct RetryTests {
  private static let base: UInt32 = 0x2000

  private static func simulation(
    _ retry: RetryPolicy?, engine: Engine = .frame, notReadyEvery: Int? = nil,
    setup: TransferSetup = .alwaysOpen, check: ResponseCheck = .perBlock, responses: ResponsePolicy = .strict,
    interface: HostInterface = HostInterface(), dma: HostDMA? = nil
  ) -> Simulation {
    let device = PeripheralConfiguration(
      device: 1,
      memory: [
        MemoryRegion(address: base, bytes: 0x1000, notReadyEvery: notReadyEvery),
        MemoryRegion(address: base + 0x1000, bytes: 0x1000),
      ], dp0: DP0Limits())
    let host = HostConfiguration(
      setup: setup, responses: responses, check: check, interface: interface, dma: dma, retry: retry)
    return Simulation(
      shape: .of(50, 4), peripherals: [device], host: host, timeline: BusTimeline(clockHz: 4_800_000),
      engine: engine)
  }

  /// Runs a transfer in whose frames, counted from 0, the first bit of the first data byte is inverted on the line.
  private static func run(
    _ simulation: inout Simulation, _ request: TransferRequest, disturbing frames: Set<Int>
  ) -> TransferResult {
    let slots = ReferencePlacement.slots(PortGeometry(fillingColumns: 4), in: .of(50, 4))
    var transfer = simulation.begin(request, wantsLevels: false)
    var nobody = NoObserver()
    var frame = 0
    while simulation.step(
      &transfer, flips: frames.contains(frame) ? LineFlips(slots: [slots[64]]) : .none, observer: &nobody)
    {
      frame += 1
    }
    return simulation.end(transfer)
  }

  private static func write(_ bytes: Int, at address: UInt32 = base) -> TransferRequest {
    .write(testBytes(bytes), to: address, device: 1, via: .bra)
  }

  // MARK: A Target that is not always ready

  /// Of every four headers the last finds the Target not ready: 16 blocks need 21, and each repeat waits two frames.
  @Test(arguments: Engine.allCases, TransferRequest.Operation.allCases)
  func notReadyBlocksComeAgain(engine: Engine, operation: TransferRequest.Operation) {
    var simulation = Self.simulation(
      RetryPolicy(onNotReady: 1, backoffFrames: 2), engine: engine, notReadyEvery: 4)
    simulation.preload(testBytes(128), at: Self.base, device: 1)
    let result = simulation.run(
      operation == .write ? Self.write(128) : .read(128, from: Self.base, device: 1, via: .bra))
    #expect(result.error == nil && result.isIntact == true && result.bytesMoved == 128)
    #expect((result.blocks.sent, result.blocks.ok, result.blocks.notReady) == (21, 16, 5))
    #expect((result.frames.data, result.frames.retry, result.frames.host) == (16, 5, 10))
    #expect(result.frames.total == 31 && result.retries == 5)
    #expect(result.hostFrames.data == 10 && result.sections.map(\.frames) == [21])
    #expect(result.split.retry == 5 * 200 && result.split.total == 31 * 200)
  }

  /// The count goes on from transfer to transfer, and only blocks that begin in the region count.
  @Test func blocksAreCountedByTheRegion() {
    var simulation = Self.simulation(RetryPolicy(onNotReady: 1), notReadyEvery: 3)
    #expect(simulation.run(Self.write(8)).retries == 0)
    #expect(simulation.run(Self.write(80, at: Self.base + 0x1000)).retries == 0)
    #expect(simulation.run(Self.write(8)).retries == 0)
    #expect(simulation.run(Self.write(8)).retries == 1)
    #expect(simulation.run(.write([1, 2, 3], to: Self.base, device: 1, via: .column0)).frames.total == 3)
    // It was the first block after the third.
    #expect(simulation.run(Self.write(8)).retries == 0)
    #expect(simulation.run(Self.write(8)).retries == 1)
  }

  /// Without a policy, and when the last repeat is over, the transfer fails with EAGAIN.
  @Test(arguments: [nil, RetryPolicy(), RetryPolicy(onBad: 9, onNotReady: 3, backoffFrames: 1)])
  func notReadyForEver(retry: RetryPolicy?) {
    var simulation = Self.simulation(retry, notReadyEvery: 1)
    let result = simulation.run(Self.write(128))
    let repeats = UInt64(retry?.onNotReady ?? 0)
    #expect(result.error?.errno == .again && result.bytesMoved == 0)
    #expect((result.frames.data, result.frames.retry, result.frames.host) == (1, repeats, repeats))
    #expect(result.blocks.notReady == repeats + 1 && result.course.fallback == nil)
  }

  /// A host that looks as Linux does sees no NotReady, but a block without a footer: it counts as bad.
  @Test func linuxSeesNoNotReady() {
    var blind = Self.simulation(RetryPolicy(onNotReady: 5), notReadyEvery: 2, responses: .linux)
    #expect(blind.run(Self.write(16)).error?.errno == .noData)
    var simulation = Self.simulation(RetryPolicy(onBad: 1), notReadyEvery: 2, responses: .linux)
    let result = simulation.run(Self.write(16))
    #expect(result.error == nil && result.isIntact == true && result.retries == 1)
  }

  // MARK: Blocks that were disturbed

  /// The CRC of the data does not fit: NAK in the footer. The same block goes out once more, with good data.
  @Test(arguments: Engine.allCases, TransferRequest.Operation.allCases)
  func badBlocksComeAgain(engine: Engine, operation: TransferRequest.Operation) {
    var simulation = Self.simulation(RetryPolicy(onBad: 2, backoffFrames: 1), engine: engine)
    simulation.preload(testBytes(24), at: Self.base, device: 1)
    let request: TransferRequest =
      operation == .write ? Self.write(24) : .read(24, from: Self.base, device: 1, via: .bra)
    // Block, block, wait, block again, wait, block again, block.
    let result = Self.run(&simulation, request, disturbing: [1, 3])
    #expect(result.error == nil && result.isIntact == true)
    #expect((result.frames.data, result.frames.retry, result.frames.host) == (3, 2, 2))
    #expect(result.blocks.ok == 3 && result.blocks.nak + result.blocks.bad == 2)
  }

  /// Repeats are counted for each block: two blocks may each fail as often.
  @Test func eachBlockHasItsOwnRepeats() {
    var simulation = Self.simulation(RetryPolicy(onBad: 1))
    let result = Self.run(&simulation, Self.write(24), disturbing: [0, 2])
    #expect(result.error == nil && result.retries == 2)
    var other = Self.simulation(RetryPolicy(onBad: 1))
    let failed = Self.run(&other, Self.write(24), disturbing: [1, 2])
    #expect(failed.error?.errno == .io && failed.bytesMoved == 8 && failed.retries == 1)
  }

  // MARK: Looked at in the end

  /// A host that looks when all is through sends all of it again.
  @Test(arguments: Engine.allCases)
  func theWholeTransferComesAgain(engine: Engine) {
    var simulation = Self.simulation(RetryPolicy(onBad: 1, backoffFrames: 4), engine: engine, check: .atEnd)
    let result = Self.run(&simulation, Self.write(24), disturbing: [1])
    #expect(result.error == nil && result.isIntact == true && result.bytesMoved == 24)
    #expect((result.frames.data, result.frames.retry, result.frames.host) == (3, 3, 4))
    #expect(result.retries == 3 && result.sections.map(\.frames) == [6])
    var other = Self.simulation(RetryPolicy(onBad: 1), engine: engine, check: .atEnd)
    let failed = Self.run(&other, Self.write(24), disturbing: [1, 5])
    #expect(failed.error?.errno == .io && failed.frames.total == 6 && failed.bytesMoved == 16)
  }

  /// Its sections have the frames of both passes.
  @Test func sectionsOfBothPasses() {
    var simulation = Self.simulation(RetryPolicy(onBad: 1), check: .atEnd)
    let sections = [BRASection(address: 0x2000, byteCount: 20), BRASection(address: 0x2100, byteCount: 7)]
    let request = TransferRequest(
      name: "", path: .bra, operation: .write, device: 1, sections: sections.compactMap { $0 },
      data: testBytes(27))
    let result = Self.run(&simulation, request, disturbing: [0])
    #expect(result.error == nil && result.isIntact == true && result.sections.map(\.frames) == [6, 2])
  }

  /// Of a read with Intel's DMA the fake frames come again, too; it is started and waited for once more, not prepared.
  @Test(arguments: Engine.allCases)
  func theDMAIsStartedAgain(engine: Engine) {
    let times = DMATimes(
      nanosecondsToPrepare: 200_000, nanosecondsToStart: 100_000, nanosecondsPerPoll: 50_000, polls: 1)
    var simulation = Self.simulation(
      RetryPolicy(onBad: 1, backoffFrames: 2), engine: engine, check: .atEnd, dma: .hda(times))
    simulation.preload(testBytes(16), at: Self.base, device: 1)
    // A frame is 20.83 us: preparing and starting take 15, starting 5, the look 3.
    let result = Self.run(
      &simulation, .read(16, from: Self.base, device: 1, via: .bra), disturbing: [15])
    #expect(result.error == nil && result.isIntact == true && result.data == testBytes(16))
    #expect((result.frames.data, result.frames.retry) == (5, 5))
    #expect(result.fakeFrames == 6 && result.retries == 2)
    #expect(result.frames.host == 15 + 3 + (2 + 5) + 3)
  }

  /// Only the message that failed comes again, in the same open stream.
  @Test(arguments: Engine.allCases)
  func oneMessageComesAgain(engine: Engine) {
    var simulation = Self.simulation(
      RetryPolicy(onBad: 1), engine: engine, setup: .linux, check: .atEnd,
      interface: HostInterface(kind: .v1, sends: 3))
    // 19 commands, 2 blocks, then 21 commands and 2 blocks.
    let result = Self.run(&simulation, Self.write(16), disturbing: [19 + 2 + 21])
    #expect(result.error == nil && result.isIntact == true && result.bytesMoved == 48)
    #expect((result.frames.data, result.frames.retry) == (6, 2))
    #expect(result.frames.total == 18 + 3 * 21 + 8)
  }

  // MARK: Over Column 0

  /// What has not gone through goes over Column 0 when the stream is closed; the bytes of the block that failed go again.
  @Test(arguments: Engine.allCases, TransferRequest.Operation.allCases)
  func theRestOverColumn0(engine: Engine, operation: TransferRequest.Operation) {
    var simulation = Self.simulation(
      RetryPolicy(onNotReady: 0, backoffFrames: 9, then: .column0), engine: engine, notReadyEvery: 3,
      setup: .linux)
    simulation.preload(testBytes(40), at: Self.base, device: 1)
    let result = simulation.run(
      operation == .write ? Self.write(40) : .read(40, from: Self.base, device: 1, via: .bra))
    #expect(result.error == nil && result.isIntact == true && result.bytesMoved == 40)
    #expect(result.data == (operation == .read ? testBytes(40) : []))
    #expect(result.course.fallback?.errno == .again)
    // Two blocks and one that fails; 8 bytes that were tried, and 16 that were not.
    #expect((result.frames.setup, result.frames.teardown) == (19, 20))
    #expect((result.frames.data, result.frames.retry, result.frames.host) == (3 + 16, 8, 0))
    #expect(result.retries == 8 && result.sections.map(\.frames) == [27])
  }

  /// A host that looked in the end sends all of it over Column 0.
  @Test func allOverColumn0() {
    var simulation = Self.simulation(
      RetryPolicy(onNotReady: 1, then: .column0), notReadyEvery: 3, check: .atEnd)
    let result = simulation.run(Self.write(24))
    #expect(result.error == nil && result.isIntact == true && result.bytesMoved == 24)
    #expect((result.frames.data, result.frames.retry) == (3, 3 + 24))
  }

  /// Bytes that only fill a gap stay where they are: they do not go over Column 0.
  @Test func gapsStayOverColumn0() {
    var simulation = Self.simulation(RetryPolicy(then: .column0), notReadyEvery: 2)
    simulation.preload([UInt8](repeating: 0xEE, count: 40), at: Self.base, device: 1)
    let sections = [BRASection(address: 0x2000, byteCount: 13), BRASection(address: 0x200E, byteCount: 10)]
    let request = TransferRequest(
      name: "", path: .bra, operation: .write, device: 1, sections: sections.compactMap { $0 },
      data: testBytes(23), gapFilling: GapFilling(maxBytes: 4, fill: 0))
    let result = simulation.run(request)
    #expect(result.error == nil && result.isIntact == true && result.bytesMoved == 23)
    // The second block is not taken: of its 8 bytes the gap's stays what it was, and 8 follow.
    #expect((result.frames.data, result.frames.retry) == (2 + 8, 7))
    #expect(simulation.bus.stored(1, at: 0x200D) == [0xEE])
  }

  /// With AMD's interface short sections go over Column 0 in between, and after a failure all that is left, in its order.
  @Test(arguments: TransferRequest.Operation.allCases)
  func amdFallsBack(operation: TransferRequest.Operation) throws {
    let list: [(UInt32, Int)] = [(0x3000, 3), (0x3100, 60), (0x2000, 60), (0x3200, 2), (0x3300, 50)]
    var simulation = Simulation(
      shape: .of(50, 10),
      peripherals: [
        PeripheralConfiguration(
          device: 1,
          memory: [
            MemoryRegion(address: 0x2000, bytes: 0x1000, notReadyEvery: 1),
            MemoryRegion(address: 0x3000, bytes: 0x1000),
          ], dp0: DP0Limits())
      ],
      host: HostConfiguration(
        interface: HostInterface(kind: .amd), retry: RetryPolicy(onNotReady: 1, then: .column0)))
    var stored: [UInt8] = []
    for (index, (address, bytes)) in list.enumerated() {
      let part = [UInt8](repeating: UInt8(index + 1), count: bytes)
      simulation.preload(part, at: address, device: 1)
      stored += part
    }
    let result = simulation.run(
      TransferRequest(
        name: "", path: .bra, operation: operation, device: 1,
        sections: list.compactMap { BRASection(address: $0.0, byteCount: $0.1) },
        data: operation == .write ? testBytes(175) : []))
    #expect(result.error == nil && result.isIntact == true && result.bytesMoved == 175)
    if operation == .read { #expect(result.data == stored) }
    let full = Int(result.bytesPerFrame)
    let block = UInt64(min(60, full))
    // Two blocks of the second section go through; of the third one is tried twice.
    let blocks = UInt64((60 + full - 1) / full)
    #expect(result.sections.map(\.frames) == [3, blocks, 2 + 60, 2, 50])
    #expect(result.frames.retry == 1 + block)
  }

  /// With AMD's interface each section is a message, and its host takes its time for each, whatever sections are short.
  @Test(arguments: [40, 39])
  func amdTakesItsTimeForEachMessage(last: Int) {
    let times = PIOModel.Feed(nanosecondsPerTransfer: 100_000)
    var simulation = Simulation(
      shape: .of(50, 10),
      peripherals: [
        PeripheralConfiguration(
          device: 1, memory: [MemoryRegion(address: 0x2000, bytes: 0x1000, notReadyEvery: 1)],
          dp0: DP0Limits())
      ],
      host: HostConfiguration(
        model: .pio(PIOModel(column0: times, bra: PIOModel.Feed())), setup: .alwaysOpen,
        interface: HostInterface(kind: .amd), retry: RetryPolicy(then: .column0)),
      timeline: BusTimeline(clockHz: 12_000_000))
    let sections = [(0x2000, 40), (0x2100, 40), (0x2200, last)].compactMap {
      BRASection(address: UInt32($0.0), byteCount: $0.1)
    }
    let result = simulation.run(
      TransferRequest(
        name: "", path: .bra, operation: .write, device: 1, sections: sections, data: testBytes(80 + last)))
    // 100 us are five frames.
    #expect(result.error == nil && result.isIntact == true && result.frames.host == 15)
  }

  /// A buffer that is sent many times is kept once, also where what it brings goes over Column 0.
  @Test func manySendsShareTheirBytes() {
    var simulation = Self.simulation(
      RetryPolicy(then: .column0), notReadyEvery: 1, interface: HostInterface(kind: .v1, sends: 50))
    simulation.preload(testBytes(60), at: Self.base, device: 1)
    let result = simulation.run(.read(60, from: Self.base, device: 1, via: .bra))
    #expect(result.error == nil && result.data == testBytes(60) && result.bytesMoved == 50 * 60)
    #expect(result.course.column0Bytes == 3000 && result.sections.map(\.frames) == [1 + 3000])
  }

  /// Column 0 reaches addresses below 0x80000000 only: what lies above fails with its block.
  @Test func notWhatColumn0DoesNotReach() {
    var device = PeripheralConfiguration.target(1)
    device.memory = [MemoryRegion(address: 0x7FFF_FFF0, bytes: 32, notReadyEvery: 1)]
    for (bytes, isGood) in [(16, true), (17, false)] {
      var simulation = Simulation(
        shape: .of(50, 4), peripherals: [device],
        host: HostConfiguration(setup: .alwaysOpen, retry: RetryPolicy(then: .column0)))
      let result = simulation.run(.write(testBytes(bytes), to: 0x7FFF_FFF0, device: 1, via: .bra))
      #expect((result.error == nil) == isGood && (result.course.fallback != nil) == isGood)
      #expect(result.error?.errno == (isGood ? nil : .again))
    }
  }

  /// A set-up that fails is no block that fails.
  @Test func onlyBlocksComeAgain() {
    var simulation = Self.simulation(
      RetryPolicy(onBad: 5, onNotReady: 5, then: .column0), setup: .linux)
    let result = simulation.run(.write([1], to: Self.base, device: 2, via: .bra))
    #expect(result.error?.errno == .noData && result.frames.total == 1 && result.course.fallback == nil)
  }

  /// A device that is not there: each block comes again, and then the first byte.
  @Test func nobodyAnswers() {
    var simulation = Self.simulation(RetryPolicy(onBad: 3, backoffFrames: 5, then: .column0))
    let result = simulation.run(.write(testBytes(100), to: Self.base, device: 2, via: .bra))
    #expect(result.error?.errno == .noData && result.error?.message == "byte 0 was ignored")
    #expect((result.frames.data, result.frames.retry, result.frames.host) == (1, 3 + 1, 15))
  }

  // MARK: Seams

  /// A feed that spaces blocks, inside one that repeats them.
  @Test(arguments: Engine.allCases)
  func aSpacedFeedRepeats(engine: Engine) throws {
    let section = try #require(BRASection(address: Self.base, byteCount: 16))
    var bus = Bus.open(1, shape: .of(50, 4))
    bus.peripherals[0].isReady = false
    bus.manager.buffers = [BlockBuffer(outgoing: testBytes(16))]
    let spaced = EveryThirdFrame(MemoryFeed(.write, device: 1, sections: [section]), .of(50, 4))
    let feed = RetryingFeed(spaced, RetryPolicy(onNotReady: 4), slots: 200)
    let timeline = BusTimeline(clockHz: 4_800_000)
    let program = BRAProgram(
      BRAStream(device: 1, setup: .alwaysOpen, geometry: PortGeometry(fillingColumns: 4)), feed,
      HostView(&bus))
    var conductor = Conductor(
      .init(program, Ledger(startSlot: bus.slot)), timeline, &bus)
    var run = PlainRun<BRAProgram<RetryingFeed<EveryThirdFrame<MemoryFeed>>>>(engine, bus)
    var frames = 0
    while conductor.step(&bus, &run) {
      frames += 1
      if frames == 6 { bus.peripherals[0].isReady = true }
    }
    let counts = conductor.lead.ledger.total
    #expect((counts.blocks.ok, counts.frames.retry) == (2, counts.blocks.notReady))
    // In frames 0, 2 and 4; taken in 6 and 9.
    #expect(counts.blocks.notReady == 3 && bus.frame == 10 && bus.stored(16, at: Self.base) == testBytes(16))
  }
}
