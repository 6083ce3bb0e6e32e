/// Clocks the frames of a simulation: compares engines, tells a meter, and keeps the latest frame for an observer.
///
/// Knows no observer: those are generic, and of other modules.
struct SimulationRun: FrameRunner {
  private let engine: Engine
  /// Disturbs the next frame.
  var flips = LineFlips.none
  private let isWatched: Bool
  /// The line levels of the latest frame, where anybody wants them.
  private var levels: [UInt64]?
  private(set) var comparison: EngineComparison?
  private let isComparing: Bool
  var pulse: MeterPulse
  /// The latest frame, where somebody watches; nil where a pause was passed over since.
  private var latest: ObservedFrame?
  private var startLevel: UInt64 = 0
  private var port = PortSettings.reset.geometry

  init(
    _ engine: Engine, wantsLevels: Bool, isWatched: Bool, comparison: EngineComparison?, _ pulse: MeterPulse
  ) {
    self.engine = engine
    levels = wantsLevels || comparison != nil ? [] : nil
    self.isWatched = isWatched
    self.comparison = comparison
    isComparing = comparison != nil
    self.pulse = pulse
  }

  @inline(__always)
  mutating func run(_ conductor: borrowing Conductor<TransferProgram>, on bus: inout Bus) -> FrameOutcome {
    if isWatched {
      startLevel = bus.level
      port = bus.manager.portSettings.geometry
    }
    return bus.run(conductor.plan, engine: engine, flips: flips, levels: &levels)
  }

  @inline(__always)
  mutating func ended(
    _ conductor: borrowing Conductor<TransferProgram>, _ outcome: FrameOutcome, on bus: inout Bus
  ) {
    if isComparing { comparison?.compare(conductor.plan, outcome, levels ?? [], flips: flips) }
    if isWatched { keep(conductor, outcome) }
    if pulse.isDue(bus) { pulse.tell(bus) }
  }

  private mutating func keep(_ conductor: borrowing Conductor<TransferProgram>, _ outcome: FrameOutcome) {
    latest = ObservedFrame(
      plan: conductor.plan, part: conductor.seats[0].share?.part ?? .host, outcome: outcome,
      startLevel: startLevel, levels: levels ?? [], geometry: port,
      slotsSinceSSP: conductor.view.slotsSinceSSP)
  }

  /// Gives the latest frame away, so that its levels are not copied for the next.
  mutating func takeFrame() -> ObservedFrame? {
    defer { latest = nil }
    return latest
  }
}
