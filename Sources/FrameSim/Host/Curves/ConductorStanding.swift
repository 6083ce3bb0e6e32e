/// How a conductor of one transfer stands: what the frames after the data depend on, besides the bus, the pause at hand and
/// when a synchronisation point is due.
struct ConductorStanding: Hashable, Sendable {
  private let program: TransferProgram.Standing
  private let past: Conductor<TransferProgram>.Past
  private let followsSyncPoint: Bool

  /// How it stands in front of the next frame.
  init(_ conductor: borrowing Conductor<TransferProgram>) {
    program = conductor.transfer.standing
    past = conductor.past
    followsSyncPoint = conductor.plan.command == .ping(ssp: true)
  }
}

extension Conductor<TransferProgram> {
  /// The transfer: it is the only one.
  var transfer: TransferProgram { lead.program }

  /// What it cost so far.
  var cost: TransferTails.Addition {
    TransferTails.Addition(
      frames: lead.ledger.frames, slots: lead.ledger.endSlot - lead.ledger.startSlot)
  }

  /// Whether nothing is left to do.
  var isThrough: Bool { transfer.isThrough(view) }

  /// Whether the next frame is a bank switch, or the first in which it waits.
  var isInFrontOfWait: Bool { transfer.isInFrontOfWait(view.slot) && !isForPing }

  /// Whether the next frame is for a Ping that is owed.
  var isForPing: Bool { view.owesPing && !past.followsPing }

  /// The pause at hand, if the transfer is in one, or in front of one.
  var pauseAhead: TailPause? { transfer.pauseAhead(view) }

  /// Frames in front of the one at whose end a synchronisation point is due; `.max` where none is.
  var framesToSyncPoint: UInt64 {
    guard syncPoints.dueSlot < .max else { return .max }
    return (syncPoints.dueSlot - min(syncPoints.dueSlot, view.slot)) / UInt64(view.shape.slots)
  }

  /// Frames that the bank switch at hand waits from here on, if it has not waited.
  var framesToSwitch: UInt64 { transfer.syncWait.framesAhead(waited: 0, frame: view.frame) }

  /// Where the transfer would end if it had no more bytes than the frame on the wire completes; nil where that frame
  /// completes none.
  var bytesAtEndOfFrame: Int? {
    guard let share = lead.share, share.sends else { return nil }
    return lead.program.bytesAtEndOfFrame(sendsBlock: share.hasBlock)
  }

  /// Makes it a transfer of no more bytes than the frame on the wire completes.
  mutating func shorten() { lead.program.shorten() }

  /// What the transfer costs if the frame on the wire completes its last byte and nothing follows; nil where something does, which
  /// has to be run, or where that frame fails it. `view` is in front of the next frame.
  ///
  /// For this neither bus nor conductor is copied: over Column 0 there is a byte, and such an end, in every frame.
  func costIfThrough(after outcome: FrameOutcome, _ view: HostView) -> TransferTails.Addition? {
    guard let share = lead.share, lead.program.wouldBeThrough(share, outcome, view, timeline)
    else { return nil }
    var ledger = lead.ledger
    ledger.count(plan, share, outcome, overlap: overlap)
    return TransferTails.Addition(frames: ledger.frames, slots: ledger.endSlot - ledger.startSlot)
  }
}
