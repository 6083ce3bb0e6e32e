public enum CRC8 {
  public static let initial: UInt8 = 0xFF
  @inlinable public static func update(_ crc: UInt8, bit: UInt8) -> UInt8 {
    let top = (crc >> 7 ^ bit) & 1
    return crc << 1 ^ (0 &- top) & 0x4D
  }
}
public enum BRAHeaderType: UInt8, Hashable, Sendable { case idle = 0, reserved1 = 1, reserved2 = 2, active = 3 }
public enum BRAOperation: Hashable, Sendable { case read, write }
public struct BRAHeader: Hashable, Sendable {
  public var packed: UInt64
  public init(packed: UInt64) { self.packed = packed }
  public init?(type: BRAHeaderType, operation: BRAOperation, device: Int, address: UInt32, byteCount: Int) {
    packed = UInt64(type.rawValue) << 46 | UInt64(device) << 42 | (operation == .write ? 1 << 41 : 0) | UInt64(byteCount) << 32 | UInt64(address)
  }
  public var type: BRAHeaderType { BRAHeaderType(rawValue: UInt8(packed >> 46 & 3)) ?? .idle }
  public var operation: BRAOperation { packed >> 41 & 1 == 1 ? .write : .read }
  public var device: Int { Int(packed >> 42 & 15) }
  public var byteCount: Int { Int(packed >> 32 & 511) }
  public var address: UInt32 { UInt32(truncatingIfNeeded: packed) }
}
public struct BRAHeaderResponse: RawRepresentable, Hashable, Sendable {
  public enum Received { case ignored, ok, notReady, abort }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let ok = Self(rawValue: 0x08), okNotReady = Self(rawValue: 0x28), ignored = Self(rawValue: 0), failed = Self(rawValue: 0x10)
  public var nak: Bool { rawValue & 0x10 != 0 }
  public var ack: Bool { rawValue & 8 != 0 }
  public var received: Received { nak ? .abort : rawValue & 8 == 0 ? .ignored : rawValue & 0x20 != 0 ? .notReady : .ok }
}
public struct BRAFooterResponse: RawRepresentable, Hashable, Sendable {
  public enum Received { case ignored, good, bad, abort }
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let okGood = Self(rawValue: 0x08), okBad = Self(rawValue: 0x28), ignored = Self(rawValue: 0), failed = Self(rawValue: 0x10)
  public var nak: Bool { rawValue & 0x10 != 0 }
  public var ack: Bool { rawValue & 8 != 0 }
  public var received: Received { nak ? .abort : rawValue & 8 == 0 ? .ignored : rawValue & 0x20 != 0 ? .bad : .good }
}
extension BRAHeader { public var packedWithCRC: UInt64 { var c = CRC8.initial; for i in 0..<48 { c = CRC8.update(c, bit: UInt8(packed >> UInt64(47 - i) & 1)) }; return packed << 8 | UInt64(c) } }
extension CRC8 { public static func checksum(_ b: UnsafeBufferPointer<UInt8>) -> UInt8 { var c = initial; for x in b { for i in 0..<8 { c = update(c, bit: x >> UInt8(7 - i) & 1) } }; return c } }
public enum BRALimits { public static let lane0 = 470 }
public enum BRASplitter {
  public static func bytesPerFrame(payloadBits: Int) -> Int? { payloadBits / 8 - 10 >= 1 ? payloadBits / 8 - 10 : nil }
  public static func dataBytes(capacity: Int, peripheralMaximum: Int, alignment: Int) throws -> Int {
    struct E: Error {}
    let d = min(capacity, peripheralMaximum, 511)
    if d < alignment { throw E() }
    return d - d % alignment
  }
}
