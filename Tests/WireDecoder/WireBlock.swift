/// A BRA block as the wire carried it (protocol reference sections 10 and 11).
///
/// It keeps what was on the wire: where a response ended the block early, the later fields hold what was read there,
/// usually zeros, and `outcome` says that they mean nothing.
package struct WireBlock: Equatable {
  /// What became of the block.
  package enum Outcome: Equatable {
    /// Header type 00.
    case idle
    /// Header type 01 or 10.
    case reservedType
    /// Too few payload bits for the header, or for what it announced.
    case truncated
    case headerCRCWrong
    case headerIgnored
    case headerAborted
    case notReady
    case dataCRCWrong
    case footerIgnored
    case footerAborted
    /// Footer OK_Bad.
    case bad
    /// Footer OK_Good.
    case good
  }

  /// The payload bytes of the frame: bits grouped by 8 from its start, leftover bits dropped (section 10).
  package let bytes: [UInt8]
  /// Payload bits after the last whole byte.
  package let leftoverBits: Int

  /// Groups the payload bits of one frame.
  package init(payload bits: [UInt8]) {
    bytes = (0..<bits.count / 8).map { index in
      bits[8 * index..<8 * index + 8].reduce(0) { $0 << 1 | $1 }
    }
    leftoverBits = bits.count % 8
  }

  /// The header with its CRC, as far as it was there.
  package var header: [UInt8] { Array(bytes.prefix(7)) }
  package var headerType: UInt8 { (bytes.first ?? 0) >> 6 }
  package var device: Int { Int((bytes.first ?? 0) >> 2 & 15) }
  package var isWrite: Bool { (bytes.first ?? 0) & 2 != 0 }
  package var byteCount: Int { bytes.count < 2 ? 0 : Int(bytes[0] & 1) << 8 | Int(bytes[1]) }
  package var address: UInt32 {
    bytes.count < 6 ? 0 : bytes[2...5].reduce(0) { $0 << 8 | UInt32($1) }
  }
  package var headerCRCOK: Bool { bytes.count >= 7 && WireCRC.remainder(bytes[0...6]) == 0 }
  package var headerResponse: UInt8? { byte(7) }
  /// The announced bytes after the header response, as far as the frame reached.
  package var data: [UInt8] { Array(bytes.dropFirst(8).prefix(byteCount)) }
  package var dataCRC: UInt8? { byte(8 + byteCount) }
  package var dataCRCOK: Bool { dataCRC != nil && WireCRC.remainder(bytes[8...8 + byteCount]) == 0 }
  package var footerResponse: UInt8? { byte(9 + byteCount) }

  private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Judges the fields in the order in which they were sent (sections 11.1, 11.3 and 11.4).
  ///
  /// Of a block whose header was answered NotReady, the outcome is `notReady` even where other Targets went on.
  package var outcome: Outcome {
    switch headerType {
    case 0: return .idle
    case 3: break
    default: return .reservedType
    }
    guard let headerResponse else { return .truncated }
    guard headerCRCOK else { return .headerCRCWrong }
    if headerResponse & 0x10 != 0 { return .headerAborted }
    if headerResponse & 0x08 == 0 { return .headerIgnored }
    if headerResponse & 0x20 != 0 { return .notReady }
    guard let footerResponse else { return .truncated }
    guard dataCRCOK else { return .dataCRCWrong }
    if footerResponse & 0x10 != 0 { return .footerAborted }
    if footerResponse & 0x08 == 0 { return .footerIgnored }
    return footerResponse & 0x20 != 0 ? .bad : .good
  }
}

/// The CRC of BRA, bit by bit (protocol reference section 11.2).
package enum WireCRC {
  /// The register after `bytes`: their CRC, or 0 where the CRC itself stands at their end.
  package static func remainder(_ bytes: some Sequence<UInt8>) -> UInt8 {
    var register: UInt8 = 0xFF
    for byte in bytes {
      for shift in stride(from: 7, through: 0, by: -1) {
        let feedback = register >> 7 ^ (byte >> UInt8(shift) & 1)
        register = register << 1 ^ (feedback == 1 ? 0x4D : 0)
      }
    }
    return register
  }
}
