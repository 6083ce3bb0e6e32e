/// Reads Intel HEX, as Intel's "Hexadecimal Object File Format Specification", revision A of 1988, has it.
///
/// Where programs read it in different ways:
/// - Behind a segment address (type 02) addresses count modulo 64 KiB inside of the segment, as Intel says and `srec_cat`
///   does; `objcopy` goes on behind it. A note tells of it.
/// - Behind a linear address (type 04), and before both, addresses go on past 64 KiB. Past 0xFFFFFFFF they would start at 0
///   again; that is a mistake here.
/// - The last address record counts, of whichever type.
package struct IntelHexReader: FirmwareRecordReader {
  private enum Base {
    case linear(UInt32)
    case segment(UInt32)
  }

  var file: FirmwareFile
  private var base = Base.linear(0)

  static let format = FirmwareFile.Format(
    name: "Intel HEX", mark: UInt8(ascii: ":"), example: ":00000001FF",
    missingEnd: "the end record (:00000001FF) is missing after this line; is the file cut off?")

  /// The image of a file, each address moved by an offset; 45 bytes of text become 16 bytes of data.
  package static func read(_ bytes: [UInt8], offset: Int = 0) throws(FirmwareError) -> FirmwareImage {
    var reader = IntelHexReader(file: FirmwareFile(bytes))
    return try reader.image(offset: offset)
  }

  /// What a record would have done that cannot be read.
  mutating func missed(_ line: FirmwareText.Line) {
    let start = file.text.bytes[line.range].prefix(9)
    let hasType = start.count == 9 && start.first == UInt8(ascii: ":") && start.dropFirst(7).first == 0x30
    switch hasType ? start.last : nil {
    case UInt8(ascii: "0"): break
    case UInt8(ascii: "1"): file.endLine = line.number
    default: file.areAddressesSure = false
    }
  }

  mutating func read(_ line: FirmwareText.Line) throws(FirmwareRecordMistake) {
    let start = line.range.lowerBound
    guard file.text.bytes[start] == UInt8(ascii: ":") else {
      throw .wrongStart(file.text.bytes[start], mark: ":")
    }
    try file.record.read(file.text.bytes, start + 1..<line.range.upperBound, line: start)
    let bytes = file.record.bytes
    guard bytes.count >= 5 else {
      throw .tooShort(bytes.count, least: 5, parts: "length, address (2), type and checksum")
    }
    let length = Int(bytes[0])
    guard bytes.count - 5 == length else { throw .length(said: length, found: bytes.count - 5) }
    guard file.record.sum == 0 else {
      let found = bytes[bytes.count - 1]
      throw .checksum(found, wanted: found &- file.record.sum)
    }
    switch bytes[3] {
    case 0: try add(bytes[4..<4 + length], at: file.record.number(1..<3), line.number)
    case 1: try end(length, line.number)
    case 2:
      try checkAddressRecord("segment address", length: length, wanted: 2)
      base = .segment(file.record.number(4..<6) << 4)
    case 4:
      try checkAddressRecord("linear address", length: length, wanted: 2)
      base = .linear(file.record.number(4..<6) << 16)
    case 3:
      try checkAddressRecord("start address", length: length, wanted: 4)
      let (segment, pointer) = (UInt64(file.record.number(4..<6)), UInt64(file.record.number(6..<8)))
      file.notes.add(
        line.number,
        "start address \(hexadecimal(segment, digits: 4)):\(hexadecimal(pointer, digits: 4)) (type 03) ignored"
      )
    case 5:
      try checkAddressRecord("start address", length: length, wanted: 4)
      file.notes.add(
        line.number, "start address \(address(Int(file.record.number(4..<8)))) (type 05) ignored")
    case let type:
      throw .other("record type \(hexadecimal(UInt64(type), digits: 2)) is not known; types are 00 to 05")
    }
  }

  private mutating func add(
    _ data: ArraySlice<UInt8>, at load: UInt32, _ line: Int
  ) throws(FirmwareRecordMistake) {
    switch base {
    case .linear(let base):
      // 0xFFFF0000 and 0xFFFF at most.
      let first = base + load
      guard Int(first) + data.count <= 1 << 32 else {
        throw .other(
          "the \(data.count) bytes from address \(address(Int(first))) on go past 0xFFFFFFFF, the last address"
        )
      }
      file.assembler.add(data, at: first, line: line)
    case .segment(let base):
      let fitting = min(data.count, 0x10000 - Int(load))
      file.assembler.add(data.prefix(fitting), at: base + load, line: line)
      guard fitting < data.count else { return }
      file.assembler.add(data.dropFirst(fitting), at: base, line: line)
      file.notes.add(
        line,
        "the record goes on at \(address(Int(base))) after \(address(Int(base) + 0xFFFF)), the end of its segment; "
          + "some programs read it as \(address(Int(base) + 0x10000))")
    }
  }

  private mutating func end(_ length: Int, _ line: Int) throws(FirmwareRecordMistake) {
    guard length == 0 else {
      throw .other("an end record (type 01) has no data, not \(plural(length, "byte"))")
    }
    file.endLine = line
    let start = file.record.number(1..<3)
    if start != 0 { file.notes.add(line, "start address \(address(Int(start))) in the end record ignored") }
  }

  /// Checks the length of a record that holds an address, and that its own address is 0 as Intel has it.
  private func checkAddressRecord(
    _ name: String, length: Int, wanted: Int
  ) throws(FirmwareRecordMistake) {
    let type = hexadecimal(UInt64(file.record.bytes[3]), digits: 2)
    guard length == wanted else {
      throw .other("a \(name) record (type \(type)) has \(wanted) bytes of data, not \(length)")
    }
    let own = file.record.number(1..<3)
    guard own == 0 else {
      throw .other(
        "the address of a \(name) record (type \(type)) is 0000, not \(hexadecimal(UInt64(own), digits: 4)); "
          + "what it says is in its data")
    }
  }
}
