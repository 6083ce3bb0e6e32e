/// Clocks the end of a transfer, and keeps every stretch of it between two waits for a pulse.
struct TailRun: FrameRunner {
  private var tails: TransferTails
  private var plain: PlainRun<TransferProgram>
  /// Whether bank switches wait for a pulse, so that ends are cut.
  private let waits: Bool
  /// Where the stretch at hand began; nil where it is not kept.
  private var origin: TransferTails.Origin?
  /// What the transfer had cost there, and the Pings that had been passed over.
  private var mark: (cost: TransferTails.Addition, skipped: UInt64)
  /// The synchronisation points that had been given.
  private var given: UInt64
  /// Frames of the wait that it began with.
  private var wait: UInt64 = 0
  /// How many of them should be passed over, if all are that could be; nil where the wait is over, or not long.
  private var expected: UInt64?

  /// From a standing on, if it is known.
  init(
    _ engine: Engine, _ pulse: MeterPulse, _ tails: TransferTails,
    _ conductor: borrowing Conductor<TransferProgram>, _ bus: borrowing Bus, from first: Int?
  ) {
    self.tails = tails
    plain = PlainRun(engine, pulse)
    waits = if case .pulse = conductor.transfer.syncWait { true } else { false }
    origin = first.map { TransferTails.Origin(standing: $0, start: .end) }
    mark = (conductor.cost, bus.statistics.skipped)
    given = conductor.syncPoints.given
  }

  /// Whether a synchronisation point fell in the stretch: where it does depends on what was before.
  private func hasSync(_ conductor: borrowing Conductor<TransferProgram>) -> Bool {
    conductor.syncPoints.given != given
  }

  /// Cuts the end in front of a wait.
  mutating func isDone(_ conductor: borrowing Conductor<TransferProgram>, in bus: inout Bus) -> Bool {
    guard waits, origin != nil, conductor.isInFrontOfWait else { return false }
    let next = tails.standing(conductor, bus)
    let stretch = TransferTails.Stretch(addition: conductor.cost - mark.cost, wait: wait, next: next)
    tails.keep(stretch, from: next == nil || hasSync(conductor) ? nil : origin)
    mark = (conductor.cost, bus.statistics.skipped)
    given = conductor.syncPoints.given
    wait = conductor.framesToSwitch
    origin = next.map { TransferTails.Origin(standing: $0, start: .wait(wait)) }
    let isLong = wait >= TransferTails.long
    expected = isLong ? (wait - (conductor.past.isPausing ? 1 : 2)) / Bus.pingPeriod * Bus.pingPeriod : nil
    return false
  }

  mutating func run(_ conductor: borrowing Conductor<TransferProgram>, on bus: inout Bus) -> FrameOutcome {
    if let skipped = expected, !conductor.past.isPausing {
      // The wait is over: was all of it passed over that could be?
      if bus.statistics.skipped - mark.skipped == skipped {
        origin?.start = .longWait(wait % Bus.pingPeriod)
      }
      expected = nil
    }
    return plain.run(conductor, on: &bus)
  }

  /// Keeps the last stretch; gives all that is known now.
  mutating func end(_ conductor: borrowing Conductor<TransferProgram>, _ bus: borrowing Bus) -> TransferTails
  {
    plain.pulse.tell(bus)
    if conductor.transfer.error == nil {
      let stretch = TransferTails.Stretch(addition: conductor.cost - mark.cost, wait: wait, next: nil)
      tails.keep(stretch, from: hasSync(conductor) ? nil : origin)
    }
    return tails
  }
}
