/// Clocks the frames of programs that nobody watches, and tells a meter.
package struct PlainRun<Program: HostProgram>: FrameRunner {
  let engine: Engine
  var pulse: MeterPulse
  private var levels: [UInt64] = []

  /// A run in an engine.
  package init(_ engine: Engine, _ bus: borrowing Bus) {
    self.init(engine, MeterPulse(nil, bus))
  }

  init(_ engine: Engine, _ pulse: MeterPulse) {
    self.engine = engine
    self.pulse = pulse
  }

  @inline(__always)
  package mutating func run(_ conductor: borrowing Conductor<Program>, on bus: inout Bus) -> FrameOutcome {
    let outcome = bus.run(conductor.plan, engine: engine, levels: &levels, wantsLevels: false)
    if pulse.isDue(bus) { pulse.tell(bus) }
    return outcome
  }
}
