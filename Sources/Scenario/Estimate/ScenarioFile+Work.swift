internal import FrameSim

extension ScenarioFile {
  /// How much it is to run its transfers with a seed.
  public func work(seed: UInt64? = nil) -> WorkEstimate {
    var forecast = forecast(seed: seed ?? self.seed)
    var work = WorkEstimate()
    work.points = 1
    for transfer in transfers { work.add(forecast.next(transfer.unloaded), bytes: transfer.bytes, bus.shape) }
    return work
  }

  /// Bytes of simulated memory that its transfers make the Peripherals hold, in whole pages.
  ///
  /// Each page that some write reaches counts once per device, up to where a write must fail. Where BRA blocks differ in
  /// length, a block that fails counts as the longest. With both engines there are two of everything.
  public func memoryBytes(seed: UInt64? = nil, engine: EngineChoice = .frame) -> Int {
    memoryNeed(seed: seed, engine: engine).bytes
  }

  /// Why it cannot run with so much memory; nil where it can.
  public func memoryFailure(seed: UInt64?, engine: EngineChoice, limit: Int) -> RunFailure? {
    memoryNeed(seed: seed, engine: engine).failure(limit: limit)
  }

  /// The same as a number and whether it is a bound; `start` is the need of nothing, where it is known.
  func memoryNeed(seed: UInt64?, engine: EngineChoice, from start: MemoryNeed? = nil) -> MemoryNeed.Total {
    var forecast = forecast(seed: seed ?? self.seed)
    // Most sweeps only read, and regions take their time.
    var need: MemoryNeed?
    for transfer in transfers where transfer.operation == .write {
      guard !forecast.next(transfer.unloaded).isRefused else { continue }
      var known = need ?? start ?? emptyMemoryNeed
      need = nil
      known.add(transfer.unloaded, stopsAtBadBlock: host.responses == .strict && host.check == .perBlock)
      need = known
    }
    guard let need else { return MemoryNeed.Total(bytes: 0, isUpperBound: false) }
    return MemoryNeed.Total(
      bytes: engine == .both ? 2 * need.bytes : need.bytes, isUpperBound: need.isUpperBound)
  }

  /// The need before any write.
  var emptyMemoryNeed: MemoryNeed { MemoryNeed(peripherals, host.geometry(for: bus.shape), bus.shape) }
}

extension ScenarioTransfer {
  /// The transfer as the simulator takes it, but for the bytes of a write.
  var unloaded: TransferRequest {
    TransferRequest(
      name: name, path: path, operation: operation, device: device, address: address, bytes: bytes, data: [])
  }
}

extension WorkEstimate {
  /// Adds a transfer.
  mutating func add(_ transfer: HostForecast.Transfer, bytes: Int, _ shape: FrameShape) {
    var work = WorkEstimate()
    work.frames = transfer.frames.total
    work.skipped = transfer.skipped
    work.bytes = transfer.isRefused ? 0 : UInt64(bytes)
    let (slots, overflow) = work.clocked.multipliedReportingOverflow(by: UInt64(shape.slots))
    work.clockedSlots = overflow ? .max : slots
    self += work
  }
}
