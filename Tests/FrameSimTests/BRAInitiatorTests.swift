import BRAEncoder
import FrameSim
import Testing

/// Section 11.4, Fig 145: the Initiator, row by row.
@Suite struct BRAInitiatorTests {
  private typealias Target = BRATargetTests

  /// Ignored, not deferred: nothing more is sent.
  @Test func stopsWhereItIsIgnored() {
    for block in [TestBlock.write(4, device: 9), .read(4, device: 9)] {
      var bus = Bus.open()
      let run = bus.send(block, data: [1, 2, 3, 4])
      #expect(run.isSilent(after: 7))
      #expect(run.outcome == BlockOutcome(headerResponse: .ignored, bits: 64))
      #expect(run.data == [UInt8](repeating: 0, count: run.data.count))
    }
  }

  /// Abort, not deferred: nothing more is sent; 10, 18, 30 and 38 are all the same (section 11.1).
  @Test(arguments: [[Int](), [BRATargetTests.bit(7, 5)]])
  func stopsWhereItIsAborted(further: [Int]) {
    for flips in [[20], [Target.bit(7, 4)]] {
      var bus = Bus.open()
      let run = bus.send(.write(4), data: [1, 2, 3, 4], flips: flips + further)
      #expect(run.headerResponse & 0x10 != 0)
      #expect(run.outcome.headerResponse?.received == .abort)
      #expect(run.outcome.footerResponse == nil)
      #expect(run.isSilent(after: 8))
    }
  }

  /// OK and Target_Stall and Abandon_Block: nothing more is sent.
  @Test func abandonsAStalledBlock() {
    var bus = Bus.open()
    bus.peripherals[0].isReady = false
    #expect(bus.manager.abandonsNotReady)
    let run = bus.send(.write(4), data: [1, 2, 3, 4])
    #expect(run.isSilent(after: 8))
    #expect(run.outcome.bits == 64)
  }

  /// OK and Target_Stall, but not Abandon_Block: the block goes on, and nobody answers.
  @Test func goesOnWithAStalledBlock() {
    var bus = Bus.open()
    bus.peripherals[0].isReady = false
    bus.manager.abandonsNotReady = false
    let write = bus.send(.write(4), data: [1, 2, 3, 4])
    #expect(Array(write.bytes[7..<14]) == [0x28, 1, 2, 3, 4, TableCRC.of([1, 2, 3, 4]), 0x00])
    #expect(write.outcome.footerResponse?.received == .ignored)
    #expect(write.outcome.bits == 14 * 8)
    #expect(bus.stored(4, at: 0x2000) == [0, 0, 0, 0])
    let read = bus.send(.read(4))
    #expect(read.isSilent(after: 8))
    #expect(!read.outcome.readCRCGood)
    #expect(read.outcome.footerResponse?.received == .ignored)
  }

  /// Deferred_Response_Check: streams on whatever the header response; the Targets keep to their own table.
  @Test func defersTheResponseCheck() {
    for (flips, ready, device) in [
      ([20], true, 1), ([], false, 1), ([], true, 9), ([Target.bit(7, 4)], true, 1),
    ] {
      var bus = Bus.open()
      bus.manager.defersResponseCheck = true
      bus.peripherals[0].isReady = ready
      let run = bus.send(.write(4, device: device), data: [1, 2, 3, 4], flips: flips)
      #expect(Array(run.bytes[8..<14]) == [1, 2, 3, 4, TableCRC.of([1, 2, 3, 4]), 0x00])
      #expect(run.outcome.footerResponse?.received == .ignored)
      #expect(bus.stored(4, at: 0x2000) == [0, 0, 0, 0])
    }
    var bus = Bus.open()
    bus.manager.defersResponseCheck = true
    #expect(bus.send(.write(4), data: [1, 2, 3, 4]).outcome.footerResponse == .okGood)
    #expect(bus.send(.read(4)).data == [1, 2, 3, 4])
  }

  /// A block without an open DP0 in the Manager is not sent.
  @Test func needsAnOpenPort() {
    var bus = Bus.with(shape: .of(64, 8))
    let run = bus.send(.write(4), data: [1, 2, 3, 4])
    #expect(run.frame.outcome.block == nil)
    #expect(run.isSilent(after: 0))
  }

  /// NumBytes[8]: a block of more than 255 bytes (host reference 2.2, the bug before f74b5890).
  @Test(arguments: [255, 256, 257, 470])
  func ninthBitOfNumBytes(count: Int) {
    var bus = Bus.open(shape: .of(256, 16))
    let data = testBytes(count)
    let run = bus.send(.write(count), data: data)
    #expect(run.bytes[0] & 1 == UInt8(count >> 8))
    #expect(run.bytes[1] == UInt8(count & 0xFF))
    #expect(run.outcome.footerResponse == .okGood)
    #expect(run.outcome.bits == 8 * (count + 10))
    #expect(bus.stored(count, at: 0x2000) == data)
    #expect(bus.send(.read(count)).data == data)
  }

