/// When the Manager gives stream synchronisation points by Pings (section 7.2).
///
/// While a data channel is open, one is given at the last frame boundary before an interval is over that is a multiple of the
/// sample interval after the previous one, so that it changes no window. Where no boundary is, none is given. A bank switch is
/// one, too.
package struct SyncPoints: Hashable, Sendable {
  /// Slots within which the next has to come; 0 where the host gives none.
  private let interval: UInt64
  /// The first slot of the frame at whose end the next is due.
  private(set) var dueSlot = UInt64.max
  /// Pings that were sent for one.
  private(set) var given: UInt64 = 0

  /// None so far, at most `interval` slots apart; 0 is never.
  init(interval: UInt64) { self.interval = interval }

  /// Whether the host gives any.
  @inline(__always)
  var isOn: Bool { interval > 0 }

  /// Whether there is a next, as far as is known.
  @inline(__always)
  var isDue: Bool { dueSlot < .max }

  /// The frames from one to the next where windows are `sampleInterval` slots long; nil where no boundary is early enough.
  package static func frames(interval: UInt64, sampleInterval: Int, slotsPerFrame: Int) -> UInt64? {
    let windows = UInt64(
      BlockCapacity.period(sampleInterval: sampleInterval, slotsPerFrame: slotsPerFrame))
    let (slots, overflow) = windows.multipliedReportingOverflow(by: UInt64(slotsPerFrame))
    guard interval > 0, !overflow, slots <= interval else { return nil }
    return interval / slots * windows
  }

  /// A frame with a command ended, or one with a synchronisation point: finds out when the next is due.
  mutating func look(_ bus: inout Bus, _ view: HostView, after command: Command = .ping) {
    if command == .ping(ssp: true) { given &+= 1 }
    dueSlot = .max
    guard bus.manager.isDP0Open, isOn else { return }
    let slots = view.shape.slots
    let sampleInterval = bus.manager.portSettings.geometry.sampleInterval
    guard
      let frames = Self.frames(interval: interval, sampleInterval: sampleInterval, slotsPerFrame: slots)
    else { return }
    // The next boundary of whole windows, if that is later than the last in time.
    let windows = UInt64(BlockCapacity.period(sampleInterval: sampleInterval, slotsPerFrame: slots))
    let past = view.slotsSinceSSP / UInt64(slots)
    let next = max(frames, (past / windows + 1) * windows)
    dueSlot = view.slot &+ (next - 1 - past) &* UInt64(slots)
  }
}
