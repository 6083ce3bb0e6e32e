/// Which field of the frame a slot belongs to, and which of its bits it is.
public struct SlotField: Hashable, Sendable {
  /// The fields of a frame.
  public enum Name: String, Hashable, Sendable {
    /// A Peripheral asks for a Ping.
    case preq = "PREQ"
    /// The opcode of the command.
    case opcode = "Opcode"
    /// Not used.
    case reserved
    /// Stream synchronisation point.
    case ssp = "SSP"
    /// A Monitor asks for the bus.
    case monitorRequest = "BREQ"
    /// The Manager hands the bus over.
    case busRelease = "BREL"
    /// The status of a device, whose number is `index`.
    case status = "Per_Stat_"
    /// The device number of an access.
    case deviceAddress = "DevAddr"
    /// The register of an access.
    case registerAddress = "RegAddr"
    /// The value of an access.
    case data = "RegData"
    /// Static sync.
    case staticSync = "StaticSync"
    /// PHY sync.
    case phySync = "PHYSync"
    /// Dynamic sync.
    case dynamicSync = "DynamicSync"
    /// Parity.
    case parity = "PAR"
    /// Negative response.
    case nak = "NAK"
    /// Positive response.
    case ack = "ACK"
    /// Column 0 below the control word.
    case column0Rest = "column 0 rest"
    /// Byte `index` of the header of a block.
    case header = "header "
    /// The CRC of the header.
    case headerCRC = "header CRC"
    /// The response to the header.
    case headerResponse = "header response"
    /// Byte `index` of the data of a block.
    case blockData = "data "
    /// The CRC of the data.
    case dataCRC = "data CRC"
    /// The response to the data.
    case footerResponse = "footer response"
    /// Payload of DP0 in a frame without a block.
    case dp0Idle = "dp0 idle"
    /// Payload of DP0 at the end of a frame, after its block.
    case dp0Unused = "dp0 unused"
    /// In no use at all.
    case free
  }

  /// The field.
  public let name: Name
  /// Which of several fields of that name, from 0, or nil where there is only one.
  public var index: Int? { place >= 0 ? Int(place) : nil }
  /// The bit, 0 the least significant; nil for fields of one slot, and for what is no field.
  public var bit: Int? { shift >= 0 ? Int(shift) : nil }

  private let place: Int16
  private let shift: Int8

  init(_ name: Name, index: Int = -1, bit: Int = -1) {
    self.name = name
    place = Int16(truncatingIfNeeded: index)
    shift = Int8(truncatingIfNeeded: bit)
  }
}

extension SlotField: CustomStringConvertible {
  /// Field and bit, most significant bit first, for example `RegAddr[15]` or `data 3[7]`.
  public var description: String {
    name.rawValue + (index.map { "\($0)" } ?? "") + (bit.map { "[\($0)]" } ?? "")
  }
}
