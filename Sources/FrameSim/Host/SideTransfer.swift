/// A transfer that runs during one over BRA.
///
/// Its first command goes in the frame of the first block, or some frames later; where the other is through before, it begins
/// then. The other goes first wherever both want Column 0. Only transfers over Column 0 can: there is one stream of blocks,
/// so a second transfer over BRA at the same time is refused with EAGAIN.
public struct SideTransfer: Sendable {
  /// The transfer.
  public var request: TransferRequest
  /// Frames from the first block to its first command.
  public var afterFrames: UInt64

  /// A transfer that begins with the first block, or so many frames later.
  public init(_ request: TransferRequest, afterFrames: UInt64 = 0) {
    self.request = request
    self.afterFrames = afterFrames
  }
}

/// What transfers did that ran at the same time.
public struct GroupResult: Sendable {
  /// What the one in front did.
  public var lead: TransferResult
  /// What those beside it did, in their order; nil where the one in front was refused, and they did not run.
  public var others: [TransferResult]?
  /// The slots of all together, by class, each counted once.
  public var slots: SlotCounts
  /// Where the slots of all together went, each counted once: to the first that sent something.
  public var split: SlotSplit
}
