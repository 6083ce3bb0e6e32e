// How a call goes from one thing to the next.
extension OffloadProgram {
  /// Goes on with what takes no time, up to what does.
  mutating func advance(_ view: HostView, _ timeline: BusTimeline) {
    while !isFinished, isOver(stages[place.stage], view, timeline) {
      place.stage += 1
      place.until = nil
      place.target = nil
      commands = nil
    }
  }

  /// The slot at which the stage at hand may be over, or at which its host gives up.
  func stageEnd(_ view: HostView, _ timeline: BusTimeline) -> UInt64 {
    switch stages[place.stage] {
    case .pause, .frames: place.until ?? view.endSlot
    case .give, .triggers: min(patience(timeline), vanishSlot(timeline))
    default: view.endSlot
    }
  }

  /// Whether a stage is over, in front of a frame; begins it where it is new.
  private mutating func isOver(_ stage: Stage, _ view: HostView, _ timeline: BusTimeline) -> Bool {
    switch stage {
    case .pause(let nanoseconds):
      return passes(
        timeline.slot(atOrAfter: HostInstant(slot: view.slot, nanoseconds: nanoseconds)), view)
    case .frames(let count): return passes(view.slot(framesAhead: UInt64(max(0, count))), view)
    case .commands(let step): return isThrough(step, view, timeline)
    case .timeOut:
      error = TransferError(
        errno: .timedOut, message: "the id of the offload's sequence did not come in 1 ms")
      engine.end()
      return false
    case .arm:
      engine.run?.settle(before: view.slot, timeline)
      engine.run?.reception = .starts
    case .disarm:
      engine.run?.settle(before: view.slot, timeline)
      if let stopped { engine.run?.misses(stopped, before: view.slot, timeline) }
      engine.run?.reception = .isIgnored
    case .finish:
      guard engine.run?.isRunning == true, engine.run?.isStuck == false else {
        engine.run?.cut()
        return true
      }
      return false
    case .startTrigger: startTrigger(view, timeline)
    case .stopTrigger:
      engine.run?.settle(before: view.slot, timeline)
      stopped = engine.run?.clock
      engine.run?.stopTrigger(at: view.slot)
    case .end: engine.end()
    case .give(let count, let frames): return gives(count, frames, view, timeline)
    case .triggers(let count): return haveCome(count, view, timeline)
    }
    return true
  }

  /// Whether a slot has come; the first that is named counts.
  private mutating func passes(_ end: UInt64, _ view: HostView) -> Bool {
    let until = place.until ?? end
    place.until = until
    return view.slot >= until
  }

  /// Whether the commands of a step are through; begins them.
  private mutating func isThrough(
    _ step: StreamCommands, _ view: HostView, _ timeline: BusTimeline
  ) -> Bool {
    guard let device = engine.prepared?.portDevice else { return true }
    if commands == nil {
      let list = host.setup.commands(step, host.geometry(for: view.shape), bank: view.bank)
      commands = CommandSequence(list, device: device)
      let fresh = HostPace(host.model, path: .bra, from: view.slot, timeline)
      pace = step.opens ? fresh : fresh.ready(at: view.slot)
    }
    return commands?.isAtEnd == true && !pace.isBusy(at: view.slot)
  }

  // MARK: Triggers

  private mutating func startTrigger(_ view: HostView, _ timeline: BusTimeline) {
    guard let trigger = engine.trigger else { return }
    var clock = TriggerClock.silent
    switch trigger.source {
    case .periodic(let hertz, let offset):
      clock = TriggerClock(hertz: hertz, offsetNanoseconds: offset, from: view.slot)
    case .dataReady(let frames, let phase): clock = TriggerClock(every: frames, phase: phase, view)
    case .alert, .command: break
    }
    clock.end = timeline.vanishSlot(of: trigger)
    engine.run?.clock = clock
  }

  private func vanishSlot(_ timeline: BusTimeline) -> UInt64 {
    engine.trigger.map { timeline.vanishSlot(of: $0) } ?? .max
  }

  /// The slot at which a host that waits for a trigger gives up.
  private func patience(_ timeline: BusTimeline) -> UInt64 {
    let latest = max(place.since, engine.run?.latestPulse ?? 0)
    return timeline.slot(
      atOrAfter: HostInstant(slot: latest, nanoseconds: OffloadCall.limitNanoseconds))
  }

  /// Whether the host has triggered so many times, and the last program is through.
  private mutating func gives(
    _ count: UInt64, _ frames: UInt64?, _ view: HostView, _ timeline: BusTimeline
  ) -> Bool {
    guard var run = engine.run else { return true }
    if vanishSlot(timeline) <= view.slot { return goesAway() }
    if place.given < count, !run.isRunning || frames != nil && place.given == 0 {
      let pulses = frames == nil ? 1 : count
      let period = (frames ?? 1) &* UInt64(view.shape.slots)
      run.clock = TriggerClock(from: view.slot, every: period, count: pulses)
      run.clock.end = vanishSlot(timeline)
      place.given += pulses
      run.settle(view.slot, timeline)
      engine.run = run
    }
    if place.given == count, run.clock.isThrough, !run.isRunning || run.isStuck { return true }
    return givesUp(view, timeline)
  }

  /// Whether so many triggers have come, and the program of the last is through.
  private mutating func haveCome(_ count: UInt64, _ view: HostView, _ timeline: BusTimeline) -> Bool {
    guard let run = engine.run else { return true }
    let target = place.target ?? run.report.triggers + count
    place.target = target
    if run.report.triggers >= target, !run.isRunning || run.isStuck { return true }
    // One that has come since the frame before is taken first.
    if run.clock.next(timeline) <= view.slot { return false }
    if vanishSlot(timeline) <= view.slot, !run.isRunning || run.isStuck { return goesAway() }
    return givesUp(view, timeline)
  }

  private mutating func goesAway() -> Bool {
    error = TransferError(
      errno: .noDevice, message: "the provider of the trigger went away, and no other trigger comes")
    return false
  }

  private mutating func givesUp(_ view: HostView, _ timeline: BusTimeline) -> Bool {
    guard view.slot >= patience(timeline) else { return false }
    error = TransferError(errno: .timedOut, message: "no trigger came for 5 seconds")
    return false
  }
}
