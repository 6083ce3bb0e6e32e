/// BRA_FooterResponse, the last byte of a block: as one Target sends it, or as everybody reads it after the wired OR.
///
/// Bits 7 and 6 are reserved, bit 5 is Result (1 is Bad), bit 4 NAK, bit 3 ACK, bits 2 to 0 are
/// implementation-defined. Source: protocol reference Table 124.
public struct BRAFooterResponse: RawRepresentable, Hashable, Sendable {
  /// What a response means to those who read it.
  public enum Received: Hashable, Sendable, CaseIterable {
    /// Nobody answered.
    case ignored
    /// The data arrived and was accepted, or what was read is valid.
    case good
    /// The data arrived but was not accepted, or what was read is not valid.
    case bad
    /// At least one Target could not trust the data.
    case abort
  }

  /// The byte.
  public var rawValue: UInt8

  /// The response that a byte spells.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Arrived and accepted.
  @inlinable
  public static var okGood: Self { Self(rawValue: 0x08) }
  /// Arrived, but not accepted.
  @inlinable
  public static var okBad: Self { Self(rawValue: 0x28) }
  /// The data's CRC was wrong.
  @inlinable
  public static var failed: Self { Self(rawValue: 0x10) }
  /// No answer.
  @inlinable
  public static var ignored: Self { Self(rawValue: 0x00) }

  /// NAK, bit 4.
  @inlinable
  public var nak: Bool { rawValue & 0x10 != 0 }
  /// ACK, bit 3.
  @inlinable
  public var ack: Bool { rawValue & 0x08 != 0 }
  /// Result, bit 5: true is Bad.
  @inlinable
  public var bad: Bool { rawValue & 0x20 != 0 }
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
    return bad ? .bad : .good
  }
}
