/// A software file (SWF) as SDCA devices load them: a header of 12 bytes, little-endian, and the data.
///
/// Vendor at byte 0 (16 bits), file at 2 (32), version at 6 (16), length with the header at 8 (32), data from 12 on: the kernel's
/// `struct acpi_sw_file`.
public struct SoftwareFile: Hashable, Sendable {
  /// The length of the header.
  package static let headerBytes = 12
  /// The longest file that needs to be read.
  package static let fileLimit = headerBytes + FirmwareImage.byteLimit

  /// Who made it.
  public var vendorId: UInt16
  /// Which of the vendor's files it is.
  public var fileId: UInt32
  /// Its version.
  public var version: UInt16
  /// What the device gets: 1 to 1048576 bytes.
  public var data: [UInt8]

  /// The one software file that a file is.
  package static func read(_ bytes: [UInt8]) throws(FirmwareError) -> SoftwareFile {
    if bytes.starts(with: SoftwareFileTable.signature) {
      throw FirmwareError(.byte(0), "this is a table of software files; did you mean \"swft\"?")
    }
    guard bytes.count >= headerBytes else {
      throw FirmwareError(
        .byte(bytes.count),
        "the file ends after \(plural(bytes.count, "byte")); the header of a software file has \(headerBytes)"
      )
    }
    let header = SoftwareFileHeader(bytes, at: 0)
    guard header.length == bytes.count else {
      throw FirmwareError(.byte(8), wrongLength(header.length, bytes))
    }
    return try header.file(bytes)
  }

  private static func wrongLength(_ length: Int, _ bytes: [UInt8]) -> String {
    let hint =
      if let text = textFormat(of: bytes) {
        text
      } else if length == bytes.count - headerBytes {
        "it counts the header as well"
      } else if UInt32(truncatingIfNeeded: length).byteSwapped == UInt32(truncatingIfNeeded: bytes.count) {
        "it is little-endian"
      } else if length < headerBytes {
        "it counts the header, which alone has \(headerBytes)"
      } else if length < bytes.count {
        "is there something after its end, or another software file? Several make a table (\"swft\")"
      } else {
        "is the file cut off?"
      }
    return "the length in the header is \(length), but the file has \(plural(bytes.count, "byte")); \(hint)"
  }

  /// What a file of text was probably meant as.
  static func textFormat(of bytes: [UInt8]) -> String? {
    guard let first = bytes.first, bytes.prefix(headerBytes).allSatisfy({ 0x20...0x7E ~= $0 }) else {
      return nil
    }
    return switch first {
    case UInt8(ascii: ":"): "this looks like Intel HEX; did you mean \"intelHex\"?"
    case UInt8(ascii: "S"): "this looks like S-records; did you mean \"srec\"?"
    default: "this looks like text"
    }
  }
}

/// The header of a software file, and where it stands.
struct SoftwareFileHeader {
  var start: Int
  var vendorId: UInt16
  var fileId: UInt32
  var version: UInt16
  /// The length with the header, as it says; below 12 it is wrong.
  var length: Int

  /// The header at an offset, from which on there are 12 bytes at least.
  init(_ bytes: [UInt8], at start: Int) {
    func number<T: FixedWidthInteger>(_ offset: Int, _ type: T.Type) -> T {
      (0..<T.bitWidth / 8).reversed().reduce(0) { $0 << 8 | T(bytes[start + offset + $1]) }
    }
    self.start = start
    vendorId = number(0, UInt16.self)
    fileId = number(2, UInt32.self)
    version = number(6, UInt16.self)
    length = Int(number(8, UInt32.self))
  }

  /// The file, all of whose bytes are there.
  func file(_ bytes: [UInt8]) throws(FirmwareError) -> SoftwareFile {
    let data = bytes[start + SoftwareFile.headerBytes..<start + length]
    if data.isEmpty {
      throw FirmwareError(.byte(start + 8), "the software file has no data: its length is that of its header")
    }
    if data.count > FirmwareImage.byteLimit {
      throw FirmwareError(
        .byte(start + 8),
        "the software file has \(data.count) bytes of data, and a transfer at most 1 MiB "
          + "(\(FirmwareImage.byteLimit) bytes)")
    }
    return SoftwareFile(vendorId: vendorId, fileId: fileId, version: version, data: Array(data))
  }
}
