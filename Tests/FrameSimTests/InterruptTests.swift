import BRAEncoder
import FrameSim
import Testing

/// Sections 3 and 13: Alert, PREQ, and the interrupts of parity and bus clash.
@Suite struct InterruptTests {
  /// A bus whose Peripheral 1 has its parity interrupt enabled and pending, as of the next frame.
  private func alerted(mask: UInt8 = 0b01) -> Bus {
    var bus = Bus.with(2)
    bus.write(0x41, mask)
    bus.send(.ping, flipRows: [45])
    return bus
  }

  @Test func anAlertAsksForAPingAndIsReportedOnce() {
    var bus = alerted()
    let first = bus.send(.ping).controlWord
    #expect(first.preq)
    #expect(first.status(of: 1) == 2)
    #expect(first.status(of: 2) == 1)
    // The condition is still pending, but it was reported: Alert without PREQ.
    let second = bus.send(.ping).controlWord
    #expect(!second.preq)
    #expect(second.status(of: 1) == 2)
    // Cleared: attached and quiet.
    #expect(bus.write(0x40, 0b01) == .ok)
    let third = bus.send(.ping).controlWord
    #expect(!third.preq)
    #expect(third.status(of: 1) == 1)
  }

  /// PREQ stands in every frame until a Ping was not aborted.
  @Test func requestStandsUntilASuccessfulPing() {
    var bus = alerted()
    for _ in 0..<3 { #expect(bus.send(.read(device: 2, register: 0x44)).controlWord.preq) }
    #expect(bus.send(.ping, flipRows: [45]).controlWord.preq)
    #expect(bus.send(.ping).controlWord.preq, "the Ping before was aborted")
    #expect(!bus.send(.ping).controlWord.preq)
  }

  /// Also where the cause is gone before the Ping (section 3: until a successful Ping has been seen).
  @Test func requestStandsWhereTheCauseIsGone() {
    var bus = alerted()
    bus.send(.read(device: 2, register: 0x44))
    bus.write(0x40, 0b01)
    let word = bus.send(.ping).controlWord
    #expect(word.preq)
    #expect(word.status(of: 1) == 1)
    #expect(!bus.send(.ping).controlWord.preq)
  }

  /// After the report, only a new event asks again.
  @Test func aNewEventAsksAgain() {
    var bus = alerted(mask: 0b11)
    bus.send(.ping)
    #expect(!bus.send(.ping).controlWord.preq)
    // A read whose data are disturbed: a bus clash, the second enabled interrupt.
    #expect(bus.read(0x46, flipRows: [33]) == nil)
    #expect(bus.send(.ping).controlWord.preq)
    #expect(!bus.send(.ping).controlWord.preq)
  }

  @Test func aMaskedInterruptIsSilent() {
    var bus = Bus.with()
    bus.send(.ping, flipRows: [45])
    #expect(bus.register(0x40) == 0b01, "latched")
    #expect(bus.send(.ping).controlWord.status(of: 1) == 1)
    // Enabling what is pending makes it Alert.
    bus.write(0x41, 0b01)
    let word = bus.send(.ping).controlWord
    #expect(word.preq)
    #expect(word.status(of: 1) == 2)
  }

  /// The command owner pings within 32 frames of seeing PREQ (section 3).
  @Test func theManagerOwesAPingWithin32Frames() {
    var bus = alerted()
    var framesWithPREQ = 0
    while !bus.manager.owesPing, framesWithPREQ < 100 {
      if bus.send(.read(device: 1, register: 0x44)).controlWord.preq { framesWithPREQ += 1 }
    }
    #expect(framesWithPREQ <= 32)
    #expect(framesWithPREQ >= 31)
    bus.send(.ping, flipRows: [45])
    #expect(bus.manager.owesPing, "an aborted Ping does not count")
    bus.send(.ping)
    #expect(!bus.manager.owesPing)
    #expect(!bus.send(.read(device: 1, register: 0x44)).controlWord.preq)
  }

  /// A host that only sends commands puts the Ping in (design section 7, "Pace").
  @Test func transfersMakeRoomForThePing() {
    var simulation = Simulation(
      shape: .of(50, 4), peripherals: [.target(1)], host: HostConfiguration(setup: .alwaysOpen))
    // BRA_Failure is enabled, but nothing is pending: no Ping.
    _ = simulation.run(.write([0b100], to: 0x01, device: 1, via: .column0))
    let quiet = simulation.run(.write(testBytes(100), to: 0x2000, device: 1, via: .column0))
    #expect(quiet.frames.total == 100)
    #expect(quiet.commands.ping == 0)
    // A block to an address that is not there raises it. The next frame asks for a Ping, which comes in time.
    #expect(simulation.run(.write([1], to: 0x0900, device: 1, via: .bra)).error?.errno == .io)
    var log = FrameLog()
    let busy = simulation.run(.write(testBytes(100), to: 0x2000, device: 1, via: .column0), observer: &log)
    #expect(busy.error == nil)
    #expect(busy.frames.host == 1)
    #expect(busy.frames.total == 101)
    #expect(log.outcomes.filter(\.controlWord.preq).count <= 33)
    #expect(log.parts.firstIndex(of: .host).map { $0 <= 32 } == true)
  }

  /// Two devices of one number that report different things: their statuses clash in every Ping, so the Ping that a
  /// PREQ is owed never comes through. Transfers go on all the same.
  @Test func aPingThatNeverComesThroughKeepsNoTransferWaiting() {
    var simulation = Simulation(
      shape: .of(50, 4), peripherals: [.target(1), .target(2)], host: HostConfiguration(setup: .alwaysOpen))
    _ = simulation.run(.write([0b100], to: 0x01, device: 1, via: .column0))
    // SCP_DevNumber of device 2 becomes 1. Only the other one has the interrupt enabled.
    #expect(simulation.run(.write([1], to: 0x46, device: 2, via: .column0)).error == nil)
    #expect(simulation.run(.write([1], to: 0x0900, device: 1, via: .bra)).error != nil)
    var log = FrameLog()
    let busy = simulation.run(.write(testBytes(100), to: 0x2000, device: 1, via: .column0), observer: &log)
    let aborted = zip(log.parts, log.outcomes).filter { $0 == .host && $1.response == .aborted }.count
    #expect(busy.bytesMoved == 100)
    #expect(busy.frames.host > 30)
    #expect(aborted == Int(busy.frames.host))
    #expect(busy.frames.total <= 200)
  }

  /// Section 4.1: parity sets SCP_IntStat1 bit 0, and writing 1 clears it.
  @Test func parityInterruptIsClearedByWritingOne() {
    var bus = Bus.with()
    bus.send(.ping, flipRows: [45])
    #expect(bus.read(0x40) == 0b01)
    bus.write(0x40, 0b10)
    #expect(bus.read(0x40) == 0b01)
    bus.write(0x40, 0b01)
    #expect(bus.read(0x40) == 0)
  }

  /// A parity error is no sync error: devices stay attached, however many there are (section 4.1).
  @Test func parityErrorsDoNotDetach() {
    var bus = Bus.with()
    for _ in 0..<5 { #expect(bus.send(.ping, flipRows: [45]).response == .aborted) }
    #expect(bus.peripherals[0].isAttached)
    #expect(bus.send(.ping).controlWord.status(of: 1) == 1)
  }

  /// Two Peripherals with one number that report the same do not clash.
  @Test func sameStatusOfOneNumberDoesNotClash() {
    var bus = Bus(shape: .reset, peripherals: [1, 1].map { .target($0) })
    bus.write(0x41, 0b01)
    bus.send(.ping, flipRows: [45])
    // Both are alert now: no clash.
    let same = bus.send(.ping).controlWord
    #expect(same.status(of: 1) == 2)
    #expect(same.response == .ignored)
  }

  /// Section 1.6: two Peripherals with one number, one of them alert: 01 and 10 make 11, the Ping is aborted.
  @Test func differentStatusOfOneNumberClashes() {
    // Peripherals 1 and 2; 1 becomes alert; then 2 is renumbered to 1.
    var bus = alerted()
    #expect(bus.write(0x46, 1, device: 2) == .ok)
    let word = bus.send(.ping)
    #expect(word.controlWord.status(of: 1) == 3)
    #expect(word.response == .aborted)
    #expect(bus.register(0x40) == 0b11)
    // Peripheral 2 was not masked in, but saw the parity error of the start and the clash.
    #expect(bus.register(0x40, of: 1) == 0b11)
  }

  /// Section 1.6: the status of device 0 is checked as well (open point A6).
  @Test func statusOfDeviceZeroIsChecked() {
    var bus = Bus(shape: .reset, peripherals: [.target(0), .target(0)])
    #expect(bus.send(.ping, flipRows: [39]).response == .aborted)
    #expect(bus.register(0x40) == 0b10)
    #expect(bus.register(0x40, of: 1) == 0b10)
  }

  /// Two devices with one number send different data: a clash for the one that sent 0 (section 1.6).
  @Test func differentReadDataOfOneNumberClash() {
    var bus = Bus.with(2)
    bus.write(0x2000, 0x10, device: 2)
    bus.write(0x46, 1, device: 2)
    let outcome = bus.send(.read(device: 1, register: 0x2000))
    #expect(outcome.response == .aborted)
    #expect(bus.register(0x40) == 0b10, "sent 0, read 1")
    #expect(bus.register(0x40, of: 1) == 0, "sent 1, read 1")
  }

  /// Open point A6: a read of device 0 has one owner, unless it reads DevID.
  @Test func readsOfDeviceZero() {
    var bus = Bus(
      shape: .reset,
      peripherals: [
        PeripheralConfiguration(device: 0, dp0: DP0Limits(), deviceID: 0x3000_0000_0000),
        PeripheralConfiguration(device: 0, deviceID: 0x3500_0000_0000),
      ])
    let identity = bus.send(.read(device: 0, register: 0x50))
    #expect(identity.response == .ok, "losing the arbitration is no clash")
    #expect(identity.controlWord.data == 0x35)
    #expect(bus.register(0x40) == 0)
    let value = bus.send(.read(device: 0, register: 0x46), flipRows: [36])
    #expect(value.response == .aborted)
    #expect(bus.register(0x40) == 0b10)
  }

  /// Section 1.6: to send 1 and read 0 is a line fault, and a clash also where several may send (open point A6
  /// exempts 0 sent and 1 read only).
  @Test func aLostOneIsAClashInSharedSlotsToo() {
    var bus = alerted()
    bus.write(0x40, 0b11, device: 2)
    #expect(bus.register(0x40, of: 1) == 0)
    // PREQ of Peripheral 1 is lost.
    let word = bus.send(.ping, flipRows: [0])
    #expect(!word.controlWord.preq)
    #expect(word.response == .aborted)
    #expect(bus.register(0x40) == 0b11)
    #expect(bus.register(0x40, of: 1) == 0)
    // The ACK of Peripheral 2 is lost: too late for a NAK, but latched.
    #expect(bus.write(0x2000, 1, device: 2, flipRows: [47]) == .ignored)
    #expect(bus.register(0x40, of: 1) == 0b10)
  }

  /// The other way round nobody minds: a 1 that appears in PREQ or in the responses.
  @Test func aForeignOneInSharedSlotsIsNoClash() {
    for row in [0, 46, 47] {
      var bus = Bus.with()
      bus.send(.ping, flipRows: [row])
      #expect(bus.register(0x40) == 0, "row \(row)")
      #expect(!bus.manager.sawClash)
    }
  }

  /// Sections 8.3 and 8.4: BRA_Failure reaches SCP_IntStat1 bit 3 and Alert only through DP0_IntMask; DP0_IntStat
  /// itself reads unmasked.
  @Test func portInterruptsCascade() {
    var bus = Bus.open()
    bus.send(.write(4), flips: [20])
    #expect(bus.read(0x00) == 0b100)
    #expect(bus.read(0x40) == 0)
    #expect(bus.send(.ping).controlWord.status(of: 1) == 1)
    bus.write(0x01, 0b100)
    #expect(bus.read(0x40) == 0b1000)
    let word = bus.send(.ping).controlWord
    #expect(word.preq)
    #expect(word.status(of: 1) == 2)
    // A cascade is cleared at its source only.
    bus.write(0x40, 0xFF)
    #expect(bus.read(0x40) == 0b1000)
    bus.write(0x00, 0b100)
    #expect(bus.read(0x00) == 0)
    #expect(bus.read(0x40) == 0)
    #expect(bus.send(.ping).controlWord.status(of: 1) == 1)
  }

  /// Section 13: a status bit that a simultaneous event sets again stays set.
  @Test func aSimultaneousEventOutlivesTheClear() {
    let shape = FrameShape.of(48, 4)
    // 8 data bytes fit: with 9 the frame ends in the footer, which is BRA_Failure at the frame's end (A21).
    let tooLong = TestBlock.write(9)
    var bus = Bus.open(shape: shape)
    bus.send(tooLong, data: testBytes(9))
    #expect(bus.register(0x00) == 0b100)
    bus.send(tooLong, data: testBytes(9), command: .write(device: 1, register: 0x00, value: 0xFF))
    #expect(bus.register(0x00) == 0b100)
    bus.write(0x00, 0xFF)
    #expect(bus.register(0x00) == 0)
  }
}
