internal import BRAEncoder

/// Comparing two buses in front of a frame, device by device: what the equivalence of the engines means.
///
/// Everything counts that a later frame, or anybody outside, can depend on. What is worked out anew at the start of
/// every frame (`drive`, the layout of the slots, the run in the shifter) and what only one engine needs is left out,
/// unless a Peripheral is in the middle of its frame: there it is the state of the machine.
extension Bus {
  /// What differs first between this bus and another, or nil where they are alike.
  package func difference(from other: Bus) -> String? {
    if slot != other.slot { return "slot \(slot) / \(other.slot)" }
    if frame != other.frame { return "frame \(frame) / \(other.frame)" }
    if level != other.level { return "line level \(level) / \(other.level)" }
    if let field = manager.difference(from: other.manager) { return "Manager: \(field)" }
    guard peripherals.count == other.peripherals.count else { return "number of Peripherals" }
    for index in peripherals.indices {
      if let field = peripherals[index].difference(from: other.peripherals[index]) {
        return "Peripheral \(index + 1) of \(peripherals.count): \(field)"
      }
    }
    return nil
  }
}

extension RegisterFile {
  fileprivate func difference(from other: RegisterFile) -> String? {
    if self == other { return nil }
    for register in UInt8.min...UInt8.max where self[register] != other[register] {
      return "register \(register): \(self[register]) / \(other[register])"
    }
    return "bank \(currentBank), \(portBank) / \(other.currentBank), \(other.portBank)"
  }
}

extension Manager {
  fileprivate func difference(from other: Manager) -> String? {
    if let field = registers.difference(from: other.registers) { return field }
    if shape != other.shape { return "shape \(shape) / \(other.shape)" }
    if cursor.slot != other.cursor.slot { return "slot of the frame" }
    if dynamicSync != other.dynamicSync { return "dynamic sync" }
    if parity != other.parity { return "parity \(parity) / \(other.parity)" }
    if control != other.control { return "control slots" }
    if plan != other.plan { return "plan" }
    if failed != other.failed { return "command failed" }
    if sawClash != other.sawClash { return "clash seen" }
    if framesSincePREQ != other.framesSincePREQ { return "PREQ seen" }
    if slotsSinceSSP != other.slotsSinceSSP {
      return "slots since the SSP \(slotsSinceSSP) / \(other.slotsSinceSSP)"
    }
    if portSettings != other.portSettings || portSettingsAreStale != other.portSettingsAreStale {
      return "DP0 settings"
    }
    if portSettings.enabled, windowPhase != other.windowPhase { return "window phase" }
    if payloadBits != other.payloadBits { return "payload bits \(payloadBits) / \(other.payloadBits)" }
    if initiator.outcome != other.initiator.outcome { return "block outcome" }
    if initiator != other.initiator { return "Initiator \(initiator) / \(other.initiator)" }
    if blockBits != other.blockBits { return "block bits \(blockBits) / \(other.blockBits)" }
    if shifter.clash != other.shifter.clash { return "payload clash" }
    if buffers != other.buffers { return "buffers" }
    return nil
  }
}

extension Peripheral {
  fileprivate func difference(from other: Peripheral) -> String? {
    if sync != other.sync { return "sync \(sync) / \(other.sync)" }
    if let field = registers.difference(from: other.registers) { return field }
    if let address = memory.firstDifference(from: other.memory) {
      return "memory at \(address): \(memory.stored(address)) / \(other.memory.stored(address))"
    }
    if isReady != other.isReady || readiness != other.readiness { return "readiness" }
    if shape != other.shape { return "shape \(shape) / \(other.shape)" }
    if cursor.slot != other.cursor.slot { return "slot of the frame" }
    if dynamicSync != other.dynamicSync { return "dynamic sync" }
    if parity != other.parity { return "parity \(parity) / \(other.parity)" }
    if control != other.control { return "control slots" }
    if command != other.command { return "command target" }
    if asksForPing != other.asksForPing { return "PREQ" }
    if alerts != other.alerts { return "alerts \(alerts) / \(other.alerts)" }
    if slotsSinceSSP != other.slotsSinceSSP {
      return "slots since the SSP \(slotsSinceSSP) / \(other.slotsSinceSSP)"
    }
    if portSettings != other.portSettings || portSettingsAreStale != other.portSettingsAreStale {
      return "DP0 settings"
    }
    if shifter.clash != other.shifter.clash { return "payload clash" }
    return blockDifference(from: other)
  }

  private func blockDifference(from other: Peripheral) -> String? {
    let isUnderWay = isAttached && !cursor.isAtFrameStart
    if isUnderWay, !shifter.isInSameRun(as: other.shifter) { return "payload in progress" }
    if isUnderWay, expectedSync != other.expectedSync { return "sync expected" }
    if isUnderWay, drive != other.drive { return "drive" }
    // The slot engine starts the Target with the frame's first slot, the frame engine with the block; nothing comes of
    // it unless payload is clocked.
    let isWaiting = isBetweenBlocks && other.isBetweenBlocks && (!isUnderWay || shifter.isReleased)
    return isWaiting || target == other.target ? nil : "Target \(target) / \(other.target)"
  }

  private var isBetweenBlocks: Bool { target.state == .idle || target.state == .checkHeaderType }
}

// MARK: - Where the payload lies

extension Manager {
  /// The slots of the next frame that DP0 owns, in order; empty while it is closed.
  package var payloadSlots: [Int] {
    isDP0Open ? portSettings.geometry.ownedSlots(in: shape, slotsSinceSSP: slotsSinceSSP) : []
  }

  /// Whether a transport window of DP0 reaches from the last frame into the next.
  package var windowStraddlesFrame: Bool {
    isDP0Open && slotsSinceSSP % UInt64(portSettings.geometry.sampleInterval) != 0
  }
}
