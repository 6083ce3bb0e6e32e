import BRAEncoder
import FrameSim
import Testing

/// Section 11.3, Fig 144: the Target, row by row, as the line shows it.
@Suite struct BRATargetTests {
  /// The payload bit in which bit `bit` of byte `byte` goes, most significant bit 7.
  static func bit(_ byte: Int, _ bit: Int) -> Int { 8 * byte + 7 - bit }

  private func braFailure(_ bus: Bus, of index: Int = 0) -> Bool { bus.register(0x00, of: index) == 0b100 }

  /// CheckHeaderType, Idle (open point A30): nobody says anything.
  @Test func anIdleBlockIsIgnored() {
    var bus = Bus.open()
    var block = TestBlock.write(4)
    block.type = .idle
    let run = bus.send(block, data: [1, 2, 3, 4])
    #expect(run.isSilent(after: 0))
    #expect(run.outcome.headerResponse == nil)
    #expect(run.outcome.bits == 0)
    #expect(!braFailure(bus))
    #expect(bus.stored(4, at: 0x2000) == [0, 0, 0, 0])
    #expect(bus.send(.write(4), data: [1, 2, 3, 4]).outcome.footerResponse == .okGood)
  }

  /// A frame without a block is no block either.
  @Test func nothingAtAllIsIgnored() {
    var bus = Bus.open()
    for _ in 0..<3 {
      #expect(bus.wire().bits.enumerated().allSatisfy { $0.offset % 8 == 0 || $0.element == 0 })
    }
    #expect(!braFailure(bus))
  }

  /// CheckHeaderType, reserved types 01 and 10, treated as idle: no NAK, though the CRC is wrong.
  @Test(arguments: [[0], [1], [0, 1]])
  func reservedTypesAreIgnored(flips: [Int]) {
    var bus = Bus.open()
    let run = bus.send(.write(4), data: [1, 2, 3, 4], flips: flips)
    #expect(run.headerResponse == 0x00)
    #expect(run.isSilent(after: 7))
    #expect(run.outcome.headerResponse == .ignored)
    #expect(!braFailure(bus))
    #expect(bus.send(.write(4), data: [1, 2, 3, 4]).outcome.footerResponse == .okGood)
  }

  /// Header_Bad: Respond_Failed, whoever was addressed; nothing follows.
  @Test(arguments: Array(2...55))
  func aDamagedHeaderIsRefused(flip: Int) {
    var bus = Bus.open(shape: .of(48, 6))
    let run = bus.send(.write(4, device: flip % 2 == 0 ? 1 : 5), data: [1, 2, 3, 4], flips: [flip])
    #expect(run.headerResponse == 0x10)
    #expect(run.isSilent(after: 8))
    #expect(run.outcome.headerResponse?.received == .abort)
    #expect(run.outcome.footerResponse == nil)
    #expect(run.outcome.bits == 64)
    #expect(braFailure(bus), "open point A23")
    #expect(bus.stored(4, at: 0x2000) == [0, 0, 0, 0])
  }

  /// Header good, not selected: Respond_Ignored.
  @Test(arguments: [0, 2, 11, 12, 13, 14])
  func othersAreIgnored(device: Int) {
    var bus = Bus.open()
    let run = bus.send(.write(4, device: device), data: [1, 2, 3, 4])
    #expect(run.headerResponse == 0x00)
    #expect(run.isSilent(after: 7))
    #expect(run.outcome.headerResponse?.received == .ignored)
    #expect(!braFailure(bus))
  }

  /// Header good, selected, not ready: Respond_OK_NotReady, and nothing more, no footer.
  @Test func notReady() {
    for block in [TestBlock.write(4), .read(4)] {
      var bus = Bus.open()
      bus.peripherals[0].isReady = false
      let run = bus.send(block, data: [1, 2, 3, 4])
      #expect(run.headerResponse == 0x28)
      #expect(run.isSilent(after: 8))
      #expect(run.outcome.headerResponse == .okNotReady)
      #expect(bus.stored(4, at: 0x2000) == [0, 0, 0, 0])
      #expect(!braFailure(bus))
      bus.peripherals[0].isReady = true
      #expect(bus.send(block, data: [1, 2, 3, 4]).outcome.footerResponse == .okGood)
    }
  }

