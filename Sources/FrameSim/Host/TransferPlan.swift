/// A transfer as its host goes about it: refused, or with all that its program needs.
struct TransferPlan: Sendable {
  private let request: TransferRequest
  private let host: HostConfiguration
  private let geometry: PortGeometry
  private let limits: DP0Limits
  /// Data bytes a frame carries at most, or in the mean.
  let bytesPerFrame: Double
  /// Why the transfer interface refuses it, or nil.
  let refusal: TransferError?

  /// A transfer in front of a bus's next frame.
  init(_ request: TransferRequest, _ host: HostConfiguration, _ bus: inout Bus) {
    self.request = request
    self.host = host
    geometry = host.geometry(for: bus.shape)
    let target = bus.peripheral(at: request.device)
    limits = target?.configuration.dp0 ?? DP0Limits()
    bytesPerFrame =
      request.path == .column0 ? 1 : BlockCapacity(geometry: geometry, shape: bus.shape).mean(limits)
    refusal =
      TransferRules(
        request: request, geometry: geometry, shape: bus.shape, limits: limits,
        lacksDP0: target.map { $0.configuration.dp0 == nil } ?? false, policy: host.policy
      ).refusal
  }

  /// What makes the frames of a transfer that is not refused. Gives the Manager the buffers and the policy of the host.
  func conductor(
    _ timeline: BusTimeline, _ bus: inout Bus, countsSlots: Bool
  ) -> Conductor<TransferProgram> {
    bus.manager.abandonsNotReady = host.responses == .strict
    bus.manager.defersResponseCheck = host.check == .atEnd
    bus.manager.buffers = [request.buffer]
    let program = TransferProgram(
      request, host, geometry: geometry, limits: limits, HostView(&bus), timeline)
    let ledger = Ledger(startSlot: bus.slot, limits: limits, countsSlots: countsSlots)
    return Conductor([Conductor.Seat(program, ledger)], timeline, &bus)
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
