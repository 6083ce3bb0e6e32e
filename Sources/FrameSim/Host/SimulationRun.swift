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

  init(
    _ engine: Engine, wantsLevels: Bool, isWatched: Bool, comparison: EngineComparison?, _ pulse: MeterPulse
  ) {
    self.engine = engine
    self.wantsLevels = wantsLevels || comparison != nil
    self.isWatched = isWatched
    self.comparison = comparison
    isComparing = comparison != nil
    self.pulse = pulse
  }

  @inline(__always)
  mutating func run(_ conductor: borrowing Conductor<TransferProgram>, on bus: inout Bus) -> FrameOutcome {
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

  /// Shows the latest frame, if it has not been seen yet.
  @inline(__always)
  mutating func show<Observer: FrameObserver>(to observer: inout Observer) {
    guard isNew else { return }
    isNew = false
    observer.observe(frame)
  }
}
