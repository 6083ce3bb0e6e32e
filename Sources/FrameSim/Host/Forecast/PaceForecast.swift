/// What a host's software takes over one way, in frames.
struct PaceForecast: Sendable {
  private let feed: PIOModel.Feed
  /// Slots of the frame of a batch's last command in which its host time passes already.
  private let slotsAhead: UInt64
  private let slotsPerFrame: UInt64
  private let timeline: BusTimeline

  /// The pace of a host over a way; nil for one that takes no time.
  init?(_ model: HostModel, _ path: TransferRequest.Path, _ shape: FrameShape, _ timeline: BusTimeline) {
    guard case .pio(let pio) = model else { return nil }
    feed = pio.feed(path)
    slotsAhead = pio.slotsAhead(in: shape)
    slotsPerFrame = UInt64(shape.slots)
    self.timeline = timeline
  }

  /// Commands of a full batch.
  var commandsPerBatch: Int { max(1, feed.commandsPerBatch) }

  /// Frames in front of a transfer.
  var framesInFront: UInt64 { frames(slots: timeline.slots(nanoseconds: feed.nanosecondsPerTransfer)) }

  /// Frames after a batch of so many commands.
  func frames(after commands: Int) -> UInt64 {
    let (product, overflow) = feed.nanosecondsPerCommand.multipliedReportingOverflow(by: UInt64(commands))
    let (sum, overflow2) = product.addingReportingOverflow(feed.nanosecondsPerBatch)
    let slots = timeline.slots(nanoseconds: overflow || overflow2 ? .max : sum)
    return frames(slots: slots - min(slots, slotsAhead))
  }

  private func frames(slots: UInt64) -> UInt64 {
    min(HostForecast.most, slots == 0 ? 0 : (slots - 1) / slotsPerFrame + 1)
  }
}
