import BRAEncoder
import FrameSim
import Testing

/// Programs that open and close DP0 by themselves, beside those for which it is left open (host reference 1.3 and 6.2).
@Suite struct OffloadPortTests {
  private typealias Host = OffloadHost

  private func simulation(
    _ setup: TransferSetup, _ port: OffloadConfiguration.Port = .perTrigger, _ engine: Engine = .frame,
    syncWait: SyncWait = .none
  ) -> Simulation {
    Host.simulation(Host.instance { $0.port = port }, engine, setup: setup, syncWait: syncWait)
  }

  private static func write(_ register: UInt16, _ value: UInt8, device: Int = 1) -> Command {
    .write(device: device, register: register, value: value)
  }

  /// Channel on and bank 1, channel off and bank 0: with 0x09 for 50x4 in FrameCtrl.
  @Test(arguments: Engine.allCases)
  func theShortestSetUpEachTime(engine: Engine) {
    var simulation = simulation(.commands(4), .perTrigger, engine)
    simulation.prepare([Host.write(testBytes(16))])
    #expect(simulation.call(.enable).frames.total == 0)
    for _ in 0..<5 {
      var log = FrameLog()
      let result = simulation.run(.trigger(count: 1, everyFrames: nil), observer: &log)
      #expect(
        log.accesses == [
          Self.write(0x30, 1), Self.write(0x70, 9, device: 15), Self.write(0x20, 0),
          Self.write(0x60, 9, device: 15),
        ])
      #expect(log.parts == [.setup, .setup, .data, .data, .teardown, .teardown])
      #expect(log.plans.map { $0.block != nil } == [false, false, true, true, false, false])
      // It is closed from the end of the frame on in which the bank is switched.
      #expect(log.outcomes.map { $0.payloadBits > 0 } == [false, false, true, true, true, true])
      #expect(result.commands.write == 4 && result.blocks.ok == 2)
      // Bit 6 of SCP_Stat is the bank: the same as before.
      #expect(simulation.bus.peripheral(at: 1)?.registers.read(0x44) == 0)
    }
    #expect(simulation.stored(16) == testBytes(16))
    #expect(simulation.call(.disable).frames.total == 0)
    #expect(simulation.report.streams == OffloadReport().streams && simulation.report.programs == 5)
  }

  /// Linux's commands without the four Reads, each bank switch in its turn: 17 and 18, whatever is in between.
  @Test func linuxEachTime() {
    var simulation = simulation(.linux)
    simulation.prepare([Host.write(testBytes(9)), Host.read(5), Host.write([7], to: 0x2100, .column0)])
    simulation.call(.enable)
    var log = FrameLog()
    let result = simulation.run(.trigger(count: 3, everyFrames: nil), observer: &log)
    // Two blocks, a third one that reads, a Write.
    #expect(result.frames.setup == 3 * 17 && result.frames.data == 3 * 4 && result.frames.teardown == 3 * 18)
    #expect(result.frames.total == 3 * 39 && result.commands.read == 0)
    let switches = log.accesses.filter {
      if case .write(15, _, 9) = $0 { true } else { false }
    }
    let once = [UInt16(0x70), 0x60, 0x70, 0x60].map { Self.write($0, 9, device: 15) }
    #expect(switches == once + once + once)
    // Opening by hand: port, word length, interval, offset and window of bank 1, a switch, the same of bank 0, channel, a switch.
    let first = log.accesses.prefix(17)
    let registers = first.map { command -> UInt16 in
      if case .write(_, let register, _) = command { register } else { 0 }
    }
    #expect(
      registers == [
        0x02, 0x03, 0x32, 0x34, 0x35, 0x33, 0x36, 0x70,
        0x02, 0x03, 0x22, 0x24, 0x25, 0x23, 0x26, 0x20, 0x60,
      ])
    #expect(simulation.report.streams == OffloadReport().streams)
    simulation.call(.disable)
  }

  /// Started from bank 1 it goes by bank 0, and comes back.
  @Test func fromTheOtherBank() {
    var simulation = simulation(.commands(4))
    simulation.bus.send(Self.write(0x70, 9, device: 15))
    simulation.prepare([Host.write(testBytes(8))])
    simulation.call(.enable)
    var log = FrameLog()
    _ = simulation.run(.trigger(count: 2, everyFrames: nil), observer: &log)
    let once = [
      Self.write(0x20, 1), Self.write(0x60, 9, device: 15), Self.write(0x30, 0),
      Self.write(0x70, 9, device: 15),
    ]
    #expect(log.accesses == once + once)
    #expect(simulation.bus.peripheral(at: 1)?.registers.read(0x44) == 0x40)
    #expect(simulation.report.programs == 2 && simulation.report.streams == OffloadReport().streams)
  }

  /// Bank switches wait in a program as they do in a transfer.
  @Test(arguments: Engine.allCases)
  func bankSwitchesWait(engine: Engine) {
    var simulation = simulation(.commands(4), .perTrigger, engine, syncWait: .frames(6))
    simulation.prepare([Host.write(testBytes(8))])
    simulation.call(.enable)
    let result = simulation.run(.trigger(count: 3, everyFrames: nil))
    #expect(result.frames.total == 3 * 17 && result.frames.syncWait == 3 * 12)
    #expect(simulation.report.programs == 3 && simulation.report.streams.failures == 0)

    // A pulse in frames 3, 19, 35: channel in frame 0, switch in 3, block in 4, channel in 5, switch in 19. The next program
    // begins in 20, switches in 35, and in 51.
    var pulse = self.simulation(
      .commands(4), .perTrigger, engine, syncWait: .pulse(interval: 16, phase: 3))
    pulse.prepare([Host.write(testBytes(8))])
    pulse.call(.enable)
    let two = pulse.run(.trigger(count: 2, everyFrames: nil))
    #expect(pulse.bus.frame == 52 && two.frames.syncWait == 52 - 10)
  }

  /// DP0 that is left open: Linux's 19 and 20 commands once, and one frame for each block.
  @Test(arguments: Engine.allCases)
  func leftOpen(engine: Engine) {
    var simulation = simulation(.linux, .open, engine)
    simulation.prepare([Host.write(testBytes(16))])
    let enabled = simulation.call(.enable)
    #expect(enabled.frames.setup == 19 && enabled.frames.total == 19 && enabled.commands.read == 2)
    let result = simulation.call(.trigger(count: 10, everyFrames: nil))
    #expect(result.frames.data == 20 && result.frames.total == 20 && result.commands.ping == 20)
    let disabled = simulation.call(.disable)
    #expect(disabled.frames.teardown == 20 && disabled.frames.total == 20 && disabled.commands.read == 2)
    // A program of commands alone opens nothing.
    simulation.call(.unoptimize, .optimize(OffloadMessage([Host.write([1], .column0)])))
    #expect(simulation.call(.enable).frames.total == 0)
    #expect(simulation.call(.trigger(count: 2, everyFrames: nil)).frames.total == 2)
    #expect(simulation.call(.disable).frames.total == 0)
  }

  /// Transfers before, between and after are as they would be by themselves.
  @Test(
    arguments: OffloadConfiguration.Port.allCases,
    [TransferSetup.linux, .commands(4), .commands(9), .alwaysOpen])
  func transfersBeforeAndAfter(port: OffloadConfiguration.Port, setup: TransferSetup) {
    var simulation = simulation(setup, port)
    var plain = Host.simulation(nil, setup: setup)
    func transfer(_ byte: UInt8) {
      for path in TransferRequest.Path.allCases {
        let request = TransferRequest.write([byte, 2, 3, 4, 5], to: 0x3000, device: 1, via: path)
        let (result, alone) = (simulation.run(request), plain.run(request))
        #expect(result.error == nil && result.isIntact == true && result.frames == alone.frames)
        #expect(result.commands == alone.commands && result.slots == alone.slots)
      }
    }
    transfer(1)
    simulation.prepare([Host.write(testBytes(12))])
    transfer(2)
    simulation.call(.enable)
    #expect(simulation.run(.read(1, from: 0x3000, device: 1, via: .bra)).error?.errno == .busy)
    simulation.call(.trigger(count: 3, everyFrames: 2), .disable)
    transfer(3)
    simulation.call(.enable, .trigger(count: 1, everyFrames: nil), .disable)
    #expect(simulation.report.programs == 1 && simulation.stored(12) == testBytes(12))
    transfer(4)
    simulation.call(.put)
    transfer(5)
  }

  /// A device that is not there: Linux's first Read is Ignored, and it is not enabled; a program of its own is stuck without a port.
  @Test(arguments: Engine.allCases)
  func aDeviceThatIsNotThere(engine: Engine) {
    let block = OffloadMessage.Item.move(
      .init(.write(testBytes(8), to: Host.base, device: 5, via: .bra), .staticData))
    var open = simulation(.linux, .open, engine)
    open.prepare([block])
    let result = open.run(.enable)
    #expect(result.error?.errno == .noData && result.frames.total == 1 && open.report.programs == 0)
    #expect(open.run(.disable).error?.errno == .invalid)
    #expect(open.run(.write([1], to: Host.base, device: 1, via: .bra)).isIntact == true)
    #expect(open.run(.enable).error?.errno == .noData && open.offloadReports.count == 2)

    var program = simulation(.commands(4), .perTrigger, engine)
    program.prepare([block])
    program.call(.enable)
    let replay = program.run(.trigger(count: 1, everyFrames: nil))
    #expect(replay.error == nil && program.bus.frame < 10)
    program.call(.disable)
    #expect(program.report.programs + program.report.cut == 1 && program.report.streams.failures >= 1)
    #expect(program.run(.read(1, from: Host.base, device: 1, via: .column0)).error == nil)
  }

  /// A program that closes its own DP0 waits for what does not come: nothing hangs, and disabling cuts it off.
  @Test(arguments: Engine.allCases)
  func aProgramThatClosesItsPort(engine: Engine) {
    var simulation = simulation(.linux, .open, engine)
    // A Write to ChannelEn of the bank that is in use.
    simulation.prepare([Host.write([0], to: 0x20, .column0), Host.write(testBytes(8))])
    simulation.call(.enable, .trigger(count: 1, everyFrames: nil))
    #expect(simulation.bus.frame < 25)
    simulation.call(.wait(.frames(100)))
    // At 48000 frames a second, most of the 5 s are passed over.
    if engine == .frame { #expect(simulation.run(.wait(.triggers(1))).error?.errno == .timedOut) }
    simulation.call(.disable)
    #expect(simulation.report.programs == 0 && simulation.report.cut == 1)
    #expect(simulation.run(.write([1], to: Host.base, device: 1, via: .bra)).isIntact == true)
  }
}
