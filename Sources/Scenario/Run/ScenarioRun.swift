public import FrameSim

/// A scenario that was run: what each transfer did and whether the expectations held.
public struct ScenarioRun: Sendable {
  /// The scenario.
  public let scenario: ScenarioFile
  /// The seed it ran with.
  public let seed: UInt64
  /// What each transfer did, in the order of the scenario.
  public let results: [TransferResult]
  /// The expectations and whether they held, the silent ones (each transfer ends `ok`) first.
  public let outcomes: [ExpectationOutcome]
  /// What the run found odd, each after the name of its transfer; failures that the scenario expects are not.
  public let warnings: [String]
  /// Frames and slots of the whole run.
  public let frames: UInt64
  /// The slots of the whole run, by class.
  public let slots: SlotCounts
  /// How many frames the engine ran, and handed over.
  public let statistics: EngineStatistics
  /// Where two engines first disagreed, or nil.
  public let disagreement: String?

  /// Whether every expectation held.
  public var passed: Bool { outcomes.allSatisfy(\.passed) }

  /// Runs a scenario; `observer` sees every frame.
  ///
  /// `seed` replaces that of the scenario. Throws where a data file cannot be loaded any more, and where the run needs more
  /// memory than it may hold: before the first frame where that is known, else behind the transfer that went too far.
  public static func run<Observer: FrameObserver>(
    _ scenario: ScenarioFile, seed: UInt64? = nil, engine: EngineChoice = .frame,
    settings: RunSettings = RunSettings(), observer: inout Observer
  ) throws(RunFailure) -> ScenarioRun {
    let seed = seed ?? scenario.seed
    if let failure = scenario.memoryFailure(seed: seed, engine: engine, limit: settings.memoryLimit) {
      throw failure
    }
    var host = scenario.host(seed: seed)
    host.policy = scenario.policy
    var simulation = Simulation(
      shape: scenario.bus.shape, peripherals: scenario.peripherals, host: host,
      timeline: scenario.bus.timeline,
      engine: engine == .slot ? .slot : .frame)
    simulation.meter = settings.meter
    if engine == .both { simulation.startComparing() }
    var results: [TransferResult] = []
    var warnings: [String] = []
    var slots = SlotCounts()
    for (transfer, expected) in zip(scenario.transfers, scenario.expectedFailures) {
      var result = simulation.run(try Self.request(transfer, seed), observer: &observer)
      slots += result.slots
      guard simulation.heldBytes <= settings.memoryLimit else {
        throw .memory(needed: simulation.heldBytes, limit: settings.memoryLimit)
      }
      if let error = result.error {
        if expected?.names(error.errno) != true {
          warnings.append("\(transfer.label): \(error.errno.rawValue): \(error.message)")
        }
      } else if result.isIntact == false {
        warnings.append(
          "\(transfer.label): ended ok, but the memory of device \(transfer.device) does not hold these bytes"
        )
      }
      result.data = []
      results.append(result)
    }
    return ScenarioRun(
      scenario: scenario, seed: seed, results: results,
      outcomes: ExpectationOutcome.judge(scenario, results: results, bus: simulation.bus, slots: slots),
      warnings: warnings, frames: simulation.bus.frame, slots: slots, statistics: simulation.bus.statistics,
      disagreement: simulation.disagreement)
  }

  /// The first expectation of a transfer, or else of the whole run, that did not hold, as a sentence without an end.
  func disappointment(of transfer: ScenarioTransfer) -> String? {
    let failed = outcomes.lazy.filter { !$0.passed }
    let own = failed.first { $0.subject == .transfer(transfer.name) }
    return (own ?? failed.first { $0.subject == .total })?.sentence
  }

  private static func request(
    _ transfer: ScenarioTransfer, _ seed: UInt64
  ) throws(RunFailure) -> TransferRequest {
    do {
      return try transfer.request(seed: seed)
    } catch {
      throw .data(error)
    }
  }
}
