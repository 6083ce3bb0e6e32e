/// What the command owner asks in one frame.
///
/// Of a device number the low four bits go on the line (section 3), whatever else it holds.
public enum Command: Hashable, Sendable {
  /// Asks every device for its status; `ssp` makes the end of the frame a stream synchronisation point.
  case ping(ssp: Bool)
  /// Reads the register at a 16-bit register address; bit 15 selects paging.
  case read(device: Int, register: UInt16)
  /// Writes the register at a 16-bit register address; bit 15 selects paging.
  case write(device: Int, register: UInt16, value: UInt8)

  /// A Ping without a stream synchronisation point.
  public static let ping = Command.ping(ssp: false)

  /// True for Read and Write.
  var isAccess: Bool {
    if case .ping = self { false } else { true }
  }

  /// True for a write that makes everybody switch banks.
  var isBankSwitch: Bool {
    guard case .write(broadcastDevice, let register, _) = self else { return false }
    return [0, 1].contains {
      register == UInt16(RegisterAddress.banked(RegisterAddress.scpFrameCtrl, bank: $0))
    }
  }

  /// The opcodes of Table 27; all other values are reserved.
  enum Opcode {
    static let ping: UInt8 = 0b000
    static let read: UInt8 = 0b010
    static let write: UInt8 = 0b011
  }
}

/// The broadcast device number: all attached Peripherals (section 5.2).
public let broadcastDevice = 15