  /// Data outside the Manager's buffers: zeros go out, and what does not fit is dropped.
  @Test func buffersMayBeTooShort() {
    var bus = Bus.open()
    #expect(bus.send(.write(4), data: [1, 2]).outcome.footerResponse == .okGood)
    #expect(bus.stored(4, at: 0x2000) == [1, 2, 0, 0])
    bus.manager.buffers[0].incoming = [7]
    let plan = FramePlan(.ping, block: TestBlock.read(4).request)
    #expect(bus.wire(plan).outcome.block?.footerResponse == .okGood)
    #expect(bus.manager.buffers[0].incoming == [1])
  }
}

/// Section 11.1: several Targets.
@Suite struct BRAGroupTests {
  /// A broadcast write reaches every open DP0; the responses are ORed.
  @Test func broadcastWrite() {
    var bus = Bus.open(3)
    let run = bus.send(.write(4, device: 15), data: [1, 2, 3, 4])
    #expect(run.headerResponse == 0x08)
    #expect(run.bytes[13] == 0x08)
    for index in 0..<3 { #expect(bus.stored(4, at: 0x2000, of: index) == [1, 2, 3, 4]) }
  }

  @Test func groupWrite() {
    var bus = Bus.open(3)
    bus.write(0x46, 0x12, device: 2)
    bus.write(0x46, 0x23, device: 3)
    #expect(bus.send(.write(1, device: 12), data: [5]).outcome.footerResponse == .okGood)
    #expect(bus.send(.write(1, to: 0x2001, device: 13), data: [6]).outcome.footerResponse == .okGood)
    #expect((0..<3).map { bus.stored(2, at: 0x2000, of: $0) } == [[0, 0], [5, 0], [0, 6]])
  }

  /// One Good and one Bad are Bad; each Target raises BRA_Failure for itself.
  @Test func oneBadMakesItBad() {
    var bus = Bus(
      shape: .of(64, 8),
      peripherals: [
        .target(1),
        PeripheralConfiguration(
          device: 2, memory: [MemoryRegion(address: 0x2000, bytes: 8, access: .readOnly)], dp0: DP0Limits()),
      ])
    bus.programDP0(PortGeometry(fillingColumns: 8), enabled: true)
    let run = bus.send(.write(4, device: 15), data: [1, 2, 3, 4])
    #expect(run.bytes[13] == 0x28)
    #expect(run.outcome.footerResponse?.received == .bad)
    #expect(bus.register(0x00) == 0)
    #expect(bus.register(0x00, of: 1) == 0b100)
  }

  /// One that is ready and one that is not: NotReady for the Initiator, which abandons the block. The ready Target
  /// reads OK (Response_OK of 11.3 looks at NAK and ACK only) and goes on alone, over a line that carries zeros.
  @Test func oneNotReadyStallsAll() {
    var bus = Bus.open(2)
    bus.peripherals[1].isReady = false
    let run = bus.send(.write(4, device: 15), data: [1, 2, 3, 4])
    #expect(run.headerResponse == 0x28)
    #expect(run.outcome.headerResponse?.received == .notReady)
    #expect(run.outcome.bits == 64)
    #expect(run.bytes[13] == 0x10, "the CRC of its zeros is wrong")
    #expect(bus.register(0x00) == 0b100)
    #expect(bus.register(0x00, of: 1) == 0)
  }

  /// Of two Targets, the one that is not addressed contributes nothing.
  @Test func theOtherTargetListensOnly() {
    var bus = Bus.open(2)
    #expect(bus.send(.write(4, device: 2), data: [1, 2, 3, 4]).outcome.footerResponse == .okGood)
    #expect(bus.stored(4, at: 0x2000) == [0, 0, 0, 0])
    #expect(bus.stored(4, at: 0x2000, of: 1) == [1, 2, 3, 4])
  }

  /// A read by several Targets is the wired OR: a clash for whoever sent 0 and read 1 (open point A32), and the CRC
  /// on the line fits no data.
  @Test func aReadOfSeveralTargetsClashes() {
    var bus = Bus.open(2)
    bus.peripherals[0].memory.preload([0x0F, 0], at: 0x2000)
    bus.peripherals[1].memory.preload([0xF1, 0], at: 0x2000)
    let run = bus.send(.read(2, device: 15))
    #expect(run.data == [0xFF, 0x00])
    #expect(run.bytes[10] == TableCRC.of([0x0F, 0]) | TableCRC.of([0xF1, 0]))
    #expect(!run.outcome.readCRCGood)
    #expect(bus.register(0x40) == 0b10 && bus.register(0x40, of: 1) == 0b10)
  }

  /// Header DeviceAddress 0 means the Peripherals without a number (open point A27).
  @Test func deviceZero() {
    var bus = Bus(shape: .of(64, 8), peripherals: [.target(0), .target(2)])
    bus.programDP0(PortGeometry(fillingColumns: 8), enabled: true)
    #expect(bus.send(.write(2, device: 0), data: [1, 2]).outcome.footerResponse == .okGood)
    #expect(bus.stored(2, at: 0x2000) == [1, 2])
    #expect(bus.stored(2, at: 0x2000, of: 1) == [0, 0])
  }
}
