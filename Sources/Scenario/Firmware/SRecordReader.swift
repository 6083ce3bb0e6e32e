/// Reads Motorola S-records: S1, S2, S3 with data at addresses of 16, 24, 32 bits, a header S0, counts S5 and S6, ends S7, S8, S9.
///
/// Where programs differ:
/// - A count is that of all data records before it, and is checked where it stands.
/// - An end that belongs to another width than the widest data record gets a note only: `srec_cat` chooses it by the start
///   address, everybody else by the data.
/// - `srec_cat` and `bincopy` write no end at all unless they are given a start address; a file without is refused, since
///   nothing tells it from one that was cut off.
/// - The data of an S1 or S2 may go on past the addresses that its width can name.
package struct SRecordReader: FirmwareRecordReader {
  var file: FirmwareFile
  /// Lines that are data records, readable or not.
  private var dataRecords = 0
  /// Whether no line was so broken that it may or may not have been a data record.
  private var isCountSure = true
  /// Of the widest data record, in bytes of its address; 0 without any.
  private var widest = 0

  static let format = FirmwareFile.Format(
    name: "an S-record file", mark: UInt8(ascii: "S"), example: "S9030000FC",
    missingEnd:
      "the end record (S7, S8 or S9) is missing after this line; is the file cut off? Some programs write one "
      + "only with a start address, such as srec_cat with -execution-start-address=0")

  /// The image of a file, each address moved by an offset; 42 to 46 bytes of text become 16 bytes of data.
  package static func read(_ bytes: [UInt8], offset: Int = 0) throws(FirmwareError) -> FirmwareImage {
    var reader = SRecordReader(file: FirmwareFile(bytes))
    return try reader.image(offset: offset)
  }

  mutating func read(_ line: FirmwareText.Line) throws(FirmwareRecordMistake) {
    let start = line.range.lowerBound
    guard file.text.bytes[start] | 0x20 == UInt8(ascii: "s") else {
      isCountSure = false
      throw .wrongStart(file.text.bytes[start], mark: "S")
    }
    guard line.range.count > 1, let type = Kind(digit: file.text.bytes[start + 1]) else {
      isCountSure = false
      throw .other(unknownType(line))
    }
    if case .data = type { dataRecords += 1 }
    if case .end = type { file.endLine = line.number }
    try file.record.read(file.text.bytes, start + 2..<line.range.upperBound, line: start)
    let bytes = file.record.bytes
    let width = type.addressBytes
    guard bytes.count >= width + 2 else {
      throw .tooShort(bytes.count, least: width + 2, parts: "count, address (\(width)) and checksum")
    }
    let count = Int(bytes[0])
    guard bytes.count - 1 == count else { throw .length(said: count, found: bytes.count - 1) }
    guard file.record.sum == 0xFF else {
      let found = bytes[bytes.count - 1]
      throw .checksum(found, wanted: found &+ (0xFF &- file.record.sum))
    }
    try read(type, line.number)
  }

  private mutating func read(_ type: Kind, _ line: Int) throws(FirmwareRecordMistake) {
    let width = type.addressBytes
    let data = file.record.bytes[width + 1..<file.record.bytes.count - 1]
    let number = file.record.number(1..<width + 1)
    if !type.hasData, !data.isEmpty {
      throw .other(
        "an \(type) record has \(width) bytes and a checksum, not \(plural(data.count, "byte")) more")
    }
    switch type {
    case .header: break
    case .data:
      widest = max(widest, width)
      guard Int(number) + data.count <= 1 << 32 else {
        throw .other(
          "the \(data.count) bytes from address \(address(Int(number))) on go past 0xFFFFFFFF, the last address"
        )
      }
      file.assembler.add(data, at: number, line: line)
    case .count:
      guard Int(number) == dataRecords || !isCountSure else {
        let hint = Int(number) > dataRecords ? "are some lost?" : "was something put in, or read twice?"
        let there = dataRecords == 1 ? "1 data record is" : "\(dataRecords) data records are"
        throw .other("the count is \(number), but \(there) before it; \(hint)")
      }
    case .end:
      if widest != 0, widest != width {
        file.notes.add(
          line, "an \(type) record ends S\(width - 1) records, but the widest is an S\(widest - 1)")
      }
      if number != 0 {
        file.notes.add(line, "start address \(address(Int(number))) in the end record ignored")
      }
    }
  }

  private func unknownType(_ line: FirmwareText.Line) -> String {
    let types = "types are S0 to S3 and S5 to S9"
    guard line.range.count > 1 else { return "a lone \"S\" is no record; \(types)" }
    let byte = file.text.bytes[line.range.lowerBound + 1]
    return byte == UInt8(ascii: "4")
      ? "S4 records are reserved; \(types)" : "\(shown(byte)) after \"S\" is no type of record; \(types)"
  }
}

extension SRecordReader {
  /// What a record is, and how many bytes its address has.
  private enum Kind: CustomStringConvertible {
    case header
    case data(addressBytes: Int)
    case count(addressBytes: Int)
    case end(addressBytes: Int)

    init?(digit: UInt8) {
      switch digit {
      case UInt8(ascii: "0"): self = .header
      case UInt8(ascii: "1")...UInt8(ascii: "3"): self = .data(addressBytes: Int(digit) - 0x2F)
      case UInt8(ascii: "5")...UInt8(ascii: "6"): self = .count(addressBytes: Int(digit) - 0x33)
      case UInt8(ascii: "7")...UInt8(ascii: "9"): self = .end(addressBytes: 0x3B - Int(digit))
      default: return nil
      }
    }

    var addressBytes: Int {
      switch self {
      case .header: 2
      case .data(let bytes), .count(let bytes), .end(let bytes): bytes
      }
    }

    var hasData: Bool {
      switch self {
      case .header, .data: true
      case .count, .end: false
      }
    }

    var description: String {
      switch self {
      case .header: "S0"
      case .data(let bytes): "S\(bytes - 1)"
      case .count(let bytes): "S\(bytes + 3)"
      case .end(let bytes): "S\(11 - bytes)"
      }
    }
  }
}
