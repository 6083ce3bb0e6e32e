internal import BRAEncoder

/// The Manager in the slot engine: one slot at a time (section 14).
extension Manager {
  /// Begins a frame slot by slot, after `begin`.
  mutating func beginSlots() {
    if let block = plan.block, block.sendsHeader {
      shifter.restartCRC()
      shifter.send(block.header.packed, bits: 48)
    } else {
      // An idle block is 00 and then nothing: the line stays released (open point A30).
      shifter.release()
    }
    cursor.layOut(portSettings, slotsSinceSSP: slotsSinceSSP)
    decideDrive()
  }

  /// What it drives in the next slot follows from what it has sampled, and from nothing else.
  @inline(__always)
  private mutating func decideDrive() {
    drive = cursor.kind.contains(.payload) ? shifter.drive : 0
    if cursor.kind.contains(.control) { drive |= control.bit(row: cursor.controlRow) }
  }

  /// Samples the slot; true when it was the last of the frame.
  @inline(__always)
  mutating func sample(_ bit: UInt64, level: UInt64) -> Bool {
    parity.count(level)
    if cursor.kind.contains(.payload), shifter.clock(bit) { payloadRunEnded() }
    if cursor.kind.contains(.control) {
      let row = cursor.controlRow
      control.sample(bit, row: row)
      if ControlDecision.rows >> UInt64(row) & 1 != 0 { decide(after: row) }
    }
    if cursor.advance() {
      if shifter.clash != 0 {
        sawClash = true
        shifter.clearClash()
      }
      return true
    }
    decideDrive()
    return false
  }

  /// A run of payload bits ended: hand it to the Initiator and begin the next run.
  private mutating func payloadRunEnded() {
    switch initiator.state {
    case .idle:
      shifter.release()
    case .sendHeader:
      blockBits += 48
      initiator.headerSent()
      shifter.send(shifter.crc.value, bits: 8)
    case .sendHeaderCRC:
      blockBits += 8
      initiator.headerCRCSent()
      if initiator.state == .idle { shifter.release() } else { shifter.listen(bits: 8) }
    case .checkHeaderResponse:
      blockBits += 8
      initiator.receive(mergedResponse: BRAHeaderResponse(rawValue: UInt8(shifter.received)))
      shifter.restartCRC()
      nextDataRun()
    case .doWrite:
      blockBits += 8
      initiator.didTransfer(bytes: 1)
      nextDataRun()
    case .doRead:
      blockBits += 8
      store(UInt8(shifter.received))
      initiator.didTransfer(bytes: 1)
      nextDataRun()
    case .sendWriteCRC, .checkReadCRC:
      blockBits += 8
      initiator.dataCRCDone(good: initiator.state == .sendWriteCRC || shifter.crc.value == 0)
      shifter.listen(bits: 8)
    case .checkFooter:
      blockBits += 8
      initiator.receive(footer: BRAFooterResponse(rawValue: UInt8(shifter.received)))
      shifter.release()
    }
  }

  /// Begins the run of the next data byte, or of the CRC after the last.
  private mutating func nextDataRun() {
    switch initiator.state {
    case .doWrite: shifter.send(UInt64(nextByte), bits: 8)
    case .sendWriteCRC: shifter.send(shifter.crc.value, bits: 8)
    case .doRead, .checkReadCRC: shifter.listen(bits: 8)
    default: shifter.release()
    }
  }

  /// Where in its buffer the next data byte of the block is.
  private var position: Int {
    (plan.block?.offset ?? 0) &+ (initiator.header.byteCount - initiator.bytesLeft)
  }

  private var buffer: Int { plan.block?.buffer ?? 0 }

  /// Inlined, so that no Manager is copied for the call.
  @inline(__always)
  private var nextByte: UInt8 {
    let index = position
    guard buffers.indices.contains(buffer), buffers[buffer].outgoing.indices.contains(index) else { return 0 }
    return buffers[buffer].outgoing[index]
  }

  private mutating func store(_ byte: UInt8) {
    let (buffer, index) = (buffer, position)
    guard buffers.indices.contains(buffer), buffers[buffer].incoming.indices.contains(index) else { return }
    buffers[buffer].incoming[index] = byte
  }
}
