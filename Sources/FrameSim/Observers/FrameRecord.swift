/// One simulated frame as an observer sees it.
public struct FrameRecord: Hashable, Sendable {
  /// Frames since slot 0.
  public var number: UInt64
  /// The absolute number of its first slot.
  public var startSlot: UInt64
  /// Its shape.
  public var shape: FrameShape
  /// Line levels: slot s of the frame is bit 63 - s % 64 of word s / 64; unused low bits of the last word are 0.
  public var levels: [UInt64]
  /// The line level in front of the frame.
  public var startLevel: Bool
  /// Column 0, rows 0 to 47, as sampled: row k is bit 47 - k.
  public var controlWord: UInt64

  /// A frame from its parts; `levels` holds `shape.slots` levels.
  public init(
    number: UInt64, startSlot: UInt64, shape: FrameShape, levels: [UInt64], startLevel: Bool,
    controlWord: UInt64
  ) {
    self.number = number
    self.startSlot = startSlot
    self.shape = shape
    self.levels = levels
    self.startLevel = startLevel
    self.controlWord = controlWord
  }

  /// The line level at the end of a slot of the frame, 0 to `shape.slots` - 1.
  public func level(at slot: Int) -> Bool {
    levels[slot / 64] >> UInt64(63 - slot % 64) & 1 == 1
  }

  /// The logical bit of a slot: 1 where the level changed (section 1.3).
  public func bit(at slot: Int) -> Bool {
    level(at: slot) != (slot == 0 ? startLevel : level(at: slot - 1))
  }

  /// The line level behind the frame.
  public var endLevel: Bool { level(at: shape.slots - 1) }
}
