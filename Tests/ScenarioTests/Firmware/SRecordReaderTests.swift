import Scenario
import Testing

/// Motorola S-records, record type by record type.
@Suite struct SRecordReaderTests {
  private static func read(_ lines: String...) throws(FirmwareError) -> FirmwareImage {
    try SRecordReader.read(Array(lines.joined(separator: "\n").utf8))
  }

  private static func messages(_ lines: String...) -> [String] {
    let failure = #expect(throws: FirmwareError.self) {
      try SRecordReader.read(Array(lines.joined(separator: "\n").utf8))
    }
    return failure?.report(file: "f") ?? []
  }

  private static func srec(_ type: Int, _ width: Int, _ address: UInt32, _ data: [UInt8] = []) -> String {
    FirmwareWriter.srec(type, width, address, data)
  }

  /// The example of Motorola's manual of the M68000 family.
  @Test func theExampleOfTheManualIsRead() throws {
    let image = try Self.read(
      "S00600004844521B", "S1130000285F245F2212226A000424290008237C2A",
      "S11300100002000800082629001853812341001813", "S113002041E900084E42234300182342000824A952",
      "S107003000144ED492", "S5030004F8", "S9030000FC")
    #expect(image.sections.map(\.address) == [0])
    #expect(image.bytes == 52)
    #expect(image.sections.first?.bytes.prefix(4) == [0x28, 0x5F, 0x24, 0x5F])
    #expect(image.sections.first?.bytes.suffix(4) == [0x00, 0x14, 0x4E, 0xD4])
    #expect(image.notes.isEmpty)
  }

  /// S1, S2, S3: addresses of 16, 24, 32 bits, each with its end.
  @Test(arguments: [(1, 2, 0x1234), (2, 3, 0x12_3456), (3, 4, 0x1234_5678)] as [(Int, Int, UInt32)])
  func everyWidthIsRead(type: Int, width: Int, address: UInt32) throws {
    let image = try Self.read(Self.srec(type, width, address, [1, 2]), Self.srec(10 - type, width, 0))
    #expect(image.sections == [FirmwareSection(address: address, bytes: [1, 2])])
    #expect(image.notes.isEmpty)
  }

  @Test func widthsMayBeMixedAndAddressesCarry() throws {
    let image = try Self.read(
      Self.srec(3, 4, 0xFFFF_FFFF, [9]), Self.srec(1, 2, 0xFFFF, [1, 2]), Self.srec(2, 3, 0x1_0001, [3]),
      Self.srec(5, 2, 3), Self.srec(7, 4, 0))
    #expect(
      image.sections == [
        FirmwareSection(address: 0xFFFF, bytes: [1, 2, 3]), FirmwareSection(address: 0xFFFF_FFFF, bytes: [9]),
      ])
    #expect(image.notes.isEmpty)
  }

  /// S7, S8, S9 end S3, S2, S1: another end is noted, as is a start address.
  @Test func endsThatDoNotFitAndStartAddressesAreNoted() throws {
    let image = try Self.read(Self.srec(2, 3, 0, [1]), Self.srec(9, 2, 0x12))
    #expect(
      image.notes.map { "\($0.line) \($0.message)" } == [
        "2 an S9 record ends S1 records, but the widest is an S2",
        "2 start address 0x00000012 in the end record ignored",
      ])
    for (width, end) in [(2, 9), (3, 8), (4, 7)] {
      for (other, type) in [(2, 1), (3, 2), (4, 3)] {
        let image = try Self.read(Self.srec(type, other, 0, [1]), Self.srec(end, width, 0))
        #expect(image.notes.isEmpty == (width == other), "S\(type), S\(end)")
      }
    }
  }

  /// S5 and S6 count the data records before them.
  @Test func countsAreCheckedWhereTheyStand() throws {
    let data = Self.srec(1, 2, 0, [1])
    let end = Self.srec(9, 2, 0)
    let more = Self.srec(1, 2, 9, [1])
    for (type, width) in [(5, 2), (6, 3)] {
      _ = try Self.read(
        Self.srec(type, width, 0), data, Self.srec(type, width, 1), more, Self.srec(type, width, 2), end)
      #expect(
        Self.messages(data, Self.srec(type, width, 2), end) == [
          "f:2: error: the count is 2, but 1 data record is before it; are some lost?"
        ])
      #expect(
        Self.messages(data, more, Self.srec(type, width, 1), end) == [
          "f:3: error: the count is 1, but 2 data records are before it; was something put in, or read twice?"
        ])
    }
    // A record that cannot be read counts, and a header does not.
    #expect(Self.messages(Self.srec(0, 2, 0, [1]), data, "S1", Self.srec(5, 2, 2), end).count == 1)
    // A line that may have been one makes the count unsure.
    #expect(Self.messages(data, "x", Self.srec(5, 2, 2), end).count == 1)
  }

  @Test func aCountOf24BitsIsRead() throws {
    let text = String(repeating: Self.srec(1, 2, 0) + "\n", count: 70000)
    let end = Self.srec(1, 2, 0, [7]) + "\n" + Self.srec(6, 3, 70001) + "\n" + Self.srec(9, 2, 0)
    #expect(try SRecordReader.read(Array((text + end).utf8)).bytes == 1)
  }

  @Test func lowerCaseIsRead() throws {
    let text = [Self.srec(1, 2, 0xABCD, [0xEF]), Self.srec(9, 2, 0)].joined(separator: "\r\n").lowercased()
    #expect(
      try SRecordReader.read(Array(text.utf8)).sections == [FirmwareSection(address: 0xABCD, bytes: [0xEF])])
  }

  @Test func theLongestRecordIsRead() throws {
    let data = (0..<252).map { UInt8($0) }
    let image = try Self.read(Self.srec(1, 2, 0, data), Self.srec(9, 2, 0))
    #expect(image.sections == [FirmwareSection(address: 0, bytes: data)])
  }

  @Test func everyChangedDigitIsFound() throws {
    let lines = [
      Self.srec(0, 2, 0, [7]), Self.srec(2, 3, 0x10, [1, 2, 3]), Self.srec(5, 2, 1), Self.srec(8, 3, 0),
    ]
    let text = Array(lines.joined(separator: "\n").utf8)
    var missed = 0
    for index in text.indices where text[index] != UInt8(ascii: "S") && text[index] != UInt8(ascii: "\n") {
      for digit in "0123456789ABCDEF".utf8 where digit != text[index] {
        var changed = text
        changed[index] = digit
        do {
          _ = try SRecordReader.read(changed)
          missed += 1
          // The type is not under the checksum: S8 became S7 or S9, or data the header.
          #expect(text[index - 1] == UInt8(ascii: "S"))
        } catch {
          let line = text[..<index].count { $0 == UInt8(ascii: "\n") } + 1
          #expect(error.mistakes.contains { $0.place == .line(line) } || text[index - 1] == UInt8(ascii: "S"))
        }
      }
    }
    #expect(missed < 10)
  }

  @Test func everyPrefixIsRefused() throws {
    let lines = [
      Self.srec(0, 2, 0, [7]), Self.srec(2, 3, 0x10, [1, 2, 3]), Self.srec(5, 2, 1), Self.srec(8, 3, 0),
    ]
    let text = Array(lines.joined(separator: "\n").utf8)
    for length in 0..<text.count {
      #expect(throws: FirmwareError.self) { try SRecordReader.read(Array(text[..<length])) }
    }
  }
}
