import FrameSim
import Scenario
import Testing

/// Every file name has one text and comes back as it was.
@Suite struct SystemPathTests {
  @Test(
    arguments: [
      ([0x61], "a"), ([], ""), ([0xC3, 0xA4], "ä"), ([0x61, 0xFF], "a\u{10EFFF}"),
      ([0xC3], "\u{10EFC3}"), ([0xC3, 0x61, 0x80], "\u{10EFC3}a\u{10EF80}"),
      // A surrogate, an overlong form, a scalar of the range itself and its neighbors.
      ([0xED, 0xA0, 0x80], "\u{10EFED}\u{10EFA0}\u{10EF80}"), ([0xC0, 0xAF], "\u{10EFC0}\u{10EFAF}"),
      ([0xF4, 0x8E, 0xBE, 0x80], "\u{10EFF4}\u{10EF8E}\u{10EFBE}\u{10EF80}"),
      ([0xF4, 0x8E, 0xBD, 0xBF], "\u{10EF7F}"), ([0xF4, 0x8F, 0x80, 0x80], "\u{10F000}"),
    ] as [([UInt8], String)])
  func textOfAName(bytes: [UInt8], text: String) {
    #expect(Array(SystemPath.text(bytes).unicodeScalars) == Array(text.unicodeScalars))
    #expect(SystemPath.bytes(text) == bytes)
    #expect(SystemPath.system(text) == bytes.map { CChar(bitPattern: $0) } + [0])
  }

  @Test func everyNameComesBack() {
    var generator = SeededGenerator(seed: 1, stream: "names")
    // Bytes that make long and broken forms likely.
    let likely: [UInt8] = [0x2F, 0x41, 0x80, 0x8E, 0xBE, 0xBF, 0xC3, 0xE2, 0xED, 0xF4, 0xFF]
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        likely[Int.random(in: 0..<likely.count, using: &generator)]
      }
      #expect(SystemPath.bytes(SystemPath.text(bytes)) == bytes)
      let shown = SystemPath.shown(SystemPath.text(bytes))
      #expect(!shown.utf8.contains(0xF4) && SystemPath.shown(shown) == shown)
    }
  }

  @Test func names() {
    let name = SystemPath.text([0x61, 0xFF, 0x0A, 0xC3, 0xA4])
    #expect(SystemPath.shown(name) == "a\\xFF\\u{A}ä")
    #expect(SystemPath.wellFormed(name) == "a\\xFF\nä")
  }
}
