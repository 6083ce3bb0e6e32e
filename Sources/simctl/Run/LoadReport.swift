import Scenario

/// What was wrong with the files of a command line.
struct LoadReport {
  /// What one file has.
  struct File {
    /// Its name for messages.
    var name: String
    /// All messages, or none where `keeps` is off.
    var diagnostics: [Diagnostic] = []
    /// How many errors there are; one that was read has none.
    var errors = 0
    /// How many warnings.
    var warnings = 0
  }

  /// What the files are read for.
  let use: ScenarioUse
  /// Whether messages are kept for a document, instead of being said.
  let keeps: Bool
  /// The files, in the order of the command line.
  private(set) var files: [File] = []
  /// What may be data files of those that cannot be used.
  private(set) var dataFilePaths: [String] = []
  /// The first file of which nobody knows the data files, as messages name it, or nil.
  private(set) var fileOfUnknownData: String?
  private var code = ExitCode.ok

  init(use: ScenarioUse, keeps: Bool = false) {
    self.use = use
    self.keeps = keeps
  }

  /// Reads one file; says its warnings or its errors.
  mutating func reading<Loaded>(
    _ source: ScenarioSource, _ talk: Talk, _ load: () throws(ScenarioLoadFailure) -> Loaded,
    warnings: (Loaded) -> [Diagnostic]
  ) -> Loaded? {
    do throws(ScenarioLoadFailure) {
      let loaded = try load()
      take(warnings(loaded), of: source, talk.isQuiet ? nil : talk)
      return loaded
    } catch {
      take(error.diagnostics, of: source, talk)
      if keeps {
        dataFilePaths += error.dataFilePaths ?? []
        if error.dataFilePaths == nil {
          fileOfUnknownData = fileOfUnknownData ?? quote(source.name, limit: 200)
        }
      }
      // A file that is wrong weighs more than one that is missing.
      if code != .badData { code = ExitCode(rawValue: error.exitCode) ?? .badData }
      return nil
    }
  }

  private mutating func take(_ diagnostics: [Diagnostic], of source: ScenarioSource, _ talk: Talk?) {
    var file = File(name: SystemPath.shown(source.name))
    file.errors = diagnostics.count { $0.severity == .error }
    file.warnings = diagnostics.count - file.errors
    if keeps {
      file.diagnostics = diagnostics
    } else if let talk {
      for diagnostic in diagnostics { talk.say(diagnostic.report(colored: talk.isColored)) }
    }
    files.append(file)
  }

  /// Throws the number of errors, if there are any.
  func throwIfBad() throws {
    guard code != .ok else { return }
    let count = files.reduce(0) { $0 + $1.errors }
    let errors = plural(count, "error")
    throw Failure(code, use == .check ? errors : "\(errors); nothing was run")
  }

  /// The document of `simctl check --format json`.
  func document(toolVersion: String) -> JSONValue {
    [
      "schema": "simctl-check/1", "tool": ["version": .string(toolVersion)],
      "files": .array(
        files.map {
          ["file": .string($0.name), "errors": .count($0.errors), "warnings": .count($0.warnings)]
        }),
      "diagnostics": .array(files.flatMap(\.diagnostics).map(\.document)),
    ]
  }
}
