internal import BRAEncoder

/// The Peripheral in the slot engine: one slot at a time (section 14).
extension Peripheral {
  /// Begins a frame slot by slot.
  mutating func beginSlots() {
    drive = 0
    guard isAttached else { return }
    expectedSync = ControlWord()
    expectedSync[ControlRow.staticSync] = ControlWord.staticSyncPattern
    expectedSync[ControlRow.dynamicSync] = UInt64(dynamicSync.value)
    if portSettings.enabled {
      target.startOfFrame()
      shifter.restartCRC()
      shifter.listen(bits: 2)
    } else {
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

  /// Samples the slot: the bit and the level at its closing edge.
  @inline(__always)
  mutating func sample(_ bit: UInt64, level: UInt64) {
    guard sync != .unattached else { return }
    parity.count(level)
    if cursor.kind.contains(.payload), shifter.clock(bit) { payloadRunEnded() }
    if cursor.kind.contains(.control) {
      sampleControl(bit)
      guard sync != .unattached else { return }
    }
    if cursor.advance() {
      endFrame()
      beginSlots()
    } else {
      decideDrive()
    }
  }

  private mutating func sampleControl(_ bit: UInt64) {
    let row = cursor.controlRow
    control.sample(bit, row: row)
    switch row {
    case ControlRow.staticSync, ControlRow.dynamicSync:
      if expectedSync[row] != (bit == 1) { sync.syncError() }
    case ControlRow.phySync where bit != 0:
      sync = .unattached  // Another PHY than ours (open point A2).
    default: break
    }
    guard sync != .unattached else {
      detach()
      return
    }
    if ControlDecision.rows >> UInt64(row) & 1 != 0 { decide(after: row) }
  }

  /// A run of payload bits ended: hand it to the Target and begin the next run.
  private mutating func payloadRunEnded() {
    switch target.state {
    case .idle: shifter.release()
    case .checkHeaderType:
      target.receive(headerType: shifter.received)
      if target.state == .header { shifter.listen(bits: 54) } else { shifter.release() }
    case .header:
      // The two type bits of an Active header arrived as a run of their own.
      let block = UInt64(BRAHeaderType.active.rawValue) << 54 | shifter.received
      let response = headerArrived(block >> 8, crcGood: shifter.crc.value == 0)
      shifter.respond(response.rawValue)
    case .respondFailed, .respondIgnored, .respondNotReady, .respondReady:
      target.receive(mergedResponse: BRAHeaderResponse(rawValue: UInt8(shifter.received)))
      shifter.restartCRC()
      nextDataRun()
    case .doWrite:
      target.note(accepted: storeBRA(UInt8(shifter.received), at: target.address))
      target.didTransfer(bytes: 1)
      nextDataRun()
    case .doRead:
      target.didTransfer(bytes: 1)
      nextDataRun()
    case .checkWriteCRC:
      shifter.respond(dataEnded(crcGood: shifter.crc.value == 0).rawValue)
    case .sendReadCRC:
      shifter.respond(dataEnded(crcGood: true).rawValue)
    case .footer:
      target.footerSent()
      shifter.release()
    }
  }

  /// Begins the run of the next data byte, or of the CRC after the last.
  private mutating func nextDataRun() {
    switch target.state {
    case .doWrite, .checkWriteCRC:
      shifter.listen(bits: 8)
    case .doRead:
      let value = read(target.address)
      target.note(accepted: value != nil)
      shifter.send(UInt64(value ?? 0), bits: 8)
    case .sendReadCRC:
      shifter.send(shifter.crc.value, bits: 8)
    default:
      shifter.release()
    }
  }
}
