/// Watches a run frame by frame. A static type: an observer that is absent costs nothing.
public protocol FrameObserver {
  /// Whether it wants the line levels of each frame; they cost time.
  static var wantsLevels: Bool { get }
  /// Sees a frame that has just ended.
  mutating func observe(_ frame: borrowing ObservedFrame)
  /// Whether it needs no more frames, because what it saw cannot be used: then every transfer breaks off where it is, and
  /// its result means nothing. False by default.
  var breaksOff: Bool { get }
}

extension FrameObserver {
  /// It sees all frames.
  @inline(__always)
  public var breaksOff: Bool { false }
}

/// Nobody watches.
public struct NoObserver: FrameObserver {
  /// It wants nothing.
  public static let wantsLevels = false

  /// An observer that does nothing.
  public init() {}

  /// Does nothing.
  @inline(__always)
  public mutating func observe(_ frame: borrowing ObservedFrame) {}
}
