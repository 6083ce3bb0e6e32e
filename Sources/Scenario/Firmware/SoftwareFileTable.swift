/// A table of software files (SWFT): an ACPI table header of 36 bytes, and software files back to back.
///
/// Of the header, signature (byte 0), length of the table (4, 32 bits, little-endian) and checksum (9) are checked; revision and
/// who made it may be anything. Every file is, and has to end where the next one starts, the last one with the table. A file
/// that is shorter than its own header would never end in a loop like the kernel's, which does not look for that.
package struct SoftwareFileTable {
  /// The first four bytes of a table.
  static let signature = Array("SWFT".utf8)
  /// The length of the header.
  package static let headerBytes = 36
  /// The longest table that needs to be read.
  package static let fileLimit = 16 << 20

  private let bytes: [UInt8]
  /// In the order of the table.
  private let headers: [SoftwareFileHeader]

  /// A table; the whole of it is checked.
  package init(_ bytes: [UInt8]) throws(FirmwareError) {
    self.bytes = bytes
    guard bytes.starts(with: Self.signature) else {
      throw FirmwareError(.byte(0), Self.wrongSignature(bytes))
    }
    guard bytes.count >= Self.headerBytes else {
      throw FirmwareError(
        .byte(bytes.count),
        "the file ends after \(plural(bytes.count, "byte")); the header of a table has \(Self.headerBytes)")
    }
    var mistakes = FirmwareMistakes()
    let length = (4..<8).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    let sum = bytes.reduce(0 as UInt8) { $0 &+ $1 }
    if length != bytes.count {
      let hint = length > bytes.count ? "is the file cut off?" : "is there something after the table?"
      mistakes.add(
        .byte(4), "the length of the table is \(length), but the file has \(bytes.count) bytes; \(hint)")
    } else if sum != 0 {
      let (found, wanted) = (UInt64(bytes[9]), UInt64(bytes[9] &- sum))
      mistakes.add(
        .byte(9),
        "the checksum is 0x\(hexadecimal(found, digits: 2)), but the other bytes need "
          + "0x\(hexadecimal(wanted, digits: 2)) to sum up to 0")
    }
    headers = Self.headers(bytes, &mistakes)
    try mistakes.check()
  }

  private static func headers(
    _ bytes: [UInt8], _ mistakes: inout FirmwareMistakes
  ) -> [SoftwareFileHeader] {
    var headers: [SoftwareFileHeader] = []
    var at = headerBytes
    while at < bytes.count {
      let left = bytes.count - at
      guard left >= SoftwareFile.headerBytes else {
        mistakes.add(
          .byte(at),
          "\(plural(left, "byte")) left after the last software file; the header of another has "
            + "\(SoftwareFile.headerBytes)")
        break
      }
      let header = SoftwareFileHeader(bytes, at: at)
      guard header.length >= SoftwareFile.headerBytes, header.length <= left else {
        let rule =
          header.length > left
          ? "\(left) bytes are left in the table" : "its header alone has \(SoftwareFile.headerBytes)"
        mistakes.add(
          .byte(at + 8), "the length of software file \(headers.count + 1) is \(header.length), but \(rule)")
        break
      }
      headers.append(header)
      at += header.length
    }
    if headers.isEmpty, mistakes.isEmpty { mistakes.add(.byte(at), "the table holds no software file") }
    return headers
  }

  private static func wrongSignature(_ bytes: [UInt8]) -> String {
    guard bytes.count >= SoftwareFile.headerBytes else {
      return
        "the file has \(plural(bytes.count, "byte")); a table starts with \"SWFT\" and has \(headerBytes) at least"
    }
    let hint =
      if let text = SoftwareFile.textFormat(of: bytes) {
        "; \(text)"
      } else if SoftwareFileHeader(bytes, at: 0).length == bytes.count {
        "; this is a single software file: did you mean \"swf\"?"
      } else {
        ""
      }
    let start = bytes.prefix(4).map { hexadecimal(UInt64($0), digits: 2) }.joined(separator: " ")
    return "a table starts with \"SWFT\" (53 57 46 54), not with \(start)\(hint)"
  }
}

extension SoftwareFileTable {
  /// The file of an id, and of a vendor if one is given.
  ///
  /// A file may be there twice only if both are the same byte for byte; the kernel would take the first one.
  package func file(id: UInt32, vendorId: UInt16? = nil) throws(FirmwareError) -> SoftwareFile {
    let found = headers.filter { $0.fileId == id && (vendorId == nil || $0.vendorId == vendorId) }
    guard let first = found.first else { throw missing(id, vendorId) }
    let vendors = Set(found.map(\.vendorId)).sorted()
    guard vendors.count == 1 else {
      throw FirmwareError(
        .byte(found[1].start), "file \(Self.shown(id)) is there of vendors \(Self.some(vendors)); choose one")
    }
    for other in found.dropFirst() where !haveSameBytes(first, other) {
      throw FirmwareError(
        .byte(other.start),
        "file \(Self.shown(id)) of vendor \(Self.shown(first.vendorId)) is there twice, with other content: version \(first.version) at "
          + "byte \(first.start), version \(other.version) at byte \(other.start)")
    }
    return try first.file(bytes)
  }

  private func haveSameBytes(_ a: SoftwareFileHeader, _ b: SoftwareFileHeader) -> Bool {
    bytes[a.start..<a.start + a.length] == bytes[b.start..<b.start + b.length]
  }

  private func missing(_ id: UInt32, _ vendorId: UInt16?) -> FirmwareError {
    let what = "no file of the table has the id \(Self.shown(id))"
    guard let vendorId else {
      return FirmwareError(.byte(Self.headerBytes), "\(what); ids are \(Self.some(headers.map(\.fileId)))")
    }
    let ofVendor = headers.filter { $0.vendorId == vendorId }
    let others = headers.filter { $0.fileId == id }
    let rest =
      if !others.isEmpty {
        "it is there of \(Self.some(others.map(\.vendorId)))"
      } else if !ofVendor.isEmpty {
        "ids of this vendor are \(Self.some(ofVendor.map(\.fileId)))"
      } else {
        "vendors are \(Self.some(headers.map(\.vendorId)))"
      }
    return FirmwareError(.byte(Self.headerBytes), "\(what) of vendor \(Self.shown(vendorId)); \(rest)")
  }

  /// A file's id as it is written, a vendor's with all its digits.
  private static func shown<Id: FixedWidthInteger>(_ id: Id) -> String {
    "0x" + hexadecimal(UInt64(truncatingIfNeeded: id), digits: Id.bitWidth == 16 ? 4 : 1)
  }

  /// The first ten of some ids as a sentence lists them, and how many there are besides.
  private static func some<Id: FixedWidthInteger>(_ ids: [Id]) -> String {
    let ids = Set(ids).sorted()
    if ids.count <= 11 { return list(ids.map { shown($0) }) }
    return list(ids.prefix(10).map { shown($0) } + ["\(ids.count - 10) more"])
  }
}
