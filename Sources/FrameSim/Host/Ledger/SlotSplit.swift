/// Where the slots of a transfer went: payload, and what was lost to what. The parts are disjoint.
public struct SlotSplit: Hashable, Sendable {
  /// Data bits that arrived.
  public var payload: UInt64 = 0
  /// Frames of set-up and teardown.
  public var setup: UInt64 = 0
  /// Frames in which a bank switch waited.
  public var syncWait: UInt64 = 0
  /// Frames with repeats.
  public var retry: UInt64 = 0
  /// Frames that belonged to the host.
  public var host: UInt64 = 0
  /// Header, CRCs and responses of blocks; for Column 0 the control word but for its data bits.
  public var overhead: UInt64 = 0
  /// What the last block of the transfer left of its frame's capacity.
  public var shortBlock: UInt64 = 0
  /// The control word and the rest of Column 0, in frames with blocks.
  public var column0: UInt64 = 0
  /// Slots that carried nothing, in frames with data.
  public var unused: UInt64 = 0

  /// Nothing yet.
  public init() {}

  /// Adds the slots of another split.
  public static func += (left: inout Self, right: Self) {
    left.payload += right.payload
    left.setup += right.setup
    left.syncWait += right.syncWait
    left.retry += right.retry
    left.host += right.host
    left.overhead += right.overhead
    left.shortBlock += right.shortBlock
    left.column0 += right.column0
    left.unused += right.unused
  }

  /// All slots of the transfer.
  public var total: UInt64 {
    payload + setup + syncWait + retry + host + overhead + shortBlock + column0 + unused
  }
}

extension SlotSplit {
  /// Slots of frames without data.
  mutating func count(_ slots: UInt64, _ part: FramePart) {
    switch part {
    case .setup, .teardown: setup += slots
    case .syncWait: syncWait += slots
    case .retry: retry += slots
    case .host: host += slots
    case .data: unused += slots
    }
  }

  /// Frames with a byte in Column 0 each.
  mutating func countByte(_ shape: FrameShape, frames: UInt64) {
    payload += 8 * frames
    overhead += UInt64(ControlWord.rowCount - 8) * frames
    unused += UInt64(shape.slots - ControlWord.rowCount) * frames
  }

  /// Frames with a block of `bytes` data bytes each, where one of `room` had fitted.
  mutating func count(_ block: BlockOutcome, bytes: Int, room: Int, _ shape: FrameShape, frames: UInt64) {
    let data = UInt64(max(0, min(8 * bytes, block.bits - 64)))
    let short = UInt64(8 * max(0, room - bytes))
    payload += data * frames
    overhead += (UInt64(block.bits) - data) * frames
    shortBlock += short * frames
    let rest = UInt64(shape.slots) - UInt64(block.bits) - short
    let inColumn0 = min(rest, UInt64(shape.rows))
    column0 += inColumn0 * frames
    unused += (rest - inColumn0) * frames
  }
}
