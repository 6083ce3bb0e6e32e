import Scenario

/// `simctl check`: validates scenarios without running them.
enum CheckCommand {
  static let command = Command(
    name: "check",
    summary: "Validates scenario files without running them, and says everything that is wrong at once.",
    examples: [
      Command.Example("docs/scenarios/firmware-download.json5"),
      Command.Example("--expand my.json5", "print the scenario with every default filled in"),
      Command.Example("--format json my.json5", "all messages as one document, for editors"),
      Command.Example("- < my.json5", "the scenario comes from standard input"),
    ],
    operands: .some("FILE"), options: [expand, formats, .base, .output, .jobs, .dryRun],
    notes: [
      "The document of --format json is there whatever is wrong: file, line, column, endColumn (the column after the key or "
        + "value), severity, path, message and suggestion (what to write instead, or null) of every message. Of a scenario "
        + "that cannot be read nobody knows the data files: then --output replaces only such a document, or an empty file.",
      "Exit code 65 if a file is bad, 66 if a scenario or data file is missing.",
    ], run: run)

  private static let expand = Option(
    "--expand", help: "Print each scenario as JSON with every default filled in.")

  private static let formats = Option.format("text", "json")

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    let progress = Progress(talk, "reading and checking")
    defer { progress.clear() }
    try arguments.checkDryRun(formats)
    if arguments.has(.dryRun) { return try sayPoints(arguments, talk) }
    let isDocument = arguments[formats] == "json"
    if isDocument, arguments.has(expand) {
      throw Failure.usage("--format json is about messages, and --expand prints scenarios: one at a time")
    }
    if arguments.has(.output), !isDocument, !arguments.has(expand) {
      throw Failure.usage("--output goes with --expand or --format json")
    }
    let hasData = isDocument || arguments.has(expand)
    if hasData { Output.expectReader(arguments[.output]) }
    var report = LoadReport(use: .check, keeps: isDocument)
    let loaded = try ScenarioFiles.load(arguments, talk, &report)
    if !isDocument { try report.throwIfBad() }
    try OutputPaths.check(
      [hasData ? arguments[.output] ?? "-" : nil], inputs: arguments.operands + report.dataFilePaths,
      scenarios: loaded.map(\.scenario))
    if isDocument {
      if let file = report.fileOfUnknownData {
        try CheckDocuments.refuseOther(arguments[.output], because: file)
      }
      try Command.deliver(report.document(toolVersion: Tool.version).text() + "\n", arguments)
      try report.throwIfBad()
      return .ok
    }
    guard arguments.has(expand) else {
      for scenario in loaded { talk.note("\(scenario.shownPath): fine") }
      return .ok
    }
    try printExpanded(loaded.map(\.scenario), arguments)
    return .ok
  }

  private static func printExpanded(_ scenarios: [ScenarioFile], _ arguments: Arguments) throws {
    let output = try Output(path: arguments[.output])
    var failure: (any Error)?
    for scenario in scenarios {
      scenario.writeExpanded(scenarios.count == 1 ? .pretty : .compact) { piece in
        guard failure == nil else { return }
        do { try output.write(piece) } catch { failure = error }
      }
      if let failure { throw failure }
      try output.write("\n")
    }
    try output.commit()
  }

  /// How many points would be checked: reads the files, but none of the points.
  private static func sayPoints(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    let loaded = try ScenarioFiles.load(arguments, for: .check, checksPoints: false, talk)
    try OutputPaths.check(["-"], inputs: arguments.operands, scenarios: loaded.map(\.scenario))
    for input in loaded {
      var work = WorkEstimate()
      work.points = input.scenario.pointCount
      _ = try Tool.show((loaded.count > 1 ? "\(input.shownPath): " : "") + "\(work)\n")
    }
    return .ok
  }
}
