internal import BRAEncoder

/// What the transfer interface refuses before a single frame goes out, each variant in its order (host reference 1, 2.1
/// and 3).
struct TransferRules {
  /// Most bytes of a transfer: 1 MiB.
  static let maximumBytes = 1 << 20
  /// Most messages in one open stream. A bound of the simulator: Linux had none.
  static let maximumMessages = 1 << 16
  /// The first address that paging cannot reach.
  static let column0End: UInt64 = 0x8000_0000

  let request: TransferRequest
  /// What of it goes over BRA, with its gaps merged, and what a policy leaves over for Column 0.
  let parts: (bulk: TransferRequest, rest: TransferRequest?)
  let host: HostConfiguration
  let shape: FrameShape
  /// The limits of the DP0 that is addressed; those of the header where nobody knows the device.
  let limits: DP0Limits
  /// Whether the device is listed, and has no DP0.
  let lacksDP0: Bool
  /// Whether another transfer over BRA is under way.
  let isBeside: Bool
  /// Whether an offload that is enabled has the bus.
  let isReserved: Bool

  /// Why the transfer is refused, or nil.
  var refusal: TransferError? {
    if isReserved {
      return TransferError(errno: .busy, message: "the bus is reserved while the offload is enabled")
    }
    // What a policy leaves to Column 0 as a whole makes no call of the interface.
    let isLeftOver = !request.sections.isEmpty && parts.bulk.sections.isEmpty
    guard request.path == .bra, !isLeftOver else {
      return device ?? length ?? unreachable(request.sections)
    }
    switch host.interface.kind {
    case .merged:
      return device ?? hooks(.notSupported) ?? length ?? taken ?? policy ?? otherStreams ?? port ?? metadata
    case .v1:
      return bulkProtocol ?? policy ?? device ?? hooks(.noSupport) ?? taken ?? otherStreams ?? port
        ?? metadata
    case .amd:
      return device ?? hooks(.notSupported) ?? length ?? policy ?? taken ?? suspended ?? otherStreams ?? port
    }
  }

  /// Why it is refused when its data is to be sent, after the stream was opened; nil where the interface looks before that.
  var refusalAtSend: TransferError? {
    guard request.path == .bra, host.interface.kind == .v1 else { return nil }
    return length ?? longest
  }

  // MARK: What each looks at

  private static func invalid(_ message: String) -> TransferError {
    TransferError(errno: .invalid, message: message)
  }

  private var bulkProtocol: TransferError? {
    host.interface.bulkProtocol == .bra
      ? nil : Self.invalid("the protocol on the transport is not BRA, the only one there is")
  }

  private var device: TransferError? {
    (1...11).contains(request.device)
      ? nil
      : TransferError(
        errno: .noDevice, message: "device \(request.device) is not an enumerated Peripheral (1 to 11)")
  }

  private func hooks(_ errno: TransferErrno) -> TransferError? {
    host.interface.hasHooks
      ? nil : TransferError(errno: errno, message: "the controller has no functions for bulk transfers")
  }

  private var length: TransferError? {
    guard request.bytes <= Self.maximumBytes else {
      return Self.invalid("\(request.bytes) bytes are more than the 1 MiB a transfer may have")
    }
    return request.sections.isEmpty ? Self.invalid("a transfer has at least one section") : nil
  }

  /// Lengths that the policy forbids, where it refuses them: of the transfer, with `v1` of each message.
  private var policy: TransferError? {
    guard let policy = host.policy, policy.rest == .refuse else { return nil }
    guard host.interface.kind == .v1 else {
      return policy.violation(bytes: request.bytes).map(Self.invalid)
    }
    // The longest is looked at when it is sent.
    var open = policy
    open.maxBytes = .max
    return messages.lazy.compactMap(open.violation).first.map(Self.invalid)
  }

  private var longest: TransferError? {
    guard let policy = host.policy, policy.rest == .refuse else { return nil }
    return messages.lazy.filter { $0 > policy.maxBytes }.compactMap(policy.violation).first.map(Self.invalid)
  }

  /// The lengths of the messages of `v1`, which has one address in each.
  private var messages: [Int] {
    request.sections.count > 1 ? request.sections.map(\.byteCount) : [request.bytes]
  }

  /// As Linux: one stream of blocks at a time (host reference 1.1).
  private var taken: TransferError? {
    isBeside ? TransferError(errno: .again, message: "another BRA transfer is under way") : nil
  }

  private var suspended: TransferError? {
    host.interface.isSuspended
      ? TransferError(errno: .shutdown, message: "the controller is suspended") : nil
  }

  private var otherStreams: TransferError? {
    let count = host.interface.otherStreams
    return count > 0
      ? TransferError(
        errno: .busy,
        message:
          "\(count) other \(count == 1 ? "stream is" : "streams are") on the bus, and bulk transfers exclude them"
      )
      : nil
  }

  /// Whether paging reaches all of these addresses.
  static func isInReach(ofColumn0 sections: [BRASection]) -> Bool {
    sections.allSatisfy { UInt64($0.address) + UInt64($0.byteCount) <= column0End }
  }

  private func unreachable(_ sections: [BRASection]) -> TransferError? {
    Self.isInReach(ofColumn0: sections)
      ? nil : Self.invalid("Column 0 with paging reaches addresses below 0x80000000 only")
  }

  /// Why the channel of a descriptor engine cannot be prepared.
  private var metadata: TransferError? {
    if case .bam(let configuration) = host.dma { configuration.attachRefusal } else { nil }
  }

  /// What keeps the device's port, or the frame, from carrying its blocks.
  private var port: TransferError? {
    if lacksDP0 { return Self.invalid("device \(request.device) has no DP0") }
    if let reason = host.geometryRefusal(for: shape) { return reason }
    let geometry = host.geometry(for: shape)
    guard geometry.isProgrammable else {
      return Self.invalid("DP0 cannot be programmed like this, or reaches into Column 0")
    }
    let capacity = BlockCapacity(geometry: geometry, shape: shape)
    guard let largest = capacity.largest else {
      return Self.invalid(
        "no frame of \(shape) has the 11 bytes of DP0 payload that the smallest block needs")
    }
    guard let full = BlockCapacity.dataBytes(capacity: largest, limits: limits) else {
      return Self.invalid(
        "a frame carries \(largest) data bytes, fewer than the block alignment of \(limits.blockAlignment)")
    }
    if case .hda = host.dma, capacity.period > 1 {
      return Self.invalid(
        "the DMA's buffers are made for frames that all have the same room, and these differ")
    }
    guard refusalAtSend == nil else { return nil }
    let legs = request.sections.count * host.interface.sends
    if host.interface.kind == .v1, legs > Self.maximumMessages {
      return Self.invalid(
        "\(legs) messages are more than the \(Self.maximumMessages) that go into one open stream")
    }
    return unreachable(TransferRoute.column0Sections(parts, host, dataPerFrame: full))
  }
}
