/// How many frames transfers take, worked out from what the host does, without running any.
///
/// Exact where every response is good and nothing but the host decides what a frame is for: no interrupt that asks for
/// a Ping, no write that programs DP0 otherwise. A transfer that is refused takes no frames; one to a device that is not
/// there ends with the first. Numbers are bounded, so that no sum overflows.
package struct HostForecast: Sendable {
  /// What one transfer takes.
  package struct Transfer: Hashable, Sendable {
    /// Its frames, by part.
    package var frames = FrameCounts()
    /// Pings among them that the frame engine passes over where nobody watches.
    package var skipped: UInt64 = 0
    /// Whether the transfer interface refuses it.
    package var isRefused = false
    /// Frames behind the data that are clocked.
    package var tail: UInt64 = 0

    /// Frames that are clocked one by one where nobody watches.
    package var clocked: UInt64 { frames.total - min(frames.total, skipped) }
  }

  /// No number of frames goes beyond this.
  package static let most: UInt64 = 1 << 58

  private let shape: FrameShape
  private let peripherals: [PeripheralConfiguration]
  private let host: HostConfiguration
  private let timeline: BusTimeline
  private let geometry: PortGeometry
  private let opening: [Int]
  private let closing: [Int]
  private var patterns: [DP0Limits: BlockPattern] = [:]

  /// Frames so far: the number of the next frame.
  package private(set) var frame: UInt64 = 0
  /// Frames since the last stream synchronisation point.
  private var framesSinceSSP: UInt64 = 0

  // The transfer at hand.
  private var transfer = Transfer()
  private var feed: PIOModel.Feed?
  /// Slots of the frame of a batch's last command in which its host time passes already.
  private var slotsAhead: UInt64 = 0
  private var commandsInBatch = 0
  private var followsPause = false

  /// A host in front of slot 0 of a bus.
  package init(
    shape: FrameShape, peripherals: [PeripheralConfiguration], host: HostConfiguration, timeline: BusTimeline
  ) {
    self.shape = shape
    self.peripherals = peripherals
    self.host = host
    self.timeline = timeline
    geometry = host.geometry(for: shape)
    opening = host.setup.opening(geometry, bank: 0).runs
    closing = host.setup.closing(geometry, bank: 0).runs
  }

  /// What the next transfer takes; its data may be left out.
  package mutating func next(_ request: TransferRequest) -> Transfer {
    transfer = Transfer()
    let target = peripherals.first { $0.device == request.device }
    let limits = target?.dp0 ?? DP0Limits()
    let rules = TransferRules(
      request: request, geometry: geometry, shape: shape, limits: limits,
      lacksDP0: target.map { $0.dp0 == nil } ?? false, policy: host.policy)
    guard rules.refusal == nil else {
      transfer.isRefused = true
      return transfer
    }
    feed = nil
    commandsInBatch = 0
    followsPause = false
    if case .pio(let pio) = host.model {
      feed = pio.feed(request.path)
      slotsAhead = pio.slotsAhead(in: shape)
    }
    pauseForHost(slots: timeline.slots(nanoseconds: feed?.nanosecondsPerTransfer ?? 0))
    if request.path == .column0 {
      column0(request, isAnswered: target != nil)
    } else if target == nil {
      ignored(request.bytes)
    } else {
      bra(request, limits)
    }
    return transfer
  }

  // MARK: The two ways

  private mutating func column0(_ request: TransferRequest, isAnswered: Bool) {
    let pages = 2 * Self.pages(request)
    guard isAnswered else {
      commands(1, pages > 0 ? .setup : .data)
      return endBatch()
    }
    transfer.frames.setup = UInt64(pages)
    transfer.frames.data = UInt64(request.bytes)
    pass(UInt64(pages + request.bytes))
    batches(pages + request.bytes)
    let before = transfer.clocked
    endBatch()
    transfer.tail = transfer.clocked - before
  }

  /// How often the page registers are written: at the start and at every 32 KiB border, from 0x8000 on.
  private static func pages(_ request: TransferRequest) -> Int {
    let first = Int(request.address) / 0x8000
    let last = (Int(request.address) + request.bytes - 1) / 0x8000
    return max(0, last - max(first, 1) + 1)
  }

  private mutating func bra(_ request: TransferRequest, _ limits: DP0Limits) {
    setUp(opening, .setup)
    blocks(request.bytes, limits)
    followsPause = false
    let before = transfer.clocked
    setUp(closing, .teardown)
    transfer.tail = transfer.clocked - before
  }

  /// Nobody answers: the first command is the last, or the first block is if the host looks.
  private mutating func ignored(_ bytes: Int) {
    if let first = opening.first {
      let isSwitch = first == 0
      if isSwitch { waitForSwitch() }
      commands(1, .setup)
      endBatch()
    } else {
      blocks(host.check == .atEnd ? bytes : 1, DP0Limits())
    }
  }

  /// The blocks of so many bytes, and the frames among them that have no room for one.
  private mutating func blocks(_ bytes: Int, _ limits: DP0Limits) {
    let pattern = patterns[limits] ?? BlockPattern(BlockCapacity(geometry: geometry, shape: shape), limits)
    patterns[limits] = pattern
    let start = Int(framesSinceSSP % UInt64(pattern.period))
    let (blocks, pauses) = pattern.frames(for: bytes, from: start)
    transfer.frames.data += UInt64(blocks)
    transfer.frames.host += UInt64(pauses)
    pass(UInt64(blocks + pauses))
  }

  // MARK: Commands and pauses

  private mutating func setUp(_ runs: [Int], _ part: FramePart) {
    for run in runs {
      commands(run, part)
      waitForSwitch()
      transfer.frames[part] += 1
      pass(1)
      framesSinceSSP = 0
      batches(1)
    }
    if !runs.isEmpty { endBatch() }
  }

  private mutating func commands(_ count: Int, _ part: FramePart) {
    transfer.frames[part] += UInt64(count)
    pass(UInt64(count))
    if count > 0 { batches(count) }
  }

  private mutating func waitForSwitch() {
    let frames = host.syncWait.framesAhead(waited: 0, frame: frame)
    transfer.frames.syncWait += frames
    pause(frames)
  }

  /// The host's time behind the batches that so many more commands fill.
  private mutating func batches(_ count: Int) {
    followsPause = false
    guard let feed else { return }
    let (full, rest) = (commandsInBatch + count).quotientAndRemainder(dividingBy: feed.commandsPerBatch)
    commandsInBatch = rest
    guard full > 0 else { return }
    pauseForHost(slots: slots(feed, feed.commandsPerBatch), times: UInt64(full))
    if rest > 0 { followsPause = false }
  }

  /// The host has nothing more to put into its batch.
  private mutating func endBatch() {
    guard let feed, commandsInBatch > 0 else { return }
    let count = commandsInBatch
    commandsInBatch = 0
    pauseForHost(slots: slots(feed, count))
  }

  /// Slots from the end of the frame with a batch's last command to the end of the host's time.
  private func slots(_ feed: PIOModel.Feed, _ commands: Int) -> UInt64 {
    let (product, overflow) = feed.nanosecondsPerCommand.multipliedReportingOverflow(by: UInt64(commands))
    let (sum, overflow2) = product.addingReportingOverflow(feed.nanosecondsPerBatch)
    let slots = timeline.slots(nanoseconds: overflow || overflow2 ? .max : sum)
    return slots - min(slots, slotsAhead)
  }

  private mutating func pauseForHost(slots: UInt64, times: UInt64 = 1) {
    let frames = min(Self.most, slots == 0 ? 0 : (slots - 1) / UInt64(shape.slots) + 1)
    let (product, overflow) = frames.multipliedReportingOverflow(by: times)
    transfer.frames.host = min(
      Self.most, transfer.frames.host + (overflow ? Self.most : min(Self.most, product)))
    pause(frames, times: times)
  }

  /// Pings that nothing but time ends.
  private mutating func pause(_ frames: UInt64, times: UInt64 = 1) {
    guard frames > 0 else { return }
    // The first Ping is always run, and what comes behind whole periods.
    let ahead = followsPause ? frames : frames - 1
    if ahead >= Conductor<TransferProgram>.worthwhile {
      let skipped = (ahead - 1) / Bus.pingPeriod * Bus.pingPeriod
      let (product, overflow) = skipped.multipliedReportingOverflow(by: times)
      transfer.skipped = min(Self.most, transfer.skipped + (overflow ? Self.most : min(Self.most, product)))
    }
    followsPause = true
    let (product, overflow) = frames.multipliedReportingOverflow(by: times)
    pass(overflow ? Self.most : product)
  }

  private mutating func pass(_ frames: UInt64) {
    frame = min(Self.most, frame + min(Self.most, frames))
    framesSinceSSP = min(Self.most, framesSinceSSP + min(Self.most, frames))
  }
}
