/// How a conductor of one transfer stands: what the frames after the data depend on, besides the bus.
struct ConductorStanding: Hashable, Sendable {
  private let program: TransferProgram.Standing
  private let past: Conductor<TransferProgram>.Past

  /// How it stands in front of the next frame.
  init(_ conductor: borrowing Conductor<TransferProgram>) {
    program = conductor.transfer.standing(at: conductor.view.slot)
    past = conductor.past
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
  var isInFrontOfWait: Bool {
    transfer.isInFrontOfWait(view.slot) && (!view.owesPing || past.followsPing)
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
}
