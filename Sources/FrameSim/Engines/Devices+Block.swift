internal import BRAEncoder

/// One block on DP0, phase by phase, for devices that are in step and programmed alike (section 11.1).
extension Devices {
  /// Exchanges a block; the machines of all devices have moved on when it returns.
  func exchangeBlock(_ header: BRAHeader, on line: PayloadLine) {
    sendHeader(header, on: line)
    exchangeHeaderResponse(on: line)
    let dataEnd = 8 + header.byteCount
    switch header.operation {
    case .write: sendWriteData(on: line, end: dataEnd)
    case .read: sendReadData(on: line, end: dataEnd)
    }
    exchangeFooter(on: line, end: dataEnd)
  }

  /// Sends an idle header with its CRC, after which nothing follows; Targets stop listening after its first two bits.
  func sendFake(_ header: BRAHeader, on line: PayloadLine) {
    sendHeader(header, on: line)
    line.bytes[7] = 0
    line.clearData()
    manager.pointee.blockBits = BlockLayout.headerCRCEnd
    let type = line.word(0) >> 62
    forEachOpenPort { peripheral in
      peripheral.pointee.target.startOfFrame()
      peripheral.pointee.target.receive(headerType: type)
    }
  }

  private func sendHeader(_ header: BRAHeader, on line: PayloadLine) {
    let packed = header.packedWithCRC
    for index in 0..<7 { line.bytes[index] = UInt8(truncatingIfNeeded: packed >> UInt64(48 - 8 * index)) }
    manager.pointee.initiator.headerSent()
    manager.pointee.initiator.headerCRCSent()
  }

  private func exchangeHeaderResponse(on line: PayloadLine) {
    let received = line.word(0) >> 8
    // Seven bytes in one word: the initial value goes into the first of them.
    let crcGood = CRC8.update(0, word: received ^ UInt64(CRC8.initial) << 48) == 0
    var merged: UInt8 = 0
    forEachOpenPort { peripheral in
      peripheral.pointee.target.startOfFrame()
      peripheral.pointee.target.receive(headerType: received >> 54)
      merged |= peripheral.pointee.headerArrived(received >> 8, crcGood: crcGood).rawValue
    }
    line.bytes[7] = merged
    let response = BRAHeaderResponse(rawValue: merged)
    manager.pointee.initiator.receive(mergedResponse: response)
    forEachOpenPort { peripheral in
      peripheral.pointee.target.receive(mergedResponse: response)
    }
    manager.pointee.blockBits = 64
  }

  private func sendWriteData(on line: PayloadLine, end: Int) {
    let count = end - 8
    let sends =
      manager.pointee.initiator.state == .doWrite || manager.pointee.initiator.state == .sendWriteCRC
    if sends {
      manager.pointee.copyOutgoing(to: line.bytes + 8, count: count)
      line.bytes[end] = CRC8.checksum(UnsafeBufferPointer(start: line.bytes + 8, count: count))
      if count > 0 { manager.pointee.initiator.didTransfer(bytes: count) }
      manager.pointee.initiator.dataCRCDone(good: true)
      manager.pointee.blockBits += 8 * count + 8
    } else {
      line.clearData()
    }
    var isGood: Bool?
    forEachOpenPort { peripheral in
      let state = peripheral.pointee.target.state
      guard state == .doWrite || state == .checkWriteCRC else { return }
      let data = UnsafeBufferPointer(start: line.bytes + 8, count: count)
      let accepted = peripheral.pointee.storeBRA(data, at: peripheral.pointee.target.address)
      peripheral.pointee.target.note(accepted: accepted)
      if count > 0 { peripheral.pointee.target.didTransfer(bytes: count) }
      let crcGood =
        isGood ?? (CRC8.checksum(UnsafeBufferPointer(start: line.bytes + 8, count: count + 1)) == 0)
      isGood = crcGood
      line.bytes[end + 1] |= peripheral.pointee.dataEnded(crcGood: crcGood).rawValue
      peripheral.pointee.target.footerSent()
    }
  }

