/// Where the blocks of a BRA program come from.
///
/// A wrapper that spaces blocks, or sends some again, holds a feed and is one itself.
package protocol BlockFeed: Sendable {
  /// What there is for a frame with so many payload bits, at a moment of the host's time.
  ///
  /// A feed that asks to wait is asked again when that time has come, in the same frame if it starts no later; the time
  /// it names is later than the one it was asked at. A block is handed out again until it was `sent`.
  mutating func next(payloadBits: Int, at time: HostInstant) -> FeedAnswer

  /// The block that was handed out last has been on the wire, and the feed goes on.
  mutating func sent()

  /// It has been on the wire, and would fail its transfer. Whether it comes once more; if not, the feed goes on all the same.
  mutating func repeatsBlock(after failure: TransferError) -> Bool

  /// Whether it is known that no other block follows; where there are legs, none in this one.
  var isAtEnd: Bool { get }

  /// Its stream has been enabled: the next leg begins, or the first.
  mutating func beginLeg()

  /// The blocks of the leg were looked at when all were through; `failure` says why the first bad one fails the transfer.
  ///
  /// Whether the leg comes once more, from its first block on.
  mutating func repeatsLeg(after failure: TransferError) -> Bool

  /// Goes back in front of the first block of the leg.
  mutating func restartLeg()

  /// How many sections of the transfer are through.
  var finishedSections: Int { get }
}

extension BlockFeed {
  /// It has none.
  package var finishedSections: Int { 0 }

  /// It has one leg.
  package mutating func beginLeg() {}

  /// It sends nothing again.
  package mutating func repeatsBlock(after failure: TransferError) -> Bool {
    sent()
    return false
  }

  /// It sends nothing again.
  package mutating func repeatsLeg(after failure: TransferError) -> Bool { false }

  /// Nobody sends it again.
  package mutating func restartLeg() {}
}

/// What a feed has for a frame.
package enum FeedAnswer: Hashable, Sendable {
  /// A block, and the part that its frame counts to: data, or a repeat.
  case block(BlockRequest, FramePart)
  /// Nothing before a moment.
  case wait(until: HostInstant)
  /// A block, but this frame has no room for it.
  case noRoom
  /// No block any more.
  case end
}
