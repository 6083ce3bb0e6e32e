/// One frame, as an observer sees it.
public struct ObservedFrame: Hashable, Sendable {
  /// What the Manager sent.
  public var plan: FramePlan
  /// What the frame was for.
  public var part: FramePart
  /// What came of it.
  public var outcome: FrameOutcome
  /// The line level in front of the frame, 0 or 1.
  public var startLevel: UInt64
  /// The line levels: slot s is bit 63 - s % 64 of word s / 64, and unused low bits of the last word are 0. Empty where
  /// the observer does not want them.
  public var levels: [UInt64]
  /// The geometry of DP0 in the Manager.
  public var geometry: PortGeometry
  /// Slots since the last stream synchronisation point, at slot [0,0].
  public var slotsSinceSSP: UInt64

  /// A frame of which nothing is known but what is given.
  public init(
    outcome: FrameOutcome = FrameOutcome(), startLevel: UInt64 = 0, levels: [UInt64] = []
  ) {
    plan = FramePlan()
    part = .host
    self.outcome = outcome
    self.startLevel = startLevel
    self.levels = levels
    geometry = PortSettings.reset.geometry
    slotsSinceSSP = 0
  }

  /// Frames since slot 0.
  public var number: UInt64 { outcome.number }
  /// The absolute number of its first slot.
  public var startSlot: UInt64 { outcome.startSlot }
  /// Its shape.
  public var shape: FrameShape { outcome.shape }

  /// The line level at the end of a slot of the frame, 0 or 1; slots are 0 to `shape.slots` - 1.
  public func level(at slot: Int) -> UInt64 {
    levels[slot / 64] >> UInt64(63 - slot % 64) & 1
  }

  /// The logical bit of a slot: 1 where the level changed (section 1.3).
  public func bit(at slot: Int) -> UInt64 {
    level(at: slot) ^ (slot == 0 ? startLevel : level(at: slot - 1))
  }

  /// The line level at the end of the frame, 0 or 1.
  public var endLevel: UInt64 { level(at: shape.slots - 1) }

  /// Who owned which slot.
  public var map: SlotMap {
    SlotMap(plan: plan, outcome: outcome, geometry: geometry, slotsSinceSSP: slotsSinceSSP)
  }
}
