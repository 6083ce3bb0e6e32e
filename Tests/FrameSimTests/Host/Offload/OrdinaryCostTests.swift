import BRAEncoder
import FrameSim
import Testing

/// What an offload's message would cost its host without it, against ordinary transfers (host reference 4.3 and 6.2).
///
/// All times are whole frames, so that a host's frames are its time: at 8 million slots a second a frame of 50x4 has 25 us.
@Suite struct OrdinaryCostTests {
  private typealias Host = OffloadHost
  private static let frame: UInt64 = 25_000
  private static let slotRateHz: UInt64 = 8_000_000

  private static func feed(_ dice: inout SeededGenerator) -> PIOModel.Feed {
    func frames(_ most: UInt64) -> UInt64 { frame * UInt64.random(in: 0...most, using: &dice) }
    return PIOModel.Feed(
      commandsPerBatch: Int.random(in: 1...12, using: &dice), nanosecondsPerBatch: frames(5),
      nanosecondsPerCommand: frames(2), nanosecondsPerTransfer: frames(6))
  }

  /// The host's nanoseconds in which these moves are made one after the other.
  private func measured(_ moves: [OffloadMessage.Move], _ simulation: Simulation) -> UInt64 {
    var simulation = simulation
    var frames: UInt64 = 0
    for move in moves {
      let result = simulation.run(move.request)
      #expect(result.error == nil)
      frames += result.frames.host
    }
    return frames * Self.frame
  }

  private func stated(_ items: [OffloadMessage.Item], _ simulation: Simulation) -> UInt64 {
    var simulation = simulation
    simulation.prepare(items)
    simulation.call(.enable)
    return simulation.report.ordinary.hostNanoseconds
  }

  /// Any host and any message: all frames of the host are its time, to the last.
  @Test(arguments: 0..<200)
  func asTransfersOneAfterTheOther(seed: Int) {
    var dice = SeededGenerator(seed: UInt64(seed), stream: "ordinary cost")
    let pio = PIOModel(
      column0: Self.feed(&dice), bra: Self.feed(&dice),
      from: PIOModel.Origin.allCases.randomElement(using: &dice) ?? .frameEnd,
      waitsForPage: Bool.random(using: &dice))
    func frames(_ most: UInt64) -> UInt64 { Self.frame * UInt64.random(in: 0...most, using: &dice) }
    let times = DMATimes(
      nanosecondsToPrepare: frames(3), picosecondsToFormatPerByte: 1000 * frames(1),
      nanosecondsToStart: frames(3), nanosecondsPerPoll: frames(2),
      polls: Int.random(in: 0...3, using: &dice))
    let setup = [TransferSetup.linux, .commands(4), .commands(13), .alwaysOpen].randomElement(using: &dice)
    let moves = (0..<Int.random(in: 1...3, using: &dice)).map { _ -> OffloadMessage.Move in
      let path: TransferRequest.Path = Bool.random(using: &dice) ? .bra : .column0
      let isRead = Bool.random(using: &dice)
      // Around the first page border, around another, and without pages.
      let starts: [UInt32] = [0x2000, 0x7FF8, 0x8000, 0x4000_7FF0, 0x4000_0000]
      let sections = (0..<Int.random(in: 1...3, using: &dice)).compactMap { index in
        BRASection(
          address: (starts.randomElement(using: &dice) ?? 0) + UInt32(index) * 0x100,
          byteCount: Int.random(in: 1...30, using: &dice))
      }
      let bytes = sections.reduce(0) { $0 + $1.byteCount }
      let request = TransferRequest(
        name: "", path: path, operation: isRead ? .read : .write, device: 1, sections: sections,
        data: isRead ? [] : testBytes(bytes))
      return .init(request, isRead ? .stream : .staticData)
    }
    let simulation = Host.simulation(
      Host.instance(), .frame, .of(50, 4), slotRateHz: Self.slotRateHz, setup: setup ?? .linux,
      model: seed % 9 == 0 ? .ideal : .pio(pio), dma: seed % 3 == 0 ? .hda(times) : nil)
    let (stated, measured) = (stated(moves.map { .move($0) }, simulation), measured(moves, simulation))
    #expect(
      stated == measured, "case \(seed): \(pio), \(times), \(setup as Any), \(moves.map(\.request.path))")
  }

  /// By hand: Linux's commands one by one, 19 and 20, and pages by themselves.
  @Test func byHand() {
    let feed = PIOModel.Feed(
      commandsPerBatch: 8, nanosecondsPerBatch: 100, nanosecondsPerCommand: 10, nanosecondsPerTransfer: 1000)
    func stated(_ items: [OffloadMessage.Item], waitsForPage: Bool = false) -> UInt64 {
      let pio = PIOModel(column0: feed, bra: feed, waitsForPage: waitsForPage)
      return self.stated(items, Host.simulation(Host.instance(), model: .pio(pio)))
    }
    // 19 are three batches, and 20 are.
    #expect(stated([Host.write(testBytes(100))]) == 1000 + 39 * 10 + 6 * 100)
    #expect(stated([Host.write(testBytes(9), .column0)]) == 1000 + 9 * 10 + 2 * 100)
    // 2 + 4 + 2 + 3 commands; a batch of two, four, two and three where the host waits for pages.
    let pages = [Host.write(testBytes(7), to: 0x4000_7FFC, .column0)]
    #expect(stated(pages) == 1000 + 11 * 10 + 2 * 100)
    #expect(stated(pages, waitsForPage: true) == 1000 + 11 * 10 + 4 * 100)
    #expect(stated([.sleep(frames: 5)]) == 0)
    #expect(stated(pages + [.sleep(frames: 5)] + pages) == 2 * 1310)
  }

  /// An engine that takes the commands of a transfer leaves the host what is in front of it.
  @Test func aDescriptorEngineTakesTheCommands() {
    let feed = PIOModel.Feed(nanosecondsPerBatch: 10 * Self.frame, nanosecondsPerTransfer: 3 * Self.frame)
    var bam = BAMConfiguration()
    bam.times = .init()
    let simulation = Host.simulation(
      Host.instance(), .frame, .of(50, 4), slotRateHz: Self.slotRateHz,
      model: .pio(PIOModel(column0: feed, bra: feed)), dma: .bam(bam))
    let message = OffloadMessage([Host.write(testBytes(20))])
    #expect(stated(message.items, simulation) == 3 * Self.frame)
    #expect(measured(message.moves, simulation) == 3 * Self.frame)
  }
}
