internal import FrameSim

/// From which size on BRA is always faster, if it takes so many slots more than a curve says: answered for any number.
struct BreakevenAdvantage: Sendable {
  /// From `bytes` on BRA is ahead by `slots` at least; ascending in both.
  private struct Rung {
    var slots: Int64
    var bytes: Int
  }

  private let rungs: [Rung]

  /// Compares two curves up to a longest transfer; `delays` are those that it will be asked for, in slots.
  init(bra: TransferCurve, column0: TransferCurve, maxBytes: Int, delays: ClosedRange<Int64>) {
    var rungs: [Rung] = []
    var least = Int64.max
    var (b, c) = (bra.steps.count - 1, column0.steps.count - 1)
    var last = maxBytes
    while b >= 0, c >= 0, last > 0 {
      // Both curves are level from the end of the later of the steps below on.
      let below = max(b > 0 ? bra.steps[b - 1].bytes : 0, c > 0 ? column0.steps[c - 1].bytes : 0)
      least = min(least, Int64(bitPattern: column0.steps[c].slots &- bra.steps[b].slots))
      // A lead that is no delay's match, or any delay's, is like another.
      let slots = min(least, delays.upperBound + 1)
      if slots <= delays.lowerBound { break }
      if let top = rungs.last, top.slots == slots {
        rungs[rungs.count - 1].bytes = below + 1
      } else {
        rungs.append(Rung(slots: slots, bytes: below + 1))
      }
      last = below
      if b > 0, bra.steps[b - 1].bytes == below { b -= 1 }
      if c > 0, column0.steps[c - 1].bytes == below { c -= 1 }
    }
    self.rungs = rungs.reversed()
  }

  /// The smallest size from which on BRA is faster for every size up to the longest although it takes so many slots
  /// more, or nil.
  func breakEvenBytes(delay: Int64) -> Int? {
    let index = rungs.indices.partitionPoint { rungs[$0].slots > delay }
    return index < rungs.count ? rungs[index].bytes : nil
  }
}
