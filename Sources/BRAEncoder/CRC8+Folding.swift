// The polynomial is primitive, so x^255 = 1 and x^256 = x: to go on by 32 bytes, a remainder of 256 bits has only to be
// shifted by one bit. What is left at the end is reduced by look-ups that do not wait for one another.
extension CRC8 {
  /// The CRC of bytes that lie side by side; the fast way for whole blocks.
  public static func checksum(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
    guard bytes.count > 0 else { return initial }
    let bytes = UnsafeRawBufferPointer(bytes)
    if bytes.count <= 16 { return shortChecksum(bytes) }
    // Zeros in front do not change a CRC of 0, so the odd bytes come first and the initial value goes into byte 0.
    let head = bytes.count & 31
    var remainder = head > 0 ? Remainder(short: bytes, count: head) : Remainder(bytes, at: 0)
    remainder.add(initial, bytesFromEnd: head > 0 ? head : 32)
    var position = head > 0 ? head : 32
    while position < bytes.count {
      remainder.fold(Remainder(bytes, at: position))
      position &+= 32
    }
    var crc = reduce(remainder.w0)
    crc = reduce(remainder.w1 ^ UInt64(crc) &<< 56)
    crc = reduce(remainder.w2 ^ UInt64(crc) &<< 56)
    return reduce(remainder.w3 ^ UInt64(crc) &<< 56)
  }

  /// The CRC of 1 to 16 bytes: zeros in front do not count, so one or two words hold them.
  private static func shortChecksum(_ bytes: UnsafeRawBufferPointer) -> UInt8 {
    let start = UInt64(initial) &<< UInt64(8 &* ((bytes.count &- 1) & 7))
    var low = Remainder.word(bytes, endingAt: bytes.count)
    guard bytes.count > 8 else { return update(0, word: low ^ start) }
    let high = Remainder.word(bytes, endingAt: bytes.count &- 8) ^ start
    low ^= UInt64(update(0, word: high)) &<< 56
    return update(0, word: low)
  }

  /// The CRC of bytes that lie side by side; the fast way for whole blocks.
  public static func checksum(_ bytes: Span<UInt8>) -> UInt8 {
    bytes.withUnsafeBufferPointer { checksum($0) }
  }

  /// The CRC after eight more bytes, the most significant one first.
  public static func update(_ crc: UInt8, word: UInt64) -> UInt8 {
    reduce(word ^ UInt64(crc) &<< 56)
  }

  /// The CRC of eight bytes, from 0.
  @inline(__always)
  private static func reduce(_ word: UInt64) -> UInt8 {
    func part(_ byte: Int) -> UInt8 {
      CRC8Slices.all[byte &<< 8 | Int(truncatingIfNeeded: word &>> UInt64(8 &* byte) & 0xFF)]
    }
    let high = (part(7) ^ part(6)) ^ (part(5) ^ part(4))
    let low = (part(3) ^ part(2)) ^ (part(1) ^ part(0))
    return high ^ low
  }
}

/// 32 bytes of a message, or what is left of a longer one; the first byte is the top of `w0`.
private struct Remainder {
  var w0: UInt64
  var w1: UInt64
  var w2: UInt64
  var w3: UInt64

  /// The 32 bytes at `position`.
  init(_ bytes: UnsafeRawBufferPointer, at position: Int) {
    w0 = Self.word(bytes, at: position)
    w1 = Self.word(bytes, at: position &+ 8)
    w2 = Self.word(bytes, at: position &+ 16)
    w3 = Self.word(bytes, at: position &+ 24)
  }

  /// The first `count` bytes, 1 to 31, with zeros in front of them.
  init(short bytes: UnsafeRawBufferPointer, count: Int) {
    w0 = Self.word(bytes, endingAt: count &- 24)
    w1 = Self.word(bytes, endingAt: count &- 16)
    w2 = Self.word(bytes, endingAt: count &- 8)
    w3 = Self.word(bytes, endingAt: count)
  }

  /// The eight bytes in front of `end`, zeros where there are fewer.
  @inline(__always)
  static func word(_ bytes: UnsafeRawBufferPointer, endingAt end: Int) -> UInt64 {
    if end >= 8 { return word(bytes, at: end &- 8) }
    var word: UInt64 = 0
    var index = 0
    while index < end {
      word = word &<< 8 | UInt64(bytes[index])
      index &+= 1
    }
    return word
  }

  /// Adds a byte that has `bytesFromEnd - 1` bytes after it.
  mutating func add(_ byte: UInt8, bytesFromEnd: Int) {
    let shift = UInt64(truncatingIfNeeded: 8 &* (bytesFromEnd &- 1))
    let value = UInt64(byte) &<< (shift & 63)
    switch shift &>> 6 {
    case 0: w3 ^= value
    case 1: w2 ^= value
    case 2: w1 ^= value
    default: w0 ^= value
    }
  }

  /// Goes on by 32 bytes.
  mutating func fold(_ next: Remainder) {
    let carry = w0 &>> 63
    w0 = (w0 &<< 1 | w1 &>> 63) ^ next.w0
    w1 = (w1 &<< 1 | w2 &>> 63) ^ next.w1
    w2 = (w2 &<< 1 | w3 &>> 63) ^ next.w2
    w3 = (w3 &<< 1 ^ carry &<< 1) ^ next.w3
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, at position: Int) -> UInt64 {
    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }
}
