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

/// One frame in the making: takes what the programs want of Column 0 and of DP0, one program after the other.
///
/// A program says for each of the two that it sends this now, or nothing before some slot, or nothing. The first that wants
/// one of them gets it; whoever has to stand back has a frame of its host. All of it is flat, and written where it stays, as it is
/// made anew for every frame.
package struct FrameOffer: Sendable {
  /// The frame.
  private(set) var plan = FramePlan()
  /// The first slot for which anybody waits.
  private(set) var wake = UInt64.max
  /// Whether any program is under way.
  private(set) var isAnybodyThere = false
  /// Whether nobody sends anything, and everybody knows what for.
  private(set) var isIdle: Bool
  /// What the frame is to the program that is asked.
  private(set) var share = FrameShare()
  /// Whether that program wants something.
  private var isWanted = false
  /// Whether another program is in the middle of a message over Column 0 that rests on the page registers.
  package var isPageHeld = false

  private var hasCommand: Bool
  private let keepsBlocks: Bool
  private let mustPing: Bool
  /// Whether a Ping for a synchronisation point takes Column 0, unless a bank switch is one.
  private var mustSync = false

  /// In front of a frame. A Ping that is owed goes in this frame, unless the one before was a Ping: where Pings are
  /// aborted for ever, programs go on after each of them. It stops no stream of blocks, which goes beside it.
  @inline(__always)
  init(_ view: HostView, followsPing: Bool, followsBlock: Bool) {
    mustPing = view.owesPing && !followsPing
    hasCommand = mustPing
    keepsBlocks = !mustPing || followsBlock
    isIdle = !mustPing
  }

  /// The end of the frame is to be a synchronisation point. It displaces a command, unless the frame before was for one:
  /// where there is no other boundary in time, or Pings are aborted, programs go on after each of them.
  mutating func sync(followsSync: Bool) {
    isIdle = false
    mustSync = !mustPing && !followsSync
    if mustSync { hasCommand = true }
  }

  /// Makes the frame's end a synchronisation point, if no command has taken Column 0.
  mutating func finishSync() {
    if !plan.command.isAccess { plan.command = .ping(ssp: true) }
  }

  // MARK: What a program says

  /// Sends a command in this frame, which then counts to a part of the program.
  @inline(__always)
  package mutating func send(_ command: Command, _ part: FramePart) {
    isWanted = true
    isIdle = false
    if hasCommand {
      guard mustSync, command.isBankSwitch else { return }
      mustSync = false
    }
    hasCommand = true
    plan.command = command
    share.hasCommand = true
    share.wait = nil
    if !share.hasBlock { share.part = part }
  }

  /// Sends a block in this frame, which then counts to a part of the program.
  @inline(__always)
  package mutating func send(_ block: BlockRequest, _ part: FramePart) {
    isWanted = true
    isIdle = false
    guard keepsBlocks, plan.block == nil else { return }
    plan.block = block
    share.hasBlock = true
    share.wait = nil
    share.part = part
  }

  /// Sends nothing before a slot.
  package mutating func wait(until slot: UInt64, _ wait: FrameWait) {
    isWanted = true
    wake = min(wake, slot)
    guard !share.sends else { return }
    // The host's time passes whatever the frame is for; a bank switch has to wait its frames after the Ping.
    if mustPing, wait != .hostTime { return }
    share.wait = wait
    share.part = wait.part
  }

  // MARK: What the conductor asks

  /// Asks a program; gives what the frame is to it, or nil where it is through.
  @inline(__always)
  mutating func ask<Program: HostProgram>(
    _ program: inout Program, _ view: HostView, _ timeline: BusTimeline
  ) -> FrameShare? {
    share = FrameShare()
    isWanted = false
    program.offer(&self, view, timeline)
    if !isWanted, program.isThrough(view) { return nil }
    isAnybodyThere = true
    if !share.sends, share.wait == nil { isIdle = false }
    return share
  }

  /// Somebody comes at a slot.
  mutating func expect(at slot: UInt64) {
    wake = min(wake, slot)
    isAnybodyThere = true
  }
}
