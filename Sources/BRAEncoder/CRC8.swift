/// The CRC-8 of SoundWire blocks: x^8 + x^6 + x^3 + x^2 + 1, most significant bit first, not reflected, no final XOR.
///
/// Over a message and its CRC the result is 0. Source: protocol reference section 11.2.
public enum CRC8 {
  /// The value before the first bit.
  public static let initial: UInt8 = 0xFF

  /// The polynomial without its x^8 term.
  public static let polynomial: UInt8 = 0x4D

  /// The CRC after one more bit; this is the definition that everything else is checked against.
  ///
  /// Only the lowest bit of `bit` counts.
  @inlinable
  public static func update(_ crc: UInt8, bit: UInt8) -> UInt8 {
    let feedback = (crc &>> 7 ^ bit) & 1
    return crc &<< 1 ^ (0 &- feedback) & 0x4D
  }

  /// The CRC after one more byte.
  @inlinable
  public static func update(_ crc: UInt8, _ byte: UInt8) -> UInt8 {
    CRC8Slices.all[Int(crc ^ byte)]
  }

  /// The CRC of bytes in the order they are sent.
  @inlinable
  public static func checksum<S: Sequence>(_ bytes: S) -> UInt8 where S.Element == UInt8 {
    if let crc = bytes.withContiguousStorageIfAvailable({ checksum($0) }) { return crc }
    var crc = initial
    for byte in bytes { crc = update(crc, byte) }
    return crc
  }
}
