/// What a header says about the rest of its block (protocol reference Table 122).
public enum BRAHeaderType: UInt8, Hashable, Sendable, CaseIterable {
  /// No transfer in this frame; Targets ignore the rest of the block.
  case idle = 0
  /// Reserved, treated as idle.
  case reserved1 = 1
  /// Reserved, treated as idle.
  case reserved2 = 2
  /// A read or a write follows.
  case active = 3
}

/// The direction of a block, as its Initiator sees it.
public enum BRAOperation: Hashable, Sendable, CaseIterable {
  /// The Target sends the data.
  case read
  /// The Initiator sends the data.
  case write
}

/// The first six bytes of a block: what is to be moved, where, and by whom.
///
/// Every pattern of 48 bits is a header; a value out of its range cannot be held.
/// Source: protocol reference section 11.1, Table 122.
public struct BRAHeader: Hashable, Sendable {
  /// The six bytes as a number below 2^48: byte 0 in bits 47 to 40, byte 5 in bits 7 to 0.
  public let packed: UInt64

  /// A header from its fields, or nil where one is out of its range.
  ///
  /// `device` is 0 to 15, with the meaning of DevAddr. `byteCount` is 0 to 511; the frame usually allows less.
  @inlinable
  public init?(
    type: BRAHeaderType, operation: BRAOperation, device: Int, address: UInt32, byteCount: Int
  ) {
    guard 0...15 ~= device, 0...BRALimits.field ~= byteCount else { return nil }
    let write: UInt64 = operation == .write ? 1 : 0
    let first = UInt64(type.rawValue) &<< 6 | UInt64(device) &<< 2 | write &<< 1
    self.init(packed: first &<< 40 | UInt64(byteCount) &<< 32 | UInt64(address))
  }

  /// The header that six bytes spell; bits 63 to 48 of `packed` are ignored.
  @inlinable
  public init(packed: UInt64) {
    self.packed = packed & 0xFFFF_FFFF_FFFF
  }

  /// HeaderType, bits 7 and 6 of byte 0.
  @inlinable
  public var type: BRAHeaderType {
    switch packed &>> 46 {
    case 0: .idle
    case 1: .reserved1
    case 2: .reserved2
    default: .active
    }
  }

  /// Opcode, bit 1 of byte 0: 1 is a write.
  @inlinable
  public var operation: BRAOperation { packed &>> 41 & 1 == 1 ? .write : .read }

  /// DeviceAddress, bits 5 to 2 of byte 0: 1 to 11 a Peripheral, 12 and 13 groups, 14 the Manager, 15 broadcast.
  @inlinable
  public var device: Int { Int(truncatingIfNeeded: packed &>> 42 & 0xF) }

  /// NumBytes, 0 to 511: bit 8 is bit 0 of byte 0, the rest is byte 1.
  @inlinable
  public var byteCount: Int { Int(truncatingIfNeeded: packed &>> 32 & 0x1FF) }

  /// RegAddr of the first data byte, bytes 2 to 5.
  @inlinable
  public var address: UInt32 { UInt32(truncatingIfNeeded: packed) }
}

// MARK: - As bytes

extension BRAHeader {
  /// The six bytes, without the CRC.
  public var bytes: [UInt8] {
    (0..<6).map { UInt8(truncatingIfNeeded: packed &>> UInt64(40 - 8 * $0)) }
  }

  /// BRA_HeaderCRC over the six bytes.
  public var crc: UInt8 {
    // Two leading zero bytes do not change a CRC of 0, so the initial value goes into byte 0.
    CRC8.update(0, word: packed ^ UInt64(CRC8.initial) &<< 40)
  }

  /// The six bytes and their CRC as a number below 2^56.
  public var packedWithCRC: UInt64 { packed &<< 8 | UInt64(crc) }
}
