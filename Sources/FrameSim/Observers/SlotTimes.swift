/// The times of slots that follow each other, as `SlotClock` has them, without a division for each.
struct SlotTimes {
  /// The edge that opens the slot.
  private(set) var edge: UInt64
  /// What was rounded off that edge, or added to it, in parts of a nanosecond: 2 x slot rate of them are one.
  private var part: UInt64
  private let parts: UInt64
  private let step: UInt64
  private let stepParts: UInt64
  private let quarter: UInt64
  /// From how many parts on a quarter of a slot is a nanosecond longer.
  private let quarterRoundsUp: UInt64

  /// The times from a slot on.
  init(_ clock: SlotClock, from slot: UInt64) {
    let rate = clock.slotRateHz
    parts = 2 * rate
    edge = clock.edge(slot)
    part = (2_000_000_000 * (slot % rate) + rate) % parts
    (step, stepParts) = UInt64(2_000_000_000).quotientAndRemainder(dividingBy: parts)
    let rest: UInt64
    (quarter, rest) = UInt64(2_000_000_000).quotientAndRemainder(dividingBy: 4 * parts)
    // 4 x part + rest >= 4 x parts.
    quarterRoundsUp = parts - rest / 4
  }

  /// When the data of the slot changes.
  @inline(__always)
  var dataChange: UInt64 {
    edge &+ max(1, quarter &+ (part >= quarterRoundsUp ? 1 : 0))
  }

  /// Goes on to the next slot.
  @inline(__always)
  mutating func advance() {
    part &+= stepParts
    edge &+= step
    if part >= parts {
      part &-= parts
      edge &+= 1
    }
  }
}
