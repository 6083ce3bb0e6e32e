import Scenario

/// A scenario that was read from a file.
struct ScenarioInput: Sendable {
  let path: String
  let scenario: ScenarioFile
  let warnings: [Diagnostic]
}

/// Reads the scenarios of a command line.
enum ScenarioFiles {
  /// Reads all files; says every warning, and throws every error of every file at once.
  static func load(_ paths: [String], _ talk: Talk) throws -> [ScenarioInput] {
    var inputs: [ScenarioInput] = []
    var code = ExitCode.ok
    var count = 0
    for path in paths {
      do throws(ScenarioLoadFailure) {
        let loaded = try ScenarioLoader.load(path: path)
        for warning in loaded.warnings where !talk.isQuiet { talk.say(warning.description) }
        inputs.append(ScenarioInput(path: path, scenario: loaded.scenario, warnings: loaded.warnings))
      } catch {
        for diagnostic in error.diagnostics { talk.say(diagnostic.description) }
        count += error.diagnostics.filter { $0.severity == .error }.count
        // A file that is wrong weighs more than one that is missing.
        if code != .badData { code = ExitCode(rawValue: error.exitCode) ?? .badData }
      }
    }
    guard code == .ok else {
      throw Failure(code, "\(count) error\(count == 1 ? "" : "s"); nothing was run")
    }
    return inputs
  }
}
