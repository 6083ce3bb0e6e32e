/// What a bit slot was for: every slot of every frame belongs to exactly one class (design section 5).
public enum SlotClass: String, Hashable, Sendable, CaseIterable {
  /// PREQ.
  case controlRequest
  /// Opcode, addresses and the flags of a Ping.
  case controlCommand
  /// Static, PHY and dynamic sync.
  case controlSync
  /// Per_Stat of a Ping.
  case controlStatus
  /// RegData of a Read or Write.
  case controlData
  /// PAR.
  case controlParity
  /// NAK and ACK.
  case controlResponse
  /// BRA header, without its CRC.
  case dp0Header
  /// CRC of the BRA header.
  case dp0HeaderCRC
  /// Header response.
  case dp0HeaderResponse
  /// BRA data bytes.
  case dp0Data
  /// CRC of the BRA data.
  case dp0DataCRC
  /// Footer response.
  case dp0FooterResponse
  /// DP0 is open, but carries no block, or an idle one.
  case dp0Idle
  /// Payload bits of DP0 after the block.
  case dp0Unused
  /// Blocks that only fill a host's buffer.
  case dp0Padding
  /// Payload of other data ports.
  case otherPorts
  /// Column 0 below the control word.
  case column0Rest
  /// Nobody's.
  case free
}

/// How many slots of each class there were.
public struct SlotCounts: Hashable, Sendable {
  private var counts = [UInt64](repeating: 0, count: SlotClass.allCases.count)

  /// No slots at all.
  public init() {}

  /// The slots of a class.
  public subscript(class: SlotClass) -> UInt64 {
    get { counts[`class`.index] }
    set { counts[`class`.index] = newValue }
  }

  /// The slots of all classes.
  public var total: UInt64 { counts.reduce(0, +) }

  /// Adds the slots of another count.
  public static func += (left: inout Self, right: Self) {
    for index in left.counts.indices { left.counts[index] += right.counts[index] }
  }
}

extension SlotClass {
  fileprivate var index: Int {
    switch self {
    case .controlRequest: 0
    case .controlCommand: 1
    case .controlSync: 2
    case .controlStatus: 3
    case .controlData: 4
    case .controlParity: 5
    case .controlResponse: 6
    case .dp0Header: 7
    case .dp0HeaderCRC: 8
    case .dp0HeaderResponse: 9
    case .dp0Data: 10
    case .dp0DataCRC: 11
    case .dp0FooterResponse: 12
    case .dp0Idle: 13
    case .dp0Unused: 14
    case .dp0Padding: 15
    case .otherPorts: 16
    case .column0Rest: 17
    case .free: 18
    }
  }
}
