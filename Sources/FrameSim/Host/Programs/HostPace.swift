/// The time that the host's software takes for commands: it feeds them in batches, and is busy after each.
package struct HostPace: Hashable, Sendable {
  private let feed: PIOModel.Feed?
  /// When its time after a batch starts.
  private let origin: PIOModel.Origin
  private var commandsInBatch = 0
  /// The first slot in which the host is ready.
  private(set) var readyAt: UInt64 = 0

  /// A host that takes no time.
  package static let ideal = HostPace(feed: nil)

  private init(feed: PIOModel.Feed?) {
    self.feed = feed
    origin = .frameEnd
  }

  /// The pace of a transfer over one way, from a slot on; the fixed time passes first.
  init(_ model: HostModel, path: TransferRequest.Path, from slot: UInt64, _ timeline: BusTimeline) {
    guard case .pio(let pio) = model else {
      self = .ideal
      return
    }
    feed = pio.feed(path)
    origin = pio.from
    waitsForPage = pio.waitsForPage
    restart(at: slot, timeline)
  }

  /// The same for a transfer that begins at a slot.
  mutating func restart(at slot: UInt64, _ timeline: BusTimeline) {
    guard let feed else { return }
    readyAt = timeline.slot(
      atOrAfter: HostInstant(slot: slot, nanoseconds: feed.nanosecondsPerTransfer))
  }

  /// Whether the host waits for the page registers by themselves.
  private(set) var waitsForPage = false

  /// Whether it takes any.
  @inline(__always)
  var takesTime: Bool { feed != nil }

  /// Whether the host does something else when a frame starts.
  @inline(__always)
  func isBusy(at slot: UInt64) -> Bool { slot < readyAt }

  /// A frame with a command ended; `isLast` says whether the host had no more to put into its batch.
  @inline(__always)
  mutating func commandEnded(isLast: Bool, _ outcome: FrameOutcome, _ timeline: BusTimeline) {
    if feed != nil { batch(isLast: isLast, outcome, timeline) }
  }

  private mutating func batch(isLast: Bool, _ outcome: FrameOutcome, _ timeline: BusTimeline) {
    guard let feed else { return }
    commandsInBatch += 1
    guard isLast || commandsInBatch >= feed.commandsPerBatch else { return }
    let (commands, overflow) = feed.nanosecondsPerCommand.multipliedReportingOverflow(
      by: UInt64(commandsInBatch))
    let moment =
      switch origin {
      case .frameEnd: HostInstant(slot: outcome.endSlot)
      case .response: HostInstant(slot: outcome.responseSlot)
      }
    readyAt = timeline.slot(
      atOrAfter: moment + feed.nanosecondsPerBatch + (overflow ? .max : commands))
    commandsInBatch = 0
  }

  /// The same host, ready at a slot.
  func ready(at slot: UInt64) -> HostPace {
    var pace = self
    pace.readyAt = slot
    return pace
  }

  /// Frames in which it is busy from here on.
  func framesAhead(_ view: HostView) -> UInt64 {
    guard isBusy(at: view.slot) else { return 0 }
    return (readyAt - view.slot - 1) / UInt64(view.shape.slots) + 1
  }
}
