import Scenario
import Testing

/// Intel HEX, record type by record type, as Intel's specification of 1988 has them.
@Suite struct IntelHexReaderTests {
  private static func read(
    _ lines: String..., offset: Int = 0
  ) throws(FirmwareError) -> FirmwareImage {
    try IntelHexReader.read(Array(lines.joined(separator: "\n").utf8), offset: offset)
  }

  private static func message(_ lines: String..., offset: Int = 0) -> [String] {
    let failure = #expect(throws: FirmwareError.self) {
      try IntelHexReader.read(Array(lines.joined(separator: "\n").utf8), offset: offset)
    }
    return failure?.report(file: "f") ?? []
  }

  private static func hex(_ type: UInt8, _ address: UInt16, _ data: [UInt8] = []) -> String {
    FirmwareWriter.hex(type, address, data)
  }

  /// The example of Wikipedia's article, which is that of many manuals.
  @Test func dataRecordsThatAdjoinMakeOneSection() throws {
    let image = try Self.read(
      ":10010000214601360121470136007EFE09D2190140", ":100110002146017E17C20001FF5F16002148011928",
      ":10012000194E79234623965778239EDA3F01B2CAA7", ":100130003F0156702B5E712B722B732146013421C7",
      ":00000001FF")
    #expect(image.sections.map(\.address) == [0x0100])
    #expect(image.bytes == 64)
    #expect(image.sections.first?.bytes.prefix(4) == [0x21, 0x46, 0x01, 0x36])
    #expect(image.sections.first?.bytes.suffix(4) == [0x46, 0x01, 0x34, 0x21])
    #expect(image.notes.isEmpty)
  }

  @Test func sectionsComeInTheOrderOfTheirAddresses() throws {
    let image = try Self.read(
      Self.hex(0, 0x30, [3]), Self.hex(0, 0x11, [2]), Self.hex(0, 0x10, [1]), Self.hex(0, 0x31, [4]),
      Self.hex(1, 0))
    #expect(
      image.sections == [
        FirmwareSection(address: 0x10, bytes: [1, 2]), FirmwareSection(address: 0x30, bytes: [3, 4]),
      ])
  }

  /// Type 02: bits 4 to 19 of the address; type 04: bits 16 to 31. The last one counts, of whichever type.
  @Test func extendedAddressesAreAdded() throws {
    let image = try Self.read(
      Self.hex(2, 0, [0x12, 0x34]), Self.hex(0, 0x0010, [1]), Self.hex(4, 0, [0x12, 0x34]),
      Self.hex(0, 0x0010, [2]), Self.hex(2, 0, [0, 0]), Self.hex(0, 0x0010, [3]), Self.hex(1, 0))
    #expect(image.sections.map(\.address) == [0x10, 0x12350, 0x1234_0010])
    #expect(image.sections.map(\.bytes) == [[3], [1], [2]])
  }

  /// Type 02: the address counts modulo 64 KiB inside of the segment.
  @Test func aSegmentWraps() throws {
    let image = try Self.read(
      Self.hex(2, 0, [0x10, 0x00]), Self.hex(0, 0xFFFE, [1, 2, 3, 4]), Self.hex(1, 0))
    #expect(image.sections.map(\.address) == [0x10000, 0x1FFFE])
    #expect(image.sections.map(\.bytes) == [[3, 4], [1, 2]])
    #expect(
      image.notes.map(\.message) == [
        "the record goes on at 0x00010000 after 0x0001FFFF, the end of its segment; "
          + "some programs read it as 0x00020000"
      ])
    #expect(image.notes.map(\.line) == [2])
    // Up to the end of the segment there is nothing to note.
    let fitting = try Self.read(
      Self.hex(2, 0, [0x10, 0x00]), Self.hex(0, 0xFFFE, [1, 2]), Self.hex(1, 0))
    #expect(fitting.notes.isEmpty)
    #expect(fitting.sections == [FirmwareSection(address: 0x1FFFE, bytes: [1, 2])])
    // The highest segment ends beyond 1 MiB.
    let highest = try Self.read(
      Self.hex(2, 0, [0xFF, 0xFF]), Self.hex(0, 0xFFFF, [1]), Self.hex(1, 0))
    #expect(highest.sections == [FirmwareSection(address: 0x10FFEF, bytes: [1])])
  }

  /// Type 04, and no address record: addresses go on past 64 KiB.
  @Test func linearAddressesCarry() throws {
    let plain = try Self.read(Self.hex(0, 0xFFFE, [1, 2, 3, 4]), Self.hex(1, 0))
    #expect(plain.sections == [FirmwareSection(address: 0xFFFE, bytes: [1, 2, 3, 4])])
    let linear = try Self.read(
      Self.hex(4, 0, [0, 1]), Self.hex(0, 0xFFFE, [1, 2, 3, 4]), Self.hex(1, 0))
    #expect(linear.sections == [FirmwareSection(address: 0x1FFFE, bytes: [1, 2, 3, 4])])
    let last = try Self.read(Self.hex(4, 0, [0xFF, 0xFF]), Self.hex(0, 0xFFFE, [1, 2]), Self.hex(1, 0))
    #expect(last.sections == [FirmwareSection(address: 0xFFFF_FFFE, bytes: [1, 2])])
  }

  @Test func startRecordsAreNoted() throws {
    let image = try Self.read(
      Self.hex(3, 0, [0x12, 0x34, 0xAB, 0xCD]), Self.hex(0, 0, [1]), Self.hex(5, 0, [0x44, 1, 0, 8]),
      Self.hex(1, 0x0100))
    #expect(
      image.notes.map { "\($0.line) \($0.message)" } == [
        "1 start address 1234:ABCD (type 03) ignored", "3 start address 0x44010008 (type 05) ignored",
        "4 start address 0x00000100 in the end record ignored",
      ])
  }

  @Test func emptyDataRecordsAndBlankLinesMeanNothing() throws {
    let image = try Self.read(
      "", Self.hex(0, 0x7777), " \t", Self.hex(0, 5, [1]), Self.hex(0, 5), Self.hex(1, 0), "", "  ")
    #expect(image.sections == [FirmwareSection(address: 5, bytes: [1])])
    #expect(image.notes.isEmpty)
  }

  @Test(arguments: ["\n", "\r\n", "\r", "\n\n", "\r\r\n", " \t\n"])
  func everyLineEndIsRead(end: String) throws {
    let lines = [Self.hex(0, 5, [1, 0xAB]), Self.hex(1, 0)]
    for text in [lines.joined(separator: end), lines.map { $0.lowercased() + end }.joined()] {
      let image = try IntelHexReader.read(Array(text.utf8))
      #expect(image.sections == [FirmwareSection(address: 5, bytes: [1, 0xAB])])
    }
  }

  /// Lines are counted alike, whatever ends them.
  @Test func linesOfMistakesAreThoseOfAnEditor() {
    for end in ["\n", "\r\n", "\r"] {
      let text = [Self.hex(0, 5, [1]), "", ":0", Self.hex(1, 0)].joined(separator: end)
      let failure = #expect(throws: FirmwareError.self) { try IntelHexReader.read(Array(text.utf8)) }
      #expect(failure?.mistakes.map(\.place) == [.line(3)])
    }
  }

  @Test func aByteOrderMarkIsSkippedAndNoted() throws {
    let image = try IntelHexReader.read([0xEF, 0xBB, 0xBF] + ":0100050001F9\n:00000001FF".utf8)
    #expect(image.sections == [FirmwareSection(address: 5, bytes: [1])])
    #expect(image.notes.map(\.line) == [1])
  }

  @Test func theLongestRecordIsRead() throws {
    let data = (0..<255).map { UInt8($0) }
    let image = try Self.read(Self.hex(0, 0xFF80, data), Self.hex(1, 0))
    #expect(image.sections == [FirmwareSection(address: 0xFF80, bytes: data)])
  }

  @Test func anOffsetMovesAddresses() throws {
    let lines = [Self.hex(4, 0, [0x80, 0]), Self.hex(0, 0x10, [1, 2]), Self.hex(1, 0)].joined(separator: "\n")
    func address(_ offset: Int) throws -> UInt32? {
      try IntelHexReader.read(Array(lines.utf8), offset: offset).sections.first?.address
    }
    #expect(try address(-0x8000_0010) == 0)
    #expect(try address(0x7FFF_FFEE) == 0xFFFF_FFFE)
    #expect(try address(-1) == 0x8000_000F)
    for offset in [-0x8000_0011, 0x7FFF_FFEF, Int.min, Int.max] {
      #expect(throws: FirmwareError.self) { try address(offset) }
    }
    #expect(
      Self.message(lines, offset: -0x8000_0011) == [
        "f:2: error: the offset -0x80000011 moves address 0x80000010 below 0; it is at least -0x80000010 for this file"
      ])
    #expect(
      Self.message(lines, offset: 0x7FFF_FFEF) == [
        "f:2: error: the offset 0x7FFFFFEF moves address 0x80000011 past 0xFFFFFFFF; "
          + "it is at most 0x7FFFFFEE for this file"
      ])
  }

  /// Every byte of a record is under its checksum.
  @Test func everyChangedDigitIsFound() throws {
    let lines = [Self.hex(4, 0, [0, 1]), Self.hex(0, 0x10, [1, 2, 3]), Self.hex(1, 0)]
    let text = Array(lines.joined(separator: "\n").utf8)
    for index in text.indices where text[index] != UInt8(ascii: ":") && text[index] != UInt8(ascii: "\n") {
      for digit in "0123456789ABCDEF".utf8 where digit != text[index] {
        var changed = text
        changed[index] = digit
        let failure = #expect(throws: FirmwareError.self) { try IntelHexReader.read(changed) }
        let line = text[..<index].count { $0 == UInt8(ascii: "\n") } + 1
        #expect(failure?.mistakes.first?.place == .line(line))
      }
    }
  }

  @Test func everyPrefixIsRefused() throws {
    let text = Array(
      [Self.hex(4, 0, [0, 1]), Self.hex(0, 0x10, [1, 2, 3]), Self.hex(1, 0)].joined(separator: "\n").utf8)
    for length in 0..<text.count {
      #expect(throws: FirmwareError.self) { try IntelHexReader.read(Array(text[..<length])) }
    }
  }
}
