internal import BRAEncoder

/// What the frames of a ledger add up to.
package struct LedgerCounts: Sendable {
  /// The frames, by part.
  package private(set) var frames = FrameCounts()
  /// The frames of host time, by the step they followed.
  package private(set) var hostFrames = FrameCounts()
  /// The commands, by opcode.
  package private(set) var commands = CommandCounts()
  /// The blocks, by outcome.
  package private(set) var blocks = BlockCounts()
  /// Frames with a block that was sent only to fill a host's buffer.
  package private(set) var fakeFrames: UInt64 = 0
  /// Frames in which a block or a byte went out again.
  package private(set) var retries: UInt64 = 0
  /// Where the slots went.
  package private(set) var split = SlotSplit()
  /// The slots by class, where somebody wants to know.
  private var account: SlotAccount?
  private var room: BlockRoom
  /// The part of the latest command.
  private var latestStep = FramePart.setup

  init(limits: DP0Limits, countsSlots: Bool) {
    account = countsSlots ? SlotAccount() : nil
    room = BlockRoom(limits)
  }

  /// The slots, by class.
  package var slots: SlotCounts { account?.counts ?? SlotCounts() }

  /// Adds so many frames of a kind.
  mutating func add(_ kind: FrameKind, _ frames: UInt64) {
    addAll(kind, frames)
    account?.add(kind, frames)
  }

  /// Adds a frame whose slots are looked at one by one.
  mutating func add(_ map: SlotMap, as kind: FrameKind) {
    addAll(kind, 1)
    account?.add(map)
  }

  /// Adds Pings that were passed over.
  mutating func add(_ pings: SkippedPings, _ share: FrameShare) {
    addAll(FrameKind(pings, share), pings.frames)
    account?.add(pings)
  }

  /// All but the classes of the slots.
  private mutating func addAll(_ kind: FrameKind, _ count: UInt64) {
    let share = kind.share
    frames[share.part] += count
    if share.hasCommand || kind.opcode == .ping { commands.count(kind.opcode, count) }
    if kind.isFake {
      if share.hasBlock { fakeFrames += count }
    } else if share.hasBlock {
      blocks.count(kind.block ?? BlockOutcome(), count)
    }
    if share.wait == .hostTime { hostFrames[latestStep] += count }
    if share.part == .retry, !kind.isFake { retries += count }
    if share.sends { latestStep = share.part == .retry ? .data : share.part }
    guard share.part == .data else {
      split.count(count * UInt64(kind.shape.slots), share.part)
      return
    }
    if share.hasBlock, kind.isFake {
      split.count(BlockOutcome(bits: kind.payloadBits), bytes: 0, room: 0, kind.shape, frames: count)
    } else if share.hasBlock {
      let room = room.bytes(payloadBits: kind.payloadBits) ?? kind.byteCount
      split.count(
        kind.block ?? BlockOutcome(), bytes: kind.byteCount, room: room, kind.shape, frames: count)
    } else {
      split.countByte(kind.shape, frames: count)
    }
  }
}
