/// Clocks the frames of a simulation: compares engines, tells a meter, and keeps the latest frame for an observer.
///
/// Knows no observer: those are generic, and of other modules.
struct SimulationRun: FrameRunner {
  private let engine: Engine
  /// Disturbs the next frame.
  var flips = LineFlips.none
  private let isWatched: Bool
  private let wantsLevels: Bool
  private(set) var comparison: EngineComparison?
  private let isComparing: Bool
  var pulse: MeterPulse
  /// The latest frame, where somebody watches; its levels, where anybody wants them.
  ///
  /// Filled in place, frame after frame, so that none is copied.
  private var frame = ObservedFrame()
  /// Whether that frame has not been seen yet: there is none where a pause was passed over.
  private var isNew = false
  /// Looks at what an offload replays; one or none.
  private(set) var witness: [OffloadWitness] = []

  init(
    _ engine: Engine, wantsLevels: Bool, isWatched: Bool, comparison: EngineComparison?, _ pulse: MeterPulse,
    witness: OffloadWitness? = nil
  ) {
    self.engine = engine
    self.wantsLevels = wantsLevels || comparison != nil
    self.isWatched = isWatched
    self.comparison = comparison
    isComparing = comparison != nil
    self.witness = witness.map { [$0] } ?? []
    self.pulse = pulse
  }

  @inline(__always)
  mutating func run(_ conductor: borrowing Conductor<TransferProgram>, on bus: inout Bus) -> FrameOutcome {
    if !witness.isEmpty { look(conductor.lead.program.offloadPrograms, &bus) }
    if isWatched {
      frame.startLevel = bus.level
      frame.geometry = bus.manager.portSettings.geometry
    }
    return bus.run(
      conductor.plan, engine: engine, flips: flips, levels: &frame.levels, wantsLevels: wantsLevels)
  }

  @inline(__always)
  mutating func ended(
    _ conductor: borrowing Conductor<TransferProgram>, _ outcome: FrameOutcome, on bus: inout Bus
  ) {
    if !witness.isEmpty { witness[0].see(conductor.plan.command, outcome) }
    if isComparing { comparison?.compare(conductor.plan, outcome, frame.levels, flips: flips) }
    if isWatched {
      frame.plan = conductor.plan
      frame.part = conductor.share?.part ?? .host
      frame.outcome = outcome
      frame.slotsSinceSSP = conductor.view.slotsSinceSSP
      isNew = true
    }
    if pulse.isDue(bus) { pulse.tell(bus) }
  }

  /// The programs of an offload that ended before the next frame are looked at.
  ///
  /// Changes nothing on the bus: `inout` keeps it from being copied for the call, as the number does the conductor.
  @inline(never)
  mutating func look(_ programs: UInt64, _ bus: inout Bus) {
    if !witness.isEmpty { witness[0].look(programs, &bus) }
  }

  /// Shows the latest frame, if it has not been seen yet.
  @inline(__always)
  mutating func show<Observer: FrameObserver>(to observer: inout Observer) {
    guard isNew else { return }
    isNew = false
    observer.observe(frame)
  }
}
