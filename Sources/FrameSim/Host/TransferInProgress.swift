/// A transfer under way, and those that run during it: for tests that disturb the line, or look at the devices, in the middle.
package struct TransferInProgress: Sendable {
  /// The one in front.
  let plan: TransferPlan
  /// Those beside it.
  let others: [TransferPlan]
  /// Makes their frames; nil where the one in front is refused.
  var conductor: Conductor<TransferProgram>?
  /// Clocks them.
  var run: SimulationRun
  let startSlot: UInt64

  /// The result of the one in front, as far as it came.
  var result: TransferResult { plan.result(conductor?.lead, startSlot) }

  /// The results of those beside it: the ones that are not refused have the conductor's seats in turn.
  var otherResults: [TransferResult] {
    var seats = conductor?.others.makeIterator()
    return others.map { $0.result($0.refusal == nil ? seats?.next() : nil, startSlot) }
  }
}

extension TransferPlan {
  /// What came of it; without a seat it was refused in front of a slot.
  fileprivate func result(_ seat: Conductor<TransferProgram>.Seat?, _ startSlot: UInt64) -> TransferResult {
    var result = TransferResult(startSlot: startSlot, endSlot: startSlot)
    result.bytesPerFrame = bytesPerFrame
    result.error = refusal
    if let seat {
      result.add(seat.ledger)
      result.error = seat.program.error
      result.bytesMoved = seat.program.bytesMoved(self)
      result.course.sections = seat.program.sections(of: self)
      result.course.merging = merged.merging
      result.course.dma = dma
      result.course.bam = seat.program.bamReport
      result.course.column0Bytes = seat.program.bytesOfVisits
      result.course.fallback = seat.program.fallback
      result.data = seat.program.incoming
    }
    return result
  }
}
