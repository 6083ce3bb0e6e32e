/// CRC-8 of BRA as a shift register, one bit per slot (section 11.2).
///
/// Polynomial x^8 + x^6 + x^3 + x^2 + 1, start value 0xFF, most significant bit first. The register sits in the top
/// byte of a word, where one arithmetic shift turns its leading bit into the feedback mask.
struct BitCRC: Hashable, Sendable {
  private var register = start

  private static let start: UInt64 = 0xFF << 56
  private static let polynomial: UInt64 = 0x4D << 56

  /// The CRC of the bits so far; 0 after a run that ended with its own CRC.
  var value: UInt64 { register >> 56 }

  @inline(__always)
  mutating func shift(in bit: UInt64) {
    let next = register ^ bit &<< 63
    let feedback = UInt64(bitPattern: Int64(bitPattern: next) &>> 63)
    register = next &<< 1 ^ feedback & Self.polynomial
  }

  mutating func restart() {
    register = Self.start
  }
}
