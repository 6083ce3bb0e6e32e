/// A call to an offload that takes frames: enables it, disables it, triggers it, or lets time pass; meanwhile it replays.
struct OffloadProgram: Sendable {
  /// What a call does, one thing after the other.
  enum Stage: Hashable, Sendable {
    /// The host takes its time.
    case pause(nanoseconds: UInt64)
    /// DP0 is opened, or closed.
    case commands(StreamCommands)
    /// The host has waited too long for the id of a sequence.
    case timeOut
    /// A pulse starts the program from now on.
    case arm
    /// A pulse does not any more.
    case disarm
    /// The program under way goes on to its end.
    case finish
    /// The trigger is enabled.
    case startTrigger
    /// The trigger is disabled.
    case stopTrigger
    /// The host triggers so many times.
    case give(UInt64, everyFrames: UInt64?)
    /// Until so many triggers have come.
    case triggers(UInt64)
    /// So many frames.
    case frames(Int)
    /// The offload is through with what it did.
    case end
  }

  /// What it offered last.
  enum Offered: Hashable, Sendable {
    case nothing, command, replay, ping
  }

  /// Where in its stages it is.
  struct Place: Sendable {
    var stage = 0
    /// Where a pause ends; nil in front of it.
    var until: UInt64?
    /// Triggers at which a wait for them ends; nil in front of it.
    var target: UInt64?
    /// When the host began to wait for a trigger.
    var since: UInt64 = 0
    /// Pulses that the host has given.
    var given: UInt64 = 0
  }

  let stages: [Stage]
  let host: HostConfiguration
  var engine: OffloadEngine
  var place = Place()
  var commands: CommandSequence?
  var pace = HostPace.ideal
  var offered = Offered.nothing
  /// The trigger that was stopped before the offload was: what it would have given.
  var stopped: TriggerClock?
  /// Why it failed, or nil.
  var error: TransferError?
  /// Bytes that went through.
  private(set) var moved = 0

  /// A call that is not refused, in front of its first frame.
  init(_ call: OffloadCall, _ engine: OffloadEngine, _ host: HostConfiguration, _ view: HostView) {
    self.engine = engine
    self.host = host
    stages = Self.stages(of: call, engine, host.dma)
    place.since = view.slot
    if case .enable = call, let prepared = engine.prepared, let configuration = engine.configuration {
      self.engine.run = OffloadRun(prepared, configuration.streams, host.dma, from: view.slot)
    }
  }

  private static func stages(of call: OffloadCall, _ engine: OffloadEngine, _ dma: HostDMA?) -> [Stage] {
    let opens = engine.configuration?.port == .open && engine.prepared?.portDevice != nil
    let open: [Stage] = opens ? [.commands(.open)] : []
    switch call {
    case .get, .put, .optimize, .unoptimize, .run, .triggerGet: return []
    case .enable(let order, let between):
      let limit = OffloadConfiguration.sequenceLimitNanoseconds
      let sequence = engine.configuration?.sequenceNanoseconds.map { time -> [Stage] in
        time > limit ? [.pause(nanoseconds: limit), .timeOut] : [.pause(nanoseconds: time)]
      }
      let prepare = dma?.nanosecondsToPrepare(engine) ?? 0
      let streams: [Stage] = prepare > 0 ? [.pause(nanoseconds: prepare)] : []
      let offload = streams + (sequence ?? []) + open + [.arm]
      return order == .offloadFirst
        ? offload + [.pause(nanoseconds: between), .startTrigger]
        : [.startTrigger, .pause(nanoseconds: between)] + offload
    case .disable(let order, let between):
      let close: [Stage] = opens ? [.commands(.close)] : []
      return order == .offloadFirst
        ? [.disarm, .finish, .pause(nanoseconds: between), .stopTrigger] + close + [.end]
        : [.stopTrigger, .pause(nanoseconds: between), .disarm, .finish] + close + [.end]
    case .trigger(let count, let frames):
      return [.give(UInt64(max(0, count)), everyFrames: frames.map { UInt64(max(1, $0)) })]
    case .wait(.triggers(let count)): return [.triggers(UInt64(max(0, count)))]
    case .wait(.frames(let count)): return [.frames(count)]
    case .wait(.nanoseconds(let time)): return [.pause(nanoseconds: time)]
    }
  }

  /// Whether all is done.
  var isFinished: Bool { place.stage >= stages.count || error != nil }

  mutating func offer(_ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline) {
    offered = .nothing
    engine.run?.sleep(view, timeline)
    advance(view, timeline)
    guard !isFinished else { return }
    engine.run?.settle(view.slot, timeline)
    if offerCommand(&frame, view) { return }
    var wake = stageEnd(view, timeline)
    if engine.run != nil {
      let next = engine.run?.offer(&frame, view, timeline, host.syncWait)
      guard let next else {
        if frame.share.sends { offered = .replay }
        return
      }
      if isLookingForAlert(view) {
        frame.send(.ping, .host)
        offered = frame.share.hasCommand ? .ping : .nothing
        return
      }
      wake = min(wake, next)
    }
    frame.wait(until: max(wake, view.slot + 1), .hostTime)
  }

  /// Whether it looks at Pings for the alert that starts its program.
  private func isLookingForAlert(_ view: HostView) -> Bool {
    guard case .alert = engine.trigger?.source, let run = engine.run else { return false }
    return run.reception == .starts && !run.isRunning && view.slot < run.clock.end
  }

  /// A command that opens or closes DP0; false where there is none at hand.
  private mutating func offerCommand(_ frame: inout FrameOffer, _ view: HostView) -> Bool {
    guard let commands, !commands.isAtEnd, case .commands(let step) = stages[place.stage] else {
      return false
    }
    if pace.isBusy(at: view.slot) {
      frame.wait(until: pace.readyAt, .hostTime)
    } else {
      commands.offer(&frame, view, host.syncWait, step.part)
      if frame.share.hasCommand { offered = .command }
    }
    return true
  }

  mutating func complete(
    _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline
  ) {
    switch offered {
    case .nothing: return
    case .command:
      commands?.ended(outcome)
      pace.commandEnded(isLast: commands?.isAtEnd == true, outcome, timeline)
      if outcome.response != .ok {
        error = TransferError(unanswered: "a command that opens or closes DP0", outcome.response)
        engine.end()
      }
    case .replay: moved += engine.run?.complete(outcome, view, timeline) ?? 0
    case .ping: look(at: outcome, view)
    }
    offered = .nothing
  }

  /// Whether the device of an alert has turned to it.
  private mutating func look(at outcome: FrameOutcome, _ view: HostView) {
    guard case .alert(let device) = engine.trigger?.source else { return }
    let isAlert = outcome.controlWord.status(of: device) == 2
    engine.run?.sees(alert: isAlert, before: view.slot)
  }

  mutating func waited(_ frames: UInt64) {
    if commands?.isAtEnd == false { commands?.waited(frames) } else { engine.run?.waited(frames) }
  }
}
