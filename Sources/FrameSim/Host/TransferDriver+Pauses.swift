/// Pauses: Pings that nothing but time ends.
extension TransferDriver {
  /// How many frames from the next on are Pings whatever they bring, and what for: the rest of the host's time, or of
  /// the wait of a bank switch. Changes nothing on the bus: `inout` keeps it from being copied for the call.
  func pausesAhead(_ bus: inout Bus) -> (frames: UInt64, part: FramePart) {
    if clock.framesLeft > 0 { return (clock.framesLeft, .host) }
    guard phase == .opening || phase == .closing, commands[nextCommand].isBankSwitch, !bus.manager.owesPing
    else {
      return (0, .syncWait)
    }
    return (host.syncWait.framesAhead(waited: waited, frame: bus.frame), .syncWait)
  }

  /// Counts Pings of a pause that were passed over; the bus is behind them.
  mutating func skip(_ pings: SkippedPings, _ part: FramePart, bus: inout Bus) {
    if part == .host {
      clock.pass(pings.frames)
      result.hostFrames[hostStep] += pings.frames
      result.split.host += pings.slots
    } else {
      waited += Int(pings.frames)
      result.split.syncWait += pings.slots
    }
    result.frames[part] += pings.frames
    result.commands.ping += pings.frames
    result.endSlot = bus.slot
  }
}
