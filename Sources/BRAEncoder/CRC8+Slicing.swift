/// Eight tables behind one another: table `k` holds the effect of a byte with `k` more bytes behind it.
private let slices: [UInt8] = {
  var slices = (0...255).map { CRC8.update(0, $0) }
  for index in 256..<8 * 256 { slices.append(CRC8.update(0, slices[index - 256])) }
  return slices
}()

// Whole words at a time: the eight look-ups of a word do not wait for one another.
extension CRC8 {
  /// The CRC of bytes that lie side by side; the fast way for whole blocks.
  public static func checksum(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
    slices.withUnsafeBufferPointer { slices in
      var crc = initial
      var rest = UnsafeRawBufferPointer(bytes)
      while rest.count >= 8 {
        crc = reduce(UInt64(bigEndian: rest.loadUnaligned(as: UInt64.self)) ^ UInt64(crc) &<< 56, slices)
        rest = UnsafeRawBufferPointer(rebasing: rest[8...])
      }
      for byte in rest { crc = update(crc, byte) }
      return crc
    }
  }

  /// The CRC of bytes that lie side by side; the fast way for whole blocks.
  public static func checksum(_ bytes: Span<UInt8>) -> UInt8 {
    bytes.withUnsafeBufferPointer { checksum($0) }
  }

  /// The CRC after eight more bytes, the most significant one first.
  public static func update(_ crc: UInt8, word: UInt64) -> UInt8 {
    slices.withUnsafeBufferPointer { reduce(word ^ UInt64(crc) &<< 56, $0) }
  }

  /// The remainder of eight bytes.
  @inline(__always)
  private static func reduce(_ word: UInt64, _ slices: UnsafeBufferPointer<UInt8>) -> UInt8 {
    func part(_ byte: Int) -> UInt8 {
      slices[byte &<< 8 | Int(truncatingIfNeeded: word &>> UInt64(8 &* byte) & 0xFF)]
    }
    let high = (part(7) ^ part(6)) ^ (part(5) ^ part(4))
    let low = (part(3) ^ part(2)) ^ (part(1) ^ part(0))
    return high ^ low
  }
}
