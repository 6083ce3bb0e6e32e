internal import BRAEncoder

// What frames take from the port, and bring back.
extension ManagerPort {
  /// The address of the next block.
  var address: UInt32 { self[.dp0AddressHigh] << 16 | self[.dp0AddressLow] & 0xFFFF }

  /// The block for a frame with room for so many data bytes, in which the bus works with a bank; nil where there is none.
  func nextBlock(full: Int, bank: Int) -> BlockRequest? {
    guard let stream, self[.dp0Bank] == UInt32(bank) else { return nil }
    var count = min(full, Int(self[.dp0Count]))
    var offset = readOffset
    if stream == .read {
      guard count <= capacity - incomingBytes else { return nil }
    } else {
      guard let first = outgoing.first, outgoingBytes >= count else { return nil }
      count = min(count, first.count)
      offset = first.offset
    }
    guard count > 0,
      let header = BRAHeader(
        type: .active, operation: stream, device: Int(self[.dp0Device] & 15),
        address: address, byteCount: count)
    else { return nil }
    return BlockRequest(header: header, offset: offset)
  }

  /// The command that waits, as it goes in the next frame: every Read before it is answered by then.
  var next: Started? {
    guard var started = pending else { return nil }
    if let mask = started.mask, case .write(let device, let register, _) = started.command {
      let value = valuesRead[started.pipe] & mask
      started.command = .write(device: device, register: register, value: value)
    }
    return started
  }

  /// The command that waits has its frame.
  mutating func commandGoes() {
    onWire = next
    pending = nil
  }

  /// A block has its frame.
  mutating func blockGoes(_ request: BlockRequest) {
    let count = request.header.byteCount
    block = Run(offset: request.offset, count: count)
    if request.header.operation == .write {
      outgoingBytes -= count
      outgoing[0].offset += count
      outgoing[0].count -= count
      if outgoing[0].count == 0 { outgoing.removeFirst() }
    }
    let next = address &+ UInt32(count)
    self[.dp0AddressHigh] = next >> 16
    self[.dp0AddressLow] = next & 0xFFFF
    self[.dp0Count] -= UInt32(count)
  }

  /// The frame with its command is over. Gives the command.
  mutating func commandEnded(_ outcome: FrameOutcome) -> Started? {
    guard let started = onWire else { return nil }
    onWire = nil
    commands[started.pipe].ended += 1
    if case .read = started.command { valuesRead[started.pipe] = outcome.controlWord.data }
    if outcome.response != .ok, started.isRequired, started.pipe == BAMSystem.hostPipe { stopEverything() }
    return started
  }

  mutating func stopEverything() {
    stop = .everything
    if let pending, pending.pipe == BAMSystem.hostPipe {
      commands[pending.pipe].ended += 1
      self.pending = nil
    }
    endStream()
    throwAway()
  }

  /// The frame with its block is over; `fails` says that the stream ends with it.
  mutating func blockEnded(isRead: Bool, fails: Bool) {
    guard let run = block else { return }
    block = nil
    if isRead {
      incomingBytes += run.count
      readOffset += run.count
    } else {
      drained += run.count
    }
    if fails {
      stop = .blocks
      throwAway()
    }
    if fails || self[.dp0Count] == 0 { endStream() }
  }

  // MARK: The host

  /// Whether nothing of the host is under way.
  var isFreeOfHost: Bool {
    stream == nil && block == nil && pending?.pipe != BAMSystem.hostPipe
      && onWire?.pipe != BAMSystem.hostPipe
  }

  /// The host looks at what has stopped, and goes on.
  mutating func goOn() { stop = .nothing }

  /// The host takes back everything that is not on the wire.
  mutating func reset() {
    if let pending, pending.pipe == BAMSystem.hostPipe {
      commands[pending.pipe].ended += 1
      self.pending = nil
    }
    endStream()
    throwAway()
    incomingBytes = 0
    stop = .nothing
  }
}
