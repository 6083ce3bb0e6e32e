/// What the writes on Column 0 have put into the devices: enough to know where and whether DP0 is on.
///
/// Devices are told apart by number, as the wire does. Writes through paging (RegAddr[15]) and through BRA are not
/// followed: they are for memories. Source: protocol reference sections 5.2, 7.1, 7.2 and 8.4.
package struct WireDevices {
  /// One device number's registers of DP0 and its place in the stream.
  private struct Device {
    /// Addresses 0x00 to 0x3F: the port, bank 0 from 0x20 and bank 1 from 0x30.
    var registers = [UInt8](repeating: 0, count: 0x40)
    /// SCP_DevNumber bits 5:4.
    var group: UInt8 = 0
    var bank = 0
    /// The bank of DP0: `bank`, inverted where NextInvertBank said so at the switch.
    var portBank = 0
    var slotsSinceSSP = 0

    mutating func switchBank(to bank: Int) {
      self.bank = bank
      let invert = registers[0x02] >> 4 & 1
      portBank = bank ^ Int(invert)
      slotsSinceSSP = 0
    }

    var isEnabled: Bool { registers[0x20 + 0x10 * portBank] & 1 == 1 }

    var geometry: WireGeometry {
      func banked(_ offset: Int) -> Int { Int(registers[offset + 0x10 * portBank]) }
      return WireGeometry(
        hStart: banked(0x26) >> 4, hStop: banked(0x26) & 15,
        sampleInterval: (banked(0x23) << 8 | banked(0x22)) + 1, wordLength: Int(registers[0x03] & 0x3F) + 1,
        blockOffset: banked(0x25) << 8 | banked(0x24))
    }

    mutating func program(_ geometry: WireGeometry, enabled: Bool) {
      let interval = geometry.sampleInterval - 1
      registers[0x03] = UInt8(truncatingIfNeeded: geometry.wordLength - 1)
      for bank in [0x20, 0x30] {
        registers[bank] = enabled ? 1 : 0
        registers[bank + 2] = UInt8(truncatingIfNeeded: interval)
        registers[bank + 3] = UInt8(truncatingIfNeeded: interval >> 8)
        registers[bank + 4] = UInt8(truncatingIfNeeded: geometry.blockOffset)
        registers[bank + 5] = UInt8(truncatingIfNeeded: geometry.blockOffset >> 8)
        registers[bank + 6] = UInt8(truncatingIfNeeded: geometry.hStart << 4 | geometry.hStop)
      }
    }
  }

  /// Device numbers 0 to 11.
  private var devices = [Device](repeating: Device(), count: 12)
  /// Slots since the last SSP that the whole bus took part in.
  package private(set) var slotsSinceSSP = 0

  /// Registers at reset, or DP0 programmed in both banks of every device.
  package init(programmed geometry: WireGeometry? = nil, enabled: Bool = false) {
    guard let geometry else { return }
    for index in devices.indices { devices[index].program(geometry, enabled: enabled) }
  }

  /// The geometry of DP0 and the slots since its last SSP; nil while it is off in every device.
  ///
  /// All parties must be programmed alike (section 9.2); the lowest device number speaks for them.
  package var openPort: (geometry: WireGeometry, slotsSinceSSP: Int)? {
    devices.first { $0.isEnabled }.map { ($0.geometry, $0.slotsSinceSSP) }
  }

  /// Does what the end of a frame does; gives the shape of the next frame where it changes.
  package mutating func endFrame(_ word: WireControlWord, slots: Int) -> WireShape? {
    slotsSinceSSP += slots
    for index in devices.indices { devices[index].slotsSinceSSP += slots }
    if word.isPing, word.ssp, !word.nak {
      slotsSinceSSP = 0
      for index in devices.indices { devices[index].slotsSinceSSP = 0 }
    }
    guard word.isWrite, word.isOK, word.register < 0x100 else { return nil }
    switch word.register {
    case 0x60, 0x70:
      for index in addressed(by: word.device) { devices[index].switchBank(to: word.register == 0x70 ? 1 : 0) }
      // A switch of one device alone leaves the frame as it is (open point A17).
      guard word.device == 15 else { return nil }
      slotsSinceSSP = 0
      return WireShape.selected(by: word.data)
    case 0x46: number(word.device, word.data)
    case 0x00..<0x40:
      for index in addressed(by: word.device) { devices[index].registers[word.register] = word.data }
    default: break
    }
    return nil
  }

  /// A device took a new number and takes its registers along (section 5.3).
  ///
  /// A write to an alias or to everybody changes groups only: no two devices can share a number.
  private mutating func number(_ device: Int, _ value: UInt8) {
    for index in addressed(by: device) { devices[index].group = value >> 4 & 3 }
    let number = Int(value & 15)
    guard number != device, devices.indices.contains(device), devices.indices.contains(number) else { return }
    let moved = devices[device]
    devices[number] = moved
    // Whoever still has the old number has not been programmed, but follows the same bus.
    devices[device] = Device()
    devices[device].bank = moved.bank
    devices[device].portBank = moved.bank
    devices[device].slotsSinceSSP = moved.slotsSinceSSP
  }

  /// The device numbers that DevAddr selects.
  private func addressed(by address: Int) -> [Int] {
    switch address {
    case 0...11: [address]
    case 12, 13: devices.indices.filter { Int(devices[$0].group) == address - 11 }
    case 15: Array(devices.indices)
    default: []
    }
  }
}
