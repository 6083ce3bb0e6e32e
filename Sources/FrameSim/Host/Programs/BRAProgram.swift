internal import BRAEncoder

/// A transfer over BRA: commands open the stream, a block goes in every frame that has room, commands close it; with some
/// interfaces several times, and with time of the host in between (`StreamStep`).
///
/// Start, pace and failure rules are in `docs/architecture.md`, "Transfers".
package struct BRAProgram<Feed: BlockFeed>: HostProgram {
  enum Phase: Hashable, Sendable {
    case opening
    case data
    case closing
    /// In front of a time that the host takes for itself.
    case pausing
    /// Something else goes over Column 0 until it is resumed.
    case elsewhere
    case finished
  }

  private struct Progress {
    /// Data bytes of all blocks that were sent.
    var sent = 0
    /// Data bytes of those that went through.
    var done = 0
    /// Data bytes of the block that was offered last.
    var offered = 0
    /// Whether that block only fills a buffer: nobody looks at what became of it.
    var isFake = false
    /// Whether that block is the last, whatever the feed has.
    var endsHere = false
    /// Whether DP0 is to be looked at before the first.
    var asksForPort = false
    /// Which of the stream's steps is at hand.
    var step = 0
    /// The first slot at which the feed has anything.
    var readyAt: UInt64 = 0
    /// The slot at which the transfer began.
    let startSlot: UInt64
  }

  private let stream: BRAStream
  /// How long bank switches wait.
  var syncWait: SyncWait
  private(set) var phase = Phase.opening
  private var commands: CommandSequence
  private var pace: HostPace
  private var feed: Feed
  /// The moment up to which the feed has been asked.
  private var feedTime: HostInstant
  private var progress: Progress
  /// The frames of its sections.
  private(set) var sectionFrames = SectionFrames()
  /// The data bytes of blocks that failed, and after which it went on; in order, and apart from each other.
  private(set) var lost: [Range<Int>] = []
  /// Why it failed, or nil.
  package private(set) var error: TransferError?

  /// A transfer that the interface takes, in front of its first frame.
  package init(
    _ stream: BRAStream, _ feed: Feed, syncWait: SyncWait = .none, pace: HostPace = .ideal, _ view: HostView
  ) {
    self.stream = stream
    self.feed = feed
    self.syncWait = syncWait
    self.pace = pace
    commands = CommandSequence(HostCommands([]), device: stream.device)
    feedTime = HostInstant(slot: view.slot)
    progress = Progress(startSlot: view.slot)
    enterStep(view)
  }

  @inline(__always)
  package mutating func offer(_ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline) {
    if pace.isBusy(at: view.slot) { return frame.wait(until: pace.readyAt, .hostTime) }
    if phase == .data { offerBlock(&frame, view, timeline) }
    switch phase {
    case .opening: commands.offer(&frame, view, syncWait, .setup)
    case .closing: commands.offer(&frame, view, syncWait, .teardown)
    case .pausing: pause(&frame, view, timeline)
    case .data, .elsewhere, .finished: break
    }
  }

  /// The host takes its time, and goes on when it is over.
  @inline(never)
  private mutating func pause(_ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline) {
    if case .pause(let nanoseconds) = stream.steps[progress.step] {
      pace = pace.ready(at: timeline.slot(atOrAfter: HostInstant(slot: view.slot, nanoseconds: nanoseconds)))
    }
    nextStep(view)
    if pace.isBusy(at: view.slot) { return frame.wait(until: pace.readyAt, .hostTime) }
    offer(&frame, view, timeline)
  }

  /// Sends the next block, or says how long there is none; closes the stream where no other comes.
  @inline(__always)
  private mutating func offerBlock(
    _ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline
  ) {
    // Until the moment that it named has come, a feed is not asked again.
    if progress.readyAt > view.slot { return frame.wait(until: progress.readyAt, .hostTime) }
    while true {
      switch feed.next(payloadBits: view.payloadBits, at: feedTime) {
      case .block(let request, let part):
        progress.isFake = request.isFake
        progress.offered = request.isFake ? 0 : request.header.byteCount
        return frame.send(request, part)
      case .wait(let moment):
        feedTime = moment
        progress.readyAt = timeline.slot(atOrAfter: moment)
        if progress.readyAt > view.slot { return frame.wait(until: progress.readyAt, .hostTime) }
      case .noRoom: return frame.wait(until: view.endSlot, .room)
      case .end: return endData(view)
      }
    }
  }

  package mutating func complete(
    _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline
  ) {
    if share.hasBlock { blockEnded(outcome, view) }
    if share.hasCommand {
      commandEnded(outcome, view)
      let isLast = phase == .opening || phase == .closing ? commands.next == 0 : true
      pace.commandEnded(isLast: isLast, outcome, timeline)
    }
  }

  package mutating func waited(_ frames: UInt64) { commands.waited(frames) }

  package func isThrough(_ view: HostView) -> Bool {
    phase == .finished && !pace.isBusy(at: view.slot)
  }

  package var asksForPort: Bool { progress.asksForPort }

  /// The first slot in which its host is ready.
  var readyAt: UInt64 { pace.readyAt }

  /// Data bytes of blocks that went through.
  package var done: Int { progress.done }

  // MARK: Steps

  private mutating func nextStep(_ view: HostView) {
    progress.step += 1
    enterStep(view)
  }

  /// Begins the step at hand, or the next one where there is nothing to do in it.
  private mutating func enterStep(_ view: HostView) {
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
        phase = .data
        feedTime = HostInstant(slot: view.slot)
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

  private mutating func commandEnded(_ outcome: FrameOutcome, _ view: HostView) {
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

  private mutating func blockEnded(_ outcome: FrameOutcome, _ view: HostView) {
    feedTime = HostInstant(slot: view.slot)
    if progress.isFake {
      _ = feed.sent(failure: nil)
      return feed.isAtEnd ? endData(view) : ()
    }
    let failure = stream.responses.failure(of: outcome.block ?? BlockOutcome()).map {
      TransferError(errno: $0.errno, message: "the block at byte \(progress.sent) \($0.message)")
    }
    progress.sent += progress.offered
    // Where nobody looks before the end, the feed goes on as after a good one.
    let standing = feed.sent(failure: stream.check == .perBlock ? failure : nil)
    sectionFrames.count(finished: feed.finishedSections)
    switch stream.check {
    case .perBlock:
      if let standing { return fail(standing, view) }
      progress.done += progress.offered
    case .atEnd:
      if failure == nil { progress.done += progress.offered } else { lose(progress.offered) }
      if let failure = standing ?? failure, error == nil { error = failure }
    }
    if feed.isAtEnd || progress.endsHere { endData(view) }
  }

  /// The latest bytes did not go through.
  private mutating func lose(_ bytes: Int) {
    let start = progress.sent - bytes
    if let last = lost.last, last.upperBound == start {
      lost[lost.count - 1] = last.lowerBound..<progress.sent
    } else if bytes > 0 {
      lost.append(start..<progress.sent)
    }
  }

  private mutating func fail(_ failure: TransferError, _ view: HostView) {
    if error == nil { error = failure }
    endData(view)
  }

  /// The blocks at hand are through: goes on, or closes what was opened where something failed.
  private mutating func endData(_ view: HostView) {
    if error == nil || isInLastLeg { nextStep(view) } else { end(with: .close, view) }
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

// MARK: - Curves

extension BRAProgram {
  /// What is left of a transfer depends on this, besides the bus and the pause at hand, once its data is through.
  struct Standing: Hashable, Sendable {
    var phase: Phase
    var commands: CommandSequence
    var pace: HostPace
  }

  /// How it stands.
  var standing: Standing {
    Standing(phase: phase, commands: commands.unwaited, pace: pace.ready(at: 0))
  }

  /// The pause at hand: the host's, or that of a bank switch, which may have no frame.
  func pauseAhead(_ view: HostView) -> TailPause? {
    let host = pace.framesAhead(view)
    if host > 0 { return TailPause(part: .host, frames: host) }
    guard phase == .closing, let frames = commands.framesAhead(syncWait, view) else { return nil }
    return TailPause(part: .syncWait, frames: frames)
  }

  /// Makes it stand in front of a pause, whatever it stood in front of.
  mutating func stand(inFrontOf pause: TailPause?, _ view: HostView) {
    let host = pause?.part == .host ? pause : nil
    pace = pace.ready(at: view.slot(framesAhead: host?.frames ?? 0))
    commands = commands.unwaited
    if let pause, pause.part == .syncWait { commands.stand(pause.frames, &syncWait, view) }
  }

  /// Data bytes after the block on the wire.
  var bytesAtEndOfBlock: Int { progress.sent + progress.offered }

  /// Makes it end with the block on the wire.
  mutating func shorten() { progress.endsHere = true }

  /// Whether the next command is a bank switch, in front of the first frame in which it may wait.
  func isInFrontOfWait(_ slot: UInt64) -> Bool {
    (phase == .opening || phase == .closing) && commands.isInFrontOfWait && !pace.isBusy(at: slot)
  }
}
