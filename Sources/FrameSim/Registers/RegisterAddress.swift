/// The registers of the control port and of DP0 that the simulator knows, by their address (sections 8.3, 8.4).
public enum RegisterAddress {
  // Data Port 0, not banked.
  /// DP0_IntStat (read) and DP0_IntClear (write).
  public static let dp0IntStat: UInt8 = 0x00
  /// DP0_IntMask.
  public static let dp0IntMask: UInt8 = 0x01
  /// DP0_PortCtrl.
  public static let dp0PortCtrl: UInt8 = 0x02
  /// DP0_BlockCtrl1: word length minus one.
  public static let dp0BlockCtrl1: UInt8 = 0x03
  /// DP0_PrepareStatus.
  public static let dp0PrepareStatus: UInt8 = 0x04
  /// DP0_PrepareCtrl.
  public static let dp0PrepareCtrl: UInt8 = 0x05
  // Data Port 0, bank 0; bank 1 lies 0x10 higher.
  /// DP0_ChannelEn.
  public static let dp0ChannelEn: UInt8 = 0x20
  /// DP0_SampleCtrl1: sample interval minus one, low byte.
  public static let dp0SampleCtrl1: UInt8 = 0x22
  /// DP0_SampleCtrl2: sample interval minus one, high byte.
  public static let dp0SampleCtrl2: UInt8 = 0x23
  /// DP0_OffsetCtrl1: block offset, low byte.
  public static let dp0OffsetCtrl1: UInt8 = 0x24
  /// DP0_OffsetCtrl2: block offset, high byte.
  public static let dp0OffsetCtrl2: UInt8 = 0x25
  /// DP0_HCtrl: HStart in bits 7:4, HStop in bits 3:0.
  public static let dp0HCtrl: UInt8 = 0x26
  // Control port, not banked.
  /// SCP_IntStat1 (read) and SCP_IntClear1 (write).
  public static let scpIntStat1: UInt8 = 0x40
  /// SCP_IntMask1.
  public static let scpIntMask1: UInt8 = 0x41
  /// SCP_IntStat2.
  public static let scpIntStat2: UInt8 = 0x42
  /// SCP_IntStat3.
  public static let scpIntStat3: UInt8 = 0x43
  /// SCP_Ctrl (write) and SCP_Stat (read).
  public static let scpCtrl: UInt8 = 0x44
  /// SCP_SystemCtrl.
  public static let scpSystemCtrl: UInt8 = 0x45
  /// SCP_DevNumber: Group_Id in bits 5:4, device number in bits 3:0.
  public static let scpDevNumber: UInt8 = 0x46
  /// SCP_AddrPage1: address bits 30:23.
  public static let scpAddrPage1: UInt8 = 0x48
  /// SCP_AddrPage2: address bits 22:15.
  public static let scpAddrPage2: UInt8 = 0x49
  /// SCP_Commit.
  public static let scpCommit: UInt8 = 0x4C
  /// SCP_BusClock_Base.
  public static let scpBusClockBase: UInt8 = 0x4D
  /// SCP_DevID_0, the first of six.
  public static let scpDevID0: UInt8 = 0x50
  /// SCP_DevID_5.
  public static let scpDevID5: UInt8 = 0x55
  /// SCP_SDCA_IntStat1, the first of four.
  public static let scpSDCAIntStat1: UInt8 = 0x58
  /// SCP_SDCA_IntMask1, the first of four.
  public static let scpSDCAIntMask1: UInt8 = 0x5C
  // Control port, bank 0; bank 1 lies 0x10 higher.
  /// SCP_FrameCtrl: row code in bits 7:3, column code in bits 2:0.
  public static let scpFrameCtrl: UInt8 = 0x60
  /// SCP_BusClock_Scale.
  public static let scpBusClockScale: UInt8 = 0x62
  // Control port, above the banks.
  /// SCP_PHYOutCtrl_0.
  public static let scpPHYOutCtrl0: UInt8 = 0x80

  /// The address of a banked register in a bank, 0 or 1, given its address in bank 0.
  @inline(__always)
  public static func banked(_ register: UInt8, bank: Int) -> UInt8 {
    register &+ UInt8(truncatingIfNeeded: bank &* 0x10)
  }
}

/// Bits of the interrupt registers.
enum InterruptBit {
  /// DP0_IntStat: a BRA block failed (open point A23).
  static let braFailure: UInt8 = 1 << 2
  /// DP0_IntMask: the bits a DP0 has: ImpDef 7:5, BRA_Failure, PortReady, TestFail.
  static let dp0Maskable: UInt8 = 0b1110_0111
  /// SCP_IntStat1: a parity mismatch.
  static let parity: UInt8 = 1 << 0
  /// SCP_IntStat1: a bus clash.
  static let busClash: UInt8 = 1 << 1
  /// SCP_IntStat1: the bits the control port has for itself: ImpDef1, Bus Clash, Parity.
  static let scpMaskable: UInt8 = 0b111
  /// SCP_IntStat1: some unmasked interrupt of DP0.
  static let port0Cascade: UInt8 = 1 << 3
}
