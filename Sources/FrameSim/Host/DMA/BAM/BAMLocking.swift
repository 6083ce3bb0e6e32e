/// Whether a driver takes its pipe for locked (host reference 6.1: an older version of the series has these errors).
struct BAMLocking: Hashable, Sendable {
  /// LOCK was queued, and UNLOCK was not.
  private(set) var isLocked = false

  /// LOCK is queued; EBUSY where it was before.
  mutating func lock() throws(TransferError) {
    guard !isLocked else {
      throw TransferError(errno: .busy, message: "the pipe is locked already: UNLOCK was never queued")
    }
    isLocked = true
  }

  /// UNLOCK is queued; EPERM where LOCK was not.
  mutating func unlock() throws(TransferError) {
    guard isLocked else {
      throw TransferError(errno: .notPermitted, message: "the pipe is not locked")
    }
    isLocked = false
  }
}

extension BAMConfiguration {
  /// Why metadata cannot be attached to the channel; nil where it can, or is not.
  var attachRefusal: TransferError? {
    guard lock != .none else { return nil }
    if attachesNothing {
      return TransferError(errno: .invalid, message: "the client attaches metadata without data")
    }
    guard hasStrictMetadata, !canLock || scratchpad == nil else { return nil }
    let reason = canLock ? "the metadata names no scratchpad register" : "the controller cannot lock pipes"
    return TransferError(errno: .notSupported, message: reason)
  }

  /// Whether the driver brackets what it issues by LOCK and UNLOCK.
  var isLocking: Bool {
    guard lock != .none, canLock, scratchpad != nil else { return false }
    // The channel that the metadata is on does not move data from memory to the device.
    if faults.contains(.metadataOnWrongChannel) { return false }
    return !(lock == .v20 && faults.contains(.unlockAllocationFails))
  }

  /// Whether UNLOCK is never queued.
  var forgetsUnlock: Bool {
    faults.contains(.lockWithoutUnlock) || faults.contains(.unlockAllocationFails)
  }

  /// Which data descriptors of a section have NWD.
  var fence: Fence {
    switch lock {
    case .none: .last
    case .v12: .no
    case .v13, .v20: faults.contains(.unlockOnConsumed) ? .no : .all
    }
  }

  /// The descriptors that are complete only when the Manager is done with them.
  enum Fence: Hashable, Sendable {
    case no
    case last
    case all
  }
}
