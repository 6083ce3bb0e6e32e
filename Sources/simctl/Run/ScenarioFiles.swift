import Scenario

/// A scenario that was read from a file.
struct ScenarioInput: Sendable {
  let source: ScenarioSource
  let scenario: ScenarioFile
  let warnings: [Diagnostic]

  /// Its name for messages.
  var shownPath: String { SystemPath.shown(source.name) }
}

/// Reads the scenarios of a command line.
enum ScenarioFiles {
  /// Reads all files for a use; says every warning, and throws every error of every file at once.
  ///
  /// To look at a file means to look at every point of its sweep, too; not so without `checksPoints`.
  static func load(
    _ arguments: Arguments, for use: ScenarioUse, checksPoints: Bool = true, _ talk: Talk
  ) throws -> [ScenarioInput] {
    var report = LoadReport(use: use)
    let inputs = try load(arguments, checksPoints: checksPoints, talk, &report)
    try report.throwIfBad()
    return inputs
  }

  /// Reads all files for the use of a report, which takes down what is wrong with each.
  static func load(
    _ arguments: Arguments, checksPoints: Bool = true, _ talk: Talk, _ report: inout LoadReport
  ) throws -> [ScenarioInput] {
    let use = report.use
    let jobs = try use == .check ? arguments.jobs() : 1
    return try arguments.sources().compactMap { source in
      guard use == .check, checksPoints else { return load(source, talk, &report) }
      return report.reading(source, talk) { () throws(ScenarioLoadFailure) in
        let loaded = try ScenarioLoader.loadSweep(source, for: use, jobs: jobs)
        return ScenarioInput(source: source, scenario: loaded.plan.base, warnings: loaded.warnings)
      } warnings: {
        $0.warnings
      }
    }
  }

  /// Reads one file for the use of a report, without the points of its sweep.
  private static func load(
    _ source: ScenarioSource, _ talk: Talk, _ report: inout LoadReport
  ) -> ScenarioInput? {
    let use = report.use
    return report.reading(source, talk) { () throws(ScenarioLoadFailure) in
      let loaded = try ScenarioLoader.load(source, for: use)
      return ScenarioInput(source: source, scenario: loaded.scenario, warnings: loaded.warnings)
    } warnings: {
      $0.warnings
    }
  }

  /// Reads the one scenario that stands first; says every warning, and throws every error at once.
  static func loadFirst(_ arguments: Arguments, for use: ScenarioUse, _ talk: Talk) throws -> ScenarioInput {
    var report = LoadReport(use: use)
    let input = load(try arguments.source(), talk, &report)
    try report.throwIfBad()
    guard let input else { throw Failure(.internalError, "a file was neither read nor refused") }
    return input
  }

  /// Reads the points of the sweep of the one file, on so many threads; says every warning, and throws every error at once.
  static func loadSweep(
    _ arguments: Arguments, for use: ScenarioUse, jobs: Int, _ talk: Talk
  ) throws -> LoadedSweep {
    var report = LoadReport(use: use)
    let loaded = try arguments.sources().compactMap { source in
      report.reading(source, talk) { () throws(ScenarioLoadFailure) in
        try ScenarioLoader.loadSweep(source, for: use, jobs: jobs)
      } warnings: {
        $0.warnings
      }
    }
    try report.throwIfBad()
    guard let sweep = loaded.first else {
      throw Failure(.internalError, "a file was neither read nor refused")
    }
    return sweep
  }
}
