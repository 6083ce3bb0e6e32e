/// A moment of the engine's clock, in billionths of a slot since slot 0: slots and nanoseconds are both whole numbers of them, so that
/// times add up exactly.
struct BAMTime: Hashable, Comparable, Sendable {
  private var value: UInt128

  /// Later than anything.
  static let never = BAMTime(value: .max)

  private init(value: UInt128) { self.value = value }

  /// The start of a slot.
  init(slot: UInt64) { value = UInt128(slot) * Self.perSlot }

  private static var perSlot: UInt128 { 1_000_000_000 }

  /// So many nanoseconds later, with so many slots a second.
  func adding(_ nanoseconds: UInt64, _ slotRateHz: UInt64) -> BAMTime {
    self == .never ? self : BAMTime(value: value + UInt128(nanoseconds) * UInt128(slotRateHz))
  }

  /// The first slot that starts at it or later.
  var slotAtOrAfter: UInt64 {
    self == .never ? .max : Self.clamped((value + (Self.perSlot - 1)) / Self.perSlot)
  }

  /// The slot that it lies in.
  var slot: UInt64 { Self.clamped(value / Self.perSlot) }

  /// Whole nanoseconds from another that is no later.
  func nanoseconds(since other: BAMTime, _ slotRateHz: UInt64) -> UInt64 {
    guard value > other.value, slotRateHz > 0 else { return 0 }
    return Self.clamped((value - other.value) / UInt128(slotRateHz))
  }

  private static func clamped(_ value: UInt128) -> UInt64 { UInt64(clamping: value) }

  static func < (a: BAMTime, b: BAMTime) -> Bool { a.value < b.value }
}
