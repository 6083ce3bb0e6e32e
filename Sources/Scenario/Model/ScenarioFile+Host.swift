public import FrameSim

extension ScenarioFile {
  /// The host of a run with this seed: a random start phase of the sync pulse is drawn once per run.
  public func host(seed: UInt64) -> HostConfiguration {
    guard hasRandomPhase, case .pulse(let interval, _) = host.syncWait else { return host }
    var generator = SeededGenerator(seed: seed, stream: "host.syncWaitFrames.phase")
    var host = host
    let phase = Int(generator.next() % UInt64(max(1, interval)))
    host.syncWait = .pulse(interval: interval, phase: phase)
    return host
  }

  /// The host of its transfers, which its policy binds.
  func boundHost(seed: UInt64) -> HostConfiguration {
    var host = host(seed: seed)
    host.policy = policy
    return host
  }

  /// A simulation of its transfers, in front of the first.
  func simulation(seed: UInt64, engine: EngineChoice) -> Simulation {
    var simulation = Simulation(
      shape: bus.shape, peripherals: peripherals, host: boundHost(seed: seed), timeline: bus.timeline,
      engine: engine == .slot ? .slot : .frame)
    if engine == .both { simulation.startComparing() }
    return simulation
  }

  /// A forecast of its transfers, in front of the first.
  func forecast(seed: UInt64) -> HostForecast {
    HostForecast(
      shape: bus.shape, peripherals: peripherals, host: boundHost(seed: seed), timeline: bus.timeline)
  }
}
