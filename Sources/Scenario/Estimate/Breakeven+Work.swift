internal import FrameSim

extension Breakeven {
  /// How much it is, about, to look at a point.
  ///
  /// Frames are those that are clocked, and branches the shorter transfers that are ended on copies of the bus: for the
  /// longest transfer both ways, those of the policy beyond it, and over BRA again for each way a start phase can turn out.
  static func work(_ input: Input, seed: UInt64?) -> WorkEstimate {
    let seed = seed ?? input.scenario.seed
    let search = BreakevenSearch(input, host: input.scenario.comparedHost(seed: seed))
    let request = input.request
    var work = WorkEstimate()
    work.points = 1
    work.bytes = UInt64(request.maxBytes)
    guard search.point.bytesPerFrame > 0 else { return work }
    if input.scenario.hasRandomPhase { work.phases = draws(input, seed: seed).count }
    // Phases that a whole number of periods of Pings lie between come to the same.
    let ways = min(UInt64(work.phases), Bus.pingPeriod)
    for (path, times) in [(TransferRequest.Path.bra, 1 + ways), (.column0, 1)] {
      let near = search.forecast(request.maxBytes, via: path)
      guard search.isPlain(path) else {
        work.add(near, sizes: UInt64(request.maxBytes), times: path == .bra ? 1 + UInt64(work.phases) : 1)
        continue
      }
      work.add(near, branches: near.frames.data, times: times)
      guard let far = search.far else { continue }
      let longest = search.forecast(far.upperBound, via: path)
      let share = Double(far.upperBound - far.lowerBound) / Double(far.upperBound)
      work.add(
        longest, branches: UInt64(share * Double(longest.frames.data)),
        times: work.phases > 0 && path == .bra ? ways : 1)
    }
    work.addShares(search)
    if search.host.offload != nil, request.sections == 1 { work.addReplays(search) }
    let slots = UInt64(input.scenario.bus.shape.slots)
    work.clockedSlots =
      work.frames.multipliedReportingOverflow(by: slots).overflow ? .max : work.frames * slots
    return work
  }
}

extension WorkEstimate {
  /// Adds a curve that is run so many times.
  fileprivate mutating func add(_ longest: HostForecast.Transfer, branches: UInt64, times: UInt64) {
    guard !longest.isRefused else { return }
    self.branches += Int(clamping: times * (branches - min(1, branches)))
    // Ends that are like one that was run are not run again.
    frames += times * (longest.clocked + branches * longest.unlikeEnd)
    frames += min(times * branches, 2 * Bus.pingPeriod) * longest.tail
  }

  /// Adds transfers of so many sizes, each of which is run; one of the mean size is half of the longest, but for its set-up.
  fileprivate mutating func add(_ longest: HostForecast.Transfer, sizes: UInt64, times: UInt64) {
    guard !longest.isRefused else { return }
    let fixed = longest.clocked - min(longest.clocked, longest.frames.data)
    let mean = HostForecast.sum(fixed, longest.frames.data / 2)
    branches += Int(clamping: HostForecast.product(times, longest.frames.data))
    frames = HostForecast.sum(
      frames, HostForecast.product(times, HostForecast.product(mean, min(sizes, longest.frames.data))))
  }

  /// Adds the programs that an offload replays: the longest, or one for each number of blocks.
  fileprivate mutating func addReplays(_ search: BreakevenSearch) {
    let block = search.simulation.blockBytes(search.input.request.device)
    let blocks = UInt64(search.input.request.maxBytes / max(1, block) + 1)
    let opening = search.forecast(1, via: .bra).clocked
    let programs = search.host.offload?.port == .perTrigger ? blocks : 1
    let mean = programs == 1 ? blocks : blocks / 2
    frames = HostForecast.sum(
      frames, HostForecast.product(programs, HostForecast.sum(2 * opening, mean)))
  }

  /// Adds the transfers that find the shares of the rate: two for each where their sizes are to be expected, else some dozens, and
  /// where bisection does not do all numbers of blocks up to it.
  fileprivate mutating func addShares(_ search: BreakevenSearch) {
    let single = search.forecast(1, via: .bra)
    guard !single.isRefused else { return }
    let around = single.frames.total - single.frames.data
    for percent in BreakevenSearch.percents {
      let blocks = min(UInt64(max(1, search.most)), around * UInt64(percent) / UInt64(100 - percent))
      let (times, lengths) =
        search.isForeseeable(frames: around + blocks) ? (2, 2) : (24, 16) as (UInt64, UInt64)
      frames += times * single.clocked + lengths * blocks
      if !search.isSteady { branches += Int(blocks) }
    }
  }
}

extension BreakevenSearch {
  /// What a transfer of so many bytes takes, worked out and not run.
  func forecast(_ bytes: Int, via path: TransferRequest.Path) -> HostForecast.Transfer {
    let request = TransferRequest(
      name: "", path: path, operation: input.request.operation, device: input.request.device,
      sections: input.request.sections(of: bytes), bytes: bytes)
    var forecast = HostForecast(
      shape: input.scenario.bus.shape, peripherals: peripherals, host: host,
      timeline: input.scenario.bus.timeline)
    return forecast.next(request)
  }
}
