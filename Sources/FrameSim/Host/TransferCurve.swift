/// What transfers of every length up to a longest one take, all else being equal.
///
/// A step function: the time changes only where a transfer needs one more byte command or one more block.
public struct TransferCurve: Sendable {
  /// One step: transfers longer than those of the step before, up to `bytes`.
  public struct Step: Hashable, Sendable {
    /// The longest transfer of the step.
    public var bytes: Int
    /// Slots it takes, from its first frame to its last.
    public var slots: UInt64
    /// Its frames, by part.
    public var frames: FrameCounts
  }

  /// The steps, by ascending bytes.
  public let steps: [Step]

  /// The step that a transfer of `bytes` belongs to, or nil where it is longer than the longest.
  public func step(for bytes: Int) -> Step? {
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].bytes < bytes { low = middle + 1 } else { high = middle }
    }
    return low < steps.count ? steps[low] : nil
  }
}

extension Simulation {
  /// What a transfer and all shorter ones take, simulated from the simulation's present state.
  ///
  /// The longest transfer runs once. Up to the frame that completes its last byte, a shorter one is the same on the
  /// wire, frame for frame: same commands, same blocks at the same addresses; only in its last block it may have fewer
  /// bytes, which takes the same frame. So at each such frame a copy of the whole bus goes on as the shorter transfer
  /// would: closing commands, their waits, the host's last batch. Nothing is computed that was not clocked.
  ///
  /// The steps of transfers shorter than `least` bytes are left out. Throws why the transfer fails, where it does.
  public func curve(
    _ request: TransferRequest, from least: Int = 1
  ) throws(TransferError) -> TransferCurve {
    var bus = bus
    var driver = TransferDriver(request, host: host, bus: &bus)
    if engine == .frame { driver.stopsFrom = bus.frame }
    var steps: [TransferCurve.Step] = []
    var levels: [UInt64]?
    var pulse = MeterPulse(meter, bus)
    repeat {
      while let (plan, part) = driver.next(&bus) {
        let outcome = bus.run(plan, engine: engine, levels: &levels)
        if pulse.isDue(bus) { pulse.tell(bus) }
        if let bytes = driver.bytesAtEndOfFrame, bytes < request.bytes, bytes >= least {
          var branchBus = bus
          var branch = driver
          branch.shorten(to: bytes)
          branch.complete(plan, part, outcome, bus: &branchBus)
          try finish(&branch, &branchBus)
          steps.append(step(of: branch, bytes: bytes))
        }
        driver.complete(plan, part, outcome, bus: &bus)
      }
    } while driver.skipPause(&bus)
    pulse.tell(bus)
    if let error = driver.result.error { throw error }
    steps.append(step(of: driver, bytes: request.bytes))
    return TransferCurve(steps: steps)
  }

  private func finish(_ driver: inout TransferDriver, _ bus: inout Bus) throws(TransferError) {
    var levels: [UInt64]?
    var pulse = MeterPulse(meter, bus)
    repeat {
      while let (plan, part) = driver.next(&bus) {
        let outcome = bus.run(plan, engine: engine, levels: &levels)
        if pulse.isDue(bus) { pulse.tell(bus) }
        driver.complete(plan, part, outcome, bus: &bus)
      }
    } while driver.skipPause(&bus)
    pulse.tell(bus)
    if let error = driver.result.error { throw error }
  }

  private func step(of driver: TransferDriver, bytes: Int) -> TransferCurve.Step {
    TransferCurve.Step(bytes: bytes, slots: driver.result.duration, frames: driver.result.frames)
  }
}
