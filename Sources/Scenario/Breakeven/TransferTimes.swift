internal import FrameSim

/// What one way takes: every size up to the longest that is compared, and some beyond.
struct TransferTimes: Sendable {
  let near: TransferCurve
  /// Begins somewhere beyond the nearer one.
  let far: TransferCurve?

  /// Slots of a transfer, or nil where it was not looked at.
  func slots(_ bytes: Int) -> UInt64? {
    (near.step(for: bytes) ?? far?.step(for: bytes))?.slots
  }
}
