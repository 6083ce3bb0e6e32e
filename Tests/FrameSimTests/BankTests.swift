import BRAEncoder
import FrameSim
import Testing

/// Section 7.1: bank switches.
@Suite struct BankTests {
  private func bankBit(_ bus: inout Bus, _ device: Int = 1) -> Int? {
    bus.read(0x44, device: device).map { Int($0 >> 6 & 1) }
  }

  @Test func takesEffectInTheNextFrame() {
    var bus = Bus.with(2, shape: .of(48, 2))
    let switching = bus.send(.write(device: 15, register: 0x70, value: FrameShape.of(75, 6).registerValue))
    #expect(switching.shape == .reset)
    #expect(switching.response == .ok)
    #expect(bus.shape == .of(75, 6))
    #expect(bus.peripherals.allSatisfy { $0.shape == .of(75, 6) })
    #expect(bus.manager.currentBank == 1)
    #expect(bankBit(&bus) == 1)
    #expect(bankBit(&bus, 2) == 1)
    #expect(bus.write(0x60, FrameShape.of(64, 8).registerValue, device: 15) == .ok)
    #expect(bus.shape == .of(64, 8))
    #expect(bankBit(&bus) == 0)
  }

  /// Writing FrameCtrl of the active bank changes the shape without a bank change.
  @Test func theActiveBankMayChangeItsShape() {
    var bus = Bus.with()
    bus.write(0x60, FrameShape.of(60, 4).registerValue, device: 15)
    #expect(bus.shape == .of(60, 4))
    #expect(bus.manager.currentBank == 0)
    #expect(bankBit(&bus) == 0)
  }

  /// Each bank has its own DP0 parameters; the word length is common to both (section 8.4).
  @Test func bothBanksHaveTheirOwnPort() {
    let shape = FrameShape.of(48, 16)
    var bus = Bus.with(shape: shape)
    let first = PortGeometry(hStart: 1, hStop: 15, sampleInterval: 16, wordLength: 8, blockOffset: 0)
    let second = PortGeometry(hStart: 3, hStop: 14, sampleInterval: 32, wordLength: 8, blockOffset: 5)
    bus.write(0x03, 7)
    for (register, value): (UInt16, UInt8) in [
      (0x20, 1), (0x22, 15), (0x26, 0x1F), (0x30, 1), (0x32, 31), (0x34, 5), (0x36, 0x3E),
    ] {
      #expect(bus.write(register, value) == .ok)
    }
    var block = bus.send(.write(8), data: testBytes(8), geometry: first)
    #expect(block.outcome.footerResponse == .okGood)
    bus.write(0x70, shape.registerValue, device: 15)
    block = bus.send(.write(8, to: 0x2010), data: testBytes(8), geometry: second)
    #expect(block.outcome.footerResponse == .okGood)
    #expect(bus.stored(8, at: 0x2000) == testBytes(8))
    #expect(bus.stored(8, at: 0x2010) == testBytes(8))
    // Nothing outside the port: header, response, data, CRC and footer are all there is.
    let ones = block.frame.bits.reduce(0, +)
    let inPort = block.bytes.reduce(0) { $0 + $1.nonzeroBitCount }
    #expect(Int(ones) == inPort + block.frame.outcome.controlWord.bits.nonzeroBitCount)
  }

  /// At reset every transport register is 0: one bit per sample (section 8.4). The Manager's end is at reset, too.
  @Test func wordsAreOneBitLongAtReset() {
    let port = PortGeometry(hStart: 1, hStop: 3, sampleInterval: 4, wordLength: 1, blockOffset: 0)
    var bus = Bus.with(shape: .of(128, 4))
    for (register, value): (UInt16, UInt8) in [(0x22, 3), (0x26, 0x13), (0x20, 1)] {
      #expect(bus.write(register, value) == .ok)
    }
    let block = bus.send(.write(6), data: testBytes(6), geometry: port)
    #expect(block.outcome.footerResponse == .okGood)
    #expect(bus.stored(6, at: 0x2000) == testBytes(6))
  }

