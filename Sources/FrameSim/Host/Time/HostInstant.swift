/// A moment of the host's time: so many nanoseconds after the start of a bit slot.
///
/// Exact: a time that begins with a slot and lasts some nanoseconds is kept as both, whatever the clock.
/// `BusTimeline` turns it into slots.
package struct HostInstant: Hashable, Sendable {
  /// The absolute number of the slot.
  package var slot: UInt64
  /// Nanoseconds after its start; they may be longer than the slot.
  package var nanoseconds: UInt64

  /// The start of a slot, or so many nanoseconds after it.
  package init(slot: UInt64, nanoseconds: UInt64 = 0) {
    self.slot = slot
    self.nanoseconds = nanoseconds
  }

  /// So many nanoseconds later; no later than a host's time can be.
  package static func + (instant: HostInstant, nanoseconds: UInt64) -> HostInstant {
    let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(nanoseconds)
    return HostInstant(slot: instant.slot, nanoseconds: overflow ? .max : sum)
  }
}
