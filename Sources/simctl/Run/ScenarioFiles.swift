import Scenario

/// A scenario that was read from a file.
struct ScenarioInput: Sendable {
  let path: String
  let scenario: ScenarioFile
  let warnings: [Diagnostic]

  /// Its name for messages.
  var shownPath: String { SystemPath.shown(path) }
}

/// Reads the scenarios of a command line.
enum ScenarioFiles {
  /// Reads all files for a use; says every warning, and throws every error of every file at once.
  ///
  /// To look at a file means to look at every point of its sweep, too; not so without `checksPoints`.
  static func load(
    _ paths: [String], for use: ScenarioUse, checksPoints: Bool = true, _ talk: Talk
  ) throws -> [ScenarioInput] {
    var report = LoadReport(use: use)
    let inputs = paths.compactMap { path in
      report.reading(talk) { () throws(ScenarioLoadFailure) in
        guard use == .check, checksPoints else {
          let loaded = try ScenarioLoader.load(path: path, for: use)
          return ScenarioInput(path: path, scenario: loaded.scenario, warnings: loaded.warnings)
        }
        let loaded = try ScenarioLoader.loadSweep(path: path, for: use)
        return ScenarioInput(path: path, scenario: loaded.plan.base, warnings: loaded.warnings)
      } warnings: {
        $0.warnings
      }
    }
    try report.throwIfBad()
    return inputs
  }

  /// Reads the points of a file's sweep, on so many threads; says every warning, and throws every error at once.
  static func loadSweep(
    _ path: String, for use: ScenarioUse, jobs: Int, _ talk: Talk
  ) throws -> LoadedSweep {
    var report = LoadReport(use: use)
    let loaded = report.reading(talk) { () throws(ScenarioLoadFailure) in
      try ScenarioLoader.loadSweep(path: path, for: use, jobs: jobs)
    } warnings: {
      $0.warnings
    }
    try report.throwIfBad()
    guard let loaded else {
      throw Failure(.internalError, "\(SystemPath.shown(path)) was neither read nor refused")
    }
    return loaded
  }
}

/// What was wrong with the files of a command line.
private struct LoadReport {
  let use: ScenarioUse
  private var code = ExitCode.ok
  private var count = 0

  init(use: ScenarioUse) { self.use = use }

  /// Reads one file; says its warnings or its errors.
  mutating func reading<Loaded>(
    _ talk: Talk, _ load: () throws(ScenarioLoadFailure) -> Loaded, warnings: (Loaded) -> [Diagnostic]
  ) -> Loaded? {
    do throws(ScenarioLoadFailure) {
      let loaded = try load()
      for warning in warnings(loaded) where !talk.isQuiet {
        talk.say(warning.report(colored: talk.isColored))
      }
      return loaded
    } catch {
      for diagnostic in error.diagnostics { talk.say(diagnostic.report(colored: talk.isColored)) }
      count += error.diagnostics.filter { $0.severity == .error }.count
      // A file that is wrong weighs more than one that is missing.
      if code != .badData { code = ExitCode(rawValue: error.exitCode) ?? .badData }
      return nil
    }
  }

  func throwIfBad() throws {
    guard code != .ok else { return }
    let errors = "\(count) error\(count == 1 ? "" : "s")"
    throw Failure(code, use == .check ? errors : "\(errors); nothing was run")
  }
}
