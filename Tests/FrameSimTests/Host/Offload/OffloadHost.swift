import BRAEncoder
import FrameSim
import Testing

/// A bus with one device whose Manager has an offload instance. A frame of 50x4 has 200 slots, and blocks of 8 bytes.
enum OffloadHost {
  static let device = 1
  /// Memory of the device that Column 0 reaches without pages.
  static let base: UInt32 = 0x2000
  /// Memory that nobody can write.
  static let readOnly: UInt32 = 0x6000
  /// Memory behind pages.
  static let paged: UInt32 = 0x4000_0000
  static let frameSlots: UInt64 = 200

  static let trigger = OffloadTrigger("now", .command)

  /// An instance with large memories that can do everything.
  static func instance(_ change: (inout OffloadConfiguration) -> Void = { _ in }) -> OffloadConfiguration {
    var offload = OffloadConfiguration(
      capabilities: [.trigger, .staticTx, .txStream, .rxStream], instructionWords: 1 << 12,
      dataWords: 1 << 16, triggers: [trigger])
    change(&offload)
    return offload
  }

  static func simulation(
    _ offload: OffloadConfiguration?, _ engine: Engine = .frame, _ shape: FrameShape = .of(50, 4),
    slotRateHz: UInt64 = 9_600_000, setup: TransferSetup = .linux, model: HostModel = .ideal,
    dma: HostDMA? = nil, syncWait: SyncWait = .none, interface: HostInterface = HostInterface()
  ) -> Simulation {
    let one = PeripheralConfiguration(
      device: device,
      memory: [
        MemoryRegion(address: base, bytes: 0x3000),
        MemoryRegion(address: readOnly, bytes: 0x1000, access: .readOnly),
        MemoryRegion(address: 0x7000, bytes: 0x8000), MemoryRegion(address: paged, bytes: 0x20000),
      ], dp0: DP0Limits())
    return Simulation(
      shape: shape, peripherals: [one, .target(2)],
      host: HostConfiguration(
        model: model, setup: setup, syncWait: syncWait, interface: interface, dma: dma, offload: offload),
      timeline: BusTimeline(slotRateHz: slotRateHz), engine: engine)
  }

  // MARK: Messages

  static func write(
    _ data: [UInt8], to address: UInt32 = base, _ path: TransferRequest.Path = .bra,
    _ place: OffloadMessage.Move.Place = .staticData
  ) -> OffloadMessage.Item {
    .move(.init(.write(data, to: address, device: device, via: path), place))
  }

  static func read(
    _ bytes: Int, from address: UInt32 = base, _ path: TransferRequest.Path = .bra,
    _ place: OffloadMessage.Move.Place = .stream
  ) -> OffloadMessage.Item {
    .move(.init(.read(bytes, from: address, device: device, via: path), place))
  }

  /// A write over BRA of so many bytes of the stream.
  static func streamed(_ bytes: Int, to address: UInt32 = base) -> OffloadMessage.Item {
    let request = TransferRequest(
      name: "", path: .bra, operation: .write, device: device, address: address, bytes: bytes, data: [])
    return .move(.init(request, .stream))
  }
}

extension Simulation {
  /// Makes calls, none of which may fail; gives the result of the last.
  @discardableResult
  mutating func call(
    _ first: OffloadCall, _ more: OffloadCall..., sourceLocation: SourceLocation = #_sourceLocation
  ) -> TransferResult {
    var last = run(first)
    #expect(last.error == nil, "\(first.word)", sourceLocation: sourceLocation)
    for call in more {
      last = run(call)
      #expect(last.error == nil, "\(call.word)", sourceLocation: sourceLocation)
    }
    return last
  }

  /// Gets the instance, optimises a message and gets a trigger.
  mutating func prepare(
    _ items: [OffloadMessage.Item], trigger: String = "now",
    _ capabilities: OffloadCapabilities = [.trigger, .staticTx, .txStream, .rxStream],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    call(
      .get(device: OffloadHost.device, capabilities: capabilities), .optimize(OffloadMessage(items)),
      .triggerGet(trigger), sourceLocation: sourceLocation)
  }

  /// The latest report.
  var report: OffloadReport { offloadReports.last ?? OffloadReport() }

  /// Bytes in the device's memory, as they lie there.
  func stored(_ count: Int, at address: UInt32 = OffloadHost.base) -> [UInt8] {
    (0..<count).map { bus.peripheral(at: OffloadHost.device)?.memory.stored(address &+ UInt32($0)) ?? 0 }
  }
}

extension OffloadCall {
  static let enable = OffloadCall.enable(.offloadFirst, betweenNanoseconds: 0)
  static let disable = OffloadCall.disable(.offloadFirst, betweenNanoseconds: 0)
}
