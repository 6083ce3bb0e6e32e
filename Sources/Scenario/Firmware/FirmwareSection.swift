/// Bytes that a firmware file puts at consecutive addresses.
public struct FirmwareSection: Hashable, Sendable {
  /// The address of the first byte.
  public var address: UInt32
  /// The bytes, at least one; the last lies at 0xFFFFFFFF at most.
  public var bytes: [UInt8]

  /// Bytes from an address on.
  public init(address: UInt32, bytes: [UInt8]) {
    self.address = address
    self.bytes = bytes
  }
}
