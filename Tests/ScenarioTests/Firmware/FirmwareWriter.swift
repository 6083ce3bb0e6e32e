import FrameSim
import Scenario

/// Writes firmware files in many styles; shares no code with the readers.
struct FirmwareWriter {
  /// How a file of records looks.
  struct Style: CustomStringConvertible {
    var recordLength = 16
    var lineEnd = "\r\n"
    var isLowercase = false
    /// Behind the records: a few blanks and tabs.
    var hasTrailingBlanks = false
    var hasBlankLines = false
    var hasLineEndAtTheEnd = true
    var isShuffled = false
    var hasEmptyRecords = false
    var hasStart = false
    var hasHeader = true
    var hasCount = true
    var hasByteOrderMark = false
    /// Intel HEX: addresses in records of type 02 instead of 04.
    var hasSegments = false
    /// Intel HEX: records are not cut where 64 KiB end.
    var crossesBorders = false
    /// S-records: 2, 3 or 4 bytes of address; 0 for the least of each record.
    var addressBytes = 4

    /// Any.
    static func random(_ generator: inout SeededGenerator) -> Style {
      func coin() -> Bool { Bool.random(using: &generator) }
      func pick<T>(_ list: [T]) -> T { list[Int.random(in: 0..<list.count, using: &generator)] }
      return Style(
        recordLength: pick([1, 2, 3, 7, 16, 16, 32, 45, 250]), lineEnd: pick(["\n", "\r\n", "\r"]),
        isLowercase: coin(), hasTrailingBlanks: coin(), hasBlankLines: coin(), hasLineEndAtTheEnd: coin(),
        isShuffled: coin(), hasEmptyRecords: coin(), hasStart: coin(), hasHeader: coin(), hasCount: coin(),
        hasByteOrderMark: pick([true, false, false, false]), hasSegments: coin(), crossesBorders: coin(),
        addressBytes: pick([0, 2, 3, 4]))
    }

    var description: String {
      "length \(recordLength), segments \(hasSegments), crosses \(crossesBorders), width \(addressBytes), "
        + "shuffled \(isShuffled), empty records \(hasEmptyRecords), line end \(lineEnd.debugDescription)"
    }
  }

  /// A line of Intel HEX.
  static func hex(_ type: UInt8, _ address: UInt16, _ data: [UInt8] = []) -> String {
    let bytes = [UInt8(data.count), UInt8(address >> 8), UInt8(address & 0xFF), type] + data
    let sum = bytes.reduce(0) { ($0 + Int($1)) % 256 }
    return ":" + digits(bytes + [UInt8((256 - sum) % 256)])
  }

  /// An S-record.
  static func srec(_ type: Int, _ width: Int, _ address: UInt32, _ data: [UInt8] = []) -> String {
    let address = (0..<width).reversed().map { UInt8(address >> (8 * UInt32($0)) & 0xFF) }
    let bytes = [UInt8(width + data.count + 1)] + address + data
    return "S\(type)" + digits(bytes + [UInt8(255 - bytes.reduce(0) { ($0 + Int($1)) % 256 })])
  }

  private static let digit = Array("0123456789ABCDEF".utf8)

