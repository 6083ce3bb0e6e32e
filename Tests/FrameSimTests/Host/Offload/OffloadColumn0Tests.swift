import BRAEncoder
import FrameSim
import Testing

/// Registers and memory over Column 0 in a program, pauses, and alerts (host reference 6.2).
@Suite struct OffloadColumn0Tests {
  private typealias Host = OffloadHost

  /// What Reads brought, in order, with the frames in which they did.
  private static func reads(_ log: FrameLog) -> [UInt8] {
    zip(log.plans, log.outcomes).compactMap { plan, outcome in
      if case .read = plan.command { outcome.controlWord.data } else { nil }
    }
  }

  /// Registers and memory, below and behind the pages: a frame for each byte and for each page register.
  @Test(arguments: Engine.allCases)
  func readsOfRegistersAndMemory(engine: Engine) {
    var simulation = Host.simulation(Host.instance(), engine)
    simulation.preload(testBytes(5), at: 0x7FFD, device: 1)
    simulation.preload([0xEE, 0xDD], at: 0x4000_7FFF, device: 1)
    simulation.prepare([
      Host.read(2, from: 0x50, .column0), Host.read(5, from: 0x7FFD, .column0),
      Host.read(2, from: 0x4000_7FFF, .column0),
    ])
    simulation.call(.enable)
    for _ in 0..<3 {
      var log = FrameLog()
      let result = simulation.run(.trigger(count: 1, everyFrames: nil), observer: &log)
      // SCP_DevID_0 is 0x30 and the unique number 1.
      #expect(Self.reads(log) == [0x31, 0] + testBytes(5) + [0xEE, 0xDD])
      #expect(result.commands.read == 9 && result.commands.write == 6 && result.frames.total == 15)
      // Page registers are set-up, as in a transfer: at 0x8000, 0x40007FFF and 0x40008000.
      #expect(result.frames.setup == 6 && result.frames.data == 9)
      #expect(result.bytesMoved == 9 && result.isIntact == true)
    }
    #expect(simulation.report.streams == OffloadReport().streams && simulation.report.programs == 3)
    // What changes between programs is read as it is then.
    simulation.preload([0x12], at: 0x7FFD, device: 1)
    var log = FrameLog()
    _ = simulation.run(.trigger(count: 1, everyFrames: nil), observer: &log)
    #expect(Self.reads(log)[2] == 0x12 && simulation.report.streams.damaged == 0)
  }

  /// n registers at each trigger: n frames over Column 0, one over BRA.
  @Test(arguments: [1, 3, 6])
  func polling(registers: Int) {
    for path in TransferRequest.Path.allCases {
      var simulation = Host.simulation(Host.instance())
      simulation.prepare([Host.read(registers, from: 0x50, path)])
      simulation.call(.enable)
      let result = simulation.call(.trigger(count: 50, everyFrames: nil))
      #expect(result.frames.total == UInt64(path == .bra ? 50 : 50 * registers))
      #expect(result.bytesMoved == 50 * registers && simulation.report.hostNanoseconds == 0)
      #expect(simulation.report.streams.failures == 0)
    }
  }

  /// A pause is frames in which nothing is sent: Write, nine Pings, Write.
  @Test(arguments: Engine.allCases)
  func pauses(engine: Engine) {
    var simulation = Host.simulation(Host.instance(), engine)
    simulation.prepare([
      Host.write([1], .column0), .sleep(frames: 9), Host.write([2], to: 0x2001, .column0), .sleep(frames: 2),
    ])
    simulation.call(.enable)
    var log = FrameLog()
    let result = simulation.run(.trigger(count: 4, everyFrames: nil), observer: &log)
    let isWrite = log.plans.map { $0.command != .ping }
    let once = [true] + [Bool](repeating: false, count: 9) + [true, false, false]
    #expect(isWrite == once + once + once + once)
    #expect(result.frames.data == 8 && result.frames.host == 44 && result.frames.total == 52)
    #expect(simulation.report.programs == 4 && simulation.stored(2) == [1, 2])
  }

  /// A long pause, of more than one word and passed over, is as long as a watched one.
  @Test func longPauses() {
    var simulation = Host.simulation(Host.instance())
    simulation.prepare([.sleep(frames: 1000), Host.write([1], .column0)])
    #expect(simulation.offloadImage?.instructions == [0x31FF, 0x31FF, 0x31FF, 0x31E7, 0x5100, 0x3000])
    simulation.call(.enable, .trigger(count: 3, everyFrames: 700))
    // Programs from 0 to 1001 and from 1400 to 2401; the pulse in frame 700 is lost.
    #expect(simulation.bus.frame == 2401 && simulation.report.programs == 2)
    #expect(simulation.report.lost.running == 1 && simulation.report.jitter.most == 0)
  }

  // MARK: Alerts

  /// A device that has BRA_Failure enabled and raised by a block that nobody takes; a program that clears it.
  @Test(arguments: Engine.allCases)
  func alertsAreServed(engine: Engine) {
    let offload = Host.instance { $0.triggers = [OffloadTrigger("alert", .alert(device: 1))] }
    var simulation = Host.simulation(offload, engine, setup: .alwaysOpen)
    // DP0 IntMask, then the bit 2 of IntStat by an address that is not there.
    #expect(simulation.run(.write([4], to: 0x01, device: 1, via: .column0)).error == nil)
    func raise() {
      simulation.bus.send(.write(1, to: 0x1_0000), data: [1])
      #expect(simulation.bus.peripheral(at: 1)?.registers.read(0x00) == 4)
    }
    simulation.prepare(
      [Host.read(1, from: 0x00, .column0), Host.write([4], to: 0x00, .column0)], trigger: "alert")
    simulation.call(.enable, .wait(.frames(20)))
    #expect(simulation.report.triggers == 0)
    for count in 1...3 {
      raise()
      let frame = simulation.bus.frame
      var log = FrameLog()
      _ = simulation.run(.wait(.triggers(1)), observer: &log)
      // The Ping that shows it, the Read, the Write that clears it.
      #expect(log.accesses == [.read(device: 1, register: 0), .write(device: 1, register: 0, value: 4)])
      #expect(log.outcomes[0].controlWord.status(of: 1) == 2 && simulation.bus.frame == frame + 3)
      #expect(Self.reads(log) == [4] && simulation.bus.peripheral(at: 1)?.registers.read(0x00) == 0)
      #expect(simulation.report.triggers == UInt64(count) && simulation.report.programs == UInt64(count))
      // Served once: it does not come again by itself.
      simulation.call(.wait(.frames(30)))
      #expect(simulation.report.triggers == UInt64(count))
    }
    #expect(simulation.report.lost.total == 0 && simulation.report.jitter.most == 0)
    simulation.call(.disable)
    raise()
    simulation.call(.wait(.frames(10)))
    #expect(simulation.report.triggers == 3)
  }

  /// One that nobody clears is a single trigger; another device's is none.
  @Test func anAlertThatStays() {
    for (device, triggers) in [(1, UInt64(1)), (2, 0)] {
      let offload = Host.instance { $0.triggers = [OffloadTrigger("alert", .alert(device: device))] }
      var simulation = Host.simulation(offload, setup: .alwaysOpen)
      _ = simulation.run(.write([4], to: 0x01, device: 1, via: .column0))
      simulation.prepare([Host.write([4], .column0)], trigger: "alert")
      simulation.call(.enable)
      simulation.bus.send(.write(1, to: 0x1_0000), data: [1])
      simulation.call(.wait(.frames(100)), .disable)
      #expect(simulation.report.triggers == triggers && simulation.report.programs == triggers)
    }
  }
}
