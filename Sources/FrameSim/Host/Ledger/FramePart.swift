/// What a frame was for, seen from the transfer it belongs to. The parts are disjoint.
public enum FramePart: String, Hashable, Sendable, CaseIterable {
  /// A command that opens the stream, or sets a page of Column 0.
  case setup
  /// A Ping in which a bank switch waits.
  case syncWait
  /// A block or byte that went out for the first time, good or not.
  case data
  /// A command that closes the stream.
  case teardown
  /// A block or byte that went out again.
  case retry
  /// A Ping in which the host does something else, or in which no block fits.
  case host
}
