import FrameSim
import Testing

@Suite("Levels")
struct LevelsTests {
  @Test(
    "A frame gives back its levels and bits; a transition is a 1 (section 1.3)",
    arguments: [0, 1] as [UInt64])
  func frame(startLevel: UInt64) {
    let levels = (0..<96).map { UInt8($0 % 5 / 3) }
    let frame = ObservedFrame(levels: levels, startLevel: startLevel)
    var last = startLevel
    for slot in 0..<96 {
      #expect(frame.level(at: slot) == UInt64(levels[slot]))
      #expect(frame.bit(at: slot) == (frame.level(at: slot) != last ? 1 : 0))
      last = frame.level(at: slot)
    }
    #expect(frame.endLevel == last)
  }

  @Test("One character per slot, whatever the size of the frame modulo a word and a byte (section 2)")
  func characters() {
    for shape in [(48, 2), (75, 2), (147, 14), (125, 6), (64, 8), (256, 16)].compactMap({
      FrameShape(rows: $0, columns: $1)
    }) {
      let frames = ObservedFrame.random(shapes: [shape, .reset, shape], seed: UInt64(shape.slots))
      let expected = frames.map { frame in
        (0..<frame.shape.slots).map { frame.level(at: $0) == 1 ? "1" : "0" }.joined()
      }
      var writer = LevelsWriter()
      #expect(writer.trace(frames) == expected.joined() + "\n", "\(shape)")
    }
  }

  @Test("Text is taken out in portions of any size, and nothing of it comes twice")
  func portions() {
    let frames = ObservedFrame.random(shapes: Array(repeating: .of(75, 2), count: 50), seed: 3)
    var whole = LevelsWriter()
    var writer = LevelsWriter()
    var taken: [UInt8] = []
    for (index, frame) in frames.enumerated() {
      writer.observe(frame)
      guard index % 7 == 3 else { continue }
      taken += writer.text.withUnsafeBytes { Array($0) }
      #expect(writer.text.count == writer.text.bytes.count)
      writer.text.removeAll()
      #expect(writer.text.bytes.isEmpty)
    }
    writer.finish()
    #expect(String(decoding: taken + writer.text.bytes, as: UTF8.self) == whole.trace(frames))
  }

  @Test("Levels of F1 as the reference prints them (section 16.4)")
  func figure() throws {
    let fixture = try WireFixture.load("frames_48x2")
    let frame = ObservedFrame(levels: Array(fixture.levels[..<96]))
    #expect(frame.levels == [0x0000_0000_0000_F3FC, 0x0000_CCC0_0000_0000])
    var writer = LevelsWriter()
    #expect(writer.trace([frame]).hasPrefix(String(repeating: "0", count: 48) + "1111001111111100"))
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
      hash.observe(ObservedFrame(levels: part))
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
      hash.observe(ObservedFrame(number: UInt64(number), shape: shape, levels: levels))
    }
    let bytes = [UInt8](repeating: 0xFF, count: 18) + [0xFC]
    let expected = (bytes + bytes).reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    #expect(hash.value == expected)
  }
}
