internal import BRAEncoder

/// A transfer over BRA whose commands and data are descriptors of an engine, which may serve others, too.
///
/// The driver issues chains of descriptors one after the other, from the steps of its stream; what goes on the wire is what the
/// Manager's port makes of them. Without a transfer it only gives frames to the other clients.
struct BAMProgram: Sendable {
  enum Phase: Hashable, Sendable {
    /// In front of its first chain, or of one that comes again.
    case waiting(until: UInt64)
    /// A chain is under way.
    case running
    case finished
  }

  /// What was offered last.
  private struct Offered: Sendable {
    var command: ManagerPort.Started?
    var block: BlockRequest?
  }

  let stream: BRAStream
  let syncWait: SyncWait
  var driver: BAMDriver
  var system: BAMSystem
  private(set) var phase: Phase
  private var room: BlockRoom
  private var offered = Offered()
  /// Whether a command waited in the frame at hand, in which the host sent one by itself.
  private(set) var stoodBack = false
  /// Whether it wants to send something in the frame at hand.
  private var hasAsked = false
  /// Frames that the bank switch at hand has waited.
  private var waitedFrames = 0

  /// A transfer in front of its first frame, or none; `system` is what those before have left.
  init(
    _ stream: BRAStream, _ route: TransferRoute?, _ host: HostConfiguration,
    _ configuration: BAMConfiguration, _ system: BAMSystem?, _ view: HostView, _ timeline: BusTimeline
  ) {
    self.stream = stream
    syncWait = host.syncWait
    room = BlockRoom(stream.limits)
    self.system =
      system ?? BAMSystem(configuration, slotRateHz: timeline.slotRateHz, at: view.slot)
    driver = BAMDriver(stream, route, host, configuration)
    phase = .finished
    self.system.beginTransfer(driver.witness)
    guard let route, !route.steps.isEmpty else { return }
    let pace = HostPace(host.streamModel, path: .bra, from: view.slot, timeline)
    phase = .waiting(until: pace.readyAt)
  }

  /// Whether the transfer is through.
  var isFinished: Bool { phase == .finished }

  // MARK: Frames

  /// Gives a frame to what waits in the Manager's port; `isBeside` says that the host does something else, and the frame is for
  /// other clients alone.
  mutating func offer(
    _ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline, isBeside: Bool = false
  ) {
    offered = Offered()
    stoodBack = false
    hasAsked = false
    system.run(to: BAMTime(slot: view.slot))
    if !isBeside {
      advance(view)
      if isFinished { return }
    }
    let isHeld = offerCommand(&frame, view)
    system.isHeld = isHeld
    let hasRoom = offerBlock(&frame, view)
    // Who asked for something and was displaced does not wait for anything.
    guard !hasAsked, !isHeld else { return }
    if case .waiting(let slot) = phase { return frame.wait(until: slot, .hostTime) }
    let next = system.nextMoment.slotAtOrAfter
    if isBeside {
      if next != .max { frame.expect(at: max(next, view.endSlot)) }
    } else {
      frame.wait(until: hasRoom ? max(next, view.slot + 1) : view.endSlot, hasRoom ? .hostTime : .room)
    }
  }

  /// Whether the command that waits has to wait for the bus.
  private mutating func offerCommand(_ frame: inout FrameOffer, _ view: HostView) -> Bool {
    guard let pending = system.port.next, !frame.share.hasCommand else { return false }
    if pending.command.isBankSwitch, pending.pipe == BAMSystem.hostPipe,
      syncWait.holds(waited: waitedFrames, frame: view.frame)
    {
      frame.wait(until: syncWait.end(waited: waitedFrames, view), .bankSwitch)
      return true
    }
    hasAsked = true
    frame.send(pending.command, pending.part)
    if frame.share.hasCommand { offered.command = pending }
    return false
  }

