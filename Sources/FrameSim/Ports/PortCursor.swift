/// Which slots of the frame a port owns, slot by slot: the placement algorithm of section 9.2.
///
/// `n` counts slots of the Payload Data Window, `k` slots of its transport window; both run on over rows and
/// frames. One channel, block per port: what DP0 has.
struct PortCursor: Hashable, Sendable {
  private(set) var settings: PortSettings
  private var n = 0
  private var k = 0
  private var windowSlots: Int
  private var firstColumn: Int
  private var subFrameWidth: UInt
  private var firstOwned: Int
  private var ownedWidth: UInt

  /// A port whose frame begins `slotsSinceSSP` slots after the last stream synchronisation point.
  init(_ settings: PortSettings, slotsSinceSSP: UInt64, columns: Int) {
    self.settings = settings
    let geometry = settings.geometry
    windowSlots = geometry.sampleInterval
    // An empty sub-frame begins where no column is.
    firstColumn = geometry.hStop < geometry.hStart ? Int(Int32.max) : geometry.hStart
    subFrameWidth = UInt(max(0, geometry.hStop - geometry.hStart))
    firstOwned = geometry.blockOffset
    ownedWidth = UInt(geometry.wordLength)
    n = Int(slotsSinceSSP % UInt64(windowSlots))
    // Sub-frame slots among the n slots in front of [0,0]: they began in this column, some rows up.
    let firstSlotColumn = (columns - n % columns) % columns
    k = geometry.subFrameSlots(in: n, from: firstSlotColumn, columns: columns)
  }

  /// Whether the slot in this column is the port's, then on to the next slot.
  @inline(__always)
  mutating func owns(column: Int) -> Bool {
    if n == windowSlots {
      n = 0
      k = 0
    }
    n &+= 1
    guard UInt(bitPattern: column &- firstColumn) <= subFrameWidth else { return false }
    let position = UInt(bitPattern: k &- firstOwned)
    k &+= 1
    return position < ownedWidth
  }
}
