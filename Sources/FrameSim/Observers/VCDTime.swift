/// Writes the times of a trace: `#` and decimal digits.
///
/// Eight digits at a time; those in front of them change rarely and are kept as text.
struct VCDTime {
  /// The time in units of 10^8.
  private var high: UInt64 = 0
  /// `#` and the digits of that, if it has any; the first character in the lowest byte.
  private var front = SIMD2<UInt64>(0x23, 0)
  private var frontCount = 1

  private static var unit: UInt64 { 100_000_000 }
  /// Bytes of the longest: 12 digits of units, and those that are written too much on the way.
  static let room = 24

  /// Writes a time and gives its end; touches no more than `room` bytes.
  @inline(__always)
  mutating func write(_ time: UInt64, at place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    let units = time / Self.unit
    if units != high { begin(units) }
    var digits = Self.digits(time &- units &* Self.unit)
    // Zeros in front of the first digit, but not the last digit of 0.
    let zeros = units == 0 ? min(56, digits.trailingZeroBitCount & ~7) : 0
    digits = (digits | 0x3030_3030_3030_3030) &>> UInt64(truncatingIfNeeded: zeros)
    place.storeBytes(of: front, as: SIMD2<UInt64>.self)
    place.storeBytes(of: digits.littleEndian, toByteOffset: frontCount, as: UInt64.self)
    return place + (frontCount &+ 8 &- zeros &>> 3)
  }

  /// Writes a time and a value of one bit that holds from then on, and gives the end.
  @inline(__always)
  mutating func write(
    _ time: UInt64, _ value: UInt64, of variable: VCDText.Variable, at place: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    VCDText.write(value, of: variable, at: write(time, at: place))
  }

  private mutating func begin(_ units: UInt64) {
    high = units
    var bytes: [UInt8] = [0x23]
    if units > 0 { bytes += String(units).utf8 }
    frontCount = bytes.count
    front = SIMD2(0, 0)
    for (index, byte) in bytes.enumerated() { front[index / 8] |= UInt64(byte) << UInt64(8 * (index % 8)) }
    front = SIMD2(front[0].littleEndian, front[1].littleEndian)
  }

  /// The eight digits of a number below 10^8, 0 to 9 each, the first in the lowest byte.
  @inline(__always)
  static func digits(_ value: UInt64) -> UInt64 {
    // Halves: of eight digits, of four, of two. The factors divide by 100 and 10 as far as such halves go.
    let four = value / 10000
    var x = four | (value &- four &* 10000) &<< 32
    let two = (x &* 10486) &>> 20 & 0x0000_007F_0000_007F
    x = two | (x &- two &* 100) &<< 16
    let one = (x &* 103) &>> 10 & 0x000F_000F_000F_000F
    return one | (x &- one &* 10) &<< 8
  }
}
