internal import BRAEncoder

/// Data over BRA: a block in every frame that has room for one.
extension TransferDriver {
  mutating func nextBlock(_ bus: inout Bus) -> (plan: FramePlan, part: FramePart) {
    guard let full = fullBlock(payloadBits: bus.manager.payloadBits),
      let header = BRAHeader(
        type: .active, operation: request.operation == .write ? .write : .read, device: request.device,
        address: request.address &+ UInt32(done), byteCount: min(full, request.bytes - done))
    else {
      return pause(.host)
    }
    step = .block(bytes: header.byteCount)
    return (FramePlan(.ping, block: BlockRequest(header: header, offset: done)), .data)
  }

  /// Data bytes of a full block in a frame; only the last one may be shorter (host reference 2.3).
  private mutating func fullBlock(payloadBits: Int) -> Int? {
    if fullBlock.payloadBits != payloadBits {
      let bytes = BRASplitter.bytesPerFrame(payloadBits: payloadBits).flatMap {
        BlockCapacity.dataBytes(capacity: $0, limits: limits)
      }
      fullBlock = (payloadBits, bytes)
    }
    return fullBlock.bytes
  }

  /// Whether the first block is next, and DP0 has not been looked at yet.
  var mustCheckPort: Bool { !hasCheckedPort && phase == .data && request.path == .bra }

  /// In front of the first block: a DP0 that carries none, because earlier writes have closed it or made it something
  /// else than the host programs, would keep the transfer waiting for ever. A host notices by its time-out.
  mutating func checkPort(_ manager: borrowing Manager) {
    hasCheckedPort = true
    let port = manager.portSettings
    if port.enabled, port.geometry == geometry { return }
    let capacity = BlockCapacity(geometry: port.geometry, shape: manager.shape)
    let bytes = capacity.largest.flatMap { BlockCapacity.dataBytes(capacity: $0, limits: limits) }
    if !port.enabled || bytes == nil {
      fail(.timedOut, "no frame carries a block: DP0 is closed, or programmed otherwise")
    }
  }

  mutating func blockEnded(bytes: Int, _ outcome: FrameOutcome) {
    let block = outcome.block ?? BlockOutcome()
    result.blocks.sent += 1
    result.blocks.count(block)
    countSplit(bytes: bytes, block, outcome)
    if let failure = host.responses.failure(of: block) {
      fail(failure.errno, "the block at byte \(done) \(failure.message)")
      return
    }
    done += bytes
    if done == request.bytes { endData() }
  }

  private mutating func countSplit(bytes: Int, _ block: BlockOutcome, _ outcome: FrameOutcome) {
    let slots = UInt64(outcome.shape.slots)
    let payload = UInt64(max(0, min(8 * bytes, block.bits - 64)))
    let full = fullBlock.bytes ?? bytes
    let short = UInt64(8 * max(0, full - bytes))
    result.split.payload += payload
    result.split.overhead += UInt64(block.bits) - payload
    result.split.shortBlock += short
    let rest = slots - UInt64(block.bits) - short
    let column0 = min(rest, UInt64(outcome.shape.rows))
    result.split.column0 += column0
    result.split.unused += rest - column0
  }
}
