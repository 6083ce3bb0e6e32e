internal import FrameSim

/// Runs a workload in the simulator, through the interface that `simctl run` uses.
enum SimulatorRunner {
  /// Runs a workload once; nil where the transfer failed or the memory does not hold what was moved.
  static func run(_ workload: Workload, engine: Engine, hash: Bool) -> Measurement? {
    let peripherals = (1...workload.peripherals).map { device in
      PeripheralConfiguration(
        device: device,
        memory: device == 1
          ? [MemoryRegion(address: Workload.address, bytes: UInt64(Workload.memoryBytes))] : [],
        dp0: DP0Limits())
    }
    var simulation = Simulation(
      shape: workload.shape, peripherals: peripherals,
      host: HostConfiguration(setup: workload.kind == .column0Write ? .linux : .alwaysOpen), engine: engine)
    let request: TransferRequest
    switch workload.kind {
    case .braWrite: request = .write(workload.data, to: Workload.address, device: 1, via: .bra)
    case .column0Write: request = .write(workload.data, to: Workload.address, device: 1, via: .column0)
    case .braRead:
      simulation.preload(Workload.counter, at: Workload.address, device: 1)
      request = .read(workload.bytes, from: Workload.address, device: 1, via: .bra)
    }
    var result: TransferResult?
    var levels = LevelHash()
    let time = busySeconds {
      result = hash ? simulation.run(request, observer: &levels) : simulation.run(request)
    }
    guard let result, result.error == nil, result.isIntact == true else { return nil }
    return Measurement(
      slots: result.duration, frames: result.frames.total, bytesOk: UInt64(result.bytesMoved),
      levelHash: hash ? levels.value : nil, seconds: time)
  }
}
