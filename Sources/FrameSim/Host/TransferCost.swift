/// What the frames of a transfer were.
public struct TransferCost: Hashable, Sendable {
  /// Its frames, by part.
  public var frames = FrameCounts()
  /// The frames of its host time, by the step that they followed: set-up, data or teardown.
  public var hostFrames = FrameCounts()
  /// Its commands, by opcode.
  public var commands = CommandCounts()
  /// Its blocks, by outcome.
  public var blocks = BlockCounts()
  /// Frames among those with data whose block was sent only to fill a host's buffer.
  public var fakeFrames: UInt64 = 0
  /// How often a block or byte was sent again.
  public var retries: UInt64 = 0
  /// Its slots, by class.
  public var slots = SlotCounts()
  /// Where its slots went.
  public var split = SlotSplit()

  /// Nothing yet.
  public init() {}
}

extension TransferCost {
  /// What a ledger counted.
  init(_ counts: LedgerCounts) {
    frames = counts.frames
    hostFrames = counts.hostFrames
    commands = counts.commands
    blocks = counts.blocks
    fakeFrames = counts.fakeFrames
    retries = counts.retries
    slots = counts.slots
    split = counts.split
  }
}
