/// A scenario that was read, with what is worth a remark.
public struct LoadedScenario: Sendable {
  /// The scenario.
  public var scenario: ScenarioFile
  /// Remarks, in the order of the file.
  public var warnings: [Diagnostic]
}

/// A scenario that was read for the points of its sweep, every one of which is good.
public struct LoadedSweep: Sendable {
  /// The points.
  public var plan: SweepPlan
  /// Remarks about the scenario, in the order of the file, and then about points.
  public var warnings: [Diagnostic]
}

/// Why a scenario cannot be read.
public struct ScenarioLoadFailure: Error, Hashable, Sendable {
  /// All errors, and the warnings among them, in the order of the file; never empty.
  public var diagnostics: [Diagnostic]
  /// The exit code of the command line contract: 66 if all that is wrong is a missing file, else 65.
  public var exitCode: Int32
  /// What may be data files of the scenario, or nil where the text does not tell; nothing is to be written there.
  package var dataFilePaths: [String]?
}

/// Reads scenario files.
public enum ScenarioLoader {
  /// The longest scenario file, in bytes.
  public static let sizeLimit = 16 << 20

  /// The scenario of a file, or everything that is wrong with it.
  ///
  /// Of a sweep only the axes are looked at; `loadSweep` decodes its points, too.
  public static func load(
    path: String, for use: ScenarioUse = .run
  ) throws(ScenarioLoadFailure) -> LoadedScenario {
    try load(.file(path), for: use)
  }

  /// The scenario of a source, or everything that is wrong with it.
  public static func load(
    _ source: ScenarioSource, for use: ScenarioUse = .run
  ) throws(ScenarioLoadFailure) -> LoadedScenario {
    try load(bytes: try contents(of: source), name: source.name, folder: source.folder, for: use)
  }

  /// The scenario of bytes that were read from a file of this name; relative data files are looked for in
  /// `folder`, empty for the current one.
  public static func load(
    bytes: [UInt8], name: String, folder: String, for use: ScenarioUse = .run
  ) throws(ScenarioLoadFailure) -> LoadedScenario {
    let document: JSON5Document
    do {
      document = try JSON5Document(SourceText(name: name, bytes: bytes))
    } catch {
      throw failure(error, SourceText(unchecked: bytes, name: name))
    }
    var decoder = ScenarioDecoder(document, folder: folder, defaultName: defaultName(name), use: use)
    let scenario = decoder.decode()
    let collector = decoder.reader.diagnostics
    let diagnostics = collector.diagnostics(in: document.source)
    guard let scenario else {
      throw ScenarioLoadFailure(
        diagnostics: diagnostics,
        exitCode: collector.onlyMissingFiles ? ExitCode.missingInput : ExitCode.badInput,
        dataFilePaths: document.duplicates.isEmpty ? document.possibleDataFilePaths(in: folder) : nil)
    }
    return LoadedScenario(scenario: scenario, warnings: diagnostics)
  }

  /// The points of the sweep of a file, or everything that is wrong with the scenario as it stands, or with the first
  /// point that cannot be run. Every point is decoded, on `jobs` threads, so that nothing is found wrong once something runs.
  ///
  /// Without a sweep, where `use` asks for none, the scenario as it stands is the only point.
  public static func loadSweep(
    path: String, for use: ScenarioUse = .sweep, jobs: Int = 1
  ) throws(ScenarioLoadFailure) -> LoadedSweep {
    try loadSweep(.file(path), for: use, jobs: jobs)
  }

  /// The points of the sweep of a source.
  public static func loadSweep(
    _ source: ScenarioSource, for use: ScenarioUse = .sweep, jobs: Int = 1
  ) throws(ScenarioLoadFailure) -> LoadedSweep {
    try loadSweep(
      bytes: try contents(of: source), name: source.name, folder: source.folder, for: use, jobs: jobs)
  }

  /// The points of the sweep of bytes that were read from a file of this name.
  public static func loadSweep(
    bytes: [UInt8], name: String, folder: String, for use: ScenarioUse = .sweep, jobs: Int = 1
  ) throws(ScenarioLoadFailure) -> LoadedSweep {
    var loaded = try loadUnchecked(bytes: bytes, name: name, folder: folder, for: use)
    let findings = loaded.plan.check(except: loaded.warnings, jobs: jobs)
    if var failure = findings.failure {
      failure.dataFilePaths = loaded.plan.base.dataFilePaths
      throw failure
    }
    loaded.warnings += findings.warnings
    return loaded
  }

  /// The points of a sweep, of which only the axes were looked at, with the remarks about the scenario.
  package static func loadUnchecked(
    bytes: [UInt8], name: String, folder: String, for use: ScenarioUse
  ) throws(ScenarioLoadFailure) -> LoadedSweep {
    let loaded = try load(bytes: bytes, name: name, folder: folder, for: use)
    let plan = SweepPlan(loaded.scenario, folder: folder, defaultName: defaultName(name), use: use)
    return LoadedSweep(plan: plan, warnings: loaded.warnings)
  }

  private static func contents(of source: ScenarioSource) throws(ScenarioLoadFailure) -> [UInt8] {
    do {
      return try source.contents(limit: sizeLimit)
    } catch {
      let message =
        switch error {
        case .tooLong(let length):
          "the file has \(length.map { "\($0)" } ?? "too many") bytes; "
            + "a scenario has at most 16 MiB (\(sizeLimit) bytes)"
        case .missing: "the file does not exist"
        default: "the file \(error.sentence)"
        }
      throw ScenarioLoadFailure(
        diagnostics: [Diagnostic(file: source.name, severity: .error, message: message)],
        exitCode: error == .missing ? ExitCode.missingInput : ExitCode.badInput)
    }
  }

  /// What a scenario without a name is called: the file's name, as a name that it could have itself.
  private static func defaultName(_ name: String) -> String {
    let last = name.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? name
    let plain = SystemPath.wellFormed(last).unicodeScalars.map { scalar in
      ScenarioName.allows(scalar) ? String(scalar) : escape(scalar) ?? ""
    }.joined()
    if plain.isEmpty { return "unnamed" }
    let most = ScenarioLimits.nameLength.upperBound
    return plain.unicodeScalars.count > most ? excerpt(plain, limit: most - 3) : plain
  }

  private static func failure(_ error: JSON5Error, _ source: SourceText) -> ScenarioLoadFailure {
    let opened = error.opener.map {
      let position = source.position(of: $0)
      return " (opened at \(position.line):\(position.column))"
    }
    let range =
      error.suggestion == nil
      ? source.markedCharacter(at: error.offset) : source.markedRange(at: error.offset)
    let diagnostic = Diagnostic(
      in: source, range, at: source.position(of: error.offset), .error, error.message + (opened ?? ""),
      suggestion: error.suggestion)
    return ScenarioLoadFailure(diagnostics: [diagnostic], exitCode: ExitCode.badInput)
  }
}
