/// Where in its window a port is at slot [0,0], kept up from frame to frame.
///
/// Divides only where geometry, shape or synchronisation point changed; in between one frame adds what it is longer than
/// whole windows.
struct WindowPhase: Hashable, Sendable {
  /// Slots of the window that are past.
  private(set) var value: UInt64 = 0
  private var interval: UInt64 = 1
  private var step: UInt64 = 0

  /// Works it out anew.
  init(sampleInterval: Int = 1, slotsPerFrame: Int = 0, slotsSinceSSP: UInt64 = 0) {
    interval = UInt64(max(1, sampleInterval))
    step = UInt64(slotsPerFrame) % interval
    value = slotsSinceSSP % interval
  }

  /// Goes on by a frame.
  @inline(__always)
  mutating func advance() {
    guard step != 0 else { return }
    value += step
    if value >= interval { value -= interval }
  }
}
