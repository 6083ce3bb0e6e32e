internal import FrameSim

extension ScenarioFile {
  /// How much it is to run its transfers with a seed.
  public func work(seed: UInt64? = nil) -> WorkEstimate {
    var work = WorkEstimate()
    work.points = 1
    var calls = CallForecast(self)
    for (transfer, forecast) in zip(transfers, forecasts(seed: seed ?? self.seed)) {
      if let call = transfer.call {
        let frames = calls.next(call)
        work.add(clocked: frames.clocked, paused: frames.paused, bus.shape)
      } else {
        work.add(forecast, bytes: transfer.bytes, bus.shape)
      }
    }
    return work
  }

  /// What each of its transfers takes.
  private func forecasts(seed: UInt64) -> [HostForecast.Transfer] {
    var forecast = forecast(seed: seed)
    let schedule = TransferSchedule(transfers)
    guard schedule.hasGroups else {
      return transfers.map { $0.call == nil ? forecast.next($0.unloaded) : HostForecast.Transfer() }
    }
    var result = [HostForecast.Transfer?](repeating: nil, count: transfers.count)
    schedule.run(transfers.count) { index, companions in
      if transfers[index].call != nil {
        result[index] = HostForecast.Transfer()
        return false
      }
      let group = forecast.next(
        transfers[index].unloaded, beside: companions.map { transfers[$0].beside(transfers[$0].unloaded) })
      result[index] = group.lead
      for (companion, other) in zip(companions, group.others ?? []) { result[companion] = other }
      return group.others != nil
    }
    return result.compactMap { $0 }
  }

  /// Bytes of simulated memory that its transfers make the Peripherals hold, in whole pages.
  ///
  /// Each page that some write reaches counts once per device, up to where a write must fail. Where BRA blocks differ in
  /// length, a block that fails counts as the longest. With a descriptor engine rings, descriptors and command elements count,
  /// about. With both engines there are two of everything.
  public func memoryBytes(seed: UInt64? = nil, engine: EngineChoice = .frame) -> Int {
    memoryNeed(seed: seed, engine: engine).bytes
  }

  /// Why it cannot run with so much memory; nil where it can.
  public func memoryFailure(seed: UInt64?, engine: EngineChoice, limit: Int) -> RunFailure? {
    memoryNeed(seed: seed, engine: engine).failure(limit: limit)
  }

  /// The same as a number and whether it is a bound; `start` is the need of nothing, where it is known.
  func memoryNeed(seed: UInt64?, engine: EngineChoice, from start: MemoryNeed? = nil) -> MemoryNeed.Total {
    let seed = seed ?? self.seed
    var forecast = forecast(seed: seed)
    // Where some run during others, whether one is refused depends on those.
    let known = transfers.contains { $0.during != nil } ? forecasts(seed: seed) : nil
    // Most sweeps only read, and regions take their time.
    var need: MemoryNeed?
    let hasBAM = if case .bam = host.dma { true } else { false }
    for (index, transfer) in transfers.enumerated() {
      if let call = transfer.call {
        var sum = need ?? start ?? emptyMemoryNeed
        for move in call.moves where move.request().operation == .write {
          sum.add(move.request(), stopsAtBadBlock: false)
        }
        need = call.moves.isEmpty ? need : sum
        continue
      }
      let hasDescriptors = hasBAM && transfer.path == .bra
      guard transfer.operation == .write || hasDescriptors else { continue }
      guard !(known?[index] ?? forecast.next(transfer.unloaded)).isRefused else { continue }
      var sum = need ?? start ?? emptyMemoryNeed
      need = nil
      if transfer.operation == .write {
        sum.add(transfer.unloaded, stopsAtBadBlock: host.responses == .strict && host.check == .perBlock)
      }
      if hasDescriptors { sum.addDescriptors(of: transfer.unloaded) }
      need = sum
    }
    guard let need else { return MemoryNeed.Total(bytes: 0, isUpperBound: false) }
    return MemoryNeed.Total(
      bytes: engine == .both ? 2 * need.bytes : need.bytes, isUpperBound: need.isUpperBound)
  }

  /// The need before any write.
  var emptyMemoryNeed: MemoryNeed { MemoryNeed(peripherals, host, bus.shape) }
}

extension ScenarioTransfer {
  /// The same request, to run during another transfer.
  func beside(_ request: TransferRequest) -> SideTransfer {
    SideTransfer(request, afterFrames: UInt64(during?.afterFrames ?? 0))
  }
}

extension WorkEstimate {
  /// Adds frames that are run, and Pings that may be passed over.
  fileprivate mutating func add(clocked: UInt64, paused: UInt64, _ shape: FrameShape) {
    var work = WorkEstimate()
    work.frames = clocked &+ paused
    work.skipped = paused
    let (slots, overflow) = clocked.multipliedReportingOverflow(by: UInt64(shape.slots))
    work.clockedSlots = overflow ? .max : slots
    self += work
  }

  /// Adds a transfer.
  mutating func add(_ transfer: HostForecast.Transfer, bytes: Int, _ shape: FrameShape) {
    var work = WorkEstimate()
    work.frames = transfer.own
    work.skipped = transfer.skipped
    work.bytes = transfer.isRefused ? 0 : UInt64(bytes)
    let (slots, overflow) = work.clocked.multipliedReportingOverflow(by: UInt64(shape.slots))
    work.clockedSlots = overflow ? .max : slots
    self += work
  }
}
