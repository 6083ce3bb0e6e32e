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
    let index = steps.indices.partitionPoint { steps[$0].bytes >= bytes }
    return index < steps.count ? steps[index] : nil
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
    let conductor = try conductor(request, &bus)
    let tails = TransferTails(self, request, isInUse: keepsEnds)
    var run = CurveRun(engine, MeterPulse(meter, bus), bytes: request.bytes, from: least, tails)
    return try run.curve(conductor, bus)
  }

  /// What makes the frames of a transfer that nobody watches; throws why it is refused, where it is.
  func conductor(
    _ request: TransferRequest, _ bus: inout Bus
  ) throws(TransferError) -> Conductor<TransferProgram> {
    let plan = TransferPlan(request, host, timeline, &bus)
    if let refusal = plan.refusal { throw refusal }
    var conductor = plan.conductor(timeline, &bus, countsSlots: false)
    if engine == .frame { conductor.skipsFrom = bus.frame }
    return conductor
  }
}