  /// An aborted FrameCtrl write switches nothing, nowhere.
  @Test func abortedSwitchesDoNothing() {
    for row in [1, 20, 36, 45, 46] {
      var bus = Bus.with(2)
      let response = bus.write(0x70, FrameShape.of(64, 8).registerValue, device: 15, flipRows: [row])
      #expect(response == .aborted)
      #expect(bus.shape == .reset)
      #expect(bus.manager.currentBank == 0)
      #expect(bus.peripherals.allSatisfy { $0.shape == .reset && $0.registers.currentBank == 0 })
      #expect(bus.write(0x70, FrameShape.of(64, 8).registerValue, device: 15) == .ok)
      #expect(bus.shape == .of(64, 8))
    }
  }

  /// Open point A17: FrameCtrl of one device switches that device alone.
  @Test func oneDeviceAlone() {
    var bus = Bus.with(2)
    #expect(bus.write(0x70, FrameShape.reset.registerValue, device: 2) == .ok)
    #expect(bankBit(&bus, 1) == 0)
    #expect(bankBit(&bus, 2) == 1)
    #expect(bus.manager.currentBank == 0)
    // The shape is the same, so the bus goes on.
    for _ in 0..<5 { #expect(bus.send(.ping).controlWord.status(of: 2) == 1) }
  }

  /// Open point A20: unknown codes are answered OK, switch the bank and leave the shape.
  @Test(arguments: [15] + Array(24...31))
  func unknownCodesKeepTheShape(code: Int) {
    var bus = Bus.with(shape: .of(50, 4))
    #expect(bus.write(0x70, UInt8(code << 3 | 1), device: 15) == .ok)
    #expect(bus.shape == .of(50, 4))
    #expect(bus.peripherals[0].shape == .of(50, 4))
    #expect(bankBit(&bus) == 1)
  }

  /// CurrentBank_DP0 = CurrentBank XOR NextInvertBank, taken at the switch (section 7.1, open point A14).
  @Test func nextInvertBank() {
    var bus = Bus.with()
    func banks() -> [Int] {
      [bus.peripherals[0].registers.currentBank, bus.peripherals[0].registers.portBank]
    }
    bus.write(0x02, 1 << 4)
    #expect(banks() == [0, 0], "not before the switch")
    bus.write(0x70, 0, device: 15)
    #expect(banks() == [1, 0])
    bus.write(0x02, 0)
    #expect(banks() == [1, 0], "not before the next switch")
    bus.write(0x70, 0, device: 15)
    #expect(banks() == [1, 1])
    // Quiz Q8, case 2: the port keeps the settings of bank 1 while the device goes to bank 0.
    bus.write(0x02, 1 << 4)
    bus.write(0x60, 0, device: 15)
    #expect(banks() == [0, 1])
  }

  /// With NextInvertBank both ends of DP0 work with the other bank, so blocks still arrive.
  @Test func blocksFollowTheInvertedBank() {
    let shape = FrameShape.of(64, 8)
    var bus = Bus.open(shape: shape)
    bus.write(0x02, 1 << 4)
    bus.write(0x70, shape.registerValue, device: 15)
    #expect(bus.manager.isDP0Open, "bank 0 of DP0 stays in use")
    #expect(bus.send(.write(4), data: testBytes(4)).outcome.footerResponse == .okGood)
    bus.write(0x02, 0)
    bus.write(0x70, shape.registerValue, device: 15)
    #expect(!bus.manager.isDP0Open)
  }

  /// Table 120: DP0 carries no BRA with another BPT_PayloadType.
  @Test func otherPayloadTypesCarryNoBlock() {
    var bus = Bus.open()
    bus.write(0x02, 0b0100_0000)
    #expect(!bus.manager.isDP0Open)
    #expect(bus.send(.write(4), data: testBytes(4)).frame.outcome.block == nil)
    bus.write(0x02, 0)
    #expect(bus.send(.write(4), data: testBytes(4)).outcome.footerResponse == .okGood)
  }
}

/// Section 7.2: stream synchronisation points; open points A15 and A16.
@Suite struct SynchronisationPointTests {
  static let shape = FrameShape.of(64, 8)
  /// Windows that do not divide the frame: 512 slots are 22 windows and 6 slots.
  static let port = PortGeometry(hStart: 1, hStop: 7, sampleInterval: 23, wordLength: 13, blockOffset: 2)

