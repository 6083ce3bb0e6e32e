import BRAEncoder
import FrameSim
import Testing

/// Host time is exact, adds up exactly, and becomes frames in one place (`docs/architecture.md`, "The host's house").
@Suite struct HostTimeTests {
  private static let shape = FrameShape.of(50, 4)

  private func simulation(_ feed: PIOModel.Feed, from: PIOModel.Origin, _ engine: Engine) -> Simulation {
    Simulation(
      shape: Self.shape, peripherals: [.target(1)],
      host: HostConfiguration(model: .pio(PIOModel(column0: feed, bra: feed, from: from))),
      timeline: BusTimeline(clockHz: 4_800_000), engine: engine)
  }

  private func hostFrames(
    _ nanoseconds: UInt64, from: PIOModel.Origin, bytes: Int = 1000, engine: Engine = .frame
  ) -> UInt64 {
    var simulation = simulation(PIOModel.Feed(nanosecondsPerBatch: nanoseconds), from: from, engine)
    let result = simulation.run(.write(testBytes(bytes), to: 0x2000, device: 1, via: .column0))
    #expect(result.error == nil && result.isIntact == true)
    return result.frames.host
  }

  /// The response is known after slot [47,0] (section 2): 11 slots, 1145 ns, before the end of a frame of 50x4.
  @Test func aMicrosecondCostsAFrameOrNone() {
    #expect(hostFrames(1000, from: .frameEnd) == 1000)
    #expect(hostFrames(1000, from: .response) == 0)
  }

  @Test(arguments: Engine.allCases)
  func theFrameThatStartsAtItsEndIsTheNext(engine: Engine) {
    // 11 slots at 9.6 MHz are 1145.8 ns, and 211 are 21979.1 ns.
    for (nanoseconds, frames) in [(0, 0), (1145, 0), (1146, 1), (21_979, 1), (21_980, 2)] {
      let count = hostFrames(UInt64(nanoseconds), from: .response, bytes: 10, engine: engine)
      #expect(count == UInt64(10 * frames), "\(nanoseconds) ns")
    }
    // From the frame's end: 200 slots are 20833.3 ns.
    for (nanoseconds, frames) in [(0, 0), (1, 1), (20_833, 1), (20_834, 2)] {
      let count = hostFrames(UInt64(nanoseconds), from: .frameEnd, bytes: 10, engine: engine)
      #expect(count == UInt64(10 * frames), "\(nanoseconds) ns")
    }
  }

  /// Over BRA each command is judged likewise; the time in front of a transfer follows no response.
  @Test func setUpCommandsFromTheResponseOn() {
    let feed = PIOModel.Feed(nanosecondsPerBatch: 1000, nanosecondsPerTransfer: 1000)
    for (origin, frames) in [(PIOModel.Origin.frameEnd, UInt64(40)), (.response, 1)] {
      var simulation = simulation(feed, from: origin, .frame)
      let result = simulation.run(.write(testBytes(8), to: 0x2000, device: 1, via: .bra))
      #expect(result.error == nil && result.frames.host == frames)
    }
  }

  /// The forecast and the simulation round alike.
  @Test func theForecastKnowsTheOrigin() {
    for nanoseconds in stride(from: UInt64(0), through: 46_000, by: 229) {
      let feed = PIOModel.Feed(
        commandsPerBatch: 3, nanosecondsPerBatch: nanoseconds, nanosecondsPerCommand: 7)
      for path in TransferRequest.Path.allCases {
        var simulation = simulation(feed, from: .response, .frame)
        var forecast = HostForecast(
          shape: Self.shape, peripherals: [.target(1)], host: simulation.host, timeline: simulation.timeline)
        let request = TransferRequest.write(testBytes(20), to: 0x2000, device: 1, via: path)
        #expect(simulation.run(request).frames == forecast.next(request).frames, "\(nanoseconds) ns, \(path)")
      }
    }
  }

  /// A thousand delays of 100 ns are 100 us, 4.8 frames: they are added up before they become frames.
  @Test(arguments: Engine.allCases)
  func smallDelaysAddUp(engine: Engine) throws {
    var bus = Bus(shape: Self.shape, peripherals: [.target(1)])
    let geometry = PortGeometry(fillingColumns: Self.shape.columns)
    bus.programDP0(geometry, enabled: true)
    bus.manager.buffers = [BlockBuffer(outgoing: testBytes(16))]
    let section = try #require(BRASection(address: 0x2000, byteCount: 16))
    let feed = SlowFeed(MemoryFeed(.write, device: 1, sections: [section]), delays: 1000, nanoseconds: 100)
    let program = BRAProgram(
      BRAStream(device: 1, setup: .alwaysOpen, geometry: geometry), feed, HostView(&bus))
    let seat = Conductor<BRAProgram<SlowFeed>>.Seat(program, Ledger(startSlot: bus.slot))
    var conductor = Conductor(seat, BusTimeline(clockHz: 4_800_000), &bus)
    var run = PlainRun<BRAProgram<SlowFeed>>(engine, bus)
    conductor.run(&bus, &run)
    let counts = conductor.lead.ledger.total
    #expect(counts.blocks.ok == 2 && counts.frames.data == 2)
    #expect(counts.frames.host == 5 && bus.frame == 7)
    #expect(bus.peripherals[0].memory.holds(testBytes(16), at: 0x2000))
  }
}

/// A feed that takes many short times in front of its first block.
private struct SlowFeed: BlockFeed {
  private var feed: MemoryFeed
  private var delays: Int
  private let nanoseconds: UInt64

  init(_ feed: MemoryFeed, delays: Int, nanoseconds: UInt64) {
    self.feed = feed
    self.delays = delays
    self.nanoseconds = nanoseconds
  }

  mutating func next(payloadBits: Int, at time: HostInstant) -> FeedAnswer {
    guard delays > 0 else { return feed.next(payloadBits: payloadBits, at: time) }
    delays -= 1
    return .wait(until: time + nanoseconds)
  }

  mutating func sent() { feed.sent() }

  var isAtEnd: Bool { feed.isAtEnd }
}
