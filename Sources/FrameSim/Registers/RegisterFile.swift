/// The registers of a Peripheral's control port and DP0: addresses 0x00 to 0xFF.
///
/// Holds values and access rights. What a write sets in motion at the end of its frame (bank switch, new device
/// number, reset) is the Peripheral's to do. Source: sections 8.3 and 8.4; reset values are 0.
public struct RegisterFile: Hashable, Sendable {
  private var values = [UInt8](repeating: 0, count: 256)
  private var access: [RegisterAccess]
  /// The bank the device works with, 0 or 1 (SCP_Stat.CurrentBank).
  public internal(set) var currentBank = 0
  /// The bank DP0 works with: the current bank, inverted when NextInvertBank was set at the switch (section 7.1).
  public internal(set) var portBank = 0

  /// The registers at reset; DevID from its 48-bit value.
  init(hasDP0: Bool, deviceID: UInt64) {
    access = RegisterAccess.table(hasDP0: hasDP0)
    for index in 0..<6 {
      values[Int(RegisterAddress.scpDevID0) + index] = UInt8(truncatingIfNeeded: deviceID >> (40 - 8 * index))
    }
  }

  /// The stored value, whatever the access rights.
  @inline(__always)
  subscript(register: UInt8) -> UInt8 {
    get { values[Int(register)] }
    set { values[Int(register)] = newValue }
  }

  /// The stored value of a banked register, given its address in bank 0.
  @inline(__always)
  subscript(register: UInt8, bank bank: Int) -> UInt8 {
    get { self[RegisterAddress.banked(register, bank: bank)] }
    set { self[RegisterAddress.banked(register, bank: bank)] = newValue }
  }

  /// Whether a read of this address is answered.
  func allowsRead(_ register: UInt8) -> Bool { access[Int(register)].contains(.read) }
  /// Whether a write to this address is answered.
  func allowsWrite(_ register: UInt8) -> Bool { access[Int(register)].contains(.write) }

  /// What a read returns, or nil where the register is not implemented or write-only.
  public func read(_ register: UInt8) -> UInt8? {
    guard allowsRead(register) else { return nil }
    switch register {
    case RegisterAddress.scpIntStat1:
      return self[register] | (dp0Alert != 0 ? InterruptBit.port0Cascade : 0)
    case RegisterAddress.scpCtrl:
      // Read as SCP_Stat: CurrentBank in bit 6; the clock never stops and the basic PHY is right.
      return UInt8(currentBank << 6)
    case RegisterAddress.dp0PrepareCtrl:
      // Simplified channel prepare: always Ready, so P reads 1 (section 8.5).
      return 1
    default:
      return self[register]
    }
  }

  /// Stores a write; false where the register is not implemented or read-only.
  mutating func write(_ register: UInt8, _ value: UInt8) -> Bool {
    guard allowsWrite(register) else { return false }
    if access[Int(register)].contains(.clears) {
      self[register] &= ~value
      return true
    }
    switch register {
    case RegisterAddress.scpCtrl, RegisterAddress.scpCommit, RegisterAddress.dp0PrepareCtrl:
      break  // Acts or is ignored; nothing to keep.
    case RegisterAddress.dp0IntMask:
      self[register] = value & InterruptBit.dp0Maskable
    case RegisterAddress.scpIntMask1:
      self[register] = value & InterruptBit.scpMaskable
    case RegisterAddress.dp0PortCtrl:
      self[register] = value & 0b1101_1100
    case RegisterAddress.dp0BlockCtrl1:
      self[register] = value & 0x3F
    case RegisterAddress.dp0ChannelEn, RegisterAddress.dp0ChannelEn + 0x10:
      self[register] = value & 1
    default:
      self[register] = value
    }
    return true
  }

  private var dp0Alert: UInt8 {
    self[RegisterAddress.dp0IntStat] & self[RegisterAddress.dp0IntMask]
  }

  /// The interrupts that are pending and enabled: DP0 in bits 15:8, the control port in bits 7:0 (section 13).
  var alerts: UInt16 {
    let scp = self[RegisterAddress.scpIntStat1] & self[RegisterAddress.scpIntMask1]
    return UInt16(dp0Alert) << 8 | UInt16(scp)
  }

  /// The transport parameters that DP0 has in a bank, and whether its channel is enabled there.
  func port(bank: Int) -> PortSettings {
    typealias R = RegisterAddress
    let hControl = Int(self[R.dp0HCtrl, bank: bank])
    let interval = Int(self[R.dp0SampleCtrl2, bank: bank]) << 8 | Int(self[R.dp0SampleCtrl1, bank: bank])
    let offset = Int(self[R.dp0OffsetCtrl2, bank: bank]) << 8 | Int(self[R.dp0OffsetCtrl1, bank: bank])
    // BPT_PayloadType 00 is BRA; DP0 carries no BRA block with any other type (Table 120).
    let carriesBRA = self[R.dp0PortCtrl] & 0b1100_0000 == 0
    return PortSettings(
      geometry: PortGeometry(
        hStart: hControl >> 4, hStop: hControl & 15, sampleInterval: interval + 1,
        wordLength: Int(self[R.dp0BlockCtrl1]) + 1, blockOffset: offset),
      enabled: carriesBRA && self[R.dp0ChannelEn, bank: bank] & 1 == 1)
  }

  /// Programs the transport parameters of DP0 into a bank, as the host's writes would.
  mutating func program(_ geometry: PortGeometry, bank: Int) {
    typealias R = RegisterAddress
    self[R.dp0BlockCtrl1] = geometry.wordLengthValue
    self[R.dp0SampleCtrl1, bank: bank] = geometry.sampleIntervalValue.low
    self[R.dp0SampleCtrl2, bank: bank] = geometry.sampleIntervalValue.high
    self[R.dp0OffsetCtrl1, bank: bank] = geometry.blockOffsetValue.low
    self[R.dp0OffsetCtrl2, bank: bank] = geometry.blockOffsetValue.high
    self[R.dp0HCtrl, bank: bank] = geometry.hControlValue
  }

  /// Selects a bank, as a write to its FrameCtrl does at the end of the frame (section 7.1, open point A14).
  mutating func switchBank(to bank: Int) {
    currentBank = bank
    let inverted = self[RegisterAddress.dp0PortCtrl] & 1 << 4 != 0
    portBank = inverted ? 1 - bank : bank
  }

  /// Closes the channel of DP0 in both banks, as the loss of sync does.
  mutating func disableChannels() {
    self[RegisterAddress.dp0ChannelEn, bank: 0] = 0
    self[RegisterAddress.dp0ChannelEn, bank: 1] = 0
  }
}

// MARK: - What the control port's registers say of addresses

extension RegisterFile {
  /// Whether a DevAddr, or the DeviceAddress of a BRA header, means this device (section 5.2).
  @inline(__always)
  func isSelected(by address: Int) -> Bool {
    let number = self[RegisterAddress.scpDevNumber]
    switch address {
    case 0...11: return address == Int(number & 15)
    case 12, 13: return Int(number >> 4 & 3) == address - 11
    case broadcastDevice: return true
    default: return false
    }
  }

  /// The 32-bit address behind the register address of a command: paging as in section 8.2, Table 78.
  @inline(__always)
  func address(of register: UInt16) -> UInt32 {
    guard register & 0x8000 != 0 else { return UInt32(register) }
    return UInt32(self[RegisterAddress.scpAddrPage1]) << 23
      | UInt32(self[RegisterAddress.scpAddrPage2]) << 15 | UInt32(register & 0x7FFF)
  }
}
