/// The registers of the control port and of DP0 that the simulator knows, by their address (sections 8.3, 8.4).
public enum RegisterAddress {
  // Data Port 0, not banked.
  public static let dp0IntStat: UInt8 = 0x00
  public static let dp0IntMask: UInt8 = 0x01
  public static let dp0PortCtrl: UInt8 = 0x02
  public static let dp0BlockCtrl1: UInt8 = 0x03
  public static let dp0PrepareStatus: UInt8 = 0x04
  public static let dp0PrepareCtrl: UInt8 = 0x05
  // Data Port 0, bank 0; bank 1 lies 0x10 higher.
  public static let dp0ChannelEn: UInt8 = 0x20
  public static let dp0SampleCtrl1: UInt8 = 0x22
  public static let dp0SampleCtrl2: UInt8 = 0x23
  public static let dp0OffsetCtrl1: UInt8 = 0x24
  public static let dp0OffsetCtrl2: UInt8 = 0x25
  public static let dp0HCtrl: UInt8 = 0x26
  // Control port, not banked.
  public static let scpIntStat1: UInt8 = 0x40
  public static let scpIntMask1: UInt8 = 0x41
  public static let scpIntStat2: UInt8 = 0x42
  public static let scpIntStat3: UInt8 = 0x43
  public static let scpCtrl: UInt8 = 0x44
  public static let scpSystemCtrl: UInt8 = 0x45
  public static let scpDevNumber: UInt8 = 0x46
  public static let scpAddrPage1: UInt8 = 0x48
  public static let scpAddrPage2: UInt8 = 0x49
  public static let scpCommit: UInt8 = 0x4C
  public static let scpBusClockBase: UInt8 = 0x4D
  public static let scpDevID0: UInt8 = 0x50
  public static let scpDevID5: UInt8 = 0x55
  public static let scpSDCAIntStat1: UInt8 = 0x58
  public static let scpSDCAIntMask1: UInt8 = 0x5C
  // Control port, bank 0; bank 1 lies 0x10 higher.
  public static let scpFrameCtrl: UInt8 = 0x60
  public static let scpBusClockScale: UInt8 = 0x62
  // Control port, above the banks.
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
