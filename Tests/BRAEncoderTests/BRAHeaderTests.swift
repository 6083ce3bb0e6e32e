import BRAEncoder
import Testing

/// Protocol reference section 11.1, Table 122.
@Suite struct BRAHeaderTests {
  /// Section 16.1: headers and their CRCs.
  @Test func section16_1() throws {
    let rows: [(BRAHeader, String, UInt8)] = [
      (try makeHeader(.write, 2, 0x1234_5678, 3), "CA 03 12 34 56 78", 0x19),
      (try makeHeader(.read, 1, 0x4400_0000, 4), "C4 04 44 00 00 00", 0xE6),
      (try makeHeader(.write, 1, 0x4400_0000, 470), "C7 D6 44 00 00 00", 0xDE),
      (try makeHeader(.write, 1, 0x4400_0000, 1), "C6 01 44 00 00 00", 0xF6),
      (try makeHeader(.read, 1, 0, 511), "C5 FF 00 00 00 00", 0x2E),
      (try makeHeader(.read, 1, 0x4400_0000, 0), "C4 00 44 00 00 00", 0x54),
      (try makeHeader(.write, 15, 0x2000, 4), "FE 04 00 00 20 00", 0x53),
      (try makeHeader(.read, 12, 0x2000, 4), "F0 04 00 00 20 00", 0x8B),
      (try makeHeader(type: .idle, .read, 0, 0, 0), "00 00 00 00 00 00", 0x87),
    ]
    for (header, text, crc) in rows {
      #expect(header.bytes == (try bytes(text)))
      #expect(header.crc == crc)
      #expect(header.packedWithCRC == header.packed << 8 | UInt64(crc))
    }
  }

  /// Host reference section 7, golden vectors B and C: a 20-byte transfer in three blocks, and Linux's fake block.
  @Test func linuxVectors() throws {
    let rows: [(BRAHeader, String, UInt8)] = [
      (try makeHeader(.write, 6, 0x4401_0000, 8), "DA 08 44 01 00 00", 0xAE),
      (try makeHeader(.write, 6, 0x4401_0008, 8), "DA 08 44 01 00 08", 0x5C),
      (try makeHeader(.write, 6, 0x4401_0010, 4), "DA 04 44 01 00 10", 0x9C),
      (try makeHeader(.read, 6, 0x4401_0000, 8), "D8 08 44 01 00 00", 0x86),
      (try makeHeader(.read, 6, 0x4401_0008, 8), "D8 08 44 01 00 08", 0x74),
      (try makeHeader(.read, 6, 0x4401_0010, 4), "D8 04 44 01 00 10", 0xB4),
      (try makeHeader(type: .idle, .read, 6, 0x4401_0010, 8), "18 08 44 01 00 10", 0x73),
    ]
    for (header, text, crc) in rows {
      #expect(header.bytes == (try bytes(text)))
      #expect(header.crc == crc)
    }
  }

  /// Host reference 2.2: Linux long sent only the low eight bits of the count.
  @Test(arguments: [
    (255, UInt8(0xC6), UInt8(0xFF)), (256, 0xC7, 0x00), (470, 0xC7, 0xD6), (511, 0xC7, 0xFF),
  ])
  func ninthBitOfNumBytes(count: Int, first: UInt8, second: UInt8) throws {
    let header = try makeHeader(.write, 1, 0x8765_4321, count)
    #expect(header.bytes == [first, second, 0x87, 0x65, 0x43, 0x21])
    #expect(header.byteCount == count)
  }

  @Test func everyHeaderComesBack() throws {
    var generator = SeededGenerator(state: 3)
    for type in BRAHeaderType.allCases {
      for operation in BRAOperation.allCases {
        for device in 0...15 {
          for count in 0...511 {
            let address = UInt32(truncatingIfNeeded: generator.next())
            guard
              let header = BRAHeader(
                type: type, operation: operation, device: device, address: address, byteCount: count)
            else {
              Issue.record("refused: \(type) \(operation) \(device) \(count)")
              continue
            }
            if header.type != type || header.operation != operation || header.device != device
              || header.address != address || header.byteCount != count
              || BRAHeader(packed: header.packed) != header
            {
              Issue.record("\(header)")
            }
          }
        }
      }
    }
  }

  @Test func everyPatternIsAHeader() throws {
    var generator = SeededGenerator(state: 4)
    for _ in 0..<2000 {
      let packed = generator.next()
      let header = BRAHeader(packed: packed)
      #expect(header.packed == packed & 0xFFFF_FFFF_FFFF)
      let rebuilt = BRAHeader(
        type: header.type, operation: header.operation, device: header.device, address: header.address,
        byteCount: header.byteCount)
      #expect(rebuilt == header)
      #expect(CRC8.checksum(header.bytes) == header.crc)
    }
  }

  @Test(arguments: [(-1, 0), (16, 0), (1, -1), (1, 512), (Int.min, Int.max)])
  func outOfRange(device: Int, count: Int) {
    #expect(
      BRAHeader(type: .active, operation: .read, device: device, address: 0, byteCount: count) == nil)
  }
}
