/// The dynamic sync generator: a 4-bit shift register, clocked once per frame.
///
/// `next = {q[2], q[1], q[0], q[3] XOR q[2]}`, 1111 after reset, period 15. Source: Fig 26, Table 38.
public struct DynamicSync: Hashable, Sendable {
  /// The four bits of the current frame, bit 3 first on the wire.
  public private(set) var value: UInt8 = 0xF

  /// The generator as it stands after a reset.
  public init() {}

  /// Moves on to the next frame.
  @inline(__always)
  public mutating func step() {
    value = value << 1 & 0xF | (value >> 3 ^ value >> 2) & 1
  }
}
