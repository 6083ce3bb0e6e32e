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

/// One frame of a run, as an observer sees it.
public struct ObservedFrame: Sendable {
  /// What the Manager sent.
  public var plan: FramePlan
  /// What the frame was for.
  public var part: FramePart
  /// What came of it.
  public var outcome: FrameOutcome
  /// The line level in front of the frame, 0 or 1.
  public var startLevel: UInt64
  /// The line levels: slot s is bit 63 - s % 64 of word s / 64; empty where the observer does not want them.
  public var levels: [UInt64]
  /// The geometry of DP0 in the Manager.
  public var geometry: PortGeometry
  /// Slots since the last stream synchronisation point, at slot [0,0].
  public var slotsSinceSSP: UInt64

  /// Who owned which slot.
  public var map: SlotMap {
    SlotMap(plan: plan, outcome: outcome, geometry: geometry, slotsSinceSSP: slotsSinceSSP)
  }
}