  private func arrives(_ bus: inout Bus, frame: Int) -> Bool {
    let block = TestBlock.write(6)
    let run = bus.send(block, data: testBytes(6), geometry: Self.port, frame: frame)
    return Array(run.bytes.prefix(6)) == block.headerBytes && run.outcome.footerResponse == .okGood
  }

  /// Windows run on over frames.
  @Test func windowsRunOnFromFrameToFrame() {
    var bus = Bus.open(shape: Self.shape, geometry: Self.port)
    for frame in 0..<24 { #expect(arrives(&bus, frame: frame)) }
  }

  @Test func aPingWithSSPResetsTheCounters() {
    var bus = Bus.open(shape: Self.shape, geometry: Self.port)
    #expect(arrives(&bus, frame: 0))
    #expect(arrives(&bus, frame: 1))
    bus.send(.ping(ssp: true))
    #expect(arrives(&bus, frame: 0))
    bus.send(.ping)
    #expect(arrives(&bus, frame: 2))
    bus.send(.ping(ssp: true), flipRows: [45])
    #expect(arrives(&bus, frame: 4), "the Ping was aborted")
  }

  @Test func aBankSwitchResetsTheCounters() {
    var bus = Bus.open(shape: Self.shape, geometry: Self.port)
    bus.send(.ping)
    bus.write(0x60, Self.shape.registerValue, device: 15)
    #expect(arrives(&bus, frame: 0))
    bus.write(0x60, Self.shape.registerValue, device: 15, flipRows: [45])
    #expect(arrives(&bus, frame: 2))
  }

  /// A16: the counters run while the channel is closed. A15: opening it in the active bank counts from the next
  /// frame, and is no synchronisation point.
  @Test func countersRunWhileTheChannelIsClosed() {
    var bus = Bus.with(shape: Self.shape)
    bus.programDP0(Self.port, enabled: false)
    for _ in 0..<4 { bus.send(.ping) }
    bus.write(0x20, 1)
    #expect(bus.manager.isDP0Open)
    #expect(arrives(&bus, frame: 5))
  }

  /// A15: other parameters in the active bank count from the next frame, modulo the new interval.
  @Test func writesToTheActiveBankCountFromTheNextFrame() {
    var bus = Bus.open(shape: Self.shape, geometry: PortGeometry(fillingColumns: 8))
    let inTime = bus.send(.write(4), data: testBytes(4), command: .write(device: 1, register: 0x20, value: 0))
    #expect(inTime.outcome.footerResponse == .okGood, "the frame of the write itself still has its channel")
    #expect(!bus.manager.isDP0Open)
    for (register, value): (UInt16, UInt8) in [(0x22, 22), (0x24, 2), (0x03, 12), (0x20, 1)] {
      bus.write(register, value)
    }
    #expect(arrives(&bus, frame: 5))
  }

  /// Open point A17: the counters of one device alone are reset; it then looks for its bits elsewhere.
  @Test func aSwitchOfOneDeviceMovesItsWindowsAlone() {
    var bus = Bus.open(2, shape: Self.shape, geometry: Self.port)
    bus.write(0x60, Self.shape.registerValue, device: 1)
    let run = bus.send(.write(6, device: 2), data: testBytes(6), geometry: Self.port, frame: 1)
    #expect(bus.manager.currentBank == 0)
    #expect(bus.peripherals[0].isAttached && bus.peripherals[1].isAttached)
    #expect(Array(run.bytes.prefix(6)) == TestBlock.write(6, device: 2).headerBytes)
  }
}
