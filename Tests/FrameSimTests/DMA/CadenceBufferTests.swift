import BRAEncoder
import FrameSim
import Testing

/// Host reference 7, byte by byte, and the buffers of the fixture.
@Suite struct CadenceBufferTests {
  private func header(_ device: Int, _ address: UInt32, _ bytes: Int) throws -> BRAHeader {
    try #require(
      BRAHeader(type: .active, operation: .write, device: device, address: address, byteCount: bytes))
  }

  /// Vector A: three bytes, so that the last word is half empty.
  @Test func vectorA() throws {
    var buffer: [UInt8] = []
    let packet = CadencePacket.write(
      counter: 1, header: try header(2, 0x1234_5678, 3), data: [0xED, 0xD1, 0xEA])
    packet.append(to: &buffer)
    let expected = "810003CA 00003412 00007856 00000019 0000D1ED 000000EA 400000D9"
    #expect(buffer == memory(words: expected))
    #expect(
      hexText(buffer) == "ca0300811234000056780000190000" + "00edd10000ea000000d9000040")
    #expect(packet.byteCount == 28)
    #expect(
      packet.words.map(\.rawValue) == expected.split(separator: " ").compactMap { UInt32($0, radix: 16) })
  }

  /// Vector B: 20 bytes in three frames, the last one short: 100 bytes written, 108 sized, 192 padded.
  @Test func vectorB() throws {
    let plan = try CadencePlan(.write, bytes: 20)
    let packets = try #require(plan.transmitPackets(device: 6, data: Array(0..<20)))
    #expect(
      packets
        == memory(
          words: "810008DA 00000144 00000000 000000AE 00000100 00000302 00000504 00000706 4000003B "
            + "820008DA 00000144 00000800 0000005C 00000908 00000B0A 00000D0C 00000F0E 4000003D "
            + "830004DA 00000144 00001000 0000009C 00001110 00001312 4000007F"))
    #expect(packets.count == 100)
    #expect(plan.pdi0BytesBeforePadding == 108)
    let buffer = try #require(plan.transmitBuffer(device: 6, data: Array(0..<20)))
    #expect(buffer == packets + [UInt8](repeating: 0, count: 92))
    #expect(plan.pdi1BufferBytes == 24)
  }

  /// Vector C: a read of 20 bytes with two fake frames.
  @Test func vectorC() throws {
    let plan = try CadencePlan(.read, bytes: 20)
    let packets = try #require(plan.transmitPackets(device: 6))
    #expect(
      packets
        == memory(
          words: "810008D8 00000144 00000000 40000086 820008D8 00000144 00000800 40000074 "
            + "830004D8 00000144 00001000 400000B4 84000818 00000144 00001000 40000073 "
            + "85000818 00000144 00001000 40000073"))
    #expect(packets.count == 80)
    #expect(plan.transmitBuffer(device: 6)?.count == 128)
    #expect(plan.pdi1BytesBeforePadding == 76)
    #expect(plan.pdi1BufferBytes == 128)
  }

  /// Vector F: the counter of responses runs from 1 through 15 and 0.
  @Test func vectorF() {
    let buffer = CadencePlan.receivePackets(.write, Array(repeating: .written, count: 17))
    let frames = stride(from: 0, to: buffer.count, by: 8).map { Array(buffer[$0..<$0 + 8]) }
    #expect(frames.count == 17)
    #expect(frames[0] == memory(words: "81000008 40000008"))
    #expect(frames[1] == memory(words: "82000008 40000008"))
    #expect(frames[14] == memory(words: "8F000008 40000008"))
    #expect(frames[15] == memory(words: "80000008 40000008"))
    #expect(frames[16] == memory(words: "81000008 40000008"))
  }

  @Test(arguments: DMAFixture.all)
  func transmitBuffers(vector: DMAFixture.Vector) throws {
    let plan = try vector.plan()
    let packets = try #require(plan.transmitPackets(device: vector.input.device, data: vector.data))
    #expect(packets.count == vector.output.txBytesWritten)
    let buffer = try #require(plan.transmitBuffer(device: vector.input.device, data: vector.data))
    #expect(hexText(buffer) == vector.output.txBuffer)
  }

  @Test(arguments: DMAFixture.all)
  func receiveBuffers(vector: DMAFixture.Vector) throws {
    let plan = try vector.plan()
    let good = try #require(vector.output.rx.first)
    var data = bytes(hex: good.data?.joined() ?? "")[...]
    var responses: [CadenceResponse] = []
    for frame in plan.frames(device: vector.input.device) where !frame.isFake {
      if plan.operation == .write {
        responses.append(.written)
      } else {
        responses.append(.read(Array(data.prefix(frame.header.byteCount))))
        data = data.dropFirst(frame.header.byteCount)
      }
    }
    #expect(hexText(CadencePlan.receivePackets(plan.operation, responses)) == good.rxBuffer)
    let all = responses + Array(repeating: .nobody(dataBytes: plan.dataPerFrame), count: plan.fakeFrames)
    let buffer = plan.receiveBuffer(all)
    #expect(buffer.count == plan.pdi1BufferBytes)
    #expect(hexText(buffer).hasPrefix(good.rxBuffer))
    #expect(plan.receiveBuffer([]) == [UInt8](repeating: 0, count: plan.pdi1BufferBytes))
  }

  /// A block of more than 255 bytes has bit 8 of NumBytes in bit 0 of its first byte (host reference 2.2), and an odd one a
  /// half word at its end.
  @Test(arguments: [255, 256, 257, 300, 469, 470])
  func longBlocks(bytes: Int) throws {
    let plan = try CadencePlan(.write, bytes: bytes, rows: 256, columns: 16)
    let data = (0..<bytes).map { UInt8(truncatingIfNeeded: 7 * $0 + 1) }
    let packets = try #require(plan.transmitPackets(device: 3, data: data))
    #expect(packets.count == 20 + 2 * (bytes + bytes % 2))
    #expect(packets[0] == 0xC0 | 3 << 2 | 2 | UInt8(bytes >> 8))
    #expect(packets[1] == UInt8(bytes & 0xFF))
    #expect(packets[3] == 0x81)
    #expect(packets[packets.count - 4] == CRC8.checksum(data))
    #expect(packets.last == 0x40)
    let lastData = CadenceWord(
      rawValue: UInt32(packets[packets.count - 8]) | UInt32(packets[packets.count - 7]) << 8)
    #expect(lastData.first == data[bytes - (bytes % 2 == 1 ? 1 : 2)])
    #expect(lastData.second == (bytes % 2 == 1 ? 0 : data[bytes - 1]))
  }

  /// Sections start frames of their own, counters go on, last frames may have one byte, addresses wrap.
  @Test func sectionsAndWraps() throws {
    let sections = try [(0xFFFF_FFF8, 17), (0x100, 1), (0x200, 8), (0x300, 130)].map {
      try #require(BRASection(address: UInt32($0.0), byteCount: $0.1))
    }
    let plan = try CadencePlan(.write, sections)
    let frames = plan.frames(device: 11)
    #expect(frames.map(\.header.byteCount) == [8, 8, 1, 1, 8] + Array(repeating: 8, count: 16) + [2])
    #expect(frames.map(\.counter) == (1...22).map { $0 % 16 })
    #expect(Array(frames.map(\.header.address).prefix(6)) == [0xFFFF_FFF8, 0, 8, 0x100, 0x200, 0x300])
    #expect(frames.allSatisfy { $0.header.device == 11 && $0.header.operation == .write })
    let data = (0..<plan.byteCount).map { UInt8(truncatingIfNeeded: $0) }
    let packets = try #require(plan.transmitPackets(device: 11, data: data))
    #expect(packets.count == 19 * 36 + 3 * 24)
    // The sized bytes count the last frame of the first section as a full one, the only one of the second as it is.
    #expect(plan.pdi0BytesBeforePadding == 21 * 36 + 24)
  }

  @Test func refusesWrongData() throws {
    let plan = try CadencePlan(.write, bytes: 20)
    #expect(plan.transmitPackets(device: 6, data: Array(0..<19)) == nil)
    #expect(plan.transmitPackets(device: 16, data: Array(0..<20)) == nil)
    #expect(plan.frames(device: -1).isEmpty)
  }
}
