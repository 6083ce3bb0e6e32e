import BRAEncoder
import FrameSim
import Testing

/// Looks at all that a program sends, apart from the simulator: which frames carry a block or a command, and with what.
private struct Blocks: FrameObserver {
  static let wantsLevels = false
  var headers: [UInt64] = []
  var frames: [UInt64] = []
  var commands: [Command] = []

  mutating func observe(_ frame: borrowing ObservedFrame) {
    if frame.plan.command != .ping { commands.append(frame.plan.command) }
    guard let block = frame.plan.block else { return }
    headers.append(block.header.packed)
    frames.append(frame.number)
  }
}

/// One optimise and a thousand triggers, with no time of the host (host reference 6.2).
@Suite struct OffloadReplayTests {
  private typealias Host = OffloadHost

  /// A host whose ordinary transfers take time, so that it would be seen where a replay took any.
  private static func simulation(
    _ engine: Engine, _ offload: OffloadConfiguration = Host.instance()
  ) -> Simulation {
    let feed = PIOModel.Feed(nanosecondsPerBatch: 100_000, nanosecondsPerTransfer: 50_000)
    return Host.simulation(offload, engine, model: .pio(PIOModel(column0: feed, bra: feed)))
  }

  /// After each trigger memory is made other again: a replay that does nothing leaves it so.
  @Test(arguments: Engine.allCases)
  func aThousandTriggers(engine: Engine) {
    let count = engine == .frame ? 1000 : 60
    let data = testBytes(20)
    var simulation = Self.simulation(engine)
    simulation.prepare([
      Host.write(data), Host.write([0xA5, 0x5A], to: 0x2100, .column0), Host.read(12, from: 0x2200),
    ])
    let opening = simulation.call(.enable)
    #expect(opening.frames.setup == 19, "Linux's 19 commands, with its own time after each")
    // 1 x 50 us and 19 x 100 us are 9.6 slots per us: 18720 slots, of which none falls into the 19 frames.
    #expect(opening.frames.host >= 19)
    var right = 0
    for index in 0..<count {
      let other = data.map { ~$0 }
      simulation.preload(other, at: Host.base, device: 1)
      simulation.preload([UInt8(truncatingIfNeeded: index), 0], at: 0x2100, device: 1)
      let slot = simulation.bus.slot
      let result = simulation.run(.trigger(count: 1, everyFrames: nil))
      // Three blocks, two Writes, two blocks that read: seven frames and no other.
      let isFast = simulation.bus.slot == slot + 7 * Host.frameSlots && result.frames.total == 7
      let isThere = simulation.stored(20) == data && simulation.stored(2, at: 0x2100) == [0xA5, 0x5A]
      if isFast, isThere, result.error == nil, result.frames.host == 0, result.bytesMoved == 34 { right += 1 }
    }
    #expect(right == count)
    #expect(simulation.report.hostNanoseconds == 0 && simulation.report.hostSecondsPerTrigger == 0)
    #expect(simulation.report.triggers == UInt64(count) && simulation.report.programs == UInt64(count))
    #expect(simulation.report.lost.total == 0 && simulation.report.jitter.most == 0)
    #expect(simulation.report.streams == OffloadReport().streams)
    // 50 us each; 39 commands one by one for each of the two over BRA, two over Column 0.
    #expect(simulation.report.ordinary.hostNanoseconds == 8_150_000)
    // Blocks of 8, 8 and 4 bytes are 4, 4 and 3 words, two Writes 2, and two headers 4.
    #expect(simulation.report.words.instructions == 4 && simulation.report.words.data == 17)
  }

  /// All of them in one call, seen frame by frame.
  @Test func aThousandInOneCall() {
    var simulation = Self.simulation(.frame)
    let data = testBytes(11)
    simulation.prepare([Host.write(data)])
    simulation.call(.enable)
    let first = simulation.bus.frame
    var seen = Blocks()
    let result = simulation.run(.trigger(count: 1000, everyFrames: nil), observer: &seen)
    #expect(result.frames.total == 2000 && result.frames.data == 2000 && result.blocks.ok == 2000)
    #expect(result.bytesMoved == 11_000 && result.isIntact == true && simulation.stored(11) == data)
    #expect(seen.frames == (0..<2000).map { first + $0 } && seen.commands.isEmpty)
    // 0xC6, 8 bytes at 0x2000; 3 bytes at 0x2008.
    #expect(seen.headers == (0..<1000).flatMap { _ in [0xC608_0000_2000, 0xC603_0000_2008] as [UInt64] })
    var again = simulation
    again.call(.disable)
    #expect(again.offloadReports == [simulation.report])
  }

  /// The second engine on the same bus, level by level; and by itself, with the same report.
  @Test(arguments: OffloadConfiguration.Port.allCases)
  func theEnginesAgree(port: OffloadConfiguration.Port) {
    func run(_ engine: Engine, compares: Bool) -> Simulation {
      let offload = Host.instance {
        $0.port = port
        $0.triggers = [OffloadTrigger("timer", .periodic(hertz: 509, offsetNanoseconds: 77))]
        $0.streams.data = testBytes(50)
      }
      var simulation = Self.simulation(engine, offload)
      if compares { simulation.startComparing() }
      simulation.prepare(
        [
          Host.write(testBytes(9)), .sleep(frames: 2), Host.streamed(20, to: 0x2040),
          Host.read(3, from: 0x40, .column0), Host.read(9, from: 0x2000),
        ], trigger: "timer")
      simulation.call(.enable, .wait(.triggers(5)), .wait(.frames(33)), .disable)
      _ = simulation.run(.read(20, from: 0x2040, device: 1, via: .bra))
      return simulation
    }
    let both = run(.frame, compares: true)
    #expect(both.disagreement == nil)
    let slow = run(.slot, compares: false)
    let fast = run(.frame, compares: false)
    for other in [slow, fast] {
      #expect(other.offloadReports == both.offloadReports && other.bus.slot == both.bus.slot)
      #expect(other.bus.difference(from: both.bus) == nil)
    }
    #expect(fast.report.programs >= 5 && fast.report.streams == OffloadReport().streams)
  }

  /// A message of nothing, which would never be through, is refused as an empty one is.
  @Test func aMessageOfNothing() {
    for items in [[Host.write([])], [Host.write([], .column0)], [.sleep(frames: 0)], []] {
      var simulation = Host.simulation(Host.instance())
      simulation.call(.get(device: 1, capabilities: [.trigger, .staticTx]))
      #expect(simulation.run(.optimize(OffloadMessage(items))).error?.errno == .invalid)
      #expect(simulation.offloadImage == nil)
    }
  }
}
