internal import BRAEncoder

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
    /// Frames among them that count to a transfer that runs at the same time, too.
    package var shared: UInt64 = 0
    /// Pings among them that the frame engine passes over where nobody watches.
    package var skipped: UInt64 = 0
    /// Whether the transfer interface refuses it.
    package var isRefused = false
    /// Frames after the data that are clocked.
    package var tail: UInt64 = 0
    /// Frames of an end that is like no other, by the mean of all transfers that are shorter: a synchronisation point falls
    /// between its commands.
    package var unlikeEnd: UInt64 = 0

    /// One that takes none.
    package init() {}

    /// Frames that count to no other.
    package var own: UInt64 { frames.total - shared }

    /// Frames that are clocked one by one where nobody watches, but for those that count to another.
    package var clocked: UInt64 { own - min(own, skipped) }
  }

  private let shape: FrameShape
  private let peripherals: [PeripheralConfiguration]
  private let host: HostConfiguration
  private let timeline: BusTimeline
  private let geometry: PortGeometry
  private var patterns: [DP0Limits: BlockPattern] = [:]
  private var clock: ForecastClock

  /// A host in front of slot 0 of a bus.
  package init(
    shape: FrameShape, peripherals: [PeripheralConfiguration], host: HostConfiguration, timeline: BusTimeline
  ) {
    self.shape = shape
    self.peripherals = peripherals
    self.host = host
    self.timeline = timeline
    geometry = host.geometry(for: shape)
    let syncFrames = SyncPoints.frames(
      interval: timeline.wholeSlots(nanoseconds: host.syncNanoseconds),
      sampleInterval: geometry.sampleInterval, slotsPerFrame: shape.slots)
    clock = ForecastClock(isOpen: host.setup == .alwaysOpen, syncFrames: syncFrames)
  }

  /// Frames so far: the number of the next frame.
  package var frame: UInt64 { clock.frame }

  /// What the next transfer takes; its data may be left out.
  package mutating func next(_ request: TransferRequest) -> Transfer { next(request, beside: []).lead }

  /// What the next transfer takes, and those that run during it; they do not where it is refused, and are nil.
  package mutating func next(
    _ request: TransferRequest, beside others: [SideTransfer]
  ) -> (lead: Transfer, others: [Transfer]?) {
    let plan = plan(request)
    guard plan.refusal == nil else {
      var refused = Transfer()
      refused.isRefused = true
      return (refused, nil)
    }
    let isStream = plan.route.map { !$0.steps.isEmpty } ?? true
    var run = TransferForecast(
      clock, isStream ? pace(request.path) : nil, host.syncWait, keepsCalendar: !others.isEmpty)
    let target = peripherals.first { $0.device == request.device }
    if let route = plan.route {
      var stream = StreamForecast(route, host, geometry, timeline, to: target)
      stream.go(&run, pattern(target?.dp0 ?? DP0Limits()), shape, column0: pace(.column0))
    } else {
      run.column0(Column0Batch.all(of: request, host.model), isAnswered: target != nil)
    }
    clock = run.clock
    if others.isEmpty { return (run.transfer, []) }
    var calendar = run.calendar
    calendar.goOn(clock)
    return (run.transfer, others.map { side($0, run, &calendar) })
  }

  private func plan(_ request: TransferRequest, isBeside: Bool = false) -> TransferPlan {
    let target = peripherals.first { $0.device == request.device }
    return TransferPlan(
      request, host, timeline, shape, limits: target?.dp0 ?? DP0Limits(),
      lacksDP0: target.map { $0.dp0 == nil } ?? false, isBeside: isBeside)
  }

  private func pace(_ path: TransferRequest.Path) -> PaceForecast? {
    PaceForecast(path == .bra ? host.streamModel : host.model, path, shape, timeline)
  }

  private mutating func pattern(_ limits: DP0Limits) -> BlockPattern {
    let pattern = patterns[limits] ?? BlockPattern(BlockCapacity(geometry: geometry, shape: shape), limits)
    patterns[limits] = pattern
    return pattern
  }

  // MARK: During another

  /// What a transfer takes that runs during another, which is worked out already.
  private mutating func side(
    _ side: SideTransfer, _ lead: TransferForecast, _ calendar: inout Column0Calendar
  ) -> Transfer {
    var transfer = Transfer()
    let request = side.request
    guard request.path == .column0, plan(request, isBeside: true).refusal == nil else {
      transfer.isRefused = true
      return transfer
    }
    let end = lead.clock.frame
    let start = min(end, Self.sum(lead.firstBlock ?? end, side.afterFrames))
    var batches = Column0Batch.all(of: request, host.model)
    if !peripherals.contains(where: { $0.device == request.device }) {
      batches = batches.first.map { [$0.cut] } ?? []
    }
    for batch in batches {
      transfer.frames.setup += UInt64(batch.pages)
      transfer.frames.data += UInt64(batch.bytes)
    }
    let sent = calendar.send(batches.map { $0.pages + $0.bytes }, from: start, pace(.column0))
    transfer.frames.host = sent.hostFrames
    transfer.shared = min(sent.end, end) - start
    if sent.end > clock.frame { clock.pass(sent.end - clock.frame) }
    return transfer
  }
}
