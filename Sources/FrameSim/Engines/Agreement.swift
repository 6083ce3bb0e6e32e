internal import BRAEncoder

/// Whether the devices of a bus are in step, as far as the frame engine needs it.
struct Agreement: Hashable, Sendable {
  /// All attached devices begin the same frame, with the same dynamic sync.
  var inStep = true
  /// No open DP0 reaches into Column 0.
  var column0IsFree = true
  /// Every open DP0 is programmed as the Manager's, at the same place in its window.
  var portsAgree = true

  init(_ devices: Devices) {
    let port = devices.manager.pointee.portSettings
    let slotsSinceSSP = devices.manager.pointee.slotsSinceSSP
    if port.enabled, port.geometry.hStart == 0 { column0IsFree = false }
    devices.forEachAttached { peripheral in
      if !peripheral.pointee.cursor.isAtFrameStart
        || peripheral.pointee.shape != devices.manager.pointee.shape
        || peripheral.pointee.dynamicSync != devices.manager.pointee.dynamicSync
      {
        inStep = false
      }
      let own = peripheral.pointee.portSettings
      guard own.enabled else { return }
      if own.geometry.hStart == 0 { column0IsFree = false }
      let interval = UInt64(own.geometry.sampleInterval)
      if own != port || peripheral.pointee.slotsSinceSSP % interval != slotsSinceSSP % interval {
        portsAgree = false
      }
    }
  }
}

extension Bus {
  /// Why the frame engine cannot run this frame, or nil where it can.
  mutating func handover(_ plan: FramePlan, flips: LineFlips) -> Handover? {
    guard flips.isEmpty else { return .lineFlips }
    let agreement = agreement ?? withDevices { Agreement($0) }
    self.agreement = agreement
    guard agreement.inStep else { return .outOfStep }
    guard agreement.column0IsFree else { return .payloadInColumn0 }
    guard let block = plan.block, manager.portSettings.enabled, block.sendsHeader else { return nil }
    guard agreement.portsAgree else { return .portsDiffer }
    guard 8 * (10 + (block.isFake ? 0 : block.header.byteCount)) <= manager.payloadBits else {
      return .blockCutOff
    }
    if block.isFake { return nil }
    if block.touchesRegisters { return .registersInBlock }
    if case .read(let device, let register) = plan.command, sees(block, readOf: register, at: device) {
      return .readBesideBlock
    }
    if block.header.operation == .read, severalSelected(by: block.header.device) { return .severalReaders }
    return nil
  }

  /// Whether a Read in Column 0 depends on a block over memory in the same frame: it reads a byte that the block writes, or an
  /// interrupt that the block may raise. All else is the same whichever comes first.
  private mutating func sees(_ block: BlockRequest, readOf register: UInt16, at device: Int) -> Bool {
    withDevices { devices in
      var isSeen = false
      devices.forEachAttached { peripheral in
        guard peripheral.pointee.registers.isSelected(by: device) else { return }
        let address = peripheral.pointee.registers.address(of: register)
        if let register = AddressTarget.register(address) {
          // DP0 IntStat, and where it cascades to (section 13).
          if register == RegisterAddress.dp0IntStat || register == RegisterAddress.scpIntStat1 {
            isSeen = true
          }
        } else if block.header.operation == .write,
          peripheral.pointee.registers.isSelected(by: block.header.device),
          address &- block.header.address < UInt32(block.header.byteCount)
        {
          isSeen = true
        }
      }
      return isSeen
    }
  }

  private mutating func severalSelected(by device: Int) -> Bool {
    withDevices { devices in
      var selected = 0
      devices.forEachOpenPort { peripheral in
        if peripheral.pointee.registers.isSelected(by: device) { selected += 1 }
      }
      return selected > 1
    }
  }

  /// Forgets the agreement where a frame may have changed what it rests on.
  mutating func noteChanges(of plan: FramePlan) {
    switch plan.command {
    case .ping(let ssp):
      if ssp { agreement = nil }
    case .read: break
    case .write(_, let register, _):
      // Registers, also where paging leads back to them.
      if AddressTarget.register(command: register & 0x7FFF) != nil { agreement = nil }
    }
    if let block = plan.block, block.touchesRegisters {
      agreement = nil
    }
  }
}

extension BlockRequest {
  /// Whether some of its bytes may lie below the memory, also by way of the end of the address space (open point A28).
  fileprivate var touchesRegisters: Bool {
    !AddressTarget.isMemory(header.address, count: header.byteCount)
  }
}
