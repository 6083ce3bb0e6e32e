/// Where in the frame a device believes to be.
///
/// Every device counts for itself: one that was told another shape than the rest of the bus falls out of step,
/// as it would in hardware.
struct SlotCursor: Hashable, Sendable {
  var row = 0
  var column = 0
  private(set) var shape: FrameShape

  init(shape: FrameShape) {
    self.shape = shape
  }

  /// True in slot [0,0], before it is clocked.
  var isAtFrameStart: Bool { row == 0 && column == 0 }

  /// True in the 48 slots of the control word.
  @inline(__always)
  var isControl: Bool { column == 0 && row < ControlWord.rowCount }

  /// Goes to the next slot; true when that begins a frame.
  @inline(__always)
  mutating func advance() -> Bool {
    column &+= 1
    guard column == shape.columns else { return false }
    column = 0
    row &+= 1
    return row == shape.rows
  }

  /// Goes to slot [0,0] of a frame of the given shape.
  mutating func restart(shape: FrameShape) {
    row = 0
    column = 0
    self.shape = shape
  }
}
