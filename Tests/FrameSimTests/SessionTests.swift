import BRAEncoder
import FrameSim
import Testing

/// Whole sessions computed elsewhere: enumeration, the 39 commands, BRA write and read-back, level by level.
@Suite struct SessionTests {
  private struct Session: Decodable {
    struct Frame: Decodable {
      var slot: Int
      var rows: Int
      var columns: Int
      var controlWord: String
    }
    var levels: String
    var frames: [Frame]
    var data: String
    var bytesPerFrame: Int
  }

  /// The stream begins with 4096 slots of bus reset, which the Manager of this simulator does not send.
  private static let resetSlots = 4096

  @Test(arguments: ["session_50x4", "session_64x8"])
  func isReproducedFromTheEndOfBusResetOn(name: String) throws {
    let session = try fixture(name, as: Session.self)
    let data = bytes(hex: session.data)
    var bus = Bus(
      shape: .reset,
      peripherals: [
        PeripheralConfiguration(
          device: 0, memory: [MemoryRegion(address: 0x4400_0000, bytes: 4096)], dp0: DP0Limits(),
          deviceID: 0x2121_2121_2121)
      ])
    bus.manager.buffers[0].outgoing = data
    bus.manager.buffers[0].incoming = [UInt8](repeating: 0, count: data.count)
    var blocks = BlockSequence(bytes: data.count, perFrame: session.bytesPerFrame)
    var levels = ""
    levels.reserveCapacity(session.levels.count)
    for frame in session.frames {
      let word = ControlWord(bits: try #require(UInt64(frame.controlWord, radix: 16)))
      let isPing = word.opcode == 0
      let block = bus.manager.isDP0Open && isPing ? blocks.next() : nil
      #expect(bus.slot == UInt64(frame.slot - Self.resetSlots))
      #expect(bus.shape == FrameShape(rows: frame.rows, columns: frame.columns))
      let wire = bus.wire(FramePlan(command(of: word), block: block))
      #expect(wire.outcome.controlWord == word, "slot \(frame.slot)")
      levels += wire.levels.map { $0 == 1 ? "1" : "0" }.joined()
    }
    // Compared as a whole: a mismatch would otherwise print the streams.
    let isSame = levels == session.levels.dropFirst(Self.resetSlots)
    #expect(isSame)
    #expect(blocks.next() == nil)
    #expect(bus.manager.buffers[0].incoming == data)
    #expect(bus.stored(data.count, at: 0x4400_0000) == data)
    #expect(bus.peripherals[0].deviceNumber == 1)
    #expect(bus.manager.currentBank == 0)
    #expect(!bus.manager.isDP0Open)
  }

  private func command(of word: ControlWord) -> Command {
    switch word.opcode {
    case 0b010: .read(device: word.deviceAddress, register: word.registerAddress)
    case 0b011: .write(device: word.deviceAddress, register: word.registerAddress, value: word.data)
    default: .ping(ssp: word.ssp)
    }
  }

  /// The blocks of a session: all bytes written, then all read back.
  private struct BlockSequence {
    let bytes: Int
    let perFrame: Int
    private var sent = 0

    init(bytes: Int, perFrame: Int) {
      self.bytes = bytes
      self.perFrame = perFrame
    }

    mutating func next() -> BlockRequest? {
      let frames = (bytes + perFrame - 1) / perFrame
      guard sent < 2 * frames else { return nil }
      defer { sent += 1 }
      let offset = sent % frames * perFrame
      let count = min(perFrame, bytes - offset)
      let address = 0x4400_0000 + UInt32(offset)
      let block: TestBlock = sent < frames ? .write(count, to: address) : .read(count, from: address)
      return block.request.map { BlockRequest(header: $0.header, offset: offset) }
    }
  }
}
