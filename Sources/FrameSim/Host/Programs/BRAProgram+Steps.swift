internal import BRAEncoder

// What comes after what: the steps of a stream, and what became of each command and block.
extension BRAProgram {
  mutating func nextStep(_ view: HostView) {
    progress.step += 1
    enterStep(view)
  }

  /// Begins the step at hand, or the next one where there is nothing to do in it.
  mutating func enterStep(_ view: HostView) {
    while progress.step < stream.steps.count {
      switch stream.steps[progress.step] {
      case .commands(let step):
        commands = stream.commands(step, bank: view.bank, after: commands)
        phase = step.opens ? .opening : .closing
        if !commands.isAtEnd { return }
      case .pause:
        phase = .pausing
        // Where no commands come in between, it is the last time to look in front of blocks.
        if stream.setup == .alwaysOpen, stream.steps[progress.step...].contains(.blocks) {
          progress.asksForPort = true
        }
        return
      case .blocks:
        feed.beginLeg()
        progress.leg = LegStart(
          number: progress.leg.number + 1, step: progress.step, sent: progress.sent, done: progress.done,
          lost: lost.count)
        phase = .data
        progress.feedTime = HostInstant(slot: view.slot)
        if !feed.isAtEnd { return progress.asksForPort = true }
      case .column0:
        phase = .elsewhere
        return
      case .refuse(let refusal):
        if error == nil { error = refusal }
      }
      progress.step += 1
    }
    phase = .finished
  }

  /// What went over Column 0 meanwhile is through; where that failed, the stream is closed.
  mutating func resume(_ failure: TransferError?, _ view: HostView) {
    guard let failure else { return nextStep(view) }
    if error == nil { error = failure }
    end(with: .deprepare, view)
  }

  /// Sends the commands of a step, and is through.
  private mutating func end(with step: StreamCommands, _ view: HostView) {
    progress.step = stream.steps.count
    commands = stream.commands(step, bank: view.bank, after: commands)
    phase = commands.isAtEnd ? .finished : .closing
  }

  mutating func commandEnded(_ outcome: FrameOutcome, _ view: HostView) {
    if outcome.response != .ok {
      let what = "a \(phase == .opening ? "set-up" : "closing") command"
      if error == nil { error = TransferError(unanswered: what, outcome.response) }
      if phase == .opening {
        phase = .finished
        return
      }
    }
    commands.ended(outcome)
    if commands.isAtEnd { nextStep(view) }
  }

  package mutating func look(at port: PortSettings, _ view: HostView) {
    progress.asksForPort = false
    guard let obstacle = stream.obstacle(port, view) else { return }
    fail(obstacle, view)
    // A transfer that fails before its first frame takes none.
    if phase == .finished, view.slot == progress.startSlot { pace = .ideal }
  }

  mutating func blockEnded(_ outcome: FrameOutcome, _ view: HostView) {
    progress.feedTime = HostInstant(slot: view.slot)
    if progress.isFake {
      feed.sent()
      return feed.isAtEnd ? endData(view) : ()
    }
    if outcome.block?.isGood == true {
      feed.sent()
      progress.done += progress.offered
    } else if !goesOn(after: outcome.block ?? BlockOutcome(), view) {
      return
    }
    progress.sent += progress.offered
    sectionFrames.count(finished: feed.finishedSections)
    if feed.isAtEnd || progress.endsHere { endData(view) }
  }

  /// Whether the stream goes on with the next block after one that is not good in all.
  @inline(never)
  private mutating func goesOn(after block: BlockOutcome, _ view: HostView) -> Bool {
    guard let reason = stream.responses.failure(of: block) else {
      feed.sent()
      progress.done += progress.offered
      return true
    }
    let failure = TransferError(blockAt: progress.place, reason)
    switch stream.check {
    case .atEnd:
      // Nobody looks before the end.
      feed.sent()
      lost.appendBytes(progress.sent..<progress.sent + progress.offered)
      if error == nil { error = failure }
      isFailedByBlock = true
      return true
    case .perBlock:
      let comesAgain = feed.repeatsBlock(after: failure)
      sectionFrames.count(finished: feed.finishedSections)
      guard !comesAgain else { return false }
      progress.sent += progress.offered
      isFailedByBlock = true
      fail(failure, view)
      return false
    }
  }

  /// Goes back in front of the blocks of the leg at hand.
  private mutating func beginLegAgain(_ view: HostView) {
    forgive()
    progress.step = progress.leg.step
    sectionFrames.restart(finished: feed.finishedSections)
    phase = .data
    // It may have to wait for its DMA first.
    progress.feedTime = HostInstant(slot: view.slot(framesAhead: pace.framesAhead(view)))
  }

  /// Where what has not gone through begins; nil where all has, or something else than a block failed.
  var unsent: UnsentBytes? {
    guard isFailedByBlock else { return nil }
    switch stream.check {
    case .perBlock:
      return UnsentBytes(leg: progress.leg.number, place: progress.place, tried: progress.offered)
    case .atEnd: return UnsentBytes(leg: progress.leg.number, place: nil, tried: nil)
    }
  }

  /// What has not gone through comes again, or goes another way: it is no failure, and only what had gone through counts.
  mutating func forgive() {
    error = nil
    isFailedByBlock = false
    // What of a leg went through is not known where nobody looked before its end.
    guard stream.check == .atEnd else { return }
    (progress.sent, progress.done) = (progress.leg.sent, progress.leg.done)
    lost.removeLast(lost.count - progress.leg.lost)
  }

  private mutating func fail(_ failure: TransferError, _ view: HostView) {
    if error == nil { error = failure }
    endData(view)
  }

  /// The blocks at hand are through: goes on, or closes what was opened where something failed.
  mutating func endData(_ view: HostView) {
    // Also after a failure the host waits for its DMA before it looks.
    if isInFrontOfPause { return nextStep(view) }
    if let error, isFailedByBlock, stream.check == .atEnd, feed.repeatsLeg(after: error) {
      return beginLegAgain(view)
    }
    if error == nil || isInLastLeg { nextStep(view) } else { end(with: .close, view) }
  }

  private var isInFrontOfPause: Bool {
    guard progress.step + 1 < stream.steps.count, case .pause = stream.steps[progress.step + 1] else {
      return false
    }
    return phase == .data
  }

  /// Whether nothing but the end is left: time of the host, and commands.
  private var isInLastLeg: Bool {
    stream.steps[progress.step...].dropFirst().allSatisfy {
      switch $0 {
      case .pause, .commands(.close): true
      default: false
      }
    }
  }
}
