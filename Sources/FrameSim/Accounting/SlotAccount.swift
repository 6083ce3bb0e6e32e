internal import BRAEncoder

/// Counts the slots of frames by class, from what the frames carried.
///
/// Frames that look alike are counted together and turned into slots at the end, so that keeping the account costs a
/// frame next to nothing.
struct SlotAccount: Sendable {
  /// What decides the class of every slot of a frame.
  private struct Kind: Hashable {
    var shape: FrameShape
    var isPing: Bool
    var payloadBits: Int
    var blockBits: Int
    var byteCount: Int
  }

  private var finished: [Kind: UInt64] = [:]
  private var latest: Kind?
  private var latestCount: UInt64 = 0
  private var slotBySlot = SlotCounts()
  /// Idle payload bits of frames that were counted as if DP0 had been closed.
  private var idleBits: UInt64 = 0

  /// Adds a frame.
  mutating func add(_ plan: FramePlan, _ outcome: FrameOutcome) {
    let kind = Kind(
      shape: outcome.shape, isPing: !plan.command.isAccess, payloadBits: outcome.payloadBits,
      blockBits: outcome.block?.bits ?? 0, byteCount: plan.block?.header.byteCount ?? 0)
    if kind == latest {
      latestCount += 1
      return
    }
    flush()
    latest = kind
    latestCount = 1
  }

  /// Adds a frame whose DP0 reaches into Column 0: payload and control word share slots there, so each is looked at.
  mutating func add(_ map: SlotMap) {
    for slot in map.slots { slotBySlot[slot.slotClass] += 1 }
  }

  /// Adds Pings that were passed over.
  mutating func add(_ skipped: SkippedPings) {
    let kind = Kind(shape: skipped.shape, isPing: true, payloadBits: 0, blockBits: 0, byteCount: 0)
    finished[kind, default: 0] += skipped.frames
    idleBits += skipped.payloadBits
  }

  private mutating func flush() {
    if let latest { finished[latest, default: 0] += latestCount }
    latest = nil
    latestCount = 0
  }

  /// The slots of all frames added so far, by class.
  var counts: SlotCounts {
    var account = self
    account.flush()
    var counts = slotBySlot
    for (kind, frames) in account.finished {
      for (slotClass, slots) in Self.slots(of: kind) { counts[slotClass] += UInt64(slots) * frames }
    }
    // DP0 keeps out of Column 0 in them: what it owned is nobody's in a frame without it.
    counts[.free] -= idleBits
    counts[.dp0Idle] += idleBits
    return counts
  }

  private static func slots(of kind: Kind) -> [(SlotClass, Int)] {
    var slots: [(SlotClass, Int)] = [
      (.controlRequest, 1), (.controlSync, 13), (.controlParity, 1), (.controlResponse, 2),
    ]
    slots +=
      kind.isPing
      ? [(.controlCommand, 7), (.controlStatus, 24)] : [(.controlCommand, 23), (.controlData, 8)]
    slots.append((.column0Rest, kind.shape.rows - ControlWord.rowCount))
    if kind.payloadBits > 0 {
      slots += BlockLayout(
        payloadBits: kind.payloadBits, blockBits: kind.blockBits, byteCount: kind.byteCount
      ).runs.map { ($0.class, $0.bits) }
    }
    slots.append((.free, kind.shape.rows * (kind.shape.columns - 1) - kind.payloadBits))
    return slots
  }
}
