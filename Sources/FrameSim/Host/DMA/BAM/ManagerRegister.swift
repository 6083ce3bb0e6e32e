/// The registers of the Manager as the client of a descriptor engine: a port for commands in Column 0, and one for the blocks of
/// DP0.
///
/// No such map is public; this one is a choice of the simulator (`docs/host-notes.md`, "BAM"). Offsets in bytes.
public enum ManagerRegister: UInt32, Hashable, Sendable, CaseIterable {
  /// Device in bits 19:16, register address in bits 15:0.
  case commandAddress = 0x00
  /// The value of a Write in bits 7:0; of one that writes back, the bits of the value read that are kept.
  case commandData = 0x04
  /// A write starts a command (`CommandControl`).
  case commandControl = 0x08
  /// Kept, and used for nothing: what a dummy command writes.
  case scratchpad = 0x0C
  /// The device that the blocks go to, in bits 3:0.
  case dp0Device = 0x10
  /// Bits 31:16 of the next block's address.
  case dp0AddressHigh = 0x14
  /// Bits 15:0 of it.
  case dp0AddressLow = 0x18
  /// Data bytes that are still to come.
  case dp0Count = 0x1C
  /// The bank that the bus works with while the blocks go; in frames of the other none does.
  case dp0Bank = 0x20
  /// A write starts a stream of blocks, changes its direction, or ends it (`StreamControl`).
  case dp0Control = 0x24

  /// Its name as files and reports have it.
  public var name: String { String(describing: self) }

  /// Its place among all, in the order of their offsets: each has four bytes.
  var place: Int { Int(rawValue) / 4 }

  /// Whether it belongs to the command port.
  var isOfCommands: Bool { rawValue < Self.scratchpad.rawValue }
  /// Whether it belongs to the port of DP0.
  var isOfDP0: Bool { rawValue >= Self.dp0Device.rawValue }
}

/// What a write to `commandControl` starts.
package enum CommandControl {
  /// A Write of `commandData`.
  package static let write: UInt32 = 1
  /// A Read; the value is kept for a write-back.
  package static let read: UInt32 = 2
  /// A Write of the value that was read last, under the mask in `commandData`.
  package static let writeBack: UInt32 = 3
  /// With any of them: where it is not answered with OK, or has not been, nothing follows.
  package static let isRequired: UInt32 = 1 << 8

  /// Which of the three a value starts; nil where it starts none.
  static func command(in value: UInt32) -> UInt32? {
    let command = value & ~isRequired
    return [write, read, writeBack].contains(command) ? command : nil
  }
}

/// What a write to `dp0Control` does.
package enum StreamControl {
  /// Ends the stream.
  package static let stop: UInt32 = 0
  /// Blocks that write.
  package static let write: UInt32 = 1
  /// Blocks that read.
  package static let read: UInt32 = 2
}
