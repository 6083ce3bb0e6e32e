/// What a transfer did and what it cost.
public struct TransferResult: Hashable, Sendable {
  /// The absolute number of the first slot of its first frame.
  public var startSlot: UInt64
  /// The absolute number of the slot after its last.
  public var endSlot: UInt64
  /// Why it failed, or nil.
  public var error: TransferError?
  /// Its frames, by part.
  public var frames = FrameCounts()
  /// The frames of its host time, by the step that they followed: set-up, data or teardown.
  public var hostFrames = FrameCounts()
  /// Its commands, by opcode.
  public var commands = CommandCounts()
  /// Its blocks, by outcome.
  public var blocks = BlockCounts()
  /// How often a block or byte was repeated.
  public var retries: UInt64 = 0
  /// Data bytes that went through with a good response.
  public var bytesMoved = 0
  /// Data bytes a frame carries at most: 1 over Column 0, 0 where no block fits; a mean where it varies.
  public var bytesPerFrame: Double = 0
  /// Its slots, by class.
  public var slots = SlotCounts()
  /// Where its slots went.
  public var split = SlotSplit()
  /// The bytes a read brought, as far as it came.
  public var data: [UInt8] = []
  /// Whether the bytes at the Peripheral are those of the transfer; nil where it failed or no such Peripheral is.
  public var isIntact: Bool?

  /// Slots it took.
  public var duration: UInt64 { endSlot - startSlot }

  /// Adds what a ledger counted.
  mutating func add(_ ledger: Ledger) {
    startSlot = ledger.startSlot
    endSlot = ledger.endSlot
    let total = ledger.total
    frames = total.frames
    hostFrames = total.hostFrames
    commands = total.commands
    blocks = total.blocks
    split = total.split
    slots = total.slots
  }
}
