/// Counts HIGH levels for PAR.
///
/// The window runs from slot [44,1] of one frame through [44,0] of the next; PAR is 1 when the number of HIGH
/// slots in it is odd. Source: section 4.1, Fig 24 and 25.
struct ParityCounter: Hashable, Sendable {
  /// The parity of the window in progress.
  private(set) var running: UInt64 = 0
  /// The parity of the window that ended last: what PAR has to be.
  private(set) var latched: UInt64 = 0

  /// Counts one sampled level, 0 or 1.
  @inline(__always)
  mutating func count(_ level: UInt64) {
    running ^= level
  }

  /// Ends the window, after slot [44,0], and begins the next.
  @inline(__always)
  mutating func endWindow() {
    latched = running
    running = 0
  }
}
