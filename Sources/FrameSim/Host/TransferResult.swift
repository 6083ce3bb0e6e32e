/// What a transfer did and what it cost.
public struct TransferResult: Hashable, Sendable {
  /// The absolute number of the first slot of its first frame.
  public var startSlot: UInt64
  /// The absolute number of the slot after its last.
  public var endSlot: UInt64
  /// Why it failed, or nil.
  public var error: TransferError?
  /// What its frames were.
  public var cost = TransferCost()
  /// Data bytes that went through with a good response.
  public var bytesMoved = 0
  /// Data bytes a frame carries at most: 1 over Column 0, 0 where no block fits; a mean where it varies.
  public var bytesPerFrame: Double = 0
  /// What went over the wire, and what its host had in memory for that.
  package var course = TransferCourse()
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
    cost = TransferCost(ledger.total)
  }
}

extension TransferResult {
  /// Its sections as they went over the wire, in order; none where it was refused.
  public var sections: [SectionResult] { course.sections }
  /// What it brought to write over gaps between them; nil where that was not allowed.
  public var merging: GapMerging? { course.merging }
  /// Its frames, by part.
  public var frames: FrameCounts { cost.frames }
  /// The frames of its host time, by the step that they followed: set-up, data or teardown.
  public var hostFrames: FrameCounts { cost.hostFrames }
  /// Its commands, by opcode.
  public var commands: CommandCounts { cost.commands }
  /// Its blocks, by outcome.
  public var blocks: BlockCounts { cost.blocks }
  /// Frames among those with data whose block was sent only to fill a host's buffer.
  public var fakeFrames: UInt64 { cost.fakeFrames }
  /// How often a block or byte was sent again.
  public var retries: UInt64 { cost.retries }
  /// Its slots, by class.
  public var slots: SlotCounts { cost.slots }
  /// Where its slots went.
  public var split: SlotSplit { cost.split }
}

/// What of a transfer went over the wire, and what its host had in memory for that.
package struct TransferCourse: Hashable, Sendable {
  /// The sections as they went, in order.
  package var sections: [SectionResult] = []
  /// What it brought to write over gaps between them; nil where that was not allowed.
  package var merging: GapMerging?
  /// What the host's DMA had in memory; nil where it has none.
  package var dma: TransferDMA?
  /// What a descriptor engine did; nil where there is none.
  package var bam: BAMReport?
  /// What an offload did from this call on that enabled it; nil for all else.
  package var offload: OffloadReport?
  /// Bytes of a transfer over BRA that went over Column 0.
  package var column0Bytes = 0
  /// Why the rest went over Column 0; nil where it did not have to.
  package var fallback: TransferError?
}
