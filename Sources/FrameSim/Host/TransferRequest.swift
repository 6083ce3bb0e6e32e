/// One transfer of bytes between the host and a Peripheral.
public struct TransferRequest: Sendable {
  /// The way the bytes take.
  public enum Path: String, Hashable, Sendable, CaseIterable {
    /// Blocks over Data Port 0, one per frame.
    case bra
    /// Read and Write commands in Column 0, one byte per frame.
    case column0
  }

  /// The direction, seen from the host.
  public enum Operation: String, Hashable, Sendable, CaseIterable {
    /// Bytes go to the Peripheral.
    case write
    /// Bytes come from the Peripheral.
    case read
  }

  /// What people call it.
  public var name: String
  /// The way the bytes take.
  public var path: Path
  /// The direction.
  public var operation: Operation
  /// The device number the host addresses.
  public var device: Int
  /// The address of the first byte; addresses ascend by one per byte.
  public var address: UInt32
  /// How many bytes.
  public var bytes: Int
  /// The bytes of a write, `bytes` long; empty for a read, and where the length alone refuses the transfer.
  public var data: [UInt8]

  /// A write of `data`.
  public static func write(
    _ data: [UInt8], to address: UInt32, device: Int, via path: Path, name: String = ""
  ) -> Self {
    Self(
      name: name, path: path, operation: .write, device: device, address: address, bytes: data.count,
      data: data)
  }

  /// A read of `bytes` bytes.
  public static func read(
    _ bytes: Int, from address: UInt32, device: Int, via path: Path, name: String = ""
  ) -> Self {
    Self(
      name: name, path: path, operation: .read, device: device, address: address, bytes: bytes, data: [])
  }

  /// A transfer from its parts.
  public init(
    name: String, path: Path, operation: Operation, device: Int, address: UInt32, bytes: Int, data: [UInt8]
  ) {
    self.name = name
    self.path = path
    self.operation = operation
    self.device = device
    self.address = address
    self.bytes = bytes
    self.data = data
  }
}
