import Testing
import WireDecoder

private func block(_ hex: String, room: Int = 90) -> WireBlock {
  let bytes = WireFixture.bytes(hex: hex)
  let padded = bytes + [UInt8](repeating: 0, count: max(0, room - bytes.count))
  return WireBlock(payload: padded.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } })
}

@Suite("Wire decoder: BRA")
struct WireBlockTests {
  @Test(
    "Sessions: geometry, enabling and blocks are found on the wire, from the bus reset on",
    arguments: [
      "session_50x4", "session_64x8",
    ])
  func session(name: String) throws {
    let fixture = try WireFixture.load(name)
    let frames = try WireDecoder.decode(levels: fixture.levels, start: .search())
    expectFrames(frames, fixture.frames)
    // The bus reset ends in front of slot 4096, so that even the first frame's PAR and dynamic sync are known.
    #expect(frames.allSatisfy { $0.parityOK == true && $0.dynamicSyncOK == true })

    let blocks = frames.compactMap(\.block).filter { $0.outcome != .idle }
    #expect(blocks.allSatisfy { $0.outcome == .good && $0.device == 1 })
    let writes = blocks.filter(\.isWrite)
    let reads = blocks.filter { !$0.isWrite }
    for half in [writes, reads] {
      #expect(half.flatMap(\.data) == fixture.data)
      #expect(half.dropLast().allSatisfy { $0.byteCount == fixture.bytesPerFrame })
      var address: UInt32 = 0x4400_0000
      for block in half {
        #expect(block.address == address)
        address += UInt32(block.byteCount)
      }
    }
    let columns = try #require(fixture.frames.last).shape.columns
    #expect(Set(frames.compactMap(\.geometry)) == [.filling(columns: columns)])
  }

  @Test("DP0 is on from the frame after the enabling switch to the one of the closing switch (section 7.1)")
  func openFrames() throws {
    let fixture = try WireFixture.load("session_50x4")
    let frames = try WireDecoder.decode(levels: fixture.levels, start: .search())
    let switches = frames.indices.filter {
      frames[$0].controlWord.isWrite && frames[$0].controlWord.device == 15
    }
    #expect(switches.count == 4)
    #expect(frames.indices.filter { frames[$0].block != nil } == Array(switches[1] + 1...switches[2]))
  }

  @Test("F5: shape, parity across the change and the block of Table 118 (section 16.5)")
  func figure() throws {
    let levels = try WireFixture.load("frames_48x2").levels + WireFixture.load("frame_48x16_bra").levels
    let geometry = WireGeometry(hStart: 1, hStop: 15, sampleInterval: 16, wordLength: 15, blockOffset: 0)
    let frames = try WireDecoder.decode(
      levels: levels, start: .shape(48, 2), dp0: .given(geometry, fromFrame: 4))
    #expect(frames.count == 5)
    #expect(WireDecoder.firstError(frames) == nil)
    let last = try #require(frames.last)
    #expect(last.shape == WireShape(rows: 48, columns: 16))
    #expect(last.startSlot == 384)
    #expect(last.controlWord.description == "000000b10a08")
    #expect(last.highs == 526)
    let block = try #require(last.block)
    #expect(block.bytes.count == 90)
    #expect(Array(block.bytes.prefix(13)) == WireFixture.bytes(hex: "CA03123456781908EDD1EAD908"))
    #expect(block.outcome == .good)
    #expect(block.isWrite)
    #expect(block.device == 2)
    #expect(block.address == 0x1234_5678)
    #expect(block.data == [0xED, 0xD1, 0xEA])
    #expect(block.dataCRC == 0xD9)
    #expect(frames.dropLast().allSatisfy { $0.block == nil })
  }

  @Test("A wrong level in the header is a wrong header CRC (section 11.2)")
  func damagedHeader() throws {
    var levels = try WireFixture.load("frames_48x2").levels + WireFixture.load("frame_48x16_bra").levels
    levels[384 + 5] ^= 1
    let frames = try WireDecoder.decode(
      levels: levels, start: .shape(48, 2), dp0: .given(.filling(columns: 16), fromFrame: 4))
    #expect(frames.last?.block?.outcome == .headerCRCWrong)
    #expect(frames.last?.parityOK == false)
  }

  @Test(
    "Outcomes of blocks (sections 11.1, 11.3 and 16.5)",
    arguments: [
      ("C4 04 44 00 00 00 E6 08 DE AD BE EF 57 08", WireBlock.Outcome.good),
      ("C4 04 44 00 00 00 E6 28", .notReady),
      ("C4 04 44 00 00 00 E6 10", .headerAborted),
      ("C4 04 44 00 00 00 E6 18", .headerAborted),
      ("C4 04 44 00 00 00 E6 00", .headerIgnored),
      ("C4 04 44 00 00 00 E7 10", .headerCRCWrong),
      ("C4 04 44 00 00 00 E6 08 DE AD BE EE 57 08", .dataCRCWrong),
      ("C4 04 44 00 00 00 E6 08 DE AD BE EF 57 28", .bad),
      ("C4 04 44 00 00 00 E6 08 DE AD BE EF 57 10", .footerAborted),
      ("C4 04 44 00 00 00 E6 08 DE AD BE EF 57 00", .footerIgnored),
      ("C4 00 44 00 00 00 54 08 FF 08", .good),
      ("C7 D6 44 00 00 00 DE 08", .truncated),
      ("C4", .headerCRCWrong),
      ("44 04 44 00 00 00 E6 08", .reservedType),
      ("00 00 00 00 00 00 87", .idle),
      ("", .idle),
    ])
  func outcomes(hex: String, outcome: WireBlock.Outcome) {
    #expect(block(hex).outcome == outcome)
  }

  @Test("Fields of a read (section 11.1)")
  func fields() {
    let read = block("C4 04 44 00 00 00 E6 08 DE AD BE EF 57 08")
    #expect(!read.isWrite)
    #expect(read.device == 1)
    #expect(read.byteCount == 4)
    #expect(read.address == 0x4400_0000)
    #expect(read.data == [0xDE, 0xAD, 0xBE, 0xEF])
    #expect(read.headerResponse == 0x08)
    #expect(read.footerResponse == 0x08)
    #expect(block("C7 D6 44 00 00 00 DE 08").byteCount == 470)
    #expect(block("C7 D6 44", room: 3).outcome == .truncated)
  }

  @Test(
    "CRC of section 16.1",
    arguments: [
      ("313233343536373839", 0x06), ("", 0xFF), ("00", 0xA8), ("FF", 0x00), ("CA0312345678", 0x19),
      ("EDD1EA", 0xD9), ("DEADBEEF", 0x57), ("C7D644000000", 0xDE), ("FE0400002000", 0x53),
    ])
  func crc(hex: String, value: UInt8) {
    let bytes = WireFixture.bytes(hex: hex)
    #expect(WireCRC.remainder(bytes) == value)
    #expect(WireCRC.remainder(bytes + [value]) == 0)
  }
}
