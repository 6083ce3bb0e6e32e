internal import BRAEncoder

// A mistake that is easily made.
extension CRC8 {
  /// The CRC with the least significant bit of each byte first.
  static func reflected(_ bytes: [UInt8]) -> UInt8 {
    var crc = initial
    for byte in bytes {
      crc ^= byte
      for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xB2 : 0) }
    }
    return crc
  }
}
