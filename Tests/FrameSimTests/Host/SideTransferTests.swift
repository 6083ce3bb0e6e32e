import BRAEncoder
import FrameSim
import Testing

/// Two transfers at once: one over BRA, the other beside it over Column 0 (`docs/architecture.md`, "The host's house").
@Suite struct SideTransferTests {
  private static let device = PeripheralConfiguration(
    device: 1,
    memory: [MemoryRegion(address: 0x2000, bytes: 0x5000), MemoryRegion(address: 0x4400_0000, bytes: 4096)],
    dp0: DP0Limits())

  private func simulation(
    _ shape: FrameShape = .of(50, 10), host: HostConfiguration = HostConfiguration(),
    _ engine: Engine = .frame
  ) -> Simulation {
    Simulation(shape: shape, peripherals: [Self.device], host: host, engine: engine)
  }

  private func bulk(_ bytes: Int) -> TransferRequest {
    .write(testBytes(bytes), to: 0x4400_0000, device: 1, via: .bra, name: "bulk")
  }

  private func registers(_ bytes: Int, at address: UInt32 = 0x2000) -> TransferRequest {
    .write(testBytes(bytes).reversed(), to: address, device: 1, via: .column0, name: "registers")
  }

  /// 19 commands, then a write in every frame but the 20 of the closing commands: 19 + 4096 + 20.
  @Test(arguments: Engine.allCases)
  func fourKilobytesBothWays(engine: Engine) {
    var alone = simulation(engine)
    #expect(alone.run(bulk(4096)).frames.total == 129)
    var simulation = simulation(engine)
    let group = simulation.run(bulk(4096), beside: [SideTransfer(registers(4096))])
    #expect(simulation.bus.frame == 4135)
    #expect(group.lead.error == nil && group.lead.isIntact == true)
    #expect(group.lead.frames.total == 129 && group.lead.frames.data == 90)
    #expect(group.lead.endSlot == 129 * 500)
    let side = group.others?.first
    #expect(side?.error == nil && side?.isIntact == true)
    #expect(side?.frames.data == 4096 && side?.frames.host == 20 && side?.frames.total == 4116)
    #expect(side?.startSlot == 19 * 500 && side?.endSlot == 4135 * 500)
    #expect(side?.commands.write == 4096 && side?.slots.total == 4116 * 500)
    // Together each frame counts once.
    #expect(group.slots.total == 4135 * 500 && group.split.total == 4135 * 500)
  }

  private func simulation(_ engine: Engine) -> Simulation { simulation(.of(50, 10), engine) }

  private func simulation(_ shape: FrameShape, _ engine: Engine) -> Simulation {
    simulation(shape, host: HostConfiguration(), engine)
  }

  /// Where 4096 registers do not end before the blocks do, the closing commands go first; a short one has ended by then.
  @Test func closingCommandsGoFirst() {
    for (bytes, host) in [(10, UInt64(0)), (90, 0), (91, 20), (200, 20)] {
      var simulation = simulation(.frame)
      let group = simulation.run(bulk(4096), beside: [SideTransfer(registers(bytes))])
      #expect(group.lead.frames.host == 0 && group.lead.frames.total == 129)
      #expect(group.others?[0].frames.host == host, "\(bytes)")
      #expect(simulation.bus.frame == max(129, 19 + UInt64(bytes) + host))
    }
  }

  /// Frames of the delay are nobody's; it begins at the latest when the other is through.
  @Test func delaysAreNobodys() {
    for (frames, start) in [
      (0, UInt64(19)), (5, 24), (89, 108), (90, 109), (109, 128), (110, 129), (5000, 129),
    ] {
      var simulation = simulation(.frame)
      let side = SideTransfer(registers(3), afterFrames: UInt64(frames))
      let group = simulation.run(bulk(4096), beside: [side])
      let result = group.others?[0]
      #expect(result?.startSlot == start * 500, "\(frames)")
      #expect(result?.frames.host == (start < 109 ? (start < 107 ? 0 : 20) : 129 - start))
      #expect(result?.frames.data == 3)
    }
  }

  /// One comes in the middle of a long pause of the other, which is passed over up to there only.
  @Test(arguments: Engine.allCases)
  func comingInAPause(engine: Engine) {
    var host = HostConfiguration(setup: .commands(4), syncWait: .frames(2000))
    host.model = .ideal
    var simulation = simulation(.of(50, 10), host: host, engine)
    let group = simulation.run(bulk(8), beside: [SideTransfer(registers(3), afterFrames: 700)])
    // ChannelEn, the wait and the switch; the block; the same again.
    #expect(group.lead.frames.total == 2002 + 1 + 2002 && group.lead.frames.syncWait == 4000)
    #expect(group.others?[0].startSlot == 2702 * 500 && group.others?[0].endSlot == 2705 * 500)
    #expect(group.others?[0].isIntact == true)
  }

  /// A refused BRA transfer takes nobody with it; a second one at the same time is EAGAIN.
  @Test func refusals() {
    var simulation = simulation(.frame)
    let tooLong = TransferRequest.read(1 << 21, from: 0x4400_0000, device: 1, via: .bra)
    let refused = simulation.run(tooLong, beside: [SideTransfer(registers(3))])
    #expect(refused.lead.error?.errno == .invalid && refused.others == nil && simulation.bus.frame == 0)
    let group = simulation.run(
      bulk(100), beside: [SideTransfer(bulk(100)), SideTransfer(registers(3)), SideTransfer(tooLong)])
    #expect(group.lead.isIntact == true)
    #expect(group.others?.map(\.error?.errno) == [.again, nil, .invalid])
    #expect(group.others?.map(\.frames.total) == [0, 3, 0])
  }

