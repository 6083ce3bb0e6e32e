/// The pulses of an enabled trigger, as slots: the first slot that starts at a pulse or after it.
struct TriggerClock: Hashable, Sendable {
  /// Where the pulses lie.
  private enum Pulses: Hashable, Sendable {
    /// So many nanoseconds after a slot, and then again and again.
    case timer(start: UInt64, offset: UInt64, period: UInt64)
    /// In a slot, and then again and again.
    case slots(first: UInt64, period: UInt64)
  }

  private let pulses: Pulses
  /// How many there are at most.
  private let limit: UInt64
  /// The first slot in which there are none any more.
  var end = UInt64.max
  /// Those that were seen.
  private(set) var seen: UInt64 = 0

  private init(_ pulses: Pulses, limit: UInt64 = .max) {
    self.pulses = pulses
    self.limit = limit
  }

  /// A timer that is enabled in front of a slot.
  init(hertz: Int, offsetNanoseconds: UInt64, from slot: UInt64) {
    self.init(
      .timer(
        start: slot, offset: offsetNanoseconds, period: OffloadTrigger.periodNanoseconds(hertz: hertz)))
  }

  /// A pulse at the start of every frame whose number is `phase` modulo `frames`, from the one in `view` on.
  init(every frames: Int, phase: Int, _ view: HostView) {
    let interval = UInt64(max(1, frames))
    let ahead = (UInt64(max(0, phase)) % interval + interval - view.frame % interval) % interval
    self.init(
      .slots(first: view.slot(framesAhead: ahead), period: interval &* UInt64(view.shape.slots)))
  }

  /// So many pulses, from a slot on.
  init(from slot: UInt64, every slots: UInt64, count: UInt64) {
    self.init(.slots(first: slot, period: max(1, slots)), limit: count)
  }

  /// No pulses.
  static let silent = TriggerClock(from: 0, every: 1, count: 0)

  /// The slot of a pulse, from 0; the last there is where there is none.
  private func slot(of pulse: UInt64, _ timeline: BusTimeline) -> UInt64 {
    guard pulse < limit else { return .max }
    let slot: UInt64
    switch pulses {
    case .timer(let start, let offset, let period):
      let (time, overflow) = period.multipliedReportingOverflow(by: pulse)
      guard !overflow else { return .max }
      slot = timeline.slot(atOrAfter: HostInstant(slot: start, nanoseconds: time) + offset)
    case .slots(let first, let period):
      let (time, overflow) = period.multipliedReportingOverflow(by: pulse)
      let (sum, overflow2) = first.addingReportingOverflow(time)
      guard !overflow, !overflow2 else { return .max }
      slot = sum
    }
    return slot < end ? slot : .max
  }

  /// The slot of the first pulse that was not seen; the last there is where no other comes.
  func next(_ timeline: BusTimeline) -> UInt64 { slot(of: seen, timeline) }

  /// Whether all pulses were seen that there are, and none is left that did not come as its trigger went away.
  var isThrough: Bool { seen >= limit }

  /// How many pulses there are up to a slot, that slot included.
  private func count(upTo slot: UInt64, _ timeline: BusTimeline) -> UInt64 {
    guard end > 0 else { return 0 }
    let last = min(slot, end - 1)
    switch pulses {
    case .timer(let start, let offset, let period):
      guard last >= start else { return 0 }
      let elapsed = timeline.wholeNanoseconds(slots: last - start)
      guard elapsed >= offset else { return 0 }
      return min(limit, (elapsed - offset) / period + 1)
    case .slots(let first, let period):
      guard last >= first else { return 0 }
      return min(limit, (last - first) / period + 1)
    }
  }

  /// Sees all pulses up to a slot, that slot included; gives how many are new.
  mutating func see(upTo slot: UInt64, _ timeline: BusTimeline) -> UInt64 {
    let count = count(upTo: slot, timeline)
    defer { seen = max(seen, count) }
    return count > seen ? count - seen : 0
  }

  /// Sees all pulses before a slot; gives how many are new.
  mutating func see(before slot: UInt64, _ timeline: BusTimeline) -> UInt64 {
    slot == 0 ? 0 : see(upTo: slot - 1, timeline)
  }
}
