internal import FrameSim

extension Breakeven {
  /// How much it is, about, to look at a point.
  ///
  /// Frames are those that are clocked: the longest transfer both ways, and what ends the shorter ones, of which most are
  /// like another.
  static func work(_ input: Input, seed: UInt64?) -> WorkEstimate {
    let seed = seed ?? input.scenario.seed
    let search = BreakevenSearch(input, host: input.scenario.host(seed: seed))
    let request = input.request
    var work = WorkEstimate()
    work.points = 1
    work.bytes = UInt64(request.maxBytes)
    guard search.point.bytesPerFrame > 0 else { return work }
    let bra = search.forecast(request.maxBytes, via: .bra)
    let column0 = search.forecast(request.maxBytes, via: .column0)
    var frames: UInt64 = 0
    for curve in [bra, column0] where !curve.isRefused {
      let branches = curve.frames.data - min(1, curve.frames.data)
      work.branches += Int(branches)
      frames += curve.clocked + min(branches, 2 * Bus.pingPeriod) * curve.tail
    }
    // Some dozens of single transfers find the shares.
    let shares = search.forecast(1, via: .bra)
    frames += 32 * shares.clocked
    if input.scenario.hasRandomPhase {
      work.phases = search.phases(seed: seed).count
      frames += min(UInt64(work.phases), Bus.pingPeriod) * 4 * Bus.pingPeriod + bra.clocked
    }
    work.frames = frames
    let (slots, overflow) = frames.multipliedReportingOverflow(by: UInt64(input.scenario.bus.shape.slots))
    work.clockedSlots = overflow ? .max : slots
    return work
  }
}

extension BreakevenSearch {
  /// What a transfer of so many bytes takes, worked out and not run.
  fileprivate func forecast(_ bytes: Int, via path: TransferRequest.Path) -> HostForecast.Transfer {
    let request = TransferRequest(
      name: "", path: path, operation: input.request.operation, device: input.request.device,
      address: input.request.address, bytes: bytes, data: [])
    var forecast = HostForecast(
      shape: input.scenario.bus.shape, peripherals: peripherals, host: host,
      timeline: input.scenario.bus.timeline)
    return forecast.next(request)
  }

  /// The start phases that the seeds draw, each once.
  fileprivate func phases(seed: UInt64) -> Set<SyncWait> {
    Set((0..<input.request.seeds).map { input.scenario.host(seed: seed &+ UInt64($0)).syncWait })
  }
}
