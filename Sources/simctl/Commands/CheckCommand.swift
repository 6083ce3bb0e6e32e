import Scenario

/// `simctl check`: validates scenarios without running them.
enum CheckCommand {
  static let command = Command(
    name: "check",
    summary: "Validates scenario files without running them, and says everything that is wrong at once.",
    examples: [
      Command.Example("docs/scenarios/firmware-download.json5"),
      Command.Example("--expand my.json5", "print the scenario with every default filled in"),
    ],
    operands: .some("FILE"), options: [expand, .output, .dryRun],
    notes: ["Exit code 65 if a file is bad, 66 if a scenario or data file is missing."], run: run)

  private static let expand = Option(
    "--expand", help: "Print each scenario as JSON with every default filled in.")

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    let progress = Progress(talk, "reading and checking")
    defer { progress.clear() }
    if arguments.has(.dryRun) { return try sayPoints(arguments, talk) }
    if arguments.has(expand) { Output.expectReader(arguments[.output]) }
    let loaded = try ScenarioFiles.load(arguments.operands, for: .check, talk)
    try OutputPaths.check(
      [arguments[.output]], inputs: arguments.operands, scenarios: loaded.map(\.scenario))
    guard arguments.has(expand) else {
      if arguments.has(.output) { throw Failure.usage("--output goes with --expand") }
      for scenario in loaded { talk.note("\(scenario.shownPath): fine") }
      return .ok
    }
    let isSingle = loaded.count == 1
    try Command.deliver(
      loaded.map { $0.scenario.expanded.text(isSingle ? .pretty : .compact) + "\n" }.joined(), arguments)
    return .ok
  }

  /// How many points would be checked: reads the files, but none of the points.
  private static func sayPoints(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    let loaded = try ScenarioFiles.load(arguments.operands, for: .check, checksPoints: false, talk)
    for input in loaded {
      var work = WorkEstimate()
      work.points = input.scenario.pointCount
      _ = try Tool.show((loaded.count > 1 ? "\(input.shownPath): " : "") + "\(work)\n")
    }
    return .ok
  }
}
