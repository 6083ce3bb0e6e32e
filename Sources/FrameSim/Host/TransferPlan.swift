internal import BRAEncoder

/// A transfer as its host goes about it: refused, or with all that its program needs.
struct TransferPlan: Sendable {
  /// What the caller asks for.
  private let asked: TransferRequest
  /// What goes over BRA, or over Column 0 where that is asked for, and what of it is the caller's.
  let merged: MergedTransfer
  /// How it goes over the wire; nil for a transfer over Column 0, and for one that is refused.
  let route: TransferRoute?
  let host: HostConfiguration
  private let geometry: PortGeometry
  private let limits: DP0Limits
  /// What its frames have room for.
  let capacity: BlockCapacity
  /// Data bytes a frame carries at most, or in the mean.
  let bytesPerFrame: Double
  /// Why the transfer interface refuses it, or nil.
  let refusal: TransferError?

  /// A transfer in front of a bus's next frame; `isBeside` says that it is to run during one over BRA, `isReserved` that an offload
  /// has the bus.
  init(
    _ request: TransferRequest, _ host: HostConfiguration, _ timeline: BusTimeline, _ bus: inout Bus,
    isBeside: Bool = false, isReserved: Bool = false
  ) {
    let target = bus.peripheral(at: request.device)
    self.init(
      request, host, timeline, bus.shape, limits: target?.configuration.dp0 ?? DP0Limits(),
      lacksDP0: target.map { $0.configuration.dp0 == nil } ?? false, isBeside: isBeside,
      isReserved: isReserved)
  }

  /// A transfer on a bus of a shape, to a DP0 with these limits.
  init(
    _ request: TransferRequest, _ host: HostConfiguration, _ timeline: BusTimeline, _ shape: FrameShape,
    limits: DP0Limits, lacksDP0: Bool, isBeside: Bool = false, isReserved: Bool = false
  ) {
    self.host = host
    self.limits = limits
    asked = request
    geometry = host.geometry(for: shape)
    capacity = BlockCapacity(geometry: geometry, shape: shape)
    bytesPerFrame = request.path == .column0 ? 1 : capacity.mean(limits)
    let parts = request.split(by: host)
    merged = MergedTransfer(parts.bulk, capacity, limits, host)
    let rules = TransferRules(
      request: request, parts: (merged.request, parts.rest), host: host, shape: shape, limits: limits,
      lacksDP0: lacksDP0, isBeside: isBeside, isReserved: isReserved)
    refusal = rules.refusal
    guard request.path == .bra, refusal == nil else {
      route = nil
      return
    }
    let full = capacity.largest.flatMap { BlockCapacity.dataBytes(capacity: $0, limits: limits) } ?? 0
    let planner = DMAPlanner(
      host, request, timeline, capacity, dataPerFrame: full)
    route = TransferRoute(
      merged, rest: parts.rest, host, dataPerFrame: full, refusalAtSend: rules.refusalAtSend,
      plans: { try? planner?.plan($0) })
  }

  /// What goes over the wire.
  var request: TransferRequest { merged.request }

  /// All that is in the Peripheral after it, or comes from there, whatever the way.
  func moved(_ result: TransferResult) -> TransferRequest {
    // Gaps between sections are not written over where the rest went over Column 0.
    if result.course.fallback != nil, !merged.own.isEmpty { return asked }
    return route.map(\.whole) ?? request
  }

  /// Whether it is a stream of blocks that ends where its bytes do, so that a shorter one is the same up to its last block.
  var isPlain: Bool {
    if case .bam = host.dma, route != nil { return false }
    return route.map(\.isPlain) ?? true
  }

  /// What makes the frames of a transfer that is not refused, and of those that run during it, as far as they are not. Gives
  /// the Manager the buffers and the policy of the host.
  func conductor(
    _ timeline: BusTimeline, _ bus: inout Bus,
    beside others: [(plan: TransferPlan, afterFrames: UInt64)] = [],
    countsSlots: Bool, engine: BAMSystem? = nil
  ) -> Conductor<TransferProgram> {
    bus.manager.abandonsNotReady = host.responses == .strict
    bus.manager.defersResponseCheck = host.check == .atEnd
    bus.manager.buffers = [(route?.bulk ?? request).buffer]
    let sides = others.filter { $0.plan.refusal == nil }.map { other in
      other.plan.seat(timeline, &bus, countsSlots, arrival: .afterBlock(frames: other.afterFrames))
    }
    return Conductor(
      seat(timeline, &bus, countsSlots, engine: engine), beside: sides, timeline,
      syncInterval: timeline.wholeSlots(nanoseconds: host.syncNanoseconds), &bus)
  }

  private func seat(
    _ timeline: BusTimeline, _ bus: inout Bus, _ countsSlots: Bool,
    arrival: Conductor<TransferProgram>.Arrival? = nil, engine: BAMSystem? = nil
  ) -> Conductor<TransferProgram>.Seat {
    // Who runs beside another feeds its commands by itself.
    var host = host
    if arrival != nil { host.dma = nil }
    let program = TransferProgram(
      request, route, host, geometry: geometry, limits: limits, HostView(&bus), timeline, engine: engine)
    let ledger = Ledger(startSlot: bus.slot, limits: limits, countsSlots: countsSlots)
    return Conductor.Seat(program, ledger, arrival: arrival)
  }
}

extension TransferRequest {
  /// The memory that blocks move; Column 0 carries its bytes in commands.
  fileprivate var buffer: BlockBuffer {
    guard path == .bra else { return BlockBuffer() }
    return BlockBuffer(
      outgoing: data, incoming: operation == .read ? [UInt8](repeating: 0, count: bytes) : [])
  }
}
