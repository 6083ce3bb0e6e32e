internal import BRAEncoder

/// What frames cost their owner: parts, commands, blocks, slot classes, and where the slots went.
///
/// Counted from what is on the wire and from whose it is, outside of whoever sent it. Frames of one kind that follow
/// each other are counted as a run, so that keeping the books costs a frame next to nothing.
package struct Ledger: Sendable {
  /// The first slot of the first frame.
  package let startSlot: UInt64
  /// The slot after the last frame.
  package private(set) var endSlot: UInt64
  /// What was counted, but for the run at hand.
  private var counts: LedgerCounts
  private var latest: FrameKind?
  private var latestKey: FrameKind.Key?
  /// Frames of that kind which are not counted yet.
  private var run: UInt64 = 0

  /// A ledger without frames; `limits` are those of the DP0 that its blocks go to. `countsSlots` says whether anybody
  /// wants to know the classes of the slots.
  package init(startSlot: UInt64, limits: DP0Limits = DP0Limits(), countsSlots: Bool = true) {
    self.startSlot = startSlot
    endSlot = startSlot
    counts = LedgerCounts(limits: limits, countsSlots: countsSlots)
  }

  /// The same without frames, in front of a slot.
  func starting(at slot: UInt64) -> Ledger {
    Ledger(startSlot: slot, counts: counts)
  }

  private init(startSlot: UInt64, counts: LedgerCounts) {
    self.startSlot = startSlot
    endSlot = startSlot
    self.counts = counts
  }

  /// What all frames so far cost.
  package var total: LedgerCounts {
    var counts = counts
    if let latest { counts.add(latest, run) }
    return counts
  }

  /// The frames so far, by part.
  package var frames: FrameCounts {
    var frames = counts.frames
    if let latest { frames[latest.share.part] += run }
    return frames
  }

  /// Counts a frame; `overlap` says where DP0 lies in it, if it reaches into Column 0.
  @inline(__always)
  mutating func count(
    _ plan: FramePlan, _ share: FrameShare, _ outcome: FrameOutcome, overlap: PortOverlap?
  ) {
    endSlot = outcome.startSlot &+ UInt64(outcome.shape.slots)
    let key = FrameKind.key(plan, share, outcome)
    if key == latestKey, overlap == nil {
      run &+= 1
    } else {
      latestKey = key
      change(plan, share, outcome, overlap)
    }
  }

  /// A frame of another kind than the one before, or one whose slots are looked at one by one.
  private mutating func change(
    _ plan: FramePlan, _ share: FrameShare, _ outcome: FrameOutcome, _ overlap: PortOverlap?
  ) {
    close()
    let kind = FrameKind(plan, share, outcome)
    if let overlap {
      counts.add(
        SlotMap(
          plan: plan, outcome: outcome, geometry: overlap.geometry, slotsSinceSSP: overlap.slotsSinceSSP),
        as: kind)
      latestKey = nil
    } else {
      latest = kind
      run = 1
    }
  }

  /// Counts the run at hand.
  private mutating func close() {
    if let latest { counts.add(latest, run) }
    latest = nil
    run = 0
  }

  /// Counts Pings that were passed over, as frames that are run.
  mutating func count(_ pings: SkippedPings, _ share: FrameShare) {
    close()
    latestKey = nil
    endSlot &+= pings.slots
    counts.add(pings, share)
  }
}
