import FrameSim
import Testing

@Suite("Levels")
struct LevelsTests {
  @Test(
    "A record gives back its levels and bits; a transition is a 1 (section 1.3)", arguments: [false, true])
  func record(startLevel: Bool) {
    let shape = FrameShape.reset
    let levels = (0..<96).map { UInt8($0 % 5 / 3) }
    let frame = FrameRecord(number: 0, startSlot: 0, shape: shape, levels: levels, startLevel: startLevel)
    var last = startLevel
    for slot in 0..<96 {
      #expect(frame.level(at: slot) == (levels[slot] == 1))
      #expect(frame.bit(at: slot) == (frame.level(at: slot) != last))
      last = frame.level(at: slot)
    }
    #expect(frame.endLevel == last)
  }

  @Test("One character per slot, whatever the size of the frame modulo a word and a byte (section 2)")
  func characters() {
    let writer = LevelsWriter()
    for shape in [(48, 2), (75, 2), (147, 14), (125, 6), (64, 8), (256, 16)].compactMap({
      FrameShape(rows: $0, columns: $1)
    }) {
      let frames = FrameRecord.random(shapes: [shape, .reset, shape], seed: UInt64(shape.slots))
      var text: [UInt8] = []
      for frame in frames { writer.write(frame, into: &text) }
      let expected = frames.flatMap { frame in
        (0..<frame.shape.slots).map { UInt8(frame.level(at: $0) ? 0x31 : 0x30) }
      }
      #expect((text == expected) == true, "\(shape)")
      writer.finish(into: &text)
      #expect(text.count == expected.count + 1)
      #expect(text.last == 0x0A)
    }
  }

  @Test("Levels of F1 as the reference prints them (section 16.4)")
  func figure() throws {
    let fixture = try WireFixture.load("frames_48x2")
    let frame = FrameRecord(
      number: 0, startSlot: 0, shape: .reset, levels: Array(fixture.levels[..<96]))
    #expect(frame.levels == [0x0000_0000_0000_F3FC, 0x0000_CCC0_0000_0000])
    var text: [UInt8] = []
    LevelsWriter().write(frame, into: &text)
    #expect(
      String(decoding: text, as: UTF8.self).hasPrefix(String(repeating: "0", count: 48) + "1111001111111100"))
  }

  @Test("The hash is FNV-1a over the packed bytes")
  func hash() throws {
    func fnv(_ bytes: [UInt8]) -> UInt64 {
      bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
    // Known values of the function itself, checked through the oracle above.
    #expect(fnv([]) == 0xCBF2_9CE4_8422_2325)
    #expect(fnv(Array("a".utf8)) == 0xAF63_DC4C_8601_EC8C)
    #expect(fnv(Array("foobar".utf8)) == 0x8594_4171_F739_67E8)

    var hash = LevelHash()
    #expect(hash.value == fnv([]))
    let fixture = WireFixture.bytes(hex: "000000000000F3FC0000CCC00FFFFFFFC3FF0C03FC00CC3C")
    let levels = try WireFixture.load("frames_48x2").levels
    for index in 0..<2 {
      let part = Array(levels[96 * index..<96 * index + 96])
      hash.combine(FrameRecord(number: 0, startSlot: 0, shape: .reset, levels: part))
    }
    #expect(hash.value == fnv(fixture))
  }

  @Test("The last byte of a frame is filled up with zeros")
  func padding() throws {
    // 75 x 2 = 150 slots: 18 bytes and 6 levels.
    let shape = try #require(FrameShape(rows: 75, columns: 2))
    let levels = [UInt8](repeating: 1, count: 150)
    var hash = LevelHash()
    for number in 0..<2 {
      hash.combine(FrameRecord(number: UInt64(number), startSlot: 0, shape: shape, levels: levels))
    }
    let bytes = [UInt8](repeating: 0xFF, count: 18) + [0xFC]
    let expected = (bytes + bytes).reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    #expect(hash.value == expected)
  }
}
