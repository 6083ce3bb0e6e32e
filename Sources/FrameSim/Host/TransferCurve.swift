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

  /// The same with so many more frames, and slots, of waiting for bank switches; also fewer, modulo 2^64.
  package func shifted(frames: UInt64, slots: UInt64) -> TransferCurve {
    TransferCurve(
      steps: steps.map { step in
        var step = step
        step.slots &+= slots
        step.frames.syncWait &+= frames
        return step
      })
  }

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
  /// Of these ends most are like one before: then that one is taken (`TransferTails`).
  ///
  /// The steps of transfers shorter than `least` bytes are left out. Throws why the transfer fails, where it does.
  public func curve(
    _ request: TransferRequest, from least: Int = 1
  ) throws(TransferError) -> TransferCurve {
    try curve(request, from: least, keepsEnds: true)
  }

  /// The same; without `keepsEnds` every shorter transfer is run to its end.
  package func curve(
    _ request: TransferRequest, from least: Int = 1, keepsEnds: Bool
  ) throws(TransferError) -> TransferCurve {
    var bus = bus
    var driver = TransferDriver(request, host: host, bus: &bus)
    if engine == .frame { driver.stopsFrom = bus.frame }
    var tails = TransferTails(engine: engine, meter: meter, device: request.device, isInUse: keepsEnds)
    return try curve(&driver, &bus, from: least, &tails)
  }

  /// What is left of a curve from the middle of its longest transfer on.
  func curve(
    _ driver: inout TransferDriver, _ bus: inout Bus, from least: Int = 1, _ tails: inout TransferTails
  ) throws(TransferError) -> TransferCurve {
    let longest = driver.request.bytes
    var steps: [TransferCurve.Step] = []
    var levels: [UInt64]?
    var pulse = MeterPulse(meter, bus)
    repeat {
      while let (plan, part) = driver.next(&bus) {
        let outcome = bus.run(plan, engine: engine, levels: &levels)
        if pulse.isDue(bus) { pulse.tell(bus) }
        if let bytes = driver.bytesAtEndOfFrame, bytes < longest, bytes >= least {
          var branchBus = bus
          var branch = driver
          branch.shorten(to: bytes)
          branch.complete(plan, part, outcome, bus: &branchBus)
          let result = branch.result
          let end = try tails.end(&branch, &branchBus)
          var frames = result.frames
          frames += end.frames
          steps.append(TransferCurve.Step(bytes: bytes, slots: result.duration + end.slots, frames: frames))
        }
        driver.complete(plan, part, outcome, bus: &bus)
      }
    } while driver.skipPause(&bus)
    pulse.tell(bus)
    if let error = driver.result.error { throw error }
    let result = driver.result
    steps.append(TransferCurve.Step(bytes: longest, slots: result.duration, frames: result.frames))
    return TransferCurve(steps: steps)
  }
}
