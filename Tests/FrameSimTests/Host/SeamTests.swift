import BRAEncoder
import FrameSim
import Testing

/// The seams of the host's house: feeds and programs that production does not have, each in a file of its own.
@Suite struct SeamTests {
  /// What these tests run side by side.
  enum Toy: HostProgram {
    case bra(BRAProgram<EveryThirdFrame<MemoryFeed>>)
    case tick(RegisterTick)

    mutating func offer(_ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline) {
      switch self {
      case .bra(var program):
        program.offer(&frame, view, timeline)
        self = .bra(program)
      case .tick(var program):
        program.offer(&frame, view, timeline)
        self = .tick(program)
      }
    }

    mutating func complete(
      _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline
    ) {
      switch self {
      case .bra(var program):
        program.complete(share, outcome, view, timeline)
        self = .bra(program)
      case .tick(var program):
        program.complete(share, outcome, view, timeline)
        self = .tick(program)
      }
    }

    func isThrough(_ view: HostView) -> Bool {
      switch self {
      case .bra(let program): program.isThrough(view)
      case .tick(let program): program.isThrough(view)
      }
    }
  }

  private static let shape = FrameShape.of(50, 4)
  private static let data = testBytes(90)

  /// A bus with an open DP0, and a conductor of toys on it.
  private func start(_ engine: Engine, blocks: Bool, tick: UInt64?) throws -> (Bus, Conductor<Toy>) {
    var bus = Bus(shape: Self.shape, peripherals: [.target(1)])
    let geometry = PortGeometry(fillingColumns: Self.shape.columns)
    bus.programDP0(geometry, enabled: true)
    bus.manager.buffers = [BlockBuffer(outgoing: Self.data)]
    var toys: [Toy] = []
    if blocks {
      let section = try #require(BRASection(address: 0x2000, byteCount: Self.data.count))
      let memory = MemoryFeed(.write, device: 1, sections: [section])
      toys.append(
        .bra(
          BRAProgram(
            BRAStream(device: 1, setup: .alwaysOpen, geometry: geometry), EveryThirdFrame(memory, Self.shape),
            HostView(&bus))))
    }
    if let tick { toys.append(.tick(RegisterTick(every: tick, times: 7, register: 0x2080, value: 0x5A))) }
    let seats = toys.map { Conductor<Toy>.Seat($0, Ledger(startSlot: bus.slot)) }
    let timeline = BusTimeline(clockHz: 4_800_000)
    return (bus, Conductor(seats[0], beside: Array(seats.dropFirst()), timeline, &bus))
  }

  private func run(_ engine: Engine, blocks: Bool, tick: UInt64?) throws -> (Bus, Conductor<Toy>) {
    var (bus, conductor) = try start(engine, blocks: blocks, tick: tick)
    var run = PlainRun<Toy>(engine, bus)
    conductor.run(&bus, &run)
    return (bus, conductor)
  }

  /// 50x4 carries 8 bytes per block: 90 bytes are 12 blocks, each but the last with two frames after it.
  @Test(arguments: Engine.allCases)
  func aFeedSpacesItsBlocks(engine: Engine) throws {
    let (bus, conductor) = try run(engine, blocks: true, tick: nil)
    let counts = conductor.lead.ledger.total
    #expect(counts.blocks.ok == 12 && counts.blocks.sent == 12)
    #expect(counts.frames.data == 12 && counts.frames.host == 22 && counts.frames.total == 34)
    #expect(bus.frame == 34)
    #expect(bus.peripherals[0].memory.holds(Self.data, at: 0x2000))
  }

  @Test(arguments: Engine.allCases)
  func aProgramWritesNowAndThen(engine: Engine) throws {
    let (bus, conductor) = try run(engine, blocks: false, tick: 5)
    let counts = conductor.lead.ledger.total
    // In frames 0, 5, ... 30.
    #expect(counts.frames.data == 7 && counts.frames.host == 24 && bus.frame == 31)
    #expect(counts.commands.write == 7 && counts.commands.ping == 24)
  }

  /// Both at once: blocks beside writes, in the same frames; each ledger has its own.
  @Test(arguments: Engine.allCases)
  func bothRunSideBySide(engine: Engine) throws {
    let (bus, conductor) = try run(engine, blocks: true, tick: 3)
    let (bra, tick) = (conductor.lead.ledger.total, conductor.others[0].ledger.total)
    // Blocks in frames 0, 3, ... 33, writes in 0, 3, ... 18.
    #expect(bra.blocks.ok == 12 && bra.frames.total == 34 && bus.frame == 34)
    #expect(tick.frames.data == 7 && tick.frames.total == 19)
    // A Ping is everybody's, a write only its owner's.
    #expect(bra.commands.write == 0 && bra.commands.ping == 34 - 7)
    #expect(tick.commands.write == 7 && tick.commands.ping == 12)
    #expect(bra.slots.total == 34 * 200 && tick.slots.total == 19 * 200)
    // Together each frame counts once.
    let whole = conductor.whole.ledger.total
    #expect(whole.slots.total == 34 * 200 && whole.split.total == 34 * 200)
    #expect(whole.frames.data == 12 && whole.blocks.ok == 12 && whole.commands.write == 7)
    #expect(bus.peripherals[0].memory.holds(Self.data, at: 0x2000))
    #expect(bus.peripherals[0].memory.holds([0x5A], at: 0x2080))
  }

  /// Both engines leave the same bus.
  @Test func enginesAgree() throws {
    let fast = try run(.frame, blocks: true, tick: 4).0
    let slow = try run(.slot, blocks: true, tick: 4).0
    #expect(fast.difference(from: slow) == nil)
  }
}
