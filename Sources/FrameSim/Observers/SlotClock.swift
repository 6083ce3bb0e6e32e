/// When slots begin: slot numbers as nanoseconds, computed from the number and never accumulated.
///
/// A time is exact to its rounding for any slot; half a nanosecond is rounded up. Source: section 1.2 for the edges,
/// the trace format for the quarter of a slot.
public struct SlotClock: Hashable, Sendable {
  /// Slots per second: twice the clock frequency.
  public let slotRateHz: UInt64

  /// The highest slot rate: slots of 2 ns, so that a nanosecond lies between any two edges.
  public static let maximumSlotRateHz: UInt64 = 500_000_000

  /// A clock, or nil for a rate of 0 or above `maximumSlotRateHz`.
  public init?(slotRateHz: UInt64) {
    guard slotRateHz > 0, slotRateHz <= Self.maximumSlotRateHz else { return nil }
    self.slotRateHz = slotRateHz
  }

  /// The edge that opens `slot`: round(slot x 10^9 / slotRateHz) ns. 64 bits hold 584 years.
  public func edge(_ slot: UInt64) -> UInt64 {
    let (seconds, rest) = slot.quotientAndRemainder(dividingBy: slotRateHz)
    // The rest is below 5 x 10^8, so that no product leaves 64 bits.
    return seconds &* 1_000_000_000 &+ (2_000_000_000 * rest + slotRateHz) / (2 * slotRateHz)
  }

  /// When the data of `slot` changes: a quarter of a slot after its opening edge, rounded by itself.
  ///
  /// Above 250 MHz a quarter of a slot can round to the edge; the data then changes 1 ns after it, which is still
  /// before the closing edge, so that whoever samples at an edge sees the slot that the edge closes.
  public func dataChange(_ slot: UInt64) -> UInt64 {
    let (seconds, rest) = slot.quotientAndRemainder(dividingBy: slotRateHz)
    let quarter = (2_000_000_000 * (4 * rest + 1) + 4 * slotRateHz) / (8 * slotRateHz)
    return max(seconds &* 1_000_000_000 &+ quarter, edge(slot) &+ 1)
  }
}
