internal import BRAEncoder

/// What decides what a frame counts as. Frames of one kind are counted together.
struct FrameKind: Hashable, Sendable {
  /// What it is to its owner.
  var share: FrameShare
  /// What was commanded in Column 0.
  var opcode: Opcode
  /// Its shape.
  var shape: FrameShape
  /// Payload bits of DP0.
  var payloadBits: Int
  /// Data bytes of the block; 0 where there is none.
  var byteCount: Int
  /// What became of the block, or nil where there is none.
  var block: BlockOutcome?
  /// Whether the block was sent only to fill a host's buffer.
  var isFake = false

  /// The commands of Column 0.
  enum Opcode: UInt8, Hashable, Sendable {
    case ping
    case read
    case write
  }

  /// The kind of a frame that has ended.
  @inline(__always)
  init(_ plan: FramePlan, _ share: FrameShare, _ outcome: FrameOutcome) {
    self.share = share
    opcode =
      switch plan.command {
      case .ping: .ping
      case .read: .read
      case .write: .write
      }
    shape = outcome.shape
    payloadBits = outcome.payloadBits
    byteCount = plan.block?.header.byteCount ?? 0
    block = outcome.block
    isFake = plan.block?.isFake ?? false
  }

  /// The kind of Pings that were passed over.
  init(_ pings: SkippedPings, _ share: FrameShare) {
    self.share = share
    opcode = .ping
    shape = pings.shape
    payloadBits = 0
    byteCount = 0
  }

  /// A kind packed into two words, which are quicker compared than made into one.
  struct Key: Hashable, Sendable {
    var low: UInt64
    var high: UInt64
  }

  /// The key of the kind of a frame that has ended: the same for the same kind, and only for that.
  @inline(__always)
  static func key(_ plan: FramePlan, _ share: FrameShare, _ outcome: FrameOutcome) -> Key {
    var low = share.packed
    if case .read = plan.command { low |= 1 << 16 }
    if case .write = plan.command { low |= 2 << 16 }
    low |= UInt64(outcome.shape.rows) << 18 | UInt64(outcome.shape.columns) << 28
    low |= UInt64(outcome.payloadBits) << 34
    guard let block = outcome.block else { return Key(low: low, high: 0) }
    if plan.block?.isFake == true { low |= 1 << 63 }
    return Key(low: low, high: block.packed | UInt64(plan.block?.header.byteCount ?? 0) << 50)
  }
}

extension BlockOutcome {
  /// All of it in 50 bits; never 0.
  fileprivate var packed: UInt64 {
    var word: UInt64 = readCRCGood ? 3 : 1
    if let headerResponse { word |= UInt64(headerResponse.rawValue) << 2 | 1 << 10 }
    if let footerResponse { word |= UInt64(footerResponse.rawValue) << 11 | 1 << 19 }
    return word | UInt64(truncatingIfNeeded: bits) << 20
  }
}
