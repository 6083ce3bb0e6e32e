import BRAEncoder
import FrameSim
import Testing

/// Sections 11 and 15: the open points about blocks.
@Suite struct BRAEdgeTests {
  /// A21: a block longer than the frame; wherever it is cut off, everybody is idle at the boundary.
  @Test(arguments: [9, 10, 11, 15, 200, 511])
  func aBlockLongerThanTheFrame(count: Int) {
    for block in [TestBlock.write(count), .read(count)] {
      var bus = Bus.open(shape: .of(48, 4))
      let run = bus.send(block, data: testBytes(count))
      #expect(run.headerResponse == 0x08)
      #expect(run.outcome.headerResponse == .ok)
      #expect(run.outcome.footerResponse == nil)
      #expect(run.outcome.bits == 144, "all there was")
      #expect(bus.register(0x00) == 0b100)
      // A write leaves what had arrived.
      if block.operation == .write {
        let arrived = min(count, 10)
        #expect(bus.stored(arrived, at: 0x2000) == Array(testBytes(count).prefix(arrived)))
      }
      #expect(bus.send(.write(8), data: testBytes(8)).outcome.footerResponse == .okGood)
      #expect(bus.send(.read(8)).data == testBytes(8))
    }
  }

  /// A read that is cut off has no good CRC.
  @Test func aReadThatIsCutOffIsNotGood() {
    var bus = Bus.open(shape: .of(48, 4))
    #expect(!bus.send(.read(10)).outcome.readCRCGood)
    #expect(!bus.send(.read(50)).outcome.readCRCGood)
  }

  /// The header alone may not fit: 48x2 has 48 payload bits.
  @Test func aFrameWithoutRoomForAHeader() {
    var bus = Bus.open(shape: .reset)
    bus.manager.buffers[0].outgoing = [1]
    let outcome = bus.wire(FramePlan(.ping, block: TestBlock.write(1).request)).outcome
    #expect(outcome.block?.headerResponse == nil)
    #expect(outcome.block?.bits == 48)
    #expect(bus.stored(1, at: 0x2000) == [0])
    #expect(bus.send(.ping).controlWord.status(of: 1) == 1)
  }

