internal import FrameSim

/// Both ways of a transfer, for every size from 1 to the longest, in slots.
///
/// The comparison is exact although neither curve need be monotonic: every size is compared, each with durations that
/// were simulated (`Simulation.curve`).
struct BreakevenCurves: Sendable {
  let bra: TransferCurve
  let column0: TransferCurve
  let maxBytes: Int

  /// The smallest size from which on BRA is faster for every size up to the longest, or nil.
  var breakEvenBytes: Int? {
    var smallest: Int?
    for bytes in stride(from: maxBytes, through: 1, by: -1) {
      guard braWins(bytes) else { break }
      smallest = bytes
    }
    return smallest
  }

  /// The smallest size at which BRA is faster at all, or nil.
  var firstWinBytes: Int? {
    (1...maxBytes).first(where: braWins)
  }

  /// Whether BRA takes strictly fewer slots, teardown and waits included.
  func braWins(_ bytes: Int) -> Bool {
    guard let bra = bra.step(for: bytes), let column0 = column0.step(for: bytes) else { return false }
    return bra.slots < column0.slots
  }
}
