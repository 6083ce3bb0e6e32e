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

  struct Progress {
    /// Data bytes of all blocks that were sent.
    var sent = 0
    /// Data bytes of those that went through.
    var done = 0
    /// Data bytes of the block that was offered last.
    var offered = 0
    /// Where its bytes are among those of the transfer.
    var place = 0
    /// Whether that block only fills a buffer: nobody looks at what became of it.
    var isFake = false
    /// Whether that block is the last, whatever the feed has.
    var endsHere = false
    /// Whether DP0 is to be looked at before the first.
    var asksForPort = false
    /// Which of the stream's steps is at hand.
    var step = 0
    /// How it stood in front of the leg at hand.
    var leg = LegStart()
    /// The first slot at which the feed has anything.
    var readyAt: UInt64 = 0
    /// The slot at which the transfer began.
    let startSlot: UInt64
    /// The moment up to which the feed has been asked.
    var feedTime: HostInstant
  }

  /// How a program stands in front of a leg.
  struct LegStart {
    /// Which leg, from 0.
    var number = -1
    /// Which step its blocks are.
    var step = 0
    var sent = 0
    var done = 0
    /// How many runs of lost bytes there are.
    var lost = 0
  }

  let stream: BRAStream
  /// How long bank switches wait.
  var syncWait: SyncWait
  var phase = Phase.opening
  var commands: CommandSequence
  var pace: HostPace
  var feed: Feed
  var progress: Progress
  /// The frames of its sections.
  var sectionFrames = SectionFrames()
  /// The data bytes of blocks that failed, and after which it went on; in order, and apart from each other.
  var lost: [Range<Int>] = []
  /// Why it failed, or nil.
  package internal(set) var error: TransferError?
  /// Whether it failed by a block.
  var isFailedByBlock = false

  /// A transfer that the interface takes, in front of its first frame.
  package init(
    _ stream: BRAStream, _ feed: Feed, syncWait: SyncWait = .none, pace: HostPace = .ideal, _ view: HostView
  ) {
    self.stream = stream
    self.feed = feed
    self.syncWait = syncWait
    self.pace = pace
    commands = CommandSequence(HostCommands([]), device: stream.device)
    progress = Progress(startSlot: view.slot, feedTime: HostInstant(slot: view.slot))
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
    endData(view)
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
      switch feed.next(payloadBits: view.payloadBits, at: progress.feedTime) {
      case .block(let request, let part):
        progress.isFake = request.isFake
        progress.offered = request.isFake ? 0 : request.header.byteCount
        progress.place = request.offset
        return frame.send(request, part)
      case .wait(let moment):
        progress.feedTime = moment
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
}
