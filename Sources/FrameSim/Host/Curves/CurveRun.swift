/// Clocks the longest transfer of a curve, and at each frame that completes a byte the end of a shorter one.
struct CurveRun: FrameRunner {
  private(set) var tails: TransferTails
  private let longest: Int
  private let least: Int
  private var plain: PlainRun<TransferProgram>
  private var steps: [TransferCurve.Step] = []
  private var error: TransferError?

  /// A curve up to so many bytes, without the steps of fewer than `least`.
  init(_ engine: Engine, _ pulse: MeterPulse, bytes: Int, from least: Int = 1, _ tails: TransferTails) {
    self.tails = tails
    longest = bytes
    self.least = least
    plain = PlainRun(engine, pulse)
  }

  /// The curve of a transfer, from the middle of its longest one on; throws why that fails, where it does.
  mutating func curve(
    _ conductor: Conductor<TransferProgram>, _ bus: Bus
  ) throws(TransferError) -> TransferCurve {
    var bus = bus
    var conductor = conductor
    conductor.run(&bus, &self)
    plain.pulse.tell(bus)
    if let error = error ?? conductor.transfer.error { throw error }
    let cost = conductor.cost
    steps.append(TransferCurve.Step(bytes: longest, slots: cost.slots, frames: cost.frames))
    return TransferCurve(steps: steps)
  }

  @inline(__always)
  mutating func run(_ conductor: borrowing Conductor<TransferProgram>, on bus: inout Bus) -> FrameOutcome {
    plain.run(conductor, on: &bus)
  }

  @inline(__always)
  mutating func ended(
    _ conductor: borrowing Conductor<TransferProgram>, _ outcome: FrameOutcome, on bus: inout Bus
  ) {
    guard let bytes = conductor.bytesAtEndOfFrame, bytes < longest, bytes >= least else { return }
    if tails.isInUse, let cost = conductor.costIfThrough(after: outcome, HostView(&bus)) {
      steps.append(TransferCurve.Step(bytes: bytes, slots: cost.slots, frames: cost.frames))
    } else {
      branch(copy conductor, outcome, bus, bytes)
    }
  }

  private mutating func branch(
    _ conductor: Conductor<TransferProgram>, _ outcome: FrameOutcome, _ bus: Bus, _ bytes: Int
  ) {
    var bus = bus
    var branch = conductor
    branch.shorten()
    branch.complete(outcome, &bus)
    var cost = branch.cost
    do {
      let end = try tails.end(&branch, &bus)
      cost.frames += end.frames
      cost.slots += end.slots
      steps.append(TransferCurve.Step(bytes: bytes, slots: cost.slots, frames: cost.frames))
    } catch {
      self.error = error
    }
  }

  @inline(__always)
  func isDone(_ conductor: borrowing Conductor<TransferProgram>, in bus: inout Bus) -> Bool {
    error != nil
  }
}
