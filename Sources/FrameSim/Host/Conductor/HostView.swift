/// What a host may know in front of a frame, besides what its programs remember.
package struct HostView: Sendable {
  /// The absolute number of the frame's first slot.
  package var slot: UInt64
  /// The frame's number since slot 0.
  package var frame: UInt64
  /// The frame's shape.
  package var shape: FrameShape
  /// The bank the bus works with.
  package var bank: Int
  /// Payload bits of DP0 in the frame; 0 while it is closed.
  package var payloadBits: Int
  /// Slots since the last stream synchronisation point, at slot [0,0].
  package var slotsSinceSSP: UInt64
  /// Whether a PREQ is to be answered now.
  package var owesPing: Bool

  /// In front of a bus's next frame.
  ///
  /// Changes nothing on the bus: `inout` keeps it from being copied for the call.
  @inline(__always)
  package init(_ bus: inout Bus) {
    slot = bus.slot
    frame = bus.frame
    shape = bus.manager.cursor.shape
    bank = bus.manager.registers.currentBank
    payloadBits = bus.manager.payloadBits
    slotsSinceSSP = bus.manager.slotsSinceSSP
    owesPing = bus.manager.owesPing
  }

  /// The first slot of the frame after so many of this shape; far ahead it is the last there is.
  package func slot(framesAhead frames: UInt64) -> UInt64 {
    let (slots, overflow) = frames.multipliedReportingOverflow(by: UInt64(shape.slots))
    let (slot, overflow2) = slot.addingReportingOverflow(slots)
    return overflow || overflow2 ? .max : slot
  }

  /// The slot after the frame's last.
  package var endSlot: UInt64 { slot &+ UInt64(shape.slots) }
}
