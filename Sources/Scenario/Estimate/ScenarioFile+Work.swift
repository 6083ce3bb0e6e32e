internal import FrameSim

extension ScenarioFile {
  /// How much it is to run its transfers with a seed.
  public func work(seed: UInt64? = nil) -> WorkEstimate {
    let seed = seed ?? self.seed
    var host = host(seed: seed)
    host.policy = policy
    var forecast = HostForecast(
      shape: bus.shape, peripherals: peripherals, host: host, timeline: bus.timeline)
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
    let (bytes, isUpperBound) = memoryNeed(seed: seed, engine: engine)
    return bytes > limit ? .memory(needed: bytes, limit: limit, isUpperBound: isUpperBound) : nil
  }

  private func memoryNeed(seed: UInt64?, engine: EngineChoice) -> (bytes: Int, isUpperBound: Bool) {
    var host = host(seed: seed ?? self.seed)
    host.policy = policy
    var forecast = HostForecast(
      shape: bus.shape, peripherals: peripherals, host: host, timeline: bus.timeline)
    var need = MemoryNeed(peripherals, host.geometry(for: bus.shape), bus.shape)
    for transfer in transfers where transfer.operation == .write {
      guard !forecast.next(transfer.unloaded).isRefused else { continue }
      need.add(transfer.unloaded, stopsAtBadBlock: host.responses == .strict)
    }
    return (engine == .both ? 2 * need.bytes : need.bytes, need.isUpperBound)
  }
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
