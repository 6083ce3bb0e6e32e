// Pipes that get no further are ended.
extension BAMSystem {
  mutating func everybodyGotOn() {
    for index in pipes.indices { pipes[index].progress = now }
  }

  /// When the watchdog bites, if nothing gets on before.
  var watchdogAt: BAMTime {
    guard !isHeld else { return .never }
    var first = BAMTime.never
    for index in pipes.indices where isWatched(index) { first = min(first, watchdogAt(index)) }
    return first
  }

  private func isWaitingForTime(_ index: Int) -> Bool {
    let own = index == Self.hostPipe ? [Self.hostPipe, Self.readPipe] : [index]
    if let step = engine.step, own.contains(step.pipe) { return true }
    if index == Self.hostPipe, host.managerAt != .never { return true }
    return own.contains { channels[$0].doorbellAt != .never || channels[$0].workerAt != .never }
  }

  /// The same for a pipe. Who waits for a lock waits as long as its holder gets on.
  func watchdogAt(_ index: Int) -> BAMTime {
    // Who waits for the host's own time, or has a step under way, gets on.
    if isWaitingForTime(index) { return .never }
    var progress = pipes[index].progress
    if pipes[index].lockedOutSince != nil, let lock = engine.lock {
      progress = max(progress, pipes[lock.pipe].progress)
    }
    return progress.adding(configuration.watchdogNanoseconds, slotRateHz)
  }

  func isWatched(_ index: Int) -> Bool {
    switch index {
    case Self.hostPipe: host.isActive
    case Self.readPipe: false
    default: pipes[index].isBusy && !pipes[index].isEnded
    }
  }

  /// A pipe got on; what reads bring is the host's affair, too.
  mutating func gotOn(_ index: Int) {
    pipes[index].progress = now
    if index == Self.readPipe { gotOn(Self.hostPipe) }
  }

  mutating func bite() {
    for index in pipes.indices where isWatched(index) && watchdogAt(index) <= now {
      let lockedOut = pipes[index].lockedOutSince
      let isDeadlock = lockedOut != nil
      if isDeadlock { report.deadlocks += 1 }
      if index == Self.hostPipe {
        host.isDeadlocked = isDeadlock
        terminate(
          TransferError(
            errno: .timedOut,
            message: isDeadlock
              ? "deadlock: the pipe waits for a lock that does not come back"
              : "the descriptor engine got no further"))
        continue
      }
      pipes[index].end()
      channels[index].reset()
      if let step = engine.step, step.pipe == index { engine.step = nil }
      clients[index - Self.firstClient].leave()
      clients[index - Self.firstClient].isDeadlocked = isDeadlock
      if let lockedOut {
        clients[index - Self.firstClient].waitedNanoseconds += now.nanoseconds(since: lockedOut, slotRateHz)
      }
    }
  }
}
