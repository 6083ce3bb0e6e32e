internal import FrameSim

/// What a scenario's transfers did, before anybody judges it.
struct ExecutedScenario {
  let scenario: ScenarioFile
  let results: [TransferResult]
  let slots: SlotCounts
  /// Where the slots of the whole run went, each counted once.
  let split: SlotSplit
  let bus: Bus
  let disagreement: String?

  /// The numbers of the whole run.
  var measure: RunMeasure { RunMeasure(bus: bus, slots: slots, timeline: scenario.bus.timeline) }

  /// Runs the transfers; throws where a data file cannot be loaded any more, and after the transfer that holds more memory
  /// than the run may.
  init<Observer: FrameObserver>(
    _ scenario: ScenarioFile, seed: UInt64, engine: EngineChoice, settings: RunSettings,
    observer: inout Observer
  ) throws(RunFailure) {
    var simulation = try scenario.simulation(seed: seed, engine: engine)
    simulation.meter = settings.meter
    let transfers = scenario.transfers
    var results = [TransferResult?](repeating: nil, count: transfers.count)
    // The calls that enabled an offload.
    var enabled: [Int] = []
    var slots = SlotCounts()
    var split = SlotSplit()
    try TransferSchedule(transfers).run(transfers.count) { (index, companions) throws(RunFailure) in
      if let call = try transfers[index].loadedCall(seed: seed) {
        let result = simulation.run(call, observer: &observer)
        slots += result.slots
        split += result.split
        if case .enable = call, simulation.offloadReports.count > enabled.count { enabled.append(index) }
        results[index] = result
        return false
      }
      let (request, beside) = try transfers.group(index, companions, seed: seed)
      let group = simulation.run(request, beside: beside, observer: &observer)
      slots += group.slots
      split += group.split
      guard simulation.heldBytes <= settings.memoryLimit else {
        throw .memory(needed: simulation.heldBytes, limit: settings.memoryLimit)
      }
      results[index] = group.lead
      for (companion, result) in zip(companions, group.others ?? []) { results[companion] = result }
      for place in [index] + companions { results[place]?.data = [] }
      return group.others != nil
    }
    for (index, report) in zip(enabled, simulation.offloadReports) { results[index]?.course.offload = report }
    self.scenario = scenario
    self.results = results.compactMap { $0 }
    self.slots = slots
    self.split = split
    bus = simulation.bus
    disagreement = simulation.disagreement
  }

  /// The expectations, and whether they hold.
  var outcomes: [ExpectationOutcome] {
    ExpectationOutcome.judge(scenario, results: results, measure)
  }
}

extension ScenarioTransfer {
  /// The call that it is, with its data, or nil.
  func loadedCall(seed: UInt64) throws(RunFailure) -> OffloadCall? {
    do throws(DataSourceError) {
      return try call?.loaded(name, seed: seed)
    } catch {
      throw .data(error)
    }
  }
}

extension [ScenarioTransfer] {
  /// A transfer with its data, and those that run during it.
  func group(
    _ lead: Int, _ companions: [Int], seed: UInt64
  ) throws(RunFailure) -> (TransferRequest, beside: [SideTransfer]) {
    do {
      var beside: [SideTransfer] = []
      for companion in companions {
        beside.append(self[companion].beside(try self[companion].request(seed: seed)))
      }
      return (try self[lead].request(seed: seed), beside)
    } catch {
      throw .data(error)
    }
  }
}