  /// Whether a block, if there was one, would have room.
  private mutating func offerBlock(_ frame: inout FrameOffer, _ view: HostView) -> Bool {
    guard let full = room.bytes(payloadBits: view.payloadBits) else { return view.payloadBits == 0 }
    guard let block = system.port.nextBlock(full: full, bank: view.bank) else { return true }
    hasAsked = true
    frame.send(block, driver.part(of: block))
    if frame.share.hasBlock { offered.block = block }
    return true
  }

  /// What it offered has been on the wire, as far as `share` says.
  mutating func complete(_ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView) {
    let block = share.hasBlock ? offered.block : nil
    let hasCommand = share.hasCommand && offered.command != nil
    system.goes(hasCommand: hasCommand, block)
    system.run(to: BAMTime(slot: view.slot))
    let isInTransaction = system.isHostInTransaction
    // The device has the block's bytes before it does what the command says.
    if let block { blockEnded(block, outcome) }
    system.saw(outcome, inTransaction: isInTransaction)
    if hasCommand { commandEnded(outcome) }
    system.run(to: BAMTime(slot: view.slot))
    offered = Offered()
  }

  /// The host sent a command by itself.
  mutating func saw(_ outcome: FrameOutcome) {
    system.saw(outcome, inTransaction: false)
    stoodBack = system.port.pending != nil
  }

  /// What has not gone through goes another way.
  mutating func forgive() { driver.forgive(&system.witness) }

  /// Whether the command of the frame at hand is one that it offered.
  var offersCommand: Bool { offered.command != nil }

  mutating func waited(_ frames: UInt64) { waitedFrames += Int(clamping: frames) }

  private mutating func commandEnded(_ outcome: FrameOutcome) {
    guard let started = system.commandEnded(outcome), started.pipe == BAMSystem.hostPipe else { return }
    waitedFrames = 0
    guard outcome.response != .ok else { return }
    let what = "a \(started.isRequired ? "set-up" : "closing") command"
    driver.fails(TransferError(unanswered: what, outcome.response))
  }

  private mutating func blockEnded(_ request: BlockRequest, _ outcome: FrameOutcome) {
    let block = outcome.block ?? BlockOutcome()
    let reason = block.isGood ? nil : stream.responses.failure(of: block)
    let fails = reason != nil && stream.check == .perBlock
    system.blockEnded(request, isGood: block.isGood, fails: fails)
    driver.blockEnded(request, reason)
    if let fault = driver.strike() {
      switch fault {
      case .pause: system.pause(nanoseconds: system.configuration.pauseNanoseconds)
      default:
        system.terminate(TransferError(errno: .io, message: "the pipe was reset in the middle of the data"))
      }
    }
  }

  // MARK: Chains

  /// Goes on with the next chain where one is over, or ends.
  private mutating func advance(_ view: HostView) {
    while true {
      switch phase {
      case .finished: return
      case .waiting(let slot):
        guard view.slot >= slot else { return }
        issue(driver.next(bank: view.bank, view.shape, &system.locking))
      case .running:
        guard !system.host.isActive else { return }
        phase = .waiting(until: ended(view))
        if driver.isAtEnd { phase = .finished }
      }
    }
  }

  private mutating func issue(_ chain: BAMChain?) {
    guard let chain else { return phase = .finished }
    if chain.isLocked { system.report.isLocked = true }
    system.issue(chain)
    phase = .running
    system.run(to: system.now)
  }

  /// A chain is over; the slot from which on the driver goes on.
  private mutating func ended(_ view: HostView) -> UInt64 {
    let stop = system.port.stop
    system.port.goOn()
    if let failure = system.host.failure {
      driver.wasTerminated(
        failure, mayClose: !system.host.isDeadlocked, sawCommands: system.witness.sawAllCommands)
      return view.slot
    }
    let frames = driver.ended(stop, &system.witness)
    return view.slot(framesAhead: frames)
  }
}

extension ManagerPort.Started {
  /// What its frame counts to.
  fileprivate var part: FramePart {
    if pipe != BAMSystem.hostPipe { return .host }
    return isRequired ? .setup : .teardown
  }
}
