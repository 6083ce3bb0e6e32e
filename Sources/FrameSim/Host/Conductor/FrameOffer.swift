/// What a program wants of one of the two carriers of a frame.
package enum Offer<Item: Sendable>: Sendable {
  /// Nothing, and it does not say for how long.
  case nothing
  /// Nothing before a slot.
  case wait(until: UInt64, FrameWait)
  /// To send this in the next frame; the frame then counts to a part of the program.
  case send(Item, FramePart)
}

/// Why a program lets a frame pass.
package enum FrameWait: Hashable, Sendable {
  /// The host's software is busy.
  case hostTime
  /// A bank switch waits for the frame it may go in.
  case bankSwitch
  /// The frame has no room for what it has.
  case room

  /// What such a frame counts to.
  package var part: FramePart { self == .bankSwitch ? .syncWait : .host }
}

/// What a program wants of a frame: of Column 0, and of DP0.
package struct FrameOffer: Sendable {
  /// The command.
  package var column0: Offer<Command> = .nothing
  /// The block.
  package var dp0: Offer<BlockRequest> = .nothing

  /// Whether there is nothing in it, not even a wait.
  @inline(__always)
  package var isEmpty: Bool {
    if case .nothing = column0, case .nothing = dp0 { true } else { false }
  }

  /// An offer from its halves.
  package init(column0: Offer<Command> = .nothing, dp0: Offer<BlockRequest> = .nothing) {
    self.column0 = column0
    self.dp0 = dp0
  }
}
