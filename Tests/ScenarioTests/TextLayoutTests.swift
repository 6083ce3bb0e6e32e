import Foundation
import Scenario
import Testing

/// Texts for terminals: widths of characters, shortened and wrapped texts, tables.
@Suite struct TextLayoutTests {
  @Test(
    arguments: [
      ("", 0), ("plain", 5), ("\u{E9}", 1), ("e\u{301}", 1), ("\u{8A9E}", 2), ("\u{FF21}", 2),
      ("\u{AC00}", 2),
      ("\u{1F600}", 2), ("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", 2), ("\u{2764}\u{FE0F}", 2),
      ("\u{200B}", 0), ("\u{1160}", 0), ("\u{3B1}", 1), ("\u{20000}", 2), ("\u{1F1E9}\u{1F1EA}", 2),
    ] as [(String, Int)])
  func width(text: String, columns: Int) { #expect(DisplayWidth.of(text) == columns) }

  @Test func longTextsLoseTheirMiddle() {
    #expect(DisplayWidth.shortened("firmware-second", to: 15) == "firmware-second")
    #expect(DisplayWidth.shortened("firmware-second", to: 10) == "firm...ond")
    #expect(DisplayWidth.shortened("firmware", to: 3) == "...")
    #expect(DisplayWidth.shortened("firmware", to: 0) == "")
    for width in 0...70 {
      for text in [String(repeating: "\u{8A9E}", count: 30), String(repeating: "a\u{8A9E}", count: 20)] {
        #expect(DisplayWidth.of(DisplayWidth.shortened(text, to: width)) <= width)
      }
    }
  }

  @Test func paragraphsAreWrapped() {
    #expect(DisplayWidth.wrapped("", width: 10) == [""])
    #expect(DisplayWidth.wrapped("one two three", width: 9) == ["one two", "three"])
    #expect(DisplayWidth.wrapped("one two three", width: 9, first: 1, indent: 2) == [" one two", "   three"])
    // A number is not parted from its unit, and what fits in no line is broken.
    #expect(DisplayWidth.wrapped("it took 86.15 ms", width: 14) == ["it took", "86.15 ms"])
    #expect(DisplayWidth.wrapped("ab cdefghijklm n", width: 5) == ["ab", "cdefg", "hijkl", "m n"])
    #expect(DisplayWidth.wrapped("\u{8A9E}\u{8A9E}\u{8A9E}", width: 5) == ["\u{8A9E}\u{8A9E}", "\u{8A9E}"])
  }

  @Test func namesOfKeysAreBrokenBetweenTheirWords() {
    #expect(WordParts.of("pio.bra.perBatch") == ["pio.", "bra.", "per", "Batch"])
    #expect(WordParts.of("alwaysBRA") == ["always", "BRA"])
    #expect(WordParts.of("") == [])
    #expect(WordParts.lines("syncWaitFrames", width: 10) == ["syncWait", "Frames"])
    #expect(WordParts.lines("shape, host", width: 6) == ["shape,", "host"])
    #expect(WordParts.lines("unbreakably", width: 8) == ["unb...ly"])
  }

  /// Columns end where they end on the terminal, whatever the width of the characters before.
  @Test func wideCharactersKeepTheColumns() throws {
    let wide = String(repeating: "\u{8A9E}", count: 20)
    for width in 40...70 {
      let columns = [
        TextTable.Column("x", [wide, "a"], isLeft: true, least: 5),
        TextTable.Column(wide + "0", ["b", wide], least: 5), TextTable.Column("\u{8A9E}a", ["1", "2"]),
      ]
      let lines = try #require(TextTable(columns, width: width)).lines
      #expect(lines.allSatisfy { DisplayWidth.of($0) == width }, "\(lines)")
    }
  }

  @Test func tablesFit() throws {
    let names = TextTable.Column("name", ["a", "abcdefghijklmnopqrstuvwxyz"], isLeft: true, least: 8)
    let number = TextTable.Column("set-up\nframes", ["1", "12345678"])
    let spare = TextTable.Column("spare", ["1", "2"], rank: 1)
    #expect(
      try #require(TextTable([names, number, spare])).lines == [
        "                              set-up", "name                          frames  spare",
        "a                                  1      1", "abcdefghijklmnopqrstuvwxyz  12345678      2",
      ])
    let narrow = try #require(TextTable([names, number, spare], width: 22))
    #expect(narrow.isCut)
    #expect(
      narrow.lines == [
        "                set-up", "name            frames", "a                    1",
        "abcde...wxyz  12345678",
      ])
    #expect(TextTable([names, number, spare], width: 17) == nil)
    #expect(try #require(TextTable([])).lines == [])
  }
}
