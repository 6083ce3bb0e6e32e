/// What a host does about blocks that fail (section 11.6); Linux does nothing of it.
public struct RetryPolicy: Hashable, Sendable {
  /// What becomes of a transfer when nothing is sent again any more.
  public enum Then: String, Hashable, Sendable, CaseIterable {
    /// It fails.
    case fail
    /// What has not gone through goes over Column 0, when the stream is closed.
    case column0
  }

  /// How often a block is sent again after it was answered otherwise than good, or not at all.
  public var onBad: Int
  /// How often it is sent again after the Target was not ready.
  public var onNotReady: Int
  /// Frames without a block in front of each repeat.
  public var backoffFrames: Int
  /// What comes after the last.
  public var then: Then

  /// A policy; the default sends nothing again.
  public init(onBad: Int = 0, onNotReady: Int = 0, backoffFrames: Int = 0, then: Then = .fail) {
    self.onBad = onBad
    self.onNotReady = onNotReady
    self.backoffFrames = backoffFrames
    self.then = then
  }
}
