/// Where the slots of a bus lie in time, and the only place that turns one into the other.
///
/// The clock runs all the time, at one rate.
public struct BusTimeline: Hashable, Sendable {
  /// Bit slots per second.
  public let slotRateHz: UInt64

  /// A clock that gives so many slots per second, from 1 on.
  public init(slotRateHz: UInt64) {
    self.slotRateHz = max(1, slotRateHz)
  }

  /// The clock of a bus, in hertz; data go with both of its edges.
  public init(clockHz: Int) {
    self.init(slotRateHz: 2 * UInt64(max(1, clockHz)))
  }

  /// The seconds from the start of a slot to that of a later one.
  public func seconds(from start: UInt64, to end: UInt64) -> Double {
    Double(end - start) / Double(slotRateHz)
  }

  /// The first slot that starts at a moment or after it; no later than 2^64 - 1.
  package func slot(atOrAfter instant: HostInstant) -> UInt64 {
    let (slot, overflow) = instant.slot.addingReportingOverflow(slots(nanoseconds: instant.nanoseconds))
    return overflow ? .max : slot
  }

  /// The whole slots that lie in a time.
  package func wholeSlots(nanoseconds: UInt64) -> UInt64 {
    let product = nanoseconds.multipliedFullWidth(by: slotRateHz)
    guard product.high < 1_000_000_000 else { return .max }
    return UInt64(1_000_000_000).dividingFullWidth(product).quotient
  }

  /// The whole nanoseconds that lie in some slots; no more than a host's time can be.
  package func wholeNanoseconds(slots: UInt64) -> UInt64 {
    let product = slots.multipliedFullWidth(by: 1_000_000_000)
    guard product.high < slotRateHz else { return .max }
    return slotRateHz.dividingFullWidth(product).quotient
  }

  /// The slots that a time takes which starts with a slot, the last of them counted whole.
  package func slots(nanoseconds: UInt64) -> UInt64 {
    // ceil(ns x rate / 10^9), in 128 bits.
    let product = nanoseconds.multipliedFullWidth(by: slotRateHz)
    guard product.high < 1_000_000_000 else { return .max }
    let (quotient, remainder) = UInt64(1_000_000_000).dividingFullWidth(product)
    return remainder == 0 ? quotient : quotient &+ 1
  }
}
