/// Column 0, seen from a Peripheral: one function per decision row (`ControlDecision`).
extension Peripheral {
  /// Decides what follows from everything sampled up to and including a decision row.
  @inline(__always)
  mutating func decide(after row: Int) {
    switch row {
    case ControlDecision.opcode: opcodeArrived()
    case ControlDecision.address: addressArrived()
    case ControlDecision.parityWindow: parity.endWindow()
    case ControlDecision.parity: parityArrived()
    case ControlDecision.response: responseArrived()
    default: break
    }
  }

  /// A Ping makes every attached device send its status; Alert where an enabled interrupt is pending (Table 63).
  private mutating func opcodeArrived() {
    guard control.received.opcode == Command.Opcode.ping else { return }
    let rows = ControlRow.status(of: deviceNumber)
    control.sent[rows] = alerts == 0 ? 0b01 : 0b10
    control.owned |= ControlWord.mask(rows)
  }

  /// A Read or Write makes the addressed device find the register; a Read makes it send the value.
  private mutating func addressArrived() {
    let word = control.received
    switch word.opcode {
    case Command.Opcode.ping:
      command.request = .ping(ssp: word.ssp)
    case Command.Opcode.read:
      guard registers.isSelected(by: word.deviceAddress) else { return }
      guard let value = read(registers.address(of: word.registerAddress)) else { return }
      command.request = .read
      command.accepts = true
      control.sent[ControlRow.data] = UInt64(value)
      if isOnlyReader(word) { control.owned |= ControlWord.mask(ControlRow.data) }
    case Command.Opcode.write:
      guard registers.isSelected(by: word.deviceAddress) else { return }
      let address = registers.address(of: word.registerAddress)
      command.request = .write(address: address)
      command.accepts =
        AddressTarget.register(address).map { registers.allowsWrite($0) } ?? memory.allowsWrite(address)
    default: break  // Reserved opcodes: no answer (open point A19).
    }
  }

  /// PAR is known: the response goes into rows 46 and 47.
  private mutating func parityArrived() {
    if control.received.parity != (parity.latched == 1) {
      registers[RegisterAddress.scpIntStat1] |= InterruptBit.parity
      command.failed = true
    }
    if control.clashes(through: ControlRow.parity) != 0 {
      registers[RegisterAddress.scpIntStat1] |= InterruptBit.busClash
      command.failed = true
    }
    control.sent[ControlRow.nak...ControlRow.ack] = command.response
  }

  /// The merged response is known. A response that the line lost is too late for Command_Failed, but it is a clash.
  ///
  /// Happens on a disturbed line only, so the frame engine never gets here.
  private mutating func responseArrived() {
    if control.clashes(through: ControlRow.ack) != 0 {
      registers[RegisterAddress.scpIntStat1] |= InterruptBit.busClash
    }
  }

  /// Whether nobody else is meant to send the data of this Read: those of groups and all, and DevID of the devices
  /// without a number, are ORed on purpose (open point A6).
  private func isOnlyReader(_ word: ControlWord) -> Bool {
    switch word.deviceAddress {
    case 0:
      let devID = UInt32(RegisterAddress.scpDevID0)...UInt32(RegisterAddress.scpDevID5)
      return !devID.contains(registers.address(of: word.registerAddress))
    case 1...11: return true
    default: return false
    }
  }

  /// The byte at an address, or nil where it is not implemented or write-only.
  mutating func read(_ address: UInt32) -> UInt8? {
    if let register = AddressTarget.register(address) { return registers.read(register) }
    return memory.read(address)
  }
}
