// What came of a transfer.
extension TransferProgram {
  /// The bytes that a read over Column 0 brought.
  var incoming: [UInt8] { column0.incoming }

  /// Puts what came over Column 0 among the bytes of the blocks of a read.
  func putVisits(into bytes: inout [UInt8]) {
    if hasVisits { visits.put(into: &bytes, visitUnderWay) }
  }

  /// What a descriptor engine did for a transfer over BRA, or for others during one over Column 0; nil where there are none.
  var bamReport: BAMReport? {
    guard let bam = bam.first, path == .bra || !bam.system.clients.isEmpty else { return nil }
    return bam.system.finalReport(isIncomplete: bam.driver.isIncomplete)
  }

  /// Bytes of a transfer over BRA that went over Column 0.
  var bytesOfVisits: Int {
    hasVisits ? Column0Visit.Kind.allCases.reduce(0) { $0 + visits.done($1, visitUnderWay) } : 0
  }

  /// What goes over Column 0 just now, of a transfer over BRA.
  var visitUnderWay: Column0Program? { isBRA ? nil : column0 }

  /// Why something of it that was to go over BRA went over Column 0, or nil.
  var fallback: TransferError? { visits.fallback }

  /// Why it failed, or nil.
  var error: TransferError? {
    if hasVisits { return streamError ?? visits.error ?? (isBRA ? nil : column0.error) }
    return isBRA ? streamError : column0.error
  }

  /// The caller's bytes of a transfer that went through.
  func bytesMoved(_ plan: TransferPlan) -> Int {
    guard plan.route != nil else { return column0.done }
    let short = visits.done(.short, visitUnderWay)
    let after = visits.done(.rest, visitUnderWay) + visits.done(.unsent, visitUnderWay)
    let (done, lost) = bam.first.map { ($0.driver.done, $0.driver.lost) } ?? (bra.done, bra.lost)
    return plan.merged.ownBytes(done: done + short, lost: lost) + after
  }

  /// The sections of a transfer as they went, with their frames.
  func sections(of plan: TransferPlan) -> [SectionResult] {
    guard let route = plan.route else { return column0.sectionFrames.results(of: plan.request.sections) }
    var results = route.sectionResults(bam.first?.driver.sectionFrames ?? bra.sectionFrames)
    visits.addFrames(to: &results, visitUnderWay)
    return results
  }
}
