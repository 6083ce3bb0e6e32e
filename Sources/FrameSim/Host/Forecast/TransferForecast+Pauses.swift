// The host's time, and what of it is passed over.
extension TransferForecast {
  /// The host's time after the batches that so many more commands fill.
  mutating func batches(_ count: Int) {
    followsPause = false
    guard let pace else { return }
    let (full, rest) = (commandsInBatch + count).quotientAndRemainder(dividingBy: pace.commandsPerBatch)
    commandsInBatch = rest
    guard full > 0 else { return }
    pauseForHost(pace.frames(after: pace.commandsPerBatch), times: UInt64(full))
    if rest > 0 { followsPause = false }
  }

  /// The host has nothing more to put into its batch.
  mutating func endBatch() {
    guard let pace, commandsInBatch > 0 else { return }
    let count = commandsInBatch
    commandsInBatch = 0
    pauseForHost(pace.frames(after: count))
  }

  mutating func pauseForHost(_ frames: UInt64, times: UInt64 = 1) {
    transfer.frames.host = HostForecast.sum(transfer.frames.host, HostForecast.product(frames, times))
    pause(frames, times: times)
  }

  /// Pings that nothing but time ends.
  mutating func pause(_ frames: UInt64, times: UInt64 = 1) {
    guard frames > 0 else { return }
    guard let sync = clock.sync else {
      skip(frames, times: times)
      return clock.pass(HostForecast.product(frames, times))
    }
    // A Ping for a synchronisation point is always run; of what is between two of them most is passed over.
    let first = min(frames, sync.ahead)
    skip(first, times: times)
    if frames > first {
      let (periods, rest) = (frames - first - 1).quotientAndRemainder(dividingBy: sync.every)
      followsPause = false
      skip(sync.every - 1, times: HostForecast.product(periods, times))
      followsPause = false
      skip(rest, times: times)
    }
    pass(HostForecast.product(frames, times))
  }

  /// Of so many Pings the first is always run, and what comes after whole periods.
  mutating func skip(_ frames: UInt64, times: UInt64) {
    guard frames > 0 else { return }
    let ahead = followsPause ? frames : frames - 1
    if ahead >= Conductor<TransferProgram>.worthwhile {
      let skipped = (ahead - 1) / Bus.pingPeriod * Bus.pingPeriod
      transfer.skipped = HostForecast.sum(transfer.skipped, HostForecast.product(skipped, times))
    }
    followsPause = true
  }

  /// Frames pass in which Column 0 is not wanted, but where a synchronisation point is due.
  mutating func pass(_ frames: UInt64) {
    if calendar.isKept, let sync = clock.sync, frames / sync.every < 1 << 20 {
      for place in stride(from: sync.ahead, to: frames, by: Int(sync.every)) {
        calendar.take(clock.frame + place, 1)
      }
    }
    clock.pass(frames)
  }
}
