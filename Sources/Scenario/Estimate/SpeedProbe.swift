internal import FrameSim

/// Measures how long a frame takes, by running the beginning of the very thing on a bus of its own.
public enum SpeedProbe {
  /// A measurement ends after so long.
  private static let patience = Duration.milliseconds(50)
  /// Or after so many frames.
  private static let frames: UInt64 = 20_000

  /// Seconds for a frame of a scenario's transfers; nil where it has none that take frames, or no data.
  ///
  /// `isWatched` says that somebody wants to see every frame.
  public static func secondsPerFrame(
    _ scenario: ScenarioFile, seed: UInt64?, engine: EngineChoice, isWatched: Bool
  ) -> Double? {
    let seed = seed ?? scenario.seed
    var host = scenario.host(seed: seed)
    host.policy = scenario.policy
    var simulation = Simulation(
      shape: scenario.bus.shape, peripherals: scenario.peripherals, host: host,
      timeline: scenario.bus.timeline,
      engine: engine == .slot ? .slot : .frame)
    if engine == .both { simulation.startComparing() }
    let clock = ContinuousClock()
    let start = clock.now
    for transfer in scenario.transfers {
      guard let request = try? transfer.request(seed: seed) else { return nil }
      guard run(request, on: &simulation, isWatched: isWatched, until: start + patience) else { break }
    }
    let clocked = simulation.bus.statistics.clocked
    let time = (clock.now - start).components
    guard clocked > 0 else { return nil }
    return (Double(time.seconds) + Double(time.attoseconds) * 1e-18) / Double(clocked)
  }

  /// Seconds for a frame of a break-even.
  public static func secondsPerFrame(_ request: BreakevenRequest, in scenario: ScenarioFile, seed: UInt64?)
    -> Double?
  {
    let search = BreakevenSearch(
      Breakeven.Input(scenario: scenario, request: request), host: scenario.host(seed: seed ?? scenario.seed))
    var simulation = search.simulation
    let clock = ContinuousClock()
    let start = clock.now
    _ = run(
      search.transfer(min(request.maxBytes, 4096), via: .bra), on: &simulation, isWatched: false,
      until: start + patience)
    let clocked = simulation.bus.statistics.clocked
    let time = (clock.now - start).components
    guard clocked > 0 else { return nil }
    return (Double(time.seconds) + Double(time.attoseconds) * 1e-18) / Double(clocked)
  }

  /// Runs a transfer as far as time allows; whether there is time for another.
  private static func run(
    _ request: TransferRequest, on simulation: inout Simulation, isWatched: Bool,
    until end: ContinuousClock.Instant
  ) -> Bool {
    var transfer = simulation.begin(request, wantsLevels: isWatched, skipsPauses: !isWatched)
    var count = 0
    while simulation.advance(&transfer) {
      count += 1
      if count % 64 == 0, ContinuousClock.now >= end || simulation.bus.statistics.clocked >= frames {
        return false
      }
    }
    return simulation.bus.statistics.clocked < frames
  }
}
