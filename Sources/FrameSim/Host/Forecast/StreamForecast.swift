internal import BRAEncoder

/// What a transfer over BRA takes, step by step of its route (`StreamStep`).
struct StreamForecast {
  let route: TransferRoute
  let host: HostConfiguration
  let geometry: PortGeometry
  let timeline: BusTimeline
  /// The device; nil where there is none.
  private let target: PeripheralConfiguration?
  private var leg = 0
  private var visit = 0

  /// A route to a device, or to none.
  init(
    _ route: TransferRoute, _ host: HostConfiguration, _ geometry: PortGeometry, _ timeline: BusTimeline,
    to target: PeripheralConfiguration?
  ) {
    self.route = route
    self.host = host
    self.geometry = geometry
    self.timeline = timeline
    self.target = target
  }

  private var isAnswered: Bool { target != nil }

  /// Goes all of it, as far as it comes where nobody answers.
  mutating func go(
    _ run: inout TransferForecast, _ pattern: BlockPattern, _ shape: FrameShape, column0: PaceForecast?
  ) {
    for (index, step) in route.steps.enumerated() {
      switch step {
      case .commands(let step):
        let commands = host.setup.commands(step, geometry, bank: 0)
        guard isAnswered || commands.isEmpty else { return run.first(of: commands, step) }
        run.close(isLast: index == route.steps.count - 1) { $0.send(commands, step) }
      case .pause(let nanoseconds):
        run.pause(slots: timeline.slots(nanoseconds: nanoseconds), shape)
      case .blocks:
        blocks(&run, pattern)
        var pause: UInt64 = 0
        if index + 1 < route.steps.count, case .pause(let nanoseconds) = route.steps[index + 1] {
          pause = timeline.slots(nanoseconds: nanoseconds)
        }
        if fails(&run, pattern, shape, pause: pause) {
          run.close(isLast: true) { $0.send(host.setup.commands(.close, geometry, bank: 0), .close) }
          if host.retry?.then == .column0 { fallBack(&run, column0) }
          return
        }
        leg += 1
      case .column0:
        send(&run, column0)
        guard isAnswered else { return }
      case .refuse: break
      }
    }
    run.endsUnlike()
    if case .bam(let engine) = host.dma { run.pause(slots: slots(of: engine), shape) }
    while isAnswered || route.steps.isEmpty, visit < route.column0.count { send(&run, column0) }
  }

  private mutating func send(_ run: inout TransferForecast, _ pace: PaceForecast?) {
    let batches = Column0Batch.all(of: route.column0[visit].request, host.model)
    visit += 1
    run.visit(pace) { $0.column0(batches, isAnswered: isAnswered) }
    if !isAnswered { visit = route.column0.count }
  }

  /// Sends a block that failed, or all of the leg, so many times more.
  private func sendAgain(
    _ run: inout TransferForecast, _ times: Int, _ pattern: BlockPattern, _ shape: FrameShape, pause: UInt64
  ) {
    guard let retry = host.retry, times > 0 else { return }
    let backoff = HostForecast.product(UInt64(retry.backoffFrames), UInt64(shape.slots))
    let restart =
      host.check == .atEnd ? timeline.slots(nanoseconds: route.nanosecondsToRestart) : 0
    for _ in 0..<times {
      run.pause(slots: HostForecast.sum(backoff, restart), shape)
      run.again {
        if host.check == .atEnd { blocks(&$0, pattern) } else { $0.blocks(1, pattern) }
      }
      run.pause(slots: pause, shape)
    }
  }

  /// What goes over Column 0 in place of blocks that fail; where nobody answers, its first command.
  private func fallBack(_ run: inout TransferForecast, _ pace: PaceForecast?) {
    let visits = route.visits(for: UnsentBytes(leg: leg, place: nil, tried: nil))
    guard visits.allSatisfy({ TransferRules.isInReach(ofColumn0: $0.request.sections) }) else { return }
    for visit in visits {
      let batches = Column0Batch.all(of: visit.request, host.model)
      run.visit(pace) { run in
        let before = run.transfer.frames.data
        run.column0(batches, isAnswered: isAnswered)
        run.isAgain(since: before)
      }
      if !isAnswered { return }
    }
  }

  /// About what blocks cost that are sent again, at most: which of them fail is not worked out. Whether the last repeat may fail.
  private func fails(
    _ run: inout TransferForecast, _ pattern: BlockPattern, _ shape: FrameShape, pause: UInt64
  ) -> Bool {
    guard let target else {
      // Nothing but these blocks was sent: DP0 is open all the time.
      run.pause(slots: pause, shape)
      sendAgain(&run, host.retry?.onBad ?? 0, pattern, shape, pause: pause)
      return true
    }
    guard let retry = host.retry else { return false }
    let sections = route.sections(ofLeg: leg)
    if host.responses == .strict, !target.takes(sections, route.bulk.operation) {
      // The first block that the memory does not take is never good; Linux does not see that it is Bad.
      sendAgain(&run, retry.onBad, pattern, shape, pause: pause)
      return true
    }
    let stalls = target.memory.compactMap(\.notReadyEvery)
    guard let every = stalls.min() else { return false }
    let most = host.responses == .strict ? retry.onNotReady : retry.onBad
    let blocks = sections.reduce(UInt64(0)) {
      $0 + UInt64(pattern.frames(for: $1.byteCount, from: 0).blocks)
    }
    guard most > 0, every > 1, host.check == .perBlock || stalls.count == 1 && blocks < UInt64(every) else {
      sendAgain(&run, most, pattern, shape, pause: pause)
      return true
    }
    if host.check == .atEnd {
      // The count goes on from pass to pass until none of its ends falls into one.
      let times = Int(clamping: blocks / (UInt64(every) - blocks) + 1)
      sendAgain(&run, min(most, times), pattern, shape, pause: pause)
      return times >= most
    }
    let times = blocks / UInt64(every - 1) + 1
    run.transfer.frames.retry = HostForecast.sum(run.transfer.frames.retry, times)
    run.pass(times)
    run.pauseForHost(UInt64(retry.backoffFrames), times: times)
    return false
  }

  private func blocks(_ run: inout TransferForecast, _ pattern: BlockPattern) {
    guard isAnswered || host.check == .atEnd else { return run.blocks(1, pattern) }
    for section in route.sections(ofLeg: leg) { run.blocks(section.byteCount, pattern) }
    if let fakes = route.fakes { run.fakes(fakes.count(afterLeg: leg)) }
  }
}

extension PeripheralConfiguration {
  /// Whether its memory takes, or gives, all bytes of sections, as far as they are in memory.
  fileprivate func takes(_ sections: ArraySlice<BRASection>, _ operation: TransferRequest.Operation) -> Bool {
    let denied: MemoryAccess = operation == .write ? .readOnly : .writeOnly
    let regions = memory.filter { $0.access != denied }.sorted { $0.address < $1.address }
    return sections.allSatisfy { section in
      guard AddressTarget(section.address) == .memory else { return true }
      var place = UInt64(section.address)
      // After the last address come registers.
      let end = min(place + UInt64(section.byteCount), 1 << 32)
      let first = regions.indices.partitionPoint {
        UInt64(regions[$0].address) + regions[$0].bytes > place
      }
      for region in regions[first...] {
        guard UInt64(region.address) <= place, place < end else { break }
        place = UInt64(region.address) + region.bytes
      }
      return place >= end
    }
  }
}
