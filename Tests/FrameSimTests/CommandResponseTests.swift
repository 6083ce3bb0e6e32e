import BRAEncoder
import FrameSim
import Testing

/// Section 4.2: OK, Ignored and Failed, as sent and as merged on the line.
@Suite struct CommandResponseTests {
  @Test func addressedAndImplementedIsOK() {
    var bus = Bus.with()
    #expect(bus.write(0x2000, 0x5A) == .ok)
    let read = bus.send(.read(device: 1, register: 0x2000))
    #expect(read.response == .ok)
    #expect(read.controlWord.ack && !read.controlWord.nak)
    #expect(read.controlWord.data == 0x5A)
  }

  @Test func nobodyAddressedIsIgnored() {
    var bus = Bus.with(2)
    for device in [0, 3, 11, 12, 13, 14] {
      #expect(bus.write(0x2000, 1, device: device) == .ignored, "device \(device)")
      let read = bus.send(.read(device: device, register: 0x0044))
      #expect(read.response == .ignored)
      #expect(read.controlWord.data == 0)
    }
    #expect(bus.stored(1, at: 0x2000) == [0])
  }

  /// The control word has four bits for the device number (section 3): of any other number the low four.
  @Test func aDeviceNumberHasFourBits() {
    var bus = Bus.with()
    for device in [1, 17, -15, Int.min + 1, 1 << 40 | 1] {
      #expect(bus.write(0x2000, 7, device: device) == .ok, "device \(device)")
      let read = bus.send(.read(device: device, register: 0x2000))
      #expect(read.controlWord.deviceAddress == 1)
      #expect(read.controlWord.data == 7)
    }
  }

  /// A Ping ends with 00 (section 4.2, end).
  @Test func nobodyAcknowledgesAPing() {
    var bus = Bus.with(3)
    #expect(bus.send(.ping).response == .ignored)
    #expect(bus.send(.ping(ssp: true)).response == .ignored)
  }

  /// A parity mismatch makes every attached device answer Failed, addressed or not; the write is not performed.
  @Test func parityMismatchAbortsAWrite() {
    var bus = Bus.with(2)
    let response = bus.send(.write(device: 1, register: 0x2000, value: 7), flipRows: [45])
    #expect(response.response == .aborted)
    // Failed over OK: the addressed device does not acknowledge at the same time.
    #expect(response.controlWord.nak && !response.controlWord.ack)
    #expect(bus.stored(1, at: 0x2000) == [0])
    #expect(bus.register(0x40) == 0b01)
    #expect(bus.register(0x40, of: 1) == 0b01, "the device that was not addressed, too")
    #expect(bus.manager.sawClash, "the Manager sent another PAR than it read")
  }

  /// Failed over Ignored: a device that would ignore the command still answers Failed.
  @Test func failedWinsOverIgnored() {
    var bus = Bus.with()
    #expect(bus.write(0x1000, 7, flipRows: [45]) == .aborted)
    #expect(bus.write(0x0042, 7, flipRows: [45]) == .aborted)
    #expect(bus.send(.ping, flipRows: [45]).response == .aborted)
  }

  /// Failed over OK in one device: the reader's data are on the line, but it does not acknowledge them.
  @Test func failedWinsOverOKForAReader() {
    var bus = Bus.with()
    bus.write(0x2000, 0x80)
    // Row 34 carries a 0 of the data: the reader reads back a 1 that it did not send.
    let outcome = bus.send(.read(device: 1, register: 0x2000), flipRows: [34])
    #expect(outcome.controlWord.nak && !outcome.controlWord.ack)
    #expect(bus.register(0x40) == 0b10)
  }

  /// A merged NAK aborts for everybody, also where a device said OK: 11 on the line.
  @Test func nakOnTheLineAbortsForEverybody() {
    var bus = Bus.with()
    let outcome = bus.send(.write(device: 1, register: 0x2000, value: 7), flipRows: [46])
    #expect(outcome.controlWord.nak && outcome.controlWord.ack)
    #expect(outcome.response == .aborted)
    #expect(bus.stored(1, at: 0x2000) == [0])
    #expect(bus.register(0x40) == 0, "0 sent and 1 read is no clash in NAK (open point A6)")
  }

