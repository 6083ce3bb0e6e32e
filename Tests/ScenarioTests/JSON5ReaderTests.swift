import FrameSim
import Scenario
import Testing

/// The reader against json5.org, version 1.0.0.
@Suite struct JSON5ReaderTests {
  static func value(_ text: String) throws -> JSON5Value {
    try JSON5Document(SourceText(name: "t", bytes: Array(text.utf8))).root.value
  }

  @Test(
    arguments: [
      ("0", .unsigned(0)), ("-0", .unsigned(0)), ("+7", .unsigned(7)), ("-1", .negative(-1)),
      ("18446744073709551615", .unsigned(.max)), ("18446744073709551616", .real(18_446_744_073_709_551_616)),
      ("-9223372036854775808", .negative(.min)), ("-9223372036854775809", .real(-9_223_372_036_854_775_808)),
      ("0x0", .unsigned(0)), ("0XfF", .unsigned(255)), ("-0x10", .negative(-16)),
      ("0xFFFFFFFFFFFFFFFF", .unsigned(.max)), ("0x10000000000000000", .real(18_446_744_073_709_551_616)),
      (".5", .real(0.5)), ("5.", .real(5)), ("-5.e3", .real(-5000)), ("+.5E-1", .real(0.05)),
      ("4.8e6", .real(4.8e6)),
      ("1e400", .real(.infinity)), ("1e-400", .real(0)), ("Infinity", .real(.infinity)),
      ("-Infinity", .real(-.infinity)),
      ("0.1", .real(0.1)), ("123456789012345678901234567890", .real(123_456_789_012_345_677_877_719_597_056)),
    ] as [(String, JSON5Number)])
  func numbersAreExact(text: String, expected: JSON5Number) throws {
    guard case .number(let number) = try Self.value(text) else {
      Issue.record("\(text) is no number")
      return
    }
    #expect(number == expected)
  }

  @Test func notANumberIsRead() throws {
    for text in ["NaN", "-NaN", "+NaN"] {
      guard case .number(.real(let number)) = try Self.value(text) else {
        Issue.record("\(text) is no number")
        return
      }
      #expect(number.isNaN)
    }
  }

