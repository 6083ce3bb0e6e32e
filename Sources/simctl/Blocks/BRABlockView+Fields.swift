import BRAEncoder

extension BRABlockView {
  /// The most data bytes that are shown inside the table.
  static let shownDataBytes = 8

  /// The fields with their values, drivers and meanings (protocol reference Tables 118 and 122 to 124).
  var explainedFields: [BlockField] {
    var fields = headerFields
    fields += [headerCRCField, headerResponseField, dataField, dataCRCField, footerField, unusedField]
      .compactMap { $0 }
    return fields
  }

  private var isWrite: Bool { header?.operation == .write }

  private func field(
    _ name: String, _ field: Field, driver: String, shown: (UInt8) -> String, meaning: (UInt8) -> String
  ) -> BlockField? {
    guard let range = range(of: field) else { return nil }
    guard let byte = bytes(of: field)?.first else {
      return BlockField(
        name: name, bytes: range, raw: [], shown: "missing", driver: driver,
        meaning: "the bytes end before it")
    }
    return BlockField(
      name: name, bytes: range, raw: [byte], number: Int(byte), shown: shown(byte), driver: driver,
      meaning: meaning(byte))
  }

  private var headerFields: [BlockField] {
    guard let header else {
      return [
        BlockField(
          name: "Header", bytes: 0..<6, raw: bytes, shown: bytes.isEmpty ? "missing" : hex(bytes),
          driver: "Initiator", meaning: "cut short: \(bytes.count) of 6 bytes")
      ]
    }
    func part(
      _ name: String, _ range: Range<Int>, _ bits: String?, _ number: Int, _ shown: String, _ meaning: String
    ) -> BlockField {
      BlockField(
        name: name, bytes: range, bits: bits, raw: Array(bytes[range]), number: number, shown: shown,
        driver: "Initiator", meaning: meaning)
    }
    let isActive = header.type == .active
    let last = header.address &+ UInt32(truncatingIfNeeded: max(0, header.byteCount - 1))
    let type = String(header.type.rawValue, radix: 2)
    return [
      part(
        "HeaderType", 0..<1, "[7:6]", Int(header.type.rawValue), type.count < 2 ? "0" + type : type,
        header.type.meaning),
      part("DeviceAddress", 0..<1, "[5:2]", header.device, "\(header.device)", deviceName(header.device)),
      part("Opcode", 0..<1, "[1]", isWrite ? 1 : 0, isWrite ? "1" : "0", isWrite ? "Write" : "Read"),
      part(
        "NumBytes", 0..<2, "[8:0]", header.byteCount, "\(header.byteCount)",
        isActive ? "data bytes of this block" : "not used"),
      part(
        "RegAddr", 2..<6, nil, Int(header.address), "0x" + hex(header.address, digits: 8),
        !isActive
          ? "not used" : header.byteCount > 1 ? "up to 0x\(hex(last, digits: 8))" : "address of the data"),
    ]
  }

  private var headerCRCField: BlockField? {
    let released = bytes.allSatisfy { $0 == 0 }
    return field("HeaderCRC", .headerCRC, driver: "Initiator", shown: prefixed) { crc in
      guard let expected = header?.crc, crc != expected else { return "right" }
      return released ? "line released" : "wrong, should be \(prefixed(expected))"
    }
  }

  private var headerResponseField: BlockField? {
    field("HeaderResponse", .headerResponse, driver: "all Targets", shown: prefixed) { byte in
      guard header?.type == .active else { return byte == 0 ? "nobody answers" : "wrong, nobody answers" }
      return BRAHeaderResponse(rawValue: byte).meaning
    }
  }

  private var dataDriver: String { isWrite ? "Initiator" : target }

  private var target: String {
    header.map { $0.device >= 12 } == true ? "selected Targets" : "selected Target"
  }

  private var dataField: BlockField? {
    guard let range = range(of: .data), !range.isEmpty else { return nil }
    let there = bytes.dropFirst(range.lowerBound).prefix(range.count)
    let isShort = there.count < range.count
    let shown = there.count <= Self.shownDataBytes ? hex(there) : "\(there.count) bytes, below"
    return BlockField(
      name: "DataBlock", bytes: range, raw: Array(there), shown: there.isEmpty ? "missing" : shown,
      driver: dataDriver,
      meaning: isShort
        ? "cut short: \(there.count) of \(range.count) bytes" : isWrite ? "written" : "read")
  }

  private var dataCRCField: BlockField? {
    field("DataBlockCRC", .dataCRC, driver: dataDriver, shown: prefixed) { crc in
      let expected = CRC8.checksum(data ?? [])
      return crc == expected ? "right" : "wrong, should be \(prefixed(expected))"
    }
  }

  private var footerField: BlockField? {
    field("FooterResponse", .footerResponse, driver: target, shown: prefixed) { byte in
      BRAFooterResponse(rawValue: byte).meaning(isWrite: isWrite)
    }
  }

  private var unusedField: BlockField? {
    guard let range = range(of: .unused), let rest = bytes(of: .unused) else { return nil }
    let isZero = rest.allSatisfy { $0 == 0 }
    return BlockField(
      name: "(unused)", bytes: range, raw: Array(rest),
      shown: rest.count <= Self.shownDataBytes ? hex(rest) : "\(rest.count) bytes", driver: "nobody",
      meaning: isZero ? "rest of the frame" : "wrong, not part of the block")
  }
}

/// A byte with `0x`.
private func prefixed(_ byte: UInt8) -> String { "0x" + hex(byte, digits: 2) }
