internal import FrameSim

/// What a scenario's transfers did, before anybody judges it.
struct ExecutedScenario {
  let scenario: ScenarioFile
  let results: [TransferResult]
  let slots: SlotCounts
  let bus: Bus
  let disagreement: String?

  /// The numbers of the whole run.
  var measure: RunMeasure { RunMeasure(bus: bus, slots: slots, timeline: scenario.bus.timeline) }

  /// Runs the transfers; throws where a data file cannot be loaded any more, and behind the transfer that holds more memory
  /// than the run may.
  init<Observer: FrameObserver>(
    _ scenario: ScenarioFile, seed: UInt64, engine: EngineChoice, settings: RunSettings,
    observer: inout Observer
  ) throws(RunFailure) {
    var simulation = scenario.simulation(seed: seed, engine: engine)
    simulation.meter = settings.meter
    var results: [TransferResult] = []
    var slots = SlotCounts()
    for transfer in scenario.transfers {
      var result = simulation.run(try Self.request(transfer, seed), observer: &observer)
      slots += result.slots
      guard simulation.heldBytes <= settings.memoryLimit else {
        throw .memory(needed: simulation.heldBytes, limit: settings.memoryLimit)
      }
      result.data = []
      results.append(result)
    }
    self.scenario = scenario
    self.results = results
    self.slots = slots
    bus = simulation.bus
    disagreement = simulation.disagreement
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

  /// The expectations, and whether they hold.
  var outcomes: [ExpectationOutcome] {
    ExpectationOutcome.judge(scenario, results: results, measure)
  }
}