  private func sendReadData(on line: PayloadLine, end: Int) {
    let count = end - 8
    var isSent = false
    forEachOpenPort { peripheral in
      let state = peripheral.pointee.target.state
      guard state == .doRead || state == .sendReadCRC else { return }
      isSent = true
      let data = UnsafeMutableBufferPointer(start: line.bytes + 8, count: count)
      let accepted = peripheral.pointee.fetchBRA(into: data, from: peripheral.pointee.target.address)
      peripheral.pointee.target.note(accepted: accepted)
      if count > 0 { peripheral.pointee.target.didTransfer(bytes: count) }
      line.bytes[end] = CRC8.checksum(UnsafeBufferPointer(data))
      line.bytes[end + 1] |= peripheral.pointee.dataEnded(crcGood: true).rawValue
      peripheral.pointee.target.footerSent()
    }
    if !isSent { line.clearData() }
    guard manager.pointee.initiator.state == .doRead || manager.pointee.initiator.state == .checkReadCRC
    else { return }
    manager.pointee.copyIncoming(from: line.bytes + 8, count: count)
    if count > 0 { manager.pointee.initiator.didTransfer(bytes: count) }
    let good = CRC8.checksum(UnsafeBufferPointer(start: line.bytes + 8, count: count + 1)) == 0
    manager.pointee.initiator.dataCRCDone(good: good)
    manager.pointee.blockBits += 8 * count + 8
  }

  private func exchangeFooter(on line: PayloadLine, end: Int) {
    guard manager.pointee.initiator.state == .checkFooter else { return }
    manager.pointee.initiator.receive(footer: BRAFooterResponse(rawValue: line.bytes[end + 1]))
    manager.pointee.blockBits += 8
  }
}

extension Peripheral {
  /// The bytes of a BRA write arrive, as `storeBRA` takes them one by one. False where some address does not take its.
  mutating func storeBRA(_ bytes: UnsafeBufferPointer<UInt8>, at address: UInt32) -> Bool {
    if AddressTarget.isAboveRegisters(address, count: bytes.count) {
      return memory.write(bytes, at: address)
    }
    var accepted = true
    for (index, byte) in bytes.enumerated() {
      let target = address &+ UInt32(truncatingIfNeeded: index)
      accepted = storeBRA(byte, at: target) && accepted
    }
    return accepted
  }

  /// The bytes a BRA read sends; 0 where an address cannot be read, and then the result is false.
  mutating func fetchBRA(into bytes: UnsafeMutableBufferPointer<UInt8>, from address: UInt32) -> Bool {
    if AddressTarget.isAboveRegisters(address, count: bytes.count) {
      return memory.read(into: bytes, from: address)
    }
    var accepted = true
    for index in bytes.indices {
      let value = read(address &+ UInt32(truncatingIfNeeded: index))
      bytes[index] = value ?? 0
      accepted = accepted && value != nil
    }
    return accepted
  }
}

extension Manager {
  /// The data bytes of the block's write; 0 outside its buffer. Changes nothing: `mutating` keeps the whole device from
  /// being copied for the call.
  fileprivate mutating func copyOutgoing(to bytes: UnsafeMutablePointer<UInt8>, count: Int) {
    let (offset, buffer) = (plan.block?.offset ?? 0, plan.block?.buffer ?? 0)
    guard buffers.indices.contains(buffer) else { return bytes.update(repeating: 0, count: count) }
    let run = Self.run(offset: offset, count: count, in: buffers[buffer].outgoing.count)
    if run.count < count { bytes.update(repeating: 0, count: count) }
    buffers[buffer].outgoing.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, !run.isEmpty else { return }
      (bytes + run.lowerBound).update(from: base + (offset + run.lowerBound), count: run.count)
    }
  }

  /// Takes the data bytes of the block's read, as far as they lie in its buffer.
  fileprivate mutating func copyIncoming(from bytes: UnsafePointer<UInt8>, count: Int) {
    let (offset, buffer) = (plan.block?.offset ?? 0, plan.block?.buffer ?? 0)
    guard buffers.indices.contains(buffer) else { return }
    let run = Self.run(offset: offset, count: count, in: buffers[buffer].incoming.count)
    buffers[buffer].incoming.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress, !run.isEmpty else { return }
      (base + (offset + run.lowerBound)).update(from: bytes + run.lowerBound, count: run.count)
    }
  }

  /// Which of a block's `count` bytes lie in a buffer of `length` bytes, the first of them being at `offset`.
  @inline(__always)
  private static func run(offset: Int, count: Int, in length: Int) -> Range<Int> {
    guard offset < length, offset > -count else { return 0..<0 }
    return max(0, -offset)..<min(count, length - offset)
  }
}
