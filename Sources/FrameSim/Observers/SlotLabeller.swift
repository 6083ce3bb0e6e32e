/// What an annotated trace says about a slot.
public struct SlotLabel: Hashable, Sendable {
  /// Who owns the slot.
  public var owner: String
  /// Which field and bit it carries.
  public var field: String

  /// A label from its two parts.
  public init(owner: String, field: String) {
    self.owner = owner
    self.field = field
  }
}

/// Names the owner and the field of slots.
public protocol SlotLabeller {
  /// The label of a slot, 0 to `frame.shape.slots` - 1; the slots of a frame come in order.
  mutating func label(slot: Int, in frame: FrameRecord) -> SlotLabel
}

/// Labels nothing.
public struct NoLabels: SlotLabeller, Sendable {
  /// A labeller whose labels are empty.
  public init() {}

  /// An empty label.
  public func label(slot: Int, in frame: FrameRecord) -> SlotLabel { SlotLabel(owner: "", field: "") }
}
