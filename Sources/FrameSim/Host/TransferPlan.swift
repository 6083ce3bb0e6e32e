/// A transfer as its host goes about it: refused, or with all that its program needs.
struct TransferPlan: Sendable {
  /// What goes over the wire, and what of it is the caller's.
  let merged: MergedTransfer
  private let host: HostConfiguration
  private let geometry: PortGeometry
  private let limits: DP0Limits
  /// Data bytes a frame carries at most, or in the mean.
  let bytesPerFrame: Double
  /// Why the transfer interface refuses it, or nil.
  let refusal: TransferError?

  /// A transfer in front of a bus's next frame; `isBeside` says that it is to run during one over BRA.
  init(_ request: TransferRequest, _ host: HostConfiguration, _ bus: inout Bus, isBeside: Bool = false) {
    self.host = host
    geometry = host.geometry(for: bus.shape)
    let target = bus.peripheral(at: request.device)
    limits = target?.configuration.dp0 ?? DP0Limits()
    let capacity = BlockCapacity(geometry: geometry, shape: bus.shape)
    merged = MergedTransfer(request, capacity, limits)
    bytesPerFrame = request.path == .column0 ? 1 : capacity.mean(limits)
    let refusal =
      TransferRules(
        request: request, geometry: geometry, shape: bus.shape, limits: limits,
        lacksDP0: target.map { $0.configuration.dp0 == nil } ?? false, policy: host.policy
      ).refusal
    // As Linux: one stream of blocks at a time (host reference 1.1).
    let taken =
      isBeside && request.path == .bra
      ? TransferError(errno: .again, message: "another BRA transfer is under way") : nil
    self.refusal = refusal ?? taken
  }

  /// What goes over the wire.
  var request: TransferRequest { merged.request }

  /// What makes the frames of a transfer that is not refused, and of those that run during it, as far as they are not. Gives
  /// the Manager the buffers and the policy of the host.
  func conductor(
    _ timeline: BusTimeline, _ bus: inout Bus,
    beside others: [(plan: TransferPlan, afterFrames: UInt64)] = [],
    countsSlots: Bool
  ) -> Conductor<TransferProgram> {
    bus.manager.abandonsNotReady = host.responses == .strict
    bus.manager.defersResponseCheck = host.check == .atEnd
    bus.manager.buffers = [request.buffer]
    let sides = others.filter { $0.plan.refusal == nil }.map { other in
      other.plan.seat(timeline, &bus, countsSlots, arrival: .afterBlock(frames: other.afterFrames))
    }
    return Conductor(
      seat(timeline, &bus, countsSlots), beside: sides, timeline,
      syncInterval: timeline.wholeSlots(nanoseconds: host.syncNanoseconds), &bus)
  }

  private func seat(
    _ timeline: BusTimeline, _ bus: inout Bus, _ countsSlots: Bool,
    arrival: Conductor<TransferProgram>.Arrival? = nil
  ) -> Conductor<TransferProgram>.Seat {
    let program = TransferProgram(
      request, host, geometry: geometry, limits: limits, HostView(&bus), timeline)
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
