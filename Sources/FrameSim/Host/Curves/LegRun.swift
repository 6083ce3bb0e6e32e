/// Clocks a leg of a transfer's end: up to the next cut, or to the end.
struct LegRun: FrameRunner {
  private var plain: PlainRun<TransferProgram>
  private let pause: TailPause?
  /// Whether a synchronisation point falls in the pause, which then ends the leg.
  let isCutInPause: Bool
  /// Frames of the pause that lie in the leg.
  private let pauses: UInt64
  /// What there was in front of it.
  private let start: (cost: TransferTails.Addition, frame: UInt64, skipped: UInt64, syncPoints: UInt64)
  private let slotsPerFrame: UInt64
  /// How long the pause is, as far as what follows depends on it.
  private(set) var label: TailLeg.Length
  /// How many Pings should be passed over, if all are that could be; nil where the pause is over, or not long.
  private var expected: UInt64?
  /// Frames up to the first bank switch.
  private var untilSwitch: UInt64?

  /// A leg that begins with a pause, or without one, and so many frames in front of one at whose end a synchronisation
  /// point is due.
  init(
    _ engine: Engine, _ pulse: MeterPulse, _ pause: TailPause?, due: UInt64,
    _ conductor: borrowing Conductor<TransferProgram>, _ bus: borrowing Bus
  ) {
    plain = PlainRun(engine, pulse)
    self.pause = pause
    let frames = pause?.frames ?? 0
    isCutInPause = due < frames
    pauses = min(frames, due)
    start = (conductor.cost, conductor.view.frame, bus.statistics.skipped, conductor.syncPoints.given)
    slotsPerFrame = UInt64(bus.shape.slots)
    label = .exact(pauses)
    let runs: UInt64 = conductor.past.isPausing ? 1 : 2
    expected = pauses >= TransferTails.long ? (pauses - runs) / Bus.pingPeriod * Bus.pingPeriod : nil
  }

  /// Cuts after a synchronisation point, and in front of a pause.
  mutating func isDone(_ conductor: borrowing Conductor<TransferProgram>, in bus: inout Bus) -> Bool {
    let frames = conductor.view.frame - start.frame
    guard frames > 0 else { return false }
    if untilSwitch == nil, conductor.plan.command.isBankSwitch { untilSwitch = frames - 1 }
    if hasSync(conductor) { return true }
    guard frames >= pauses, let ahead = conductor.pauseAhead else { return false }
    return ahead.part == .host ? !conductor.isForPing : conductor.isInFrontOfWait
  }

  mutating func run(_ conductor: borrowing Conductor<TransferProgram>, on bus: inout Bus) -> FrameOutcome {
    if let skipped = expected, !conductor.past.isPausing {
      // The pause is over: was all of it passed over that could be?
      if bus.statistics.skipped - start.skipped == skipped { label = .long(pauses % Bus.pingPeriod) }
      expected = nil
    }
    return plain.run(conductor, on: &bus)
  }

  /// Tells the meter, at the end.
  mutating func tell(_ bus: borrowing Bus) { plain.pulse.tell(bus) }

  /// Whether a synchronisation point was given in it by a Ping.
  func hasSync(_ conductor: borrowing Conductor<TransferProgram>) -> Bool {
    conductor.syncPoints.given != start.syncPoints
  }

  /// Whether the next synchronisation point is due at another time than when it began.
  func changesDue(_ conductor: borrowing Conductor<TransferProgram>) -> Bool {
    hasSync(conductor) || untilSwitch != nil
  }

  /// Its frames without those of the pause that it begins with.
  func addition(_ conductor: borrowing Conductor<TransferProgram>) -> TransferTails.Addition {
    var addition = conductor.cost - start.cost
    if let pause { addition.add(0 &- pauses, of: pause.part, slotsPerFrame: slotsPerFrame) }
    return addition
  }

  /// Frames after the pause up to the first bank switch, or to the end.
  func quiet(_ conductor: borrowing Conductor<TransferProgram>) -> UInt64 {
    let end = untilSwitch ?? conductor.view.frame - start.frame
    return end - min(end, pauses)
  }

  /// What the transfer does next; nil where that is not what a leg can end with.
  func next(_ conductor: borrowing Conductor<TransferProgram>) -> TailLeg.NextPause? {
    let ahead = conductor.pauseAhead
    if isCutInPause, var rest = pause {
      rest.frames -= pauses + 1
      // After the host's time there is something else to do, or to wait for.
      if rest.frames > 0 || rest.part == .syncWait { return ahead == rest ? .rest : nil }
    }
    guard let ahead else { return TailLeg.NextPause.none }
    if ahead.part == .host { return .host(ahead.frames) }
    return conductor.transfer.isInFrontOfWait(conductor.view.slot) ? .bankSwitch : nil
  }
}
