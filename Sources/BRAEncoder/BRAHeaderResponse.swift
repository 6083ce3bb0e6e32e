/// BRA_HeaderResponse, byte 7 of a block: as one Target sends it, or as everybody reads it after the wired OR.
///
/// Bits 7 and 6 are reserved, bit 5 is NotReady, bit 4 NAK, bit 3 ACK, bits 2 to 0 are implementation-defined.
/// Source: protocol reference Table 123.
public struct BRAHeaderResponse: RawRepresentable, Hashable, Sendable {
  /// What a response means to those who read it.
  public enum Received: Hashable, Sendable, CaseIterable {
    /// Nobody was addressed, or nobody listens.
    case ignored
    /// The block goes on.
    case ok
    /// At least one addressed Target cannot take part now.
    case notReady
    /// At least one Target could not trust the header: nobody acts.
    case abort
  }

  /// The byte.
  public var rawValue: UInt8

  /// The response that a byte spells.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Selected and ready.
  @inlinable
  public static var ok: Self { Self(rawValue: 0x08) }
  /// Selected, but not ready.
  @inlinable
  public static var okNotReady: Self { Self(rawValue: 0x28) }
  /// Not selected.
  @inlinable
  public static var ignored: Self { Self(rawValue: 0x00) }
  /// The header's CRC was wrong.
  @inlinable
  public static var failed: Self { Self(rawValue: 0x10) }

  /// NAK, bit 4.
  @inlinable
  public var nak: Bool { rawValue & 0x10 != 0 }
  /// ACK, bit 3.
  @inlinable
  public var ack: Bool { rawValue & 0x08 != 0 }
  /// NotReady, bit 5.
  @inlinable
  public var notReady: Bool { rawValue & 0x20 != 0 }
  /// Whether a reserved bit is set.
  @inlinable
  public var hasReservedBits: Bool { rawValue & 0xC0 != 0 }

  /// What the line carries when two Targets answer.
  @inlinable
  public func merged(with other: Self) -> Self { Self(rawValue: rawValue | other.rawValue) }

  /// What it means as received; reserved and implementation-defined bits do not count.
  @inlinable
  public var received: Received {
    if nak { return .abort }
    if !ack { return .ignored }
    return notReady ? .notReady : .ok
  }
}
