public import BRAEncoder

/// One transfer of bytes between the host and a Peripheral.
public struct TransferRequest: Hashable, Sendable {
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
  /// Runs of addresses, in the order in which they are moved: each begins a block, or a message, of its own.
  public let sections: [BRASection]
  /// How many bytes, in all sections.
  public let bytes: Int
  /// The bytes of a write, `bytes` long, section by section; empty for a read, and where the length alone refuses the transfer.
  public var data: [UInt8]
  /// Which gaps between sections a write over BRA may write over, or nil where none.
  public var gapFilling: GapFilling?

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

  /// A transfer with one section from its parts.
  public init(
    name: String, path: Path, operation: Operation, device: Int, address: UInt32, bytes: Int, data: [UInt8]
  ) {
    // A longer one is refused by its length.
    let section = BRASection(address: address, byteCount: min(max(0, bytes), 1 << 32))
    self.init(
      name: name, path: path, operation: operation, device: device, sections: section.map { [$0] } ?? [],
      bytes: bytes, data: data)
  }

  /// A transfer from its parts; where its sections have more bytes than any transfer may, `bytes` says how many.
  public init(
    name: String, path: Path, operation: Operation, device: Int, sections: [BRASection], bytes: Int? = nil,
    data: [UInt8] = [], gapFilling: GapFilling? = nil
  ) {
    self.name = name
    self.path = path
    self.operation = operation
    self.device = device
    self.sections = sections
    self.bytes = bytes ?? sections.reduce(0) { $0 + $1.byteCount }
    self.data = data
    self.gapFilling = gapFilling
  }

  /// The address of the first byte; 0 where there is no section.
  public var address: UInt32 { sections.first?.address ?? 0 }

  /// The same transfer with fewer bytes: its first ones.
  public func prefix(_ count: Int) -> TransferRequest {
    var left = max(0, min(count, bytes))
    let total = left
    var kept: [BRASection] = []
    for section in sections where left > 0 {
      let part = min(left, section.byteCount)
      BRASection(address: section.address, byteCount: part).map { kept.append($0) }
      left -= part
    }
    return TransferRequest(
      name: name, path: path, operation: operation, device: device, sections: kept, bytes: total,
      data: Array(data.prefix(total)), gapFilling: gapFilling)
  }
}
