/// Where an address of a Peripheral leads (protocol notes, section 8.1).
public enum AddressTarget: Hashable, Sendable {
  /// A register of Data Port 0, 0x00 to 0x3F.
  case dp0(register: UInt8)
  /// A register of the control port, 0x40 to 0xFF.
  case controlPort(register: UInt8)
  /// A register of another data port, at 0x100 times its number; or of the class, from 0x1000 on.
  case otherRegisters
  /// The implementation-defined memory, from 0x2000 on.
  case memory

  /// The first address of the memory.
  public static let memoryStart: UInt32 = 0x2000
  /// The end of DP0 and control port.
  private static let registersEnd: UInt32 = 0x100

  /// Where an address leads.
  public init(_ address: UInt32) {
    if address >= Self.memoryStart {
      self = .memory
    } else if let register = Self.register(address) {
      self =
        register < RegisterAddress.scpIntStat1 ? .dp0(register: register) : .controlPort(register: register)
    } else {
      self = .otherRegisters
    }
  }

  /// The register of DP0 or of the control port at an address, or nil.
  @inline(__always)
  static func register(_ address: UInt32) -> UInt8? {
    address < registersEnd ? UInt8(truncatingIfNeeded: address) : nil
  }

  /// The same for the register address of a command, whatever its page.
  @inline(__always)
  static func register(command address: UInt16) -> UInt8? { register(UInt32(address)) }

  /// Whether a run of so many addresses stays above the registers, also at the end of the address space.
  @inline(__always)
  static func isAboveRegisters(_ address: UInt32, count: Int) -> Bool {
    address >= registersEnd && UInt64(address) + UInt64(count) <= 1 << 32
  }

  /// Whether a run of so many addresses lies in the memory.
  @inline(__always)
  static func isMemory(_ address: UInt32, count: Int) -> Bool {
    address >= memoryStart && UInt64(address) + UInt64(count) <= 1 << 32
  }
}