  @Test(arguments: [
    (#""""#, ""), ("''", ""), (#"'a"b'"#, "a\"b"), (#""a'b""#, "a'b"),
    (#"'\'\"\\\b\f\n\r\t\v\0'"#, "'\"\\\u{8}\u{C}\n\r\t\u{B}\0"), (#"'\x41\xe9\u00e9\uD83D\udc4d'"#, "Aéé👍"),
    ("'a\\\nb\\\r\nc\\\rd\\\u{2028}e\\\u{2029}f'", "abcdef"), (#"'\a\é\ \/\Z'"#, "aé /Z"),
    ("'tab\tand \u{2028} stay'", "tab\tand \u{2028} stay"), ("'é👍'", "é👍"),
  ])
  func stringsAreUnescaped(text: String, expected: String) throws {
    guard case .string(let string) = try Self.value(text) else {
      Issue.record("\(text) is no string")
      return
    }
    #expect(Array(string.utf8) == Array(expected.utf8))
  }

  @Test func keysAreIdentifiersOrStrings() throws {
    let text =
      #"{ a: 1, $b_2: 2, ünïcode: 3, \u0061b: 4, c\u0064: 5, 'with space': 6, "": 7, null: 8, a\#u{200D}b: 9 }"#
    guard case .object(let members) = try Self.value(text) else {
      Issue.record("no object")
      return
    }
    #expect(
      members.map(\.key) == ["a", "$b_2", "ünïcode", "ab", "cd", "with space", "", "null", "a\u{200D}b"])
  }

  @Test func spaceAndCommentsMeanNothing() throws {
    let text =
      "\u{FEFF}\u{FEFF} \t\u{B}\u{C}\u{A0}\u{2003}\u{3000}\u{2028}// one */ {\u{2029}/* two **/ [1,/**/2,//\r3,// four\r\n]"
    guard case .array(let elements) = try Self.value(text) else {
      Issue.record("no list")
      return
    }
    #expect(elements.count == 3)
  }

  @Test(arguments: ["[]", "[ ]", "{}", "[1,]", "{a:1,}", "[[],[],]", "[null,true,false]"])
  func trailingCommasAreAllowed(text: String) throws {
    _ = try Self.value(text)
  }

  @Test(arguments: [
    "[,]", "{,}", "[1,,]", "{a:1,,}", "[1 2]", "{a 1}", "{a:}", "{:1}", "{1:1}", "'", "\"a", "'a\nb'", "/*",
    "/", "01",
    "0x", "1e", "1e+", ".", "+", "-", "- 1", "--1", "+true", "1.2.3", "1a", "0xg", "1_0", "nul", "True",
    "undefined",
    "'\\1'", "'\\01'", "'\\x4'", "'\\u12'", "'\\uD83D'", "'\\uDC4D'", "'\\uD83D\\u0041'", "{\\u0030a:1}",
    "{a\\x41:1}",
    "1 1", "[1}", "{a:1]", "[", "{", "{a", "{a:", "{a:1", "[1", "", " ", "#", "\u{0}", "[\u{200B}]",
  ])
  func mistakesAreRefused(text: String) throws {
    #expect(throws: JSON5Error.self) { try Self.value(text) }
  }

  @Test func depth64IsRead() throws {
    let limit = JSON5Reader.depthLimit
    _ = try Self.value(String(repeating: "[", count: limit) + String(repeating: "]", count: limit))
    #expect(throws: JSON5Error.self) {
      try Self.value(String(repeating: "[", count: limit + 1) + String(repeating: "]", count: limit + 1))
    }
  }

  @Test func everyKeyAndValueHasItsPlace() throws {
    let text = "{\r\n  a: 1, 'b':\n\t[true,\r  {c:null}]}"
    let document = try JSON5Document(SourceText(name: "t", bytes: Array(text.utf8)))
    let places = ["", "a", "b", "b[0]", "b[1]", "b[1].c", "b[7]", "x.y"].map { path in
      let position = document.source.position(of: document.node(at: path).offset)
      return "\(position.line):\(position.column)"
    }
    #expect(places == ["1:1", "2:6", "3:2", "3:3", "4:3", "4:6", "3:2", "1:1"])
  }

  @Test func positionsTogetherAreThoseOneByOne() throws {
    let text = "\u{FEFF}é\r\n\r\u{1F44D}\u{1F3FD}x\n\n e\u{301}\t\u{2028}z\r"
    let source = try SourceText(name: "t", bytes: Array(text.utf8))
    // Places inside a character are never asked for; tokens start with one.
    let offsets = text.indices.map { text.utf8.distance(from: text.startIndex, to: $0) }.filter { $0 >= 3 }
    #expect(source.positions(of: offsets) == offsets.map { source.position(of: $0) })
    #expect(source.position(of: text.utf8.count) == SourcePosition(line: 6, column: 1))
  }

  @Test(
    arguments: [
      [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0x80], [0xE2, 0x80], [0xF0, 0x9F, 0x91],
      [0xE2, 0x28, 0xA1], [0xC3, 0x28],
    ] as [[UInt8]])
  func illFormedUTF8IsRefused(bytes: [UInt8]) {
    let error = #expect(throws: JSON5Error.self) {
      try SourceText(name: "t", bytes: Array("'a".utf8) + bytes + Array("'".utf8))
    }
    #expect(error?.offset == 2)
  }

  @Test func wellFormedUTF8IsWhatTheLibrarySays() {
    var generator = SeededGenerator(seed: 1, stream: "utf8")
    for _ in 0..<2000 {
      let bytes =
        (0..<6).map { _ in
          [0x41, 0x7F, 0x80, 0xBF, 0xC2, 0xE0, 0xA0, 0xED, 0xEF, 0xF0, 0x90, 0xF4, 0x8F].randomElement(
            using: &generator) ?? 1
        } as [UInt8]
      let isValid = (try? SourceText(name: "t", bytes: bytes)) != nil
      #expect(isValid == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
    }
  }
}