  /// Respond_OK_Ready, Do_Write, Check_WriteCRC, Footer_OK_Good.
  @Test func write() {
    var bus = Bus.open()
    let data = testBytes(30)
    let run = bus.send(.write(30, to: 0x4400_0010), data: data)
    let header = TestBlock.write(30, to: 0x4400_0010).headerBytes
    #expect(
      Array(run.bytes.prefix(40)) == header + [TableCRC.of(header), 0x08] + data + [TableCRC.of(data), 0x08])
    #expect(run.isSilent(after: 40))
    #expect(run.outcome.bits == 320)
    #expect(bus.stored(30, at: 0x4400_0010) == data)
  }

  /// Respond_OK_Ready, Do_Read, Send_ReadCRC, Footer_OK_Good.
  @Test func read() {
    var bus = Bus.open()
    let data = testBytes(30)
    bus.peripherals[0].memory.preload(data, at: 0x4400_0010)
    let run = bus.send(.read(30, from: 0x4400_0010))
    let header = TestBlock.read(30, from: 0x4400_0010).headerBytes
    #expect(
      Array(run.bytes.prefix(40)) == header + [TableCRC.of(header), 0x08] + data + [TableCRC.of(data), 0x08])
    #expect(run.isSilent(after: 40))
    #expect(run.data == data)
    #expect(run.outcome.readCRCGood)
  }

  /// Response_Abort: the Target said OK, the line says NAK as well (18): it stays silent.
  @Test func mergedAbortStopsTheTarget() {
    for block in [TestBlock.write(4), .read(4)] {
      var bus = Bus.open()
      bus.peripherals[0].memory.preload([9, 9, 9, 9], at: 0x2000)
      let run = bus.send(block, data: [1, 2, 3, 4], flips: [Self.bit(7, 4)])
      #expect(run.headerResponse == 0x18)
      #expect(run.isSilent(after: 8))
      #expect(run.outcome.headerResponse?.received == .abort)
      #expect(bus.stored(4, at: 0x2000) == [9, 9, 9, 9])
    }
  }

  /// The Target goes on with Response_OK only: where its ACK was lost, the line says Ignored, and nobody sends.
  @Test func aLostACKStopsTheTarget() {
    for block in [TestBlock.write(4), .read(4)] {
      var bus = Bus.open()
      bus.peripherals[0].memory.preload([9, 9, 9, 9], at: 0x2000)
      let run = bus.send(block, data: [1, 2, 3, 4], flips: [Self.bit(7, 3)])
      #expect(run.headerResponse == 0x00)
      #expect(run.isSilent(after: 8))
      #expect(bus.stored(4, at: 0x2000) == [9, 9, 9, 9])
    }
  }

  /// Check_WriteCRC, CRC wrong: Footer_Failed; what arrived is in memory already (open point A24).
  @Test func aDamagedWriteIsRefusedButStored() {
    var bus = Bus.open()
    let run = bus.send(.write(4), data: [1, 2, 3, 4], flips: [Self.bit(9, 7)])
    #expect(run.headerResponse == 0x08)
    #expect(run.bytes[13] == 0x10)
    #expect(run.outcome.footerResponse?.received == .abort)
    #expect(bus.stored(4, at: 0x2000) == [1, 0x82, 3, 4])
    #expect(braFailure(bus))
  }

  /// The CRC byte itself damaged: the same, with intact data.
  @Test func aDamagedCRCIsRefused() {
    for bit in 0...7 {
      var bus = Bus.open()
      let run = bus.send(.write(4), data: [1, 2, 3, 4], flips: [Self.bit(12, bit)])
      #expect(run.bytes[13] == 0x10)
      #expect(bus.stored(4, at: 0x2000) == [1, 2, 3, 4])
    }
  }

  /// Check_WriteCRC, payload not accepted: Footer_OK_Bad; accepted bytes are stored (open point A26).
  @Test func bytesThatAreNotTakenMakeItBad() {
    var bus = Bus.open()
    bus.peripherals[0] =
      Bus(
        shape: .of(64, 8),
        peripherals: [
          PeripheralConfiguration(
            device: 1,
            memory: [
              MemoryRegion(address: 0x2000, bytes: 4),
              MemoryRegion(address: 0x2004, bytes: 4, access: .readOnly),
              MemoryRegion(address: 0x2008, bytes: 4, access: .writeOnly),
            ], dp0: DP0Limits())
        ]
      ).peripherals[0]
    bus.programDP0(PortGeometry(fillingColumns: 8), enabled: true)
    bus.peripherals[0].memory.preload(testBytes(12), at: 0x2000)
    let write = bus.send(.write(8), data: [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(write.bytes[17] == 0x28)
    #expect(write.outcome.footerResponse?.received == .bad)
    #expect(bus.stored(8, at: 0x2000) == [1, 2, 3, 4] + testBytes(12)[4..<8])
    #expect(braFailure(bus))
    #expect(bus.send(.write(4, to: 0x2008), data: [1, 2, 3, 4]).outcome.footerResponse == .okGood)
    #expect(bus.send(.write(1, to: 0x200C), data: [1]).outcome.footerResponse == .okBad)
    // Reads: write-only and unimplemented bytes are 0x00, with a right CRC and Bad.
    let read = bus.send(.read(12, from: 0x2004))
    #expect(read.data == Array(testBytes(12)[4..<8]) + [UInt8](repeating: 0, count: 8))
    #expect(read.outcome.readCRCGood)
    #expect(read.outcome.footerResponse == .okBad)
    #expect(bus.send(.read(4, from: 0x2004)).outcome.footerResponse == .okGood)
    #expect(bus.send(.read(4, from: 0x0900)).outcome.footerResponse == .okBad)
  }

  /// Read data damaged on the way: the Target is content, the Initiator sees the CRC.
  @Test func damagedReadDataShowInTheCRC() {
    var bus = Bus.open()
    bus.peripherals[0].memory.preload([1, 2, 3, 4], at: 0x2000)
    let run = bus.send(.read(4), flips: [Self.bit(8, 7)])
    #expect(run.data == [0x81, 2, 3, 4])
    #expect(!run.outcome.readCRCGood)
    #expect(run.outcome.footerResponse == .okGood)
  }

  /// Idle lasts until the next frame, and no longer.
  @Test func everyFrameStartsAfresh() {
    var bus = Bus.open()
    bus.send(.write(4), flips: [30])
    #expect(bus.send(.write(4), data: [1, 2, 3, 4]).outcome.footerResponse == .okGood)
    bus.send(.write(4, device: 3))
    #expect(bus.send(.read(4)).data == [1, 2, 3, 4])
  }

  /// A Peripheral whose DP0 is closed, or that has none, takes no part.
  @Test func aClosedPortTakesNoPart() {
    var bus = Bus(shape: .of(64, 8), peripherals: [.target(1), .target(2, dp0: nil)])
    bus.programDP0(PortGeometry(fillingColumns: 8), enabled: true)
    #expect(bus.send(.write(4, device: 2)).headerResponse == 0x00)
    bus.write(0x20, 0, device: 1)
    #expect(!bus.manager.isDP0Open)
  }

  /// Header CRC and data CRC on the line, made bit by bit, against the table, over random blocks (section 11.2).
  @Test func bitSerialCRCsAgreeWithTheTable() {
    var generator = SeededGenerator(seed: 11, stream: "crc")
    var bus = Bus.open(shape: .of(64, 16))
    for _ in 0..<(isDebugBuild ? 30 : 500) {
      let count = Int.random(in: 0...110, using: &generator)
      let data = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let address = UInt32.random(in: 0x4400_0000...0x4400_0F00, using: &generator)
      for block in [TestBlock.write(count, to: address), .read(count, from: address)] {
        let run = bus.send(block, data: data)
        #expect(Array(run.bytes.prefix(7)) == block.headerBytes + [TableCRC.of(block.headerBytes)])
        #expect(Array(run.bytes[8..<8 + count]) == data)
        #expect(run.bytes[8 + count] == TableCRC.of(data))
        #expect(run.bytes[9 + count] == 0x08)
      }
    }
  }

  /// Section 16.1: the CRCs of the reference, as the test's own table makes them.
  @Test func tableOfTheTests() {
    #expect(Array(TableCRC.table.prefix(16)) == bytes(hex: "004D9AD77934E3AEF2BF68258BC6115C"))
    #expect(TableCRC.of(Array("123456789".utf8)) == 0x06)
    #expect(TableCRC.of([]) == 0xFF)
    #expect(TableCRC.of((0..<511).map { UInt8(truncatingIfNeeded: $0) }) == 0xE0)
  }
}
