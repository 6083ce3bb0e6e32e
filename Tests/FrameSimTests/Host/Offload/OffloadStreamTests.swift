import BRAEncoder
import FrameSim
import Testing

/// The data bytes of blocks, decoded from the line: eight bytes of header, CRC and response in front of them.
private struct SentData: FrameObserver {
  static let wantsLevels = true
  let slots = ReferencePlacement.slots(PortGeometry(fillingColumns: 4), in: .of(50, 4))
  var bytes: [UInt8] = []
  var frames: [UInt64] = []

  mutating func observe(_ frame: borrowing ObservedFrame) {
    guard let block = frame.plan.block, block.header.operation == .write else { return }
    let first = 8 * 8
    for byte in 0..<block.header.byteCount {
      var value: UInt8 = 0
      for bit in 0..<8 { value = value << 1 | UInt8(frame.bit(at: slots[first + 8 * byte + bit])) }
      bytes.append(value)
    }
    frames.append(frame.number)
  }
}

/// Rings that are filled and emptied by the host, or go round (host reference 6.2).
@Suite struct OffloadStreamTests {
  private typealias Host = OffloadHost

  private func simulation(
    _ items: [OffloadMessage.Item], _ streams: OffloadStreams, dma: DMATimes? = nil,
    _ engine: Engine = .frame, port: OffloadConfiguration.Port = .open
  ) -> Simulation {
    let offload = Host.instance {
      $0.streams = streams
      $0.port = port
    }
    var simulation = Host.simulation(offload, engine, setup: .commands(4), dma: dma.map { .hda($0) })
    simulation.prepare(items)
    simulation.call(.enable)
    return simulation
  }

  /// Nobody serves the ring: what is in it goes round, a block over its end goes on at its start, and it costs nothing.
  @Test(arguments: Engine.allCases, [1, 3, 8, 20, 50, 600])
  func dataGoesRound(engine: Engine, length: Int) {
    let data = testBytes(length)
    var simulation = simulation(
      [Host.streamed(20), Host.streamed(3, to: 0x2100)], OffloadStreams(data: data, tx: .init(bytes: 16)),
      engine)
    var sent = SentData()
    let result = simulation.run(.trigger(count: 30, everyFrames: nil), observer: &sent)
    // Blocks of 8, 8, 4 and 3 bytes, in one frame each.
    #expect(result.error == nil && result.frames.total == 120 && result.isIntact == true)
    #expect(sent.bytes == (0..<30 * 23).map { data[$0 % length] })
    #expect(simulation.stored(20) == (29 * 23..<29 * 23 + 20).map { data[$0 % length] })
    #expect(simulation.report.hostNanoseconds == 0 && simulation.report.streams == OffloadReport().streams)
  }

  /// A ring that is served: all bytes in order, each once; then the program waits for what never comes.
  @Test(arguments: Engine.allCases)
  func allBytesOnce(engine: Engine) {
    let data = testBytes(100)
    var simulation = simulation(
      [Host.streamed(16)], OffloadStreams(data: data, tx: .init(bytes: 32, periods: 2, isServed: true)),
      engine)
    var sent = SentData()
    // 100 bytes are six programs, a block of 8 would be more than the four that are left.
    let result = simulation.run(.trigger(count: 9, everyFrames: 4), observer: &sent)
    #expect(result.error == nil && sent.bytes == Array(data[..<96]))
    #expect(simulation.report.triggers == 9 && simulation.report.programs == 6)
    #expect(simulation.report.lost.running == 2 && simulation.report.streams.underruns == 1)
    // The wait is for triggers, which do not come any more: over at once for none.
    simulation.call(.wait(.triggers(0)))
    let frame = simulation.bus.frame
    let disabled = simulation.call(.disable)
    // Cut off in the frame in which it is disabled; two commands close DP0.
    #expect(simulation.bus.frame == frame + 2 && disabled.frames.teardown == 2)
    #expect(simulation.report.cut == 1 && simulation.report.programs == 6)
    #expect(simulation.report.streams.damaged == 0 && simulation.report.streams.failures == 0)
    // Enabled again, the stream begins again.
    simulation.call(.enable, .trigger(count: 1, everyFrames: nil), .disable)
    #expect(simulation.stored(16) == Array(data[..<16]) && simulation.report.programs == 1)
  }

  /// A block that is longer than the ring, or than all that comes, is stuck from the beginning, and nothing hangs.
  @Test func aRingThatIsTooShort() {
    for ring in [OffloadStreams.Ring(bytes: 7, isServed: true), .init(bytes: 4, periods: 9, isServed: true)] {
      var simulation = simulation([Host.streamed(8)], OffloadStreams(data: testBytes(99), tx: ring))
      let frame = simulation.bus.frame
      simulation.call(.trigger(count: 1, everyFrames: nil))
      #expect(simulation.bus.frame <= frame + 1)
      simulation.call(.wait(.frames(500)))
      #expect(simulation.run(.wait(.triggers(1))).error?.errno == .timedOut)
      simulation.call(.disable)
      #expect(simulation.report.cut == 1 && simulation.report.programs == 0)
      #expect(simulation.report.streams.underruns == 1)
    }
  }

