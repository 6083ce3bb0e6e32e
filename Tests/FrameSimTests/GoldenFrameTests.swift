import BRAEncoder
import FrameSim
import Testing

/// Sections 16.4 and 16.5: frames computed elsewhere, level by level.
@Suite struct GoldenFrameTests {
  private struct Frames: Decodable { var levelsHex: [String] }
  private struct Frame: Decodable { var levelsHex: String }

  /// Section 16.4, F1 to F4: a Ping, a Read and a Write of device 0, a broadcast bank switch to 48x16.
  @Test func fourConsecutiveFrames() throws {
    var bus = Bus(
      shape: .reset, peripherals: [PeripheralConfiguration(device: 0, deviceID: 0x2121_2121_2121)])
    let commands: [Command] = [
      .ping, .read(device: 0, register: 0x50), .write(device: 0, register: 0x46, value: 1),
      .write(device: 15, register: 0x70, value: 7),
    ]
    let words: [UInt64] = [0x0000_00B1_00FC, 0x2000_50B1_10F5, 0x3000_46B1_00E1, 0x3F00_70B1_03C1]
    let levels = try fixture("frames_48x2", as: Frames.self).levelsHex
    for index in 0..<4 {
      let frame = bus.wire(FramePlan(commands[index]))
      #expect(frame.outcome.controlWord.bits == words[index], "F\(index + 1)")
      #expect(frame.controlWord == words[index], "F\(index + 1)")
      #expect(frame.hexLevels == levels[index], "F\(index + 1)")
      #expect(frame.outcome.number == UInt64(index))
      #expect(frame.outcome.startSlot == UInt64(96 * index))
    }
    #expect(bus.level == 1)
    #expect(bus.slot == 384)
    #expect(bus.shape == .of(48, 16))
    #expect(bus.manager.currentBank == 1)
    #expect(bus.peripherals[0].deviceNumber == 1)
  }

  /// Section 16.5, F5: a Ping of two Peripherals beside the block of spec Table 118.
  @Test func frameWithBlock() throws {
    let memory = [MemoryRegion(address: 0x1234_5678, bytes: 3)]
    var bus = Bus(
      shape: .of(48, 16),
      peripherals: [1, 2].map { PeripheralConfiguration(device: $0, memory: memory, dp0: DP0Limits()) })
    bus.programDP0(PortGeometry(fillingColumns: 16), enabled: true)
    // After F4: level HIGH, two highs in the window, four frames of dynamic sync.
    bus.preset(level: 1, oddHighs: false, dynamicSyncSteps: 4)
    let block = TestBlock.write(3, to: 0x1234_5678, device: 2)
    #expect(block.headerBytes == bytes(hex: "CA0312345678"))
    let run = bus.send(block, data: [0xED, 0xD1, 0xEA])
    #expect(run.frame.controlWord == 0x0000_00B1_0A08)
    #expect(run.frame.outcome.controlWord.bits == 0x0000_00B1_0A08)
    #expect(run.bytes.count == 90)
    #expect(Array(run.bytes.prefix(13)) == bytes(hex: "CA031234567819 08 EDD1EAD9 08".filter { $0 != " " }))
    #expect(run.isSilent(after: 13))
    #expect(run.frame.hexLevels == (try fixture("frame_48x16_bra", as: Frame.self).levelsHex))
    #expect(run.outcome.headerResponse == .ok)
    #expect(run.outcome.footerResponse == .okGood)
    #expect(run.outcome.bits == 13 * 8)
    #expect(bus.stored(3, at: 0x1234_5678, of: 1) == [0xED, 0xD1, 0xEA])
    #expect(bus.stored(3, at: 0x1234_5678, of: 0) == [0, 0, 0])
  }

  /// Section 16.5, further blocks: a read, the same with a busy Target, the same with a damaged header.
  @Test func furtherBlocks() {
    func fresh() -> Bus {
      var bus = Bus.open(shape: .of(48, 16))
      bus.peripherals[0].memory.preload([0xDE, 0xAD, 0xBE, 0xEF], at: 0x4400_0000)
      return bus
    }
    let block = TestBlock.read(4, from: 0x4400_0000)

    var bus = fresh()
    let read = bus.send(block)
    #expect(Array(read.bytes.prefix(14)) == bytes(hex: "C40444000000E608DEADBEEF5708"))
    #expect(read.isSilent(after: 14))
    #expect(read.data == [0xDE, 0xAD, 0xBE, 0xEF])

    bus = fresh()
    bus.peripherals[0].isReady = false
    let busy = bus.send(block)
    #expect(Array(busy.bytes.prefix(8)) == bytes(hex: "C40444000000E628"))
    #expect(busy.isSilent(after: 8))

    bus = fresh()
    let damaged = bus.send(block, flips: [40])
    #expect(damaged.headerResponse == 0x10)
    #expect(damaged.isSilent(after: 8))
  }
}
