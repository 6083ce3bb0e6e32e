import BRAEncoder

@testable import FrameSim

/// A bus with one or two devices and an offload, for tests.
struct OffloadBench {
  var simulation: Simulation
  static let all: OffloadCapabilities = [.trigger, .staticTx, .rxStream]

  init(
    _ offload: OffloadConfiguration?, rows: Int = 50, columns: Int = 4, clockHz: Int = 4_800_000,
    setup: TransferSetup = .commands(4), model: HostModel = .ideal, dma: HostDMA? = nil,
    engine: Engine = .frame, host change: (inout HostConfiguration) -> Void = { _ in }
  ) {
    let memory = MemoryRegion(address: 0x2000, bytes: 0x10000)
    var host = HostConfiguration(model: model, setup: setup, dma: dma, offload: offload)
    change(&host)
    simulation = Simulation(
      shape: FrameShape(rows: rows, columns: columns) ?? .reset,
      peripherals: [1, 2].map { PeripheralConfiguration(device: $0, memory: [memory], dp0: DP0Limits()) },
      host: host, timeline: BusTimeline(clockHz: clockHz), engine: engine)
  }

  /// Makes calls, and gives the errno of each, nil where it is fine.
  mutating func errors(_ calls: OffloadCall...) -> [TransferErrno?] {
    calls.map { simulation.run($0).error?.errno }
  }

  /// Prepares a message for a trigger, and enables both; what was refused is nil.
  @discardableResult
  mutating func start(
    _ message: OffloadMessage, trigger: String = "t", capabilities: OffloadCapabilities = all
  ) -> [TransferErrno?] {
    errors(
      .get(device: 1, capabilities: capabilities), .optimize(message), .triggerGet(trigger), .enableInOrder)
  }

  var report: OffloadReport { simulation.offloadReports.last ?? OffloadReport() }
}

extension OffloadCall {
  static let enableInOrder = OffloadCall.enable(.offloadFirst, betweenNanoseconds: 0)
  static let disableInOrder = OffloadCall.disable(.offloadFirst, betweenNanoseconds: 0)
}

extension OffloadMessage {
  /// A write of bytes that are in the memory of the offload.
  static func write(_ bytes: [UInt8], to address: UInt32 = 0x2000, via path: TransferRequest.Path = .bra)
    -> Item
  {
    .move(.init(.write(bytes, to: address, device: 1, via: path), .staticData))
  }

  /// A read to a stream.
  static func read(_ bytes: Int, from address: UInt32 = 0x2000, via path: TransferRequest.Path = .bra) -> Item
  {
    .move(.init(.read(bytes, from: address, device: 1, via: path), .stream))
  }

  /// A write of the next bytes of the stream.
  static func stream(_ bytes: Int, to address: UInt32 = 0x2000) -> Item {
    let request = TransferRequest(
      name: "", path: .bra, operation: .write, device: 1, address: address, bytes: bytes, data: [])
    return .move(.init(request, .stream))
  }
}