  /// Any rings, any host, any program: against a walk over all frames.
  @Test(arguments: 0..<150)
  func underrunsAndOverruns(seed: Int) {
    var dice = SeededGenerator(seed: UInt64(seed), stream: "offload streams")
    let periods = Int.random(in: 1...5, using: &dice)
    let txBytes = Int.random(in: max(8, periods)...120, using: &dice)
    let rxBytes = Int.random(in: max(4, periods)...120, using: &dice)
    let total = Int.random(in: 1...1500, using: &dice)
    let (txServed, rxServed) = (seed % 5 != 0, seed % 7 != 0)
    let data = testBytes(total)
    let streams = OffloadStreams(
      data: data, tx: .init(bytes: txBytes, periods: periods, isServed: txServed),
      rx: .init(bytes: rxBytes, periods: periods, isServed: rxServed))
    let times = DMATimes(
      nanosecondsToPrepare: 77, picosecondsToFormatPerByte: UInt64.random(in: 0...3_000_000, using: &dice),
      nanosecondsToStart: UInt64.random(in: 0...100_000, using: &dice), nanosecondsPerPoll: 5, polls: 3)
    // Programs of some moves of up to 20 bytes, in blocks of 8.
    var items: [OffloadMessage.Item] = []
    var blocks: [OffloadStreamModel.Block] = []
    for _ in 0..<Int.random(in: 1...3, using: &dice) {
      let bytes = Int.random(in: 1...20, using: &dice)
      let isRead = Bool.random(using: &dice)
      items.append(isRead ? Host.read(bytes, from: 0x2200) : Host.streamed(bytes))
      blocks += stride(from: 0, to: bytes, by: 8).map { .init(bytes: min(8, bytes - $0), isRead: isRead) }
    }
    func ring(_ ring: OffloadStreams.Ring, rest: Int?, ready: Int) -> OffloadStreamModel.Ring {
      let period = ring.bytes / periods
      let cost = (times.picosecondsToFormatPerByte * UInt64(period) + 999) / 1000 + times.nanosecondsToStart
      // One that is not served holds more than is ever asked for, and ends never.
      return .init(
        ready: ring.isServed ? ready : 1 << 40, rest: ring.isServed ? rest : 0, period: period,
        costInBillionths: cost * 9_600_000)
    }
    let inRing = min(txBytes, total)
    var model = OffloadStreamModel(
      blocks: blocks, tx: ring(streams.tx, rest: total - inRing, ready: inRing),
      rx: ring(streams.rx, rest: nil, ready: rxBytes))
    var simulation = simulation(items, streams, dma: times)
    let (pulses, interval) = (Int.random(in: 1...60, using: &dice), Int.random(in: 1...12, using: &dice))
    model.walk(from: simulation.bus.frame, pulses: pulses, every: interval)
    var sent = SentData()
    let result = simulation.run(.trigger(count: pulses, everyFrames: interval), observer: &sent)
    let report = simulation.report
    #expect(result.error == nil)
    #expect(report.triggers == UInt64(pulses) && report.lost.running == UInt64(model.lost), "case \(seed)")
    #expect(report.programs == UInt64(model.finished), "case \(seed)")
    #expect(
      report.streams.underruns == UInt64(model.underruns)
        && report.streams.overruns == UInt64(model.overruns),
      "case \(seed): \(report.streams), model \(model.underruns) \(model.overruns)")
    #expect(sent.frames == model.sentIn, "case \(seed)")
    #expect(sent.bytes == (0..<model.tx.passed).map { data[$0 % total] }, "case \(seed)")
    let periodsServed = [(model.tx, txServed), (model.rx, rxServed)].map { ring, isServed in
      isServed ? UInt64(ring.served) * (ring.costInBillionths / 9_600_000) : 0
    }
    #expect(report.hostNanoseconds == periodsServed[0] + periodsServed[1], "case \(seed)")
    simulation.call(.disable)
    #expect(simulation.report.cut == (model.isStuck ? 1 : 0), "case \(seed)")
    #expect(simulation.report.streams.damaged == 0, "case \(seed)")
  }

  /// What Reads of Column 0 bring is streamed, too, byte by byte: of ten bytes a ring of four takes four.
  @Test func bytesOfReads() {
    // A period of four bytes that takes the host a second.
    var simulation = simulation(
      [Host.read(10, from: 0x2000, .column0)],
      OffloadStreams(rx: .init(bytes: 4, periods: 1, isServed: true)),
      dma: DMATimes(nanosecondsToStart: 1_000_000_000))
    simulation.call(.trigger(count: 1, everyFrames: nil))
    #expect(simulation.report.streams.overruns == 6 && simulation.report.programs == 1)
    #expect(simulation.report.hostNanoseconds == 1_000_000_000)
    simulation.call(.wait(.nanoseconds(1_000_000_000)), .trigger(count: 1, everyFrames: nil))
    #expect(simulation.report.streams.overruns == 12)
    #expect(simulation.report.hostSecondsPerTrigger == 1)
  }
}
