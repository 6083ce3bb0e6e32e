/// Where in the frame a device believes to be, and what the slot is to it.
///
/// Every device counts for itself: one that was told another shape than the rest of the bus falls out of step, as it
/// would in hardware.
struct SlotCursor: Hashable, Sendable {
  /// What a slot is to a device; with HStart 0 it can be both.
  struct Kind: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    /// One of the 48 slots of the control word.
    static let control = Kind(rawValue: 1)
    /// A payload slot of DP0.
    static let payload = Kind(rawValue: 2)
  }

  /// The slot that is about to be clocked, from 0 in [0,0].
  private(set) var slot = 0
  /// What that slot is.
  private(set) var kind: Kind = .control
  /// The row of the latest control slot.
  private(set) var controlRow = 0
  private(set) var shape: FrameShape
  /// What each slot of the frame is, for the settings and window phase below.
  private var kinds: [Kind] = []
  private var settings = PortSettings.reset
  private var phase: UInt64 = 0

  init(shape: FrameShape) {
    self.shape = shape
  }

  /// True in front of slot [0,0].
  var isAtFrameStart: Bool { slot == 0 }

  /// Goes to the next slot; true when that begins a frame.
  @inline(__always)
  mutating func advance() -> Bool {
    slot &+= 1
    guard slot < kinds.count else { return true }
    kind = kinds[slot]
    if kind.contains(.control) { controlRow &+= 1 }
    return false
  }

  /// Goes to slot [0,0] of a frame of the given shape.
  mutating func restart(shape: FrameShape) {
    slot = 0
    controlRow = 0
    if shape != self.shape {
      self.shape = shape
      kinds = []
    }
  }

  /// Lays out the frame slot by slot, given DP0 and where in its window it is at slot [0,0].
  mutating func layOut(_ settings: PortSettings, slotsSinceSSP: UInt64) {
    let phase = settings.enabled ? slotsSinceSSP % UInt64(settings.geometry.sampleInterval) : 0
    if kinds.isEmpty || settings != self.settings || phase != self.phase {
      self.settings = settings
      self.phase = phase
      kinds = [Kind](repeating: [], count: shape.slots)
      for row in 0..<ControlWord.rowCount { kinds[row * shape.columns] = .control }
      if settings.enabled {
        for slot in settings.geometry.ownedSlots(in: shape, slotsSinceSSP: phase) {
          kinds[slot].insert(.payload)
        }
      }
    }
    kind = kinds[slot]
  }
}
