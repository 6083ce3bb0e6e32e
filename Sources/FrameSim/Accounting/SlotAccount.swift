internal import BRAEncoder

/// Counts the slots of frames by class, from what the frames carried.
///
/// Frames that look alike are counted together and turned into slots at the end.
struct SlotAccount: Sendable {
  /// What decides the class of every slot of a frame.
  private struct Kind: Hashable {
    var shape: FrameShape
    var isPing: Bool
    var payloadBits: Int
    var blockBits: Int
    var byteCount: Int
    var isFake = false
  }

  private var frames: [Kind: UInt64] = [:]
  private var slotBySlot = SlotCounts()
  /// Idle payload bits of frames that were counted as if DP0 had been closed.
  private var idleBits: UInt64 = 0

  /// Adds so many frames.
  mutating func add(_ kind: FrameKind, _ count: UInt64) {
    let kind = Kind(
      shape: kind.shape, isPing: kind.opcode == .ping, payloadBits: kind.payloadBits,
      blockBits: kind.block?.bits ?? 0, byteCount: kind.byteCount, isFake: kind.isFake)
    frames[kind, default: 0] += count
  }

  /// Adds a frame whose DP0 reaches into Column 0: payload and control word share slots there, so each is looked at.
  mutating func add(_ map: SlotMap) {
    for slot in map.slots { slotBySlot[slot.slotClass] += 1 }
  }

  /// Adds Pings that were passed over.
  mutating func add(_ skipped: SkippedPings) {
    let kind = Kind(shape: skipped.shape, isPing: true, payloadBits: 0, blockBits: 0, byteCount: 0)
    frames[kind, default: 0] += skipped.frames
    idleBits += skipped.payloadBits
  }

  /// The slots of all frames added so far, by class.
  var counts: SlotCounts {
    var counts = slotBySlot
    for (kind, frames) in frames {
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
        payloadBits: kind.payloadBits, blockBits: kind.blockBits, byteCount: kind.byteCount,
        isFake: kind.isFake
      ).runs.map { ($0.class, $0.bits) }
    }
    slots.append((.free, kind.shape.rows * (kind.shape.columns - 1) - kind.payloadBits))
    return slots
  }
}
