import BRAEncoder
import FrameSim

/// A bus with one device whose host has a descriptor engine.
enum BAMHost {
  static let base: UInt32 = 0x4401_0000
  /// Registers of the device's memory that Column 0 reaches without pages.
  static let registers: UInt32 = 0x2000

  static func simulation(
    _ bam: BAMConfiguration?, _ engine: Engine = .frame, _ shape: FrameShape = .of(50, 10),
    setup: TransferSetup = .linux, syncWait: SyncWait = .none, check: ResponseCheck = .perBlock,
    interface: HostInterface = HostInterface(), retry: RetryPolicy? = nil,
    responses: ResponsePolicy = .strict,
    policy: TransferPolicy? = nil, limits: DP0Limits = DP0Limits(), region: MemoryRegion? = nil,
    model: HostModel = .ideal
  ) -> Simulation {
    let device = PeripheralConfiguration(
      device: 3,
      memory: [
        MemoryRegion(address: registers, bytes: 0x1000),
        region ?? MemoryRegion(address: base, bytes: 0x20_0000),
      ], dp0: limits)
    let host = HostConfiguration(
      model: model, setup: setup, syncWait: syncWait, responses: responses, check: check, policy: policy,
      interface: interface, dma: bam.map { .bam($0) }, retry: retry)
    return Simulation(
      shape: shape, peripherals: [device], host: host, timeline: BusTimeline(clockHz: 24_000 * shape.slots),
      engine: engine)
  }

  static func configuration(
    _ lock: BAMConfiguration.Lock, _ change: (inout BAMConfiguration) -> Void = { _ in }
  )
    -> BAMConfiguration
  {
    var configuration = BAMConfiguration()
    configuration.lock = lock
    change(&configuration)
    return configuration
  }
}