  /// A22: NumBytes 0 is a legal empty block: CRC 0xFF, footer.
  @Test func anEmptyBlock() {
    for block in [TestBlock.write(0), .read(0)] {
      var bus = Bus.open()
      let run = bus.send(block)
      #expect(Array(run.bytes[7..<10]) == [0x08, 0xFF, 0x08])
      #expect(run.isSilent(after: 10))
      #expect(run.outcome.footerResponse == .okGood)
      #expect(run.outcome.readCRCGood)
      #expect(run.outcome.bits == 80)
      // Nothing is accessed, so nothing can be refused.
      #expect(
        bus.send(TestBlock(operation: block.operation, address: 0x0900, count: 0)).outcome.footerResponse
          == .okGood)
    }
    #expect(TestBlock.read(0, from: 0x4400_0000).headerBytes == bytes(hex: "C40044000000"))
  }

  /// A28: addresses wrap at 2^32. After 0xFFFFFFFF comes DP0_IntStat.
  @Test func addressesWrap() {
    var bus = Bus(
      shape: .of(64, 8),
      peripherals: [
        PeripheralConfiguration(
          device: 1, memory: [MemoryRegion(address: 0xFFFF_FFFE, bytes: 2)], dp0: DP0Limits())
      ])
    bus.programDP0(PortGeometry(fillingColumns: 8), enabled: true)
    let write = bus.send(.write(4, to: 0xFFFF_FFFE), data: [0xA1, 0xA2, 0xFF, 0b100])
    #expect(write.outcome.footerResponse == .okGood)
    #expect(bus.stored(2, at: 0xFFFF_FFFE) == [0xA1, 0xA2])
    #expect(bus.register(0x01) == 0b100)
    #expect(bus.send(.read(4, from: 0xFFFF_FFFE)).data == [0xA1, 0xA2, 0, 0b100])
  }

  /// A25: ordinary registers may be written over BRA, FrameCtrl, DevNumber and Ctrl may not.
  @Test func registersOverBRA() {
    var bus = Bus.open()
    #expect(bus.send(.write(1, to: 0x41), data: [0b11]).outcome.footerResponse == .okGood)
    #expect(bus.register(0x41) == 0b11)
    #expect(bus.send(.write(2, to: 0x48), data: [0x88, 0x02]).outcome.footerResponse == .okGood)
    #expect(bus.read(0x49) == 0x02)
    for register: UInt32 in [0x60, 0x70, 0x46, 0x44] {
      let run = bus.send(.write(1, to: register), data: [0x83])
      #expect(run.outcome.footerResponse == .okBad, "register \(register)")
      #expect(bus.shape == .of(64, 8))
      #expect(bus.peripherals[0].deviceNumber == 1 && bus.peripherals[0].isAttached)
    }
    #expect(bus.send(.read(6, from: 0x50)).data == [0x31, 0, 0, 0, 0, 0])
    #expect(bus.send(.read(2, from: 0x45)).data == [0, 1])
    // Read-only and write-only registers, and gaps, are Bad.
    #expect(bus.send(.write(1, to: 0x50), data: [1]).outcome.footerResponse == .okBad)
    #expect(bus.send(.read(1, from: 0x60)).outcome.footerResponse == .okBad)
    #expect(bus.send(.write(1, to: 0x47), data: [1]).outcome.footerResponse == .okBad)
  }

  /// A29 and A15: DP0 registers written over BRA count from the next frame; the block itself is whole.
  @Test func portRegistersOverBRA() {
    var bus = Bus.open()
    #expect(bus.send(.write(1, to: 0x20), data: [0]).outcome.footerResponse == .okGood)
    #expect(bus.send(.write(1), data: [1]).headerResponse == 0x00, "the Target has closed its DP0")
    #expect(bus.write(0x20, 1) == .ok)
    #expect(bus.send(.write(1), data: [1]).outcome.footerResponse == .okGood)
  }

  /// A23: what raises BRA_Failure, and what does not.
  @Test func whatRaisesBRAFailure() {
    let header = 20
    let data = BRATargetTests.bit(8, 0)
    let cases: [(TestBlock, [Int], Bool)] = [
      (.write(4), [], false), (.read(4), [], false), (.write(4), [header], true), (.write(4), [data], true),
      (.read(4), [data], false), (.write(4, to: 0x0900), [], true), (.read(4, from: 0x0900), [], true),
      (.write(4, device: 3), [], false), (.write(511), [], true), (.read(511), [], true),
      (.write(4), [BRATargetTests.bit(7, 4)], false), (.write(4), [0], false),
    ]
    for (block, flips, raises) in cases {
      var bus = Bus.open()
      bus.send(block, data: testBytes(block.count), flips: flips)
      #expect(bus.register(0x00) == (raises ? 0b100 : 0), "\(block) \(flips)")
    }
  }

  /// A31: an aborted command does not touch the block of its frame, nor a bad block the command.
  @Test func commandAndBlockDoNotMindEachOther() {
    var bus = Bus.open()
    var run = bus.send(
      .write(4), data: [1, 2, 3, 4], flipRows: [45], command: .write(device: 1, register: 0x2010, value: 7))
    #expect(run.frame.outcome.response == .aborted)
    #expect(run.outcome.footerResponse == .okGood)
    #expect(bus.stored(4, at: 0x2000) == [1, 2, 3, 4])
    #expect(bus.stored(1, at: 0x2010) == [0])
    run = bus.send(
      .write(4), data: [9, 9, 9, 9], flips: [20], command: .write(device: 1, register: 0x2010, value: 7))
    #expect(run.frame.outcome.response == .ok)
    #expect(run.headerResponse == 0x10)
    #expect(bus.stored(1, at: 0x2010) == [7])
    // A bank switch lets the block of its own frame through.
    run = bus.send(
      .write(4), data: [5, 6, 7, 8],
      command: .write(device: 15, register: 0x70, value: FrameShape.of(64, 8).registerValue))
    #expect(run.outcome.footerResponse == .okGood)
    #expect(!bus.manager.isDP0Open)
  }

  /// A Read in Column 0 beside a block sees the memory as it is when row 23 has gone by.
  @Test func aReadBesideABlock() {
    var bus = Bus.open()
    // The first data byte of the block ends in row 10, the 30th in row 43.
    let run = bus.send(
      .write(30), data: [UInt8](repeating: 0xA5, count: 30), command: .read(device: 1, register: 0x2000))
    #expect(run.frame.outcome.controlWord.data == 0xA5)
    let late = bus.send(
      .write(30), data: [UInt8](repeating: 0x5A, count: 30), command: .read(device: 1, register: 0x201D))
    #expect(late.frame.outcome.controlWord.data == 0xA5)
    #expect(late.outcome.footerResponse == .okGood)
  }

  /// A32: 0 sent and 1 read in data or CRC is a clash of the sender, as is 1 sent and 0 read; the block continues.
  @Test func clashesInsideData() {
    for flip in [BRATargetTests.bit(8, 7), BRATargetTests.bit(8, 0), BRATargetTests.bit(12, 2)] {
      var bus = Bus.open()
      bus.peripherals[0].memory.preload([1, 2, 3, 4], at: 0x2000)
      let read = bus.send(.read(4), flips: [flip])
      #expect(bus.register(0x40) == 0b10)
      #expect(!bus.manager.sawClash)
      #expect(read.outcome.footerResponse == .okGood)
      bus = Bus.open()
      let write = bus.send(.write(4), data: [1, 2, 3, 4], flips: [flip])
      #expect(bus.manager.sawClash)
      #expect(bus.register(0x40) == 0)
      #expect(write.outcome.footerResponse == .failed)
    }
    // Responses have several owners: a foreign 1 is no clash (open point A6).
    var bus = Bus.open()
    bus.send(.write(4), data: [1, 2, 3, 4], flips: [BRATargetTests.bit(7, 5), BRATargetTests.bit(13, 5)])
    #expect(bus.register(0x40) == 0)
    #expect(!bus.manager.sawClash)
  }

  /// Leftover bits of a frame, fewer than 8, carry nothing (section 10): 50x4 has 150 bits, 18 bytes.
  @Test func leftoverBitsAreSilent() {
    var bus = Bus.open(shape: .of(50, 4))
    let run = bus.send(.write(8), data: [UInt8](repeating: 0xFF, count: 8))
    #expect(run.bytes.count == 18)
    #expect(run.outcome.footerResponse == .okGood)
    let bits = run.frame.bits
    for slot in 194..<200 where slot % 4 != 0 { #expect(bits[slot] == 0) }
  }

  /// A block on a geometry with a split word: bytes are counted from the frame's start (Fig 142).
  @Test func splitWordsAreSharedByTwoBlocks() {
    let port = PortGeometry(hStart: 1, hStop: 5, sampleInterval: 72, wordLength: 25, blockOffset: 0)
    var bus = Bus.open(shape: .of(48, 8), geometry: port)
    for frame in 0..<6 {
      let block = TestBlock.write(5, to: 0x2000 + UInt32(5 * frame))
      let run = bus.send(block, data: testBytes(5), geometry: port, frame: frame)
      #expect(Array(run.bytes.prefix(6)) == block.headerBytes)
      #expect(run.outcome.footerResponse == .okGood)
    }
    #expect(bus.stored(30, at: 0x2000) == (0..<6).flatMap { _ in testBytes(5) })
  }
}
