/// Clocks the beginning of a transfer, up to a certain point.
struct OpeningRun: FrameRunner {
  /// Where it ends.
  enum End {
    /// In front of the first wait for a bank switch, or where the opening ends without one.
    case firstWait
    /// After the next frame with a command.
    case afterCommand
  }

  var plain: PlainRun<TransferProgram>
  private let end: End
  private var hasSent = false

  init(_ engine: Engine, _ pulse: MeterPulse, until end: End) {
    plain = PlainRun(engine, pulse)
    self.end = end
  }

  mutating func run(_ conductor: borrowing Conductor<TransferProgram>, on bus: inout Bus) -> FrameOutcome {
    hasSent = conductor.plan.command.isAccess
    return plain.run(conductor, on: &bus)
  }

  func isDone(_ conductor: borrowing Conductor<TransferProgram>, in bus: inout Bus) -> Bool {
    switch end {
    case .firstWait: !conductor.transfer.isOpening || conductor.isInFrontOfWait
    case .afterCommand: hasSent
    }
  }
}
