public import FrameSim

/// A scenario that was run: what each transfer did and whether the expectations held.
public struct ScenarioRun: Sendable {
  /// The scenario.
  public let scenario: ScenarioFile
  /// The seed it ran with.
  public let seed: UInt64
  /// What each transfer did, in the order of the scenario.
  public package(set) var results: [TransferResult]
  /// The expectations and whether they held, the silent ones (each transfer ends `ok`) first.
  public let outcomes: [ExpectationOutcome]
  /// What the run found odd, each after the name of its transfer; failures that the scenario expects are not.
  public let warnings: [String]
  /// Frames and slots of the whole run.
  public let frames: UInt64
  /// The slots of the whole run, by class.
  public let slots: SlotCounts
  /// Where the slots of the whole run went; one that several transfers share counts to the first that sent something.
  public let split: SlotSplit
  /// How many frames the engine ran, and handed over.
  public let statistics: EngineStatistics
  /// Where two engines first disagreed, or nil.
  public let disagreement: String?

  /// Whether every expectation held.
  public var passed: Bool { outcomes.allSatisfy(\.passed) }

  /// Runs a scenario; `observer` sees every frame.
  ///
  /// `seed` replaces that of the scenario. Throws where a data file cannot be loaded any more, and where the run needs more
  /// memory than it may hold: before the first frame where that is known, else after the transfer that went too far.
  public static func run<Observer: FrameObserver>(
    _ scenario: ScenarioFile, seed: UInt64? = nil, engine: EngineChoice = .frame,
    settings: RunSettings = RunSettings(), observer: inout Observer
  ) throws(RunFailure) -> ScenarioRun {
    let seed = seed ?? scenario.seed
    if let failure = scenario.memoryFailure(seed: seed, engine: engine, limit: settings.memoryLimit) {
      throw failure
    }
    let executed = try ExecutedScenario(
      scenario, seed: seed, engine: engine, settings: settings, observer: &observer)
    var warnings = [scenario.syncWarning].compactMap { $0 }
    for ((transfer, expected), result) in zip(
      zip(scenario.transfers, scenario.expectedFailures), executed.results)
    {
      if let error = result.error {
        if expected?.names(error.errno) != true {
          warnings.append("\(transfer.label): \(error.errno.rawValue): \(error.message)")
        }
      } else if result.isIntact == false {
        warnings.append(
          "\(transfer.label): ended ok, but the memory of device \(transfer.device) does not hold these bytes"
        )
      }
    }
    return ScenarioRun(
      scenario: scenario, seed: seed, results: executed.results, outcomes: executed.outcomes,
      warnings: warnings, frames: executed.bus.frame, slots: executed.slots,
      split: executed.split, statistics: executed.bus.statistics, disagreement: executed.disagreement)
  }
}