  /// A BRA transfer that sends no block: the other begins when it is through.
  @Test func nobodyAnswersTheFirst() {
    var simulation = simulation(.frame)
    let absent = TransferRequest.write([1], to: 0x4400_0000, device: 7, via: .bra)
    let group = simulation.run(absent, beside: [SideTransfer(registers(5), afterFrames: 3)])
    #expect(group.lead.error?.errno == .noData && group.lead.frames.total == 1)
    #expect(group.others?[0].startSlot == 500 && group.others?[0].frames.total == 5)
  }

  /// Several go in turn, the first in front.
  @Test func severalAtOnce() {
    var simulation = simulation(.frame)
    let group = simulation.run(
      bulk(4096), beside: [SideTransfer(registers(10)), SideTransfer(registers(10, at: 0x3000))])
    #expect(group.others?.map(\.frames.total) == [10, 20] && group.others?.map(\.frames.host) == [0, 10])
    #expect(group.others?.map(\.isIntact) == [true, true] && simulation.bus.frame == 129)
  }

  /// Host time of each passes beside the other; its frames are those of the one that waits.
  @Test(arguments: Engine.allCases)
  func hostTimePassesBesideTheOther(engine: Engine) {
    let feed = PIOModel.Feed(commandsPerBatch: 2, nanosecondsPerBatch: 50_000, nanosecondsPerTransfer: 30_000)
    let host = HostConfiguration(model: .pio(PIOModel(column0: feed, bra: PIOModel.Feed())))
    var simulation = simulation(.of(50, 10), host: host, engine)
    let group = simulation.run(bulk(460), beside: [SideTransfer(registers(6))])
    // 30 us are 2 frames of 20.8 us, 50 us are 3; the 10 blocks end before the third batch, 20 closing commands are first.
    #expect(group.lead.frames.total == 49 && group.lead.frames.host == 0)
    #expect(group.others?[0].frames.data == 6 && group.others?[0].frames.setup == 0)
    #expect(group.others?[0].frames.host == 2 + 3 + 3 + 18 + 3)
  }

  /// A Read beside a block that has nothing to do with it runs in the frame engine.
  @Test func readsBesideBlocksStayInTheFrameEngine() {
    var simulation = simulation(.frame)
    let reads = TransferRequest.read(80, from: 0x2000, device: 1, via: .column0)
    let group = simulation.run(bulk(4096), beside: [SideTransfer(reads)])
    #expect(group.others?[0].isIntact == true && simulation.bus.statistics.handedOver.isEmpty)
    // The bytes that the block of the same frame writes depend on the slot.
    simulation = self.simulation(.frame)
    let low = TransferRequest.write(testBytes(460), to: 0x2000, device: 1, via: .bra)
    let same = TransferRequest.read(10, from: 0x2000, device: 1, via: .column0)
    _ = simulation.run(low, beside: [SideTransfer(same)])
    #expect(simulation.bus.statistics.handedOver == [.readBesideBlock: 1])
    // So do interrupts that a block may raise.
    simulation = self.simulation(.frame)
    let status = TransferRequest.read(1, from: 0x00, device: 1, via: .column0)
    _ = simulation.run(low, beside: [SideTransfer(status)])
    #expect(simulation.bus.statistics.handedOver == [.readBesideBlock: 1])
  }

  /// The forecast knows who stands back.
  @Test func theForecastIsExact() {
    var generator = SeededGenerator(seed: 21, stream: "test")
    for number in 0..<(isDebugBuild ? 60 : 2000) {
      var host = HostConfiguration()
      let setups: [TransferSetup] = [.linux, .commands(9), .alwaysOpen]
      host.setup = setups[Int.random(in: 0...2, using: &generator)]
      if Bool.random(using: &generator) { host.syncWait = .frames(Int.random(in: 0...5, using: &generator)) }
      func feed() -> PIOModel.Feed {
        PIOModel.Feed(
          commandsPerBatch: .random(in: 1...5, using: &generator),
          nanosecondsPerBatch: .random(in: 0...90_000, using: &generator),
          nanosecondsPerTransfer: .random(in: 0...90_000, using: &generator))
      }
      if Bool.random(using: &generator) {
        host.model = .pio(
          PIOModel(column0: feed(), bra: feed(), from: Bool.random(using: &generator) ? .response : .frameEnd)
        )
      }
      var simulation = simulation(.of(50, 4), host: host, .frame)
      var forecast = HostForecast(
        shape: .of(50, 4), peripherals: [Self.device], host: host, timeline: simulation.timeline)
      let lead = bulk(.random(in: 1...300, using: &generator))
      let sides = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
        SideTransfer(
          registers(.random(in: 1...80, using: &generator)),
          afterFrames: .random(in: 0...60, using: &generator))
      }
      let result = simulation.run(lead, beside: sides)
      let expected = forecast.next(lead, beside: sides)
      #expect(result.lead.frames == expected.lead.frames, "\(number): \(host)")
      #expect(result.others?.map(\.frames) == expected.others?.map(\.frames), "\(number): \(host) \(sides)")
      #expect(simulation.bus.frame == forecast.frame, "\(number)")
    }
  }
}
