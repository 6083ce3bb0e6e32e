/// How far a Peripheral trusts the sync it sees: the attached half of the machine of Fig 29.
///
/// One wrong bit is forgiven; a second one in the same or the next frame detaches (section 5.1, open point A1:
/// each wrong bit is one event). Searching for sync again while unattached is not modelled.
enum SyncTracker: UInt8, Hashable, Sendable {
  case unattached
  case attached
  /// One error, in the frame in progress.
  case newError
  /// One error, in the frame before.
  case oldError

  /// A wrong static or dynamic sync bit was sampled.
  mutating func syncError() {
    self = self == .attached ? .newError : .unattached
  }

  /// The frame ended.
  mutating func endOfFrame() {
    switch self {
    case .newError: self = .oldError
    case .oldError: self = .attached
    case .attached, .unattached: break
    }
  }
}