  static func digits(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    for byte in bytes {
      text.append(Self.digit[Int(byte / 16)])
      text.append(Self.digit[Int(byte % 16)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A software file; `length` to lie about it.
  static func swf(vendor: UInt16, id: UInt32, version: UInt16, _ data: [UInt8], length: UInt32? = nil)
    -> [UInt8]
  {
    little(vendor) + little(id) + little(version) + little(length ?? UInt32(12 + data.count)) + data
  }

  /// A table of software files whose bytes sum up to 0.
  static func swft(_ files: [UInt8]) -> [UInt8] {
    var table = Array("SWFT".utf8) + little(UInt32(36 + files.count)) + [1, 0] + Array("SOUNDWFILETABL".utf8)
    table += little(UInt32(1)) + Array("TEST".utf8) + little(UInt32(7)) + files
    let sum = table.reduce(0) { ($0 + Int($1)) % 256 }
    table[9] = UInt8((256 - sum) % 256)
    return table
  }

  private static func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  let style: Style
  private var generator: SeededGenerator

  init(style: Style, seed: UInt64) {
    self.style = style
    generator = SeededGenerator(seed: seed, stream: "firmware.writer")
  }

  /// Pieces of at most a record's length, which end where `border` bytes do.
  private mutating func pieces(_ sections: [FirmwareSection], border: Int?) -> [(
    address: Int, bytes: [UInt8]
  )] {
    var pieces: [(address: Int, bytes: [UInt8])] = []
    for section in sections {
      var at = 0
      while at < section.bytes.count {
        let address = Int(section.address) + at
        var count = min(style.recordLength, section.bytes.count - at)
        if let border { count = min(count, border - address % border) }
        pieces.append((address, Array(section.bytes[at..<at + count])))
        if style.hasEmptyRecords, Int.random(in: 0..<4, using: &generator) == 0 {
          pieces.append((address, []))
        }
        at += count
      }
    }
    if style.isShuffled { pieces.shuffle(using: &generator) }
    return pieces
  }

  /// Intel HEX of sections, which lie below 1 MiB if the style has segments.
  mutating func intelHex(_ sections: [FirmwareSection]) -> [UInt8] {
    var lines: [String] = []
    var upper = 0
    let crosses = style.crossesBorders && !style.hasSegments
    for piece in pieces(sections, border: crosses ? nil : 0x10000) {
      if piece.address >> 16 != upper {
        upper = piece.address >> 16
        let value = style.hasSegments ? upper << 12 : upper
        lines.append(Self.hex(style.hasSegments ? 2 : 4, 0, [UInt8(value >> 8), UInt8(value & 0xFF)]))
      }
      lines.append(Self.hex(0, UInt16(piece.address & 0xFFFF), piece.bytes))
    }
    if style.hasStart { lines.append(Self.hex(style.hasSegments ? 3 : 5, 0, [0, 1, 2, 3])) }
    return text(lines + [Self.hex(1, 0)])
  }

  /// S-records of sections, which lie where the style's width reaches.
  mutating func srecords(_ sections: [FirmwareSection]) -> [UInt8] {
    var lines: [String] = []
    if style.hasHeader { lines.append(Self.srec(0, 2, 0, Array("header".utf8))) }
    var widest = 2
    let pieces = pieces(sections, border: nil)
    for piece in pieces {
      let least = piece.address < 0x10000 ? 2 : piece.address < 0x100_0000 ? 3 : 4
      let width = style.addressBytes == 0 ? least : style.addressBytes
      widest = max(widest, width)
      lines.append(Self.srec(width - 1, width, UInt32(piece.address), piece.bytes))
    }
    if style.hasCount {
      let isShort = pieces.count < 0x10000
      lines.append(Self.srec(isShort ? 5 : 6, isShort ? 2 : 3, UInt32(pieces.count)))
    }
    return text(lines + [Self.srec(11 - widest, widest, style.hasStart ? 0x1234 : 0)])
  }

  private mutating func text(_ lines: [String]) -> [UInt8] {
    var text: [UInt8] = style.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    for (index, line) in lines.enumerated() {
      text += (style.isLowercase ? line.lowercased() : line).utf8
      if style.hasTrailingBlanks { text += " \t ".utf8.prefix(Int.random(in: 0...3, using: &generator)) }
      if index + 1 < lines.count || style.hasLineEndAtTheEnd { text += style.lineEnd.utf8 }
      if style.hasBlankLines, index + 1 < lines.count, Int.random(in: 0..<4, using: &generator) == 0 {
        text += style.lineEnd.utf8
      }
    }
    return text
  }
}

extension FirmwareSection {
  /// Sections that neither overlap nor adjoin, below a limit of at least 64 KiB, in order.
  static func random(below limit: Int, atMost most: Int, _ generator: inout SeededGenerator)
    -> [FirmwareSection]
  {
    var sections: [FirmwareSection] = []
    let places = [limit, limit, 0x10000, 0x10400].map { min($0, limit) }
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let count = Int.random(in: 1...most, using: &generator)
      let top = places[Int.random(in: 0..<places.count, using: &generator)] - count
      // Borders of 64 KiB and both ends of the space are where readers go wrong.
      let near = max(0, min(top, 0x10000 - Int.random(in: 0...count + 1, using: &generator)))
      let address = [top, near, 0, Int.random(in: 0...top, using: &generator)][
        Int.random(in: 0...3, using: &generator)]
      let isFree = sections.allSatisfy {
        address + count < Int($0.address) || address > Int($0.address) + $0.bytes.count
      }
      guard isFree else { continue }
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      sections.append(FirmwareSection(address: UInt32(address), bytes: bytes))
    }
    return sections.sorted { $0.address < $1.address }
  }
}
