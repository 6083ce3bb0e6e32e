/// The 48 bits of Column 0, rows 0 to 47, of one frame.
///
/// Bit [k,0] of the frame is bit 47 - k of `bits`, so the first bit on the wire is the most significant.
/// Source: section 3, Tables 27 to 29.
public struct ControlWord: Hashable, Sendable {
  /// The 48 bits; the upper 16 are 0.
  public var bits: UInt64

  /// A control word from its 48 bits, first bit on the wire in bit 47.
  public init(bits: UInt64 = 0) {
    self.bits = bits & Self.allRows
  }

  /// The rows of a control word.
  public static let rowCount = 48
  static let allRows: UInt64 = 0xFFFF_FFFF_FFFF

  /// The bits of a run of rows as a mask over `bits`.
  @inline(__always)
  static func mask(_ rows: ClosedRange<Int>) -> UInt64 {
    (allRows >> UInt64(rows.lowerBound)) & (allRows << UInt64(47 - rows.upperBound)) & allRows
  }

  /// The field that lies in a run of rows, most significant bit in the lowest row.
  @inline(__always)
  subscript(rows: ClosedRange<Int>) -> UInt64 {
    get { (bits & Self.mask(rows)) >> UInt64(47 - rows.upperBound) }
    set {
      let mask = Self.mask(rows)
      bits = bits & ~mask | (newValue << UInt64(47 - rows.upperBound)) & mask
    }
  }

  @inline(__always)
  subscript(row: Int) -> Bool {
    get { bits >> UInt64(47 - row) & 1 == 1 }
    set { self[row...row] = newValue ? 1 : 0 }
  }
}

/// The rows of the fields (Tables 27 to 29).
enum ControlRow {
  static let preq = 0
  static let opcode = 1...3
  static let deviceAddress = 4...7
  static let ssp = 5
  static let monitorRequest = 6
  static let busRelease = 7
  static let registerAddress = 8...23
  static let staticSync = 24...31
  static let phySync = 32
  static let data = 33...40
  static let dynamicSync = 41...44
  static let parity = 45
  static let nak = 46
  static let ack = 47

  /// The two rows in which a device number reports its status in a Ping.
  @inline(__always)
  static func status(of device: Int) -> ClosedRange<Int> {
    let first = device >= 4 ? 8 + 2 * (11 - device) : 33 + 2 * (3 - device)
    return first...first + 1
  }
}

extension ControlWord {
  /// Static sync, the same in every frame: 10110001 (rows 24 to 31).
  public static let staticSyncPattern: UInt64 = 0xB1

  /// PREQ: some Peripheral asks for a Ping.
  public var preq: Bool { self[ControlRow.preq] }
  /// The three opcode bits: 0 Ping, 2 Read, 3 Write; all others are reserved.
  public var opcode: UInt8 { UInt8(self[ControlRow.opcode]) }
  /// DevAddr of a Read or Write.
  public var deviceAddress: Int { Int(self[ControlRow.deviceAddress]) }
  /// RegAddr of a Read or Write; bit 15 selects paging.
  public var registerAddress: UInt16 { UInt16(self[ControlRow.registerAddress]) }
  /// RegData of a Read or Write.
  public var data: UInt8 { UInt8(self[ControlRow.data]) }
  /// SSP of a Ping: a stream synchronisation point at the end of this frame.
  public var ssp: Bool { self[ControlRow.ssp] }
  /// BREQ of a Ping: a Monitor asks for command ownership.
  public var monitorRequest: Bool { self[ControlRow.monitorRequest] }
  /// BREL of a Ping: the Manager hands command ownership over.
  public var busRelease: Bool { self[ControlRow.busRelease] }
  /// Static sync as it stands in rows 24 to 31.
  public var staticSync: UInt8 { UInt8(self[ControlRow.staticSync]) }
  /// PHY sync: false on the basic PHY.
  public var phySync: Bool { self[ControlRow.phySync] }
  /// Dynamic sync, rows 41 to 44.
  public var dynamicSync: UInt8 { UInt8(self[ControlRow.dynamicSync]) }
  /// PAR.
  public var parity: Bool { self[ControlRow.parity] }
  /// The merged NAK bit.
  public var nak: Bool { self[ControlRow.nak] }
  /// The merged ACK bit.
  public var ack: Bool { self[ControlRow.ack] }

  /// Per_Stat of a device number, 0 to 11, in a Ping: 0 absent, 1 attached, 2 alert, 3 clash (Table 63).
  public func status(of device: Int) -> UInt8 {
    device >= 0 && device <= 11 ? UInt8(self[ControlRow.status(of: device)]) : 0
  }

  /// What the merged response rows mean to everybody (section 4.2).
  public var response: CommandResponse {
    nak ? .aborted : ack ? .ok : .ignored
  }
}

/// The merged response to a command, as everybody reads it after the wired OR (section 4.2).
public enum CommandResponse: Hashable, Sendable {
  /// NAK 0, ACK 1.
  case ok
  /// NAK 0, ACK 0.
  case ignored
  /// NAK 1: parity or a clash made some device answer Command_Failed; nobody acts.
  case aborted
}

extension ControlWord: CustomStringConvertible {
  /// The 48 bits as twelve hexadecimal digits.
  public var description: String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 12 - digits.count) + digits
  }
}
