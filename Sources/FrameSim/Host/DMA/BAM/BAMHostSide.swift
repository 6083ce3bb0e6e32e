/// The chain that the host has issued, as far as it is.
struct BAMHostSide: Sendable {
  /// Whether the host waits for it.
  var isActive = false
  /// Whether the engine has fetched anything of it.
  var isBegun = false
  /// How many descriptors there ever were in each ring with its last.
  var ends = [0, 0]
  /// Whether the host waits for the Manager, too, as its descriptors are complete before that is.
  private(set) var needsManager = false
  private(set) var streamsAtEnd = 0
  /// When it learns that the Manager is done, and whether it has.
  var managerAt = BAMTime.never
  var isManagerDone = false
  /// UNLOCK, where the worker has yet to queue it when nothing is left to issue.
  var unlock: BAMDescriptor?
  /// When the end of its data was complete, by its descriptors.
  var toldAt: BAMTime?
  /// Why it was terminated.
  var failure: TransferError?
  /// Whether that was because of a lock.
  var isDeadlocked = false

  /// None.
  init() {}

  /// A chain in front of its first descriptor, where so many streams were started before.
  init(_ chain: BAMChain, streamsBefore: Int) {
    needsManager = chain.isUnfenced && chain.streams > 0
    streamsAtEnd = streamsBefore + chain.streams
    unlock = chain.workerUnlock
  }
}