  /// A write takes effect where it ended in Command_OK on the line (section 14, step 7): not with a lost ACK.
  @Test func aLostACKIsIgnoredForEverybody() {
    var bus = Bus.with(2)
    #expect(bus.write(0x2000, 7, flipRows: [47]) == .ignored)
    #expect(bus.stored(1, at: 0x2000) == [0])
    // A bank switch, too: Manager and Peripherals stay together.
    #expect(bus.write(0x70, FrameShape.of(64, 8).registerValue, device: 15, flipRows: [47]) == .ignored)
    #expect(bus.shape == .reset)
    #expect(bus.peripherals.allSatisfy { $0.shape == .reset && $0.registers.currentBank == 0 })
  }

  /// A device whose own answer was Failed does not act, even where its NAK was lost (section 7.1).
  @Test func aDeviceThatFailedDoesNotAct() {
    var bus = Bus.with()
    // PAR disturbed, then both response rows: the line says OK, the device has answered Failed.
    let outcome = bus.send(.write(device: 1, register: 0x2000, value: 7), flipRows: [45, 46, 47])
    #expect(outcome.response == .ok)
    #expect(bus.stored(1, at: 0x2000) == [0])
  }

  /// Devices ignore the SSP bit of an aborted Ping.
  @Test func abortedPingIsNoSynchronisationPoint() {
    let port = PortGeometry(hStart: 1, hStop: 7, sampleInterval: 23, wordLength: 13, blockOffset: 2)
    let shape = FrameShape.of(64, 8)
    for (flips, sspFrame) in [([Int](), 1), ([45], 2)] {
      var bus = Bus.open(shape: shape, geometry: port)
      bus.send(.ping(ssp: true), flipRows: flips)
      // After a synchronisation point the next frame is the first; else it is the second since the start.
      let run = bus.send(.write(2), data: [0xFF, 0x0F], geometry: port, frame: sspFrame - 1)
      #expect(run.bytes[6] == TableCRC.of(TestBlock.write(2).headerBytes))
      #expect(run.outcome.footerResponse == .okGood)
    }
  }

  /// Section 4.2: the reserved opcodes; a disturbed Ping is one, and nobody but the clashing Manager answers (A19).
  @Test(arguments: [(3, 0b001), (1, 0b100)])
  func reservedOpcodesAreNotAnswered(row: Int, opcode: Int) {
    var bus = Bus.with(2)
    let outcome = bus.send(.ping, flipRows: [row])
    #expect(Int(outcome.controlWord.opcode) == opcode)
    #expect((0...11).allSatisfy { outcome.controlWord.status(of: $0) == 0 })
    #expect(outcome.response == .aborted, "the Manager saw a clash in its opcode")
    #expect(bus.register(0x40) == 0)
  }

  /// Writes with reserved opcodes 101, 110 and 111 do nothing (open point A19).
  @Test func reservedOpcodesDoNothing() {
    for flips in [[1], [1, 2], [1, 2, 3], [2]] {
      var bus = Bus.with()
      let outcome = bus.send(.write(device: 1, register: 0x2000, value: 7), flipRows: flips)
      #expect(outcome.response == .aborted)
      #expect(!outcome.controlWord.ack)
      #expect(bus.stored(1, at: 0x2000) == [0])
    }
  }

  /// A clash in the Manager's command slots makes the Manager NAK (section 1.6, open point A7).
  @Test(arguments: Array(1...23) + Array(33...40))
  func aDisturbedCommandIsAborted(row: Int) {
    var bus = Bus.with(2)
    let outcome = bus.send(.write(device: 1, register: 0x2000, value: 0x55), flipRows: [row])
    #expect(outcome.response == .aborted)
    #expect(bus.manager.sawClash)
    #expect(bus.stored(1, at: 0x2000) == [0] && bus.stored(1, at: 0x2000, of: 1) == [0])
    // The next command goes through as if nothing had been.
    #expect(bus.write(0x2000, 0x55) == .ok)
  }
}
