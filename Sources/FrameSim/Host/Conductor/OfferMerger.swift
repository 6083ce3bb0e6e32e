/// Makes one frame of what the programs want.
struct OfferMerger {
  /// The frame.
  private(set) var plan = FramePlan()
  /// The first slot for which anybody waits.
  private(set) var wake = UInt64.max
  /// Whether any program is under way.
  private(set) var isAnybodyThere = false
  /// Whether nobody sends anything, and everybody knows what for.
  private(set) var isIdle: Bool

  private let slot: UInt64
  private var hasCommand: Bool
  private let keepsBlocks: Bool
  private let mustPing: Bool

  /// In front of a frame. A Ping that is owed goes in this frame, unless the one before was a Ping: where Pings are
  /// aborted for ever, programs go on after each of them. It stops no stream of blocks, which goes beside it.
  @inline(__always)
  init(_ view: HostView, followsPing: Bool, followsBlock: Bool) {
    slot = view.slot
    mustPing = view.owesPing && !followsPing
    hasCommand = mustPing
    keepsBlocks = !mustPing || followsBlock
    isIdle = !mustPing
  }

  /// Takes what the next program wants; says what the frame is to it.
  @inline(__always)
  mutating func take(_ offer: FrameOffer) -> FrameShare {
    isAnybodyThere = true
    var share = FrameShare()
    switch offer.dp0 {
    case .nothing: break
    case .wait(let until, let wait): note(wait, until, &share)
    case .send(let block, let part):
      isIdle = false
      if plan.block == nil, keepsBlocks {
        plan.block = block
        share.hasBlock = true
        share.wait = nil
        share.part = part
      }
    }
    switch offer.column0 {
    case .nothing: break
    case .wait(let until, let wait): note(wait, until, &share)
    case .send(let command, let part):
      isIdle = false
      if !hasCommand {
        hasCommand = true
        plan.command = command
        share.hasCommand = true
        share.wait = nil
        if !share.hasBlock { share.part = part }
      }
    }
    if !share.sends, share.wait == nil { isIdle = false }
    return share
  }

  private mutating func note(_ wait: FrameWait, _ until: UInt64, _ share: inout FrameShare) {
    wake = min(wake, until)
    guard !share.sends else { return }
    // The host's time passes whatever the frame is for; a bank switch has to wait its frames after the Ping.
    if mustPing, wait != .hostTime { return }
    share.wait = wait
    share.part = wait.part
  }
}
