import CPeer
import Testing

/// The C peer against frames and sessions computed elsewhere, level by level.
@Suite struct GoldenFrameTests {
  private struct Frames: Decodable { var levelsHex: [String] }
  private struct Frame: Decodable { var levelsHex: String }

  /// Section 16.4: a Ping, a Read and a Write of device 0, a broadcast bank switch to 48x16.
  @Test func fourConsecutiveFrames() throws {
    let device = sdw_device(
      number: 0, device_id: 0x2121_2121_2121, memory_address: 0, memory_bytes: 0)
    let bus = try PeerBus(rows: 48, columns: 2, devices: [device])
    let words: [UInt64] = [0x0000_00B1_00FC, 0x2000_50B1_10F5, 0x3000_46B1_00E1, 0x3F00_70B1_03C1]
    let highs = [1, 4, 2, 2]
    let levels = try fixture("frames_48x2", as: Frames.self).levelsHex
    for index in 0..<4 {
      let outcome = bus.clock(controlWord: words[index])
      #expect(outcome.controlWord == words[index], "F\(index + 1)")
      #expect(outcome.hexLevels == levels[index], "F\(index + 1)")
      #expect(bus.highs == highs[index], "F\(index + 1)")
    }
    #expect(bus.level == 1)
    #expect(bus.clock(controlWord: 0).slots == 48 * 16)
  }

  /// Section 16.5: a Ping of two Peripherals beside the block of spec Table 118.
  @Test func frameWithBlock() throws {
    let devices = [1, 2].map {
      sdw_device(number: $0, device_id: 0, memory_address: 0x1234_5678, memory_bytes: 3)
    }
    // After F4: level HIGH, two highs in the window, four frames of dynamic sync.
    let bus = try PeerBus(rows: 48, columns: 16, devices: devices, level: 1, highs: 2, dynamicSync: 1)
    #expect(bus.openPort(columns: 16, everywhere: true))
    let outcome = bus.clock(
      controlWord: 0, block: .write(device: 2, address: 0x1234_5678, data: [0xED, 0xD1, 0xEA]))
    #expect(outcome.controlWord == 0x0000_00B1_0A08)
    #expect(outcome.hexLevels == (try fixture("frame_48x16_bra", as: Frame.self).levelsHex))
    #expect(outcome.blockDone)
    #expect(outcome.headerResponse == 0x08)
    #expect(outcome.footerResponse == 0x08)
    #expect(try bus.memory(of: 1, count: 3) == [0xED, 0xD1, 0xEA])
    #expect(try bus.memory(of: 0, count: 3) == [0, 0, 0])
  }

  private struct Session: Decodable {
    struct Frame: Decodable {
      var slot: Int
      var controlWord: String
    }
    var levels: String
    var frames: [Frame]
    var data: String
    var bytesPerFrame: Int
  }

  /// Enumeration, the 39 commands, and a write and read-back of 200 bytes in between, after 4096 slots of bus reset.
  @Test(arguments: ["session_50x4", "session_64x8"])
  func session(name: String) throws {
    let session = try fixture(name, as: Session.self)
    let data = stride(from: 0, to: session.data.utf8.count, by: 2).compactMap { index in
      UInt8(session.data.dropFirst(index).prefix(2), radix: 16)
    }
    let columns = name == "session_50x4" ? 4 : 8
    let device = sdw_device(
      number: 0, device_id: 0x2121_2121_2121, memory_address: 0x4400_0000, memory_bytes: 200)
    let bus = try PeerBus(rows: 48, columns: 2, devices: [device])
    var blocks = blocks(of: data, perFrame: session.bytesPerFrame)
    var levels = ""
    var readBack: [UInt8] = []
    var isOpen = false
    for frame in session.frames {
      let word = try #require(UInt64(frame.controlWord, radix: 16))
      // The data run between the bank switch that enables DP0 and the first command after it.
      if word >> 44 == 0, isOpen, blocks.isEmpty == false {
        let outcome = bus.clock(controlWord: word, block: blocks.removeFirst())
        #expect(outcome.controlWord == word)
        #expect(outcome.footerResponse == 0x08)
        readBack += outcome.received
        levels += outcome.levels
      } else {
        let outcome = bus.clock(controlWord: word)
        #expect(outcome.controlWord == word)
        levels += outcome.levels
      }
      if word >> 24 == 0x3F0060, !isOpen {
        isOpen = true
        #expect(bus.openPort(columns: columns, everywhere: false))
      }
    }
    // Compared as a whole: a mismatch would otherwise print the streams.
    let isSame = levels == session.levels.dropFirst(4096)
    #expect(isSame)
    #expect(blocks.isEmpty)
    #expect(readBack == data)
    #expect(try bus.memory(of: 0, count: 200) == data)
  }

  private func blocks(of data: [UInt8], perFrame: Int) -> [PeerBus.Block] {
    let offsets = stride(from: 0, to: data.count, by: perFrame)
    return offsets.map { offset in
      .write(
        device: 1, address: 0x4400_0000 + UInt32(offset), data: Array(data[offset...].prefix(perFrame)))
    }
      + offsets.map { offset in
        .read(
          device: 1, address: 0x4400_0000 + UInt32(offset), count: min(perFrame, data.count - offset))
      }
  }
}
