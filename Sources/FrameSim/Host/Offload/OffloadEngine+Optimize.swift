internal import BRAEncoder

// A message is compiled, and loaded into the memories, or refused in the order in which Linux's AXI SPI engine looks (host reference 6.2).
extension OffloadEngine {
  mutating func optimize(
    _ message: OffloadMessage, _ host: HostConfiguration, _ timeline: BusTimeline, _ bus: inout Bus
  ) -> TransferError? {
    guard let configuration, let granted = owner?.capabilities else { return nil }
    guard !message.items.isEmpty else { return Self.error(.invalid, "the message is empty") }
    let bytes = message.moves.reduce(0) { $0 + min($1.request.bytes, TransferRules.maximumBytes + 1) }
    guard bytes <= TransferRules.maximumBytes else {
      return Self.error(.invalid, "a message of more than 1 MiB fits into no memory")
    }
    let devices = Set(message.moves.filter { $0.request.path == .bra }.map(\.request.device))
    guard devices.count <= 1 else {
      return Self.error(.invalid, "the blocks of a message go to one device, as DP0 is opened in one")
    }
    var plans: [(move: OffloadMessage.Move, plan: TransferPlan)] = []
    for move in message.moves {
      // What the interface refuses is refused here, too; the policy of lengths is one of its own.
      var plain = host
      plain.policy = nil
      if case .bam = host.dma { plain.dma = nil }
      let plan = TransferPlan(move.request, plain, timeline, &bus)
      if let refusal = plan.refusal { return refusal }
      plans.append((move, plan))
      if move.place == .stream, move.request.operation == .write, move.request.path == .column0 {
        return Self.error(.invalid, "Writes of Column 0 have their bytes in memory, none of a stream")
      }
      let wanted: OffloadCapabilities = move.request.operation == .read ? .rxStream : .txStream
      if move.place == .stream, !granted.contains(wanted) {
        return Self.error(.invalid, "the offload was got without the capability \(wanted.names[0])")
      }
    }
    let limits = devices.first.flatMap { bus.peripheral(at: $0)?.configuration.dp0 } ?? DP0Limits()
    let prepared = prepare(message, plans, configuration, host, limits, bus)
    let words = prepared.image.instructions.count
    guard words > (configuration.endsWithSync ? 1 : 0) else {
      return Self.error(.invalid, "the message is empty: it moves no byte, and does not sleep")
    }
    guard words <= configuration.instructionWords else {
      return Self.error(
        .invalid,
        "\(words) instructions are more than the \(configuration.instructionWords) words of their memory")
    }
    guard message.moves.allSatisfy({ $0.place != .buffer }) else {
      return Self.error(.invalid, "no offload reads into a plain buffer")
    }
    let hasStaticData = message.moves.contains {
      $0.request.path == .bra && $0.request.operation == .write && $0.place == .staticData
    }
    if hasStaticData, !granted.contains(.staticTx) {
      return Self.error(.invalid, "the offload was got without the capability staticTx")
    }
    guard prepared.image.data.count <= configuration.dataWords else {
      return Self.error(
        .invalid,
        "\(prepared.image.data.count) data words are more than the \(configuration.dataWords) of their memory"
      )
    }
    if self.prepared != nil { return Self.error(.busy, "another message is optimised already") }
    self.prepared = prepared
    return nil
  }

  /// The words of a message, and what it would cost without an offload.
  private func prepare(
    _ message: OffloadMessage, _ plans: [(move: OffloadMessage.Move, plan: TransferPlan)],
    _ configuration: OffloadConfiguration, _ host: HostConfiguration,
    _ limits: DP0Limits, _ bus: Bus
  ) -> Prepared {
    let geometry = host.geometry(for: bus.shape)
    let fullBlock = BlockCapacity(geometry: geometry, shape: bus.shape).smallestBlock(limits) ?? 1
    let device = message.moves.first { $0.request.path == .bra }?.request.device
    var opening: [Command] = []
    var closing: [Command] = []
    if configuration.port == .perTrigger, let device {
      let bank = bus.manager.registers.currentBank
      let open = host.setup.commands(.open, geometry, bank: bank)
      opening = open.recorded(device, bus.shape)
      closing = host.setup.commands(.close, geometry, bank: (bank + open.runs.count) % 2)
        .recorded(device, bus.shape)
    }
    let compiler = OffloadCompiler(
      message, fullBlock: fullBlock, opening: opening, closing: closing,
      endsWithSync: configuration.endsWithSync)
    return Prepared(
      message: message, image: compiler.image,
      ordinary: OrdinaryCost(plans, host, geometry: geometry), limits: limits,
      portDevice: device)
  }
}

extension HostCommands {
  /// The Writes of a recorded program, which writes back what the registers hold at reset; Reads are left out.
  fileprivate func recorded(_ device: Int, _ shape: FrameShape) -> [Command] {
    (0..<count).compactMap { index in
      switch self[index] {
      case .read: nil
      case .writeBack(let register, _): .write(device: device, register: UInt16(register), value: 0)
      case .write(let register, let value): .write(device: device, register: UInt16(register), value: value)
      case .switchBank(let bank):
        .write(
          device: broadcastDevice,
          register: UInt16(RegisterAddress.banked(RegisterAddress.scpFrameCtrl, bank: bank)),
          value: shape.registerValue)
      }
    }
  }
}
