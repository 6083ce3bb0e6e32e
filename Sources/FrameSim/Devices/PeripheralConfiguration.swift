/// What a Peripheral is made of: its number on the bus, its memory, its DP0.
public struct PeripheralConfiguration: Hashable, Sendable {
  /// The device number it was enumerated at, 1 to 11; 0 for a Peripheral that is attached but not enumerated.
  public var device: Int
  /// What people call it.
  public var name: String
  /// Its memory, from address 0x2000 on, in any order, without overlap.
  public var memory: [MemoryRegion]
  /// Its Data Port 0, or nil where it has none.
  public var dp0: DP0Limits?
  /// SCP_DevID_0 to SCP_DevID_5 as a 48-bit value, SCP_DevID_0 in the top byte (section 5.3).
  public var deviceID: UInt64

  /// A Peripheral; `deviceID` defaults to version 1.2, unique identifier = device number, all else 0.
  public init(
    device: Int, name: String = "", memory: [MemoryRegion] = [], dp0: DP0Limits? = nil,
    deviceID: UInt64? = nil
  ) {
    self.device = device
    self.name = name
    self.memory = memory
    self.dp0 = dp0
    self.deviceID = deviceID ?? (0x30 | UInt64(device & 15)) << 40
  }
}

/// Who may access a memory region, and how.
public enum MemoryAccess: String, Hashable, Sendable, CaseIterable {
  /// Reads and writes.
  case readWrite = "rw"
  /// Reads only; a write is Ignored over Column 0 and answered OK_Bad over BRA.
  case readOnly = "ro"
  /// Writes only; a read is Ignored over Column 0 and answered OK_Bad over BRA.
  case writeOnly = "wo"
}

/// A run of implemented byte addresses; it reads 0x00 until written.
public struct MemoryRegion: Hashable, Sendable {
  /// The first address, from 0x2000 on.
  public var address: UInt32
  /// The length; the last address is at most 0xFFFFFFFF.
  public var bytes: UInt64
  /// The access rights.
  public var access: MemoryAccess
  /// The Target is not ready for every so many blocks that begin here, repeated ones included, from 1 on; nil where it always is.
  public var notReadyEvery: Int?

  /// A region of `bytes` bytes from `address` on.
  public init(
    address: UInt32, bytes: UInt64, access: MemoryAccess = .readWrite, notReadyEvery: Int? = nil
  ) {
    self.address = address
    self.bytes = bytes
    self.access = access
    self.notReadyEvery = notReadyEvery
  }
}

extension [MemoryRegion] {
  /// Whether a Target with this memory is not ready for some blocks.
  package var stalls: Bool { contains { $0.notReadyEvery != nil } }
}

/// What the DP0 of a Peripheral takes per block: the DisCo properties of section 12.
public struct DP0Limits: Hashable, Sendable {
  /// Most data bytes per block, 1 to 511.
  public var maxBytesPerFrame: Int
  /// The data length of each block but the last is a multiple of this; 1 for no such rule.
  public var blockAlignment: Int

  /// Limits, which default to none beyond those of the header.
  public init(maxBytesPerFrame: Int = 511, blockAlignment: Int = 1) {
    self.maxBytesPerFrame = maxBytesPerFrame
    self.blockAlignment = blockAlignment
  }
}
