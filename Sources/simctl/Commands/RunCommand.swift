import FrameSim
import Scenario

/// `simctl run`: runs scenarios and says what each transfer cost.
enum RunCommand {
  static let command = Command(
    name: "run",
    summary: "Runs scenarios on the simulated wire and says what each transfer cost.",
    examples: [
      Command.Example("docs/scenarios/firmware-download.json5"),
      Command.Example("--format json a.json5 b.json5", "one result document per line"),
      Command.Example(
        "--vcd bus.vcd --trace-to 100 my.json5", "the first 101 frames for GTKWave or PulseView"),
      Command.Example("--engine both my.json5", "run both engines and compare every level"),
    ],
    operands: .some("FILE"),
    options: [
      formats, .verbose, .output, .engine, .seed, stats, vcd, annotate, traceFrom, traceTo, levels,
      events, force, .base, .memoryLimit, .dryRun,
    ],
    notes: [
      "Exit code 1 if an expectation does not hold; a transfer without one is expected ok. Results are the same, byte "
        + "for byte, whatever the engine and with or without traces.",
      "The trace options take one FILE only. --levels writes the characters 0 and 1, the line level at the end of each "
        + "slot; --events one JSON line per frame. sigrok reads annotated traces, too, but skips owner and field with a "
        + "warning each.",
    ], run: run)

  private static let stats = Option("--stats", help: "Also say which engine ran, and what it handed over.")
  private static let vcd = Option("--vcd", value: "PATH", help: "Write clock and data as a VCD file.")
  private static let annotate = Option(
    "--vcd-annotate", help: "Add bit, frame, row, column, owner and field to the VCD, for the eye.")
  private static let traceFrom = Option(
    "--trace-from", value: "FRAME", help: "First frame of the VCD; default 0.")
  private static let traceTo = Option(
    "--trace-to", value: "FRAME", help: "Last frame of the VCD; default the last.")
  private static let levels = Option("--levels", value: "PATH", help: "Write the line level of every slot.")
  private static let events = Option("--events", value: "PATH", help: "Write a JSON line for every frame.")
  private static let force = Option("--force", help: "Write traces of any size.")
  private static let formats = Option.format("text", "json", "csv")

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    let traces = try traceRequest(arguments)
    let seed = try arguments.seed()
    let choice = arguments.engine
    try arguments.checkDryRun(formats)
    let progress = Progress(talk, "reading")
    defer { progress.clear() }
    let settings = try arguments.settings(progress)
    Output.expectReader(arguments[.output])
    let inputs = try ScenarioFiles.load(arguments, for: .run, talk)
    try OutputPaths.check(
      [arguments[.output] ?? "-", traces.vcd, traces.levels, traces.events], inputs: arguments.operands,
      scenarios: inputs.map(\.scenario))
    progress.begin("estimating")
    var frames: UInt64 = 0
    for input in inputs {
      let work = try estimate(input, arguments, traces, settings, talk)
      frames = min(.max / 2, frames) + min(.max / 2, work.clocked)
    }
    if arguments.has(.dryRun) { return .ok }
    let form = arguments[formats] ?? "text"
    let output = try Output(path: arguments[.output])
    progress.begin("run", pieces: inputs.count, frames: frames)
    if form == "csv" { try output.write(ScenarioRun.csvHeader + "\n") }
    var code = ExitCode.ok
    for (index, input) in inputs.enumerated() {
      let run = try run(input, seed: seed, choice: choice, traces: traces, settings)
      for warning in run.warnings { talk.warning("\(input.shownPath): \(warning)") }
      if let disagreement = run.disagreement {
        talk.error("\(input.shownPath): the engines disagree: \(disagreement)")
        code = .disagreed
      }
      if !run.passed { code = .disagreed }
      sayFailures(of: run, input, talk)
      let statistics = arguments.has(stats) ? choice : nil
      progress.step(index + 1)
      switch form {
      case "json":
        let document = run.document(
          toolVersion: Tool.version, loadWarnings: input.warnings, statistics: statistics)
        try output.write(document.text(inputs.count == 1 ? .pretty : .compact) + "\n")
      case "csv":
        try output.write(run.csv)
      default:
        try output.write(
          (index > 0 ? "\n" : "") + run.report(isVerbose: arguments.has(.verbose), statistics: statistics))
      }
      try output.flush()
    }
    try output.commit()
    return code
  }

  /// So many failed expectations are said; the report has all.
  private static let saidFailures = 20

  /// Says which expectations failed, whatever the format: the exit code alone tells nobody why.
  private static func sayFailures(of run: ScenarioRun, _ input: ScenarioInput, _ talk: Talk) {
    let failed = run.outcomes.filter { !$0.passed }
    for outcome in failed.prefix(saidFailures) { talk.error("\(input.shownPath): \(outcome.sentence)") }
    if failed.count > saidFailures {
      talk.error("\(input.shownPath): and \(failed.count - saidFailures) more expectations do not hold")
    }
  }

  /// How much it is to run a file: says so for a dry run, warns where it will take long, and throws where memory or the
  /// room for traces will not do.
  private static func estimate(
    _ input: ScenarioInput, _ arguments: Arguments, _ traces: TraceRequest, _ settings: RunSettings,
    _ talk: Talk
  ) throws -> WorkEstimate {
    let seed = try arguments.seed()
    let work = input.scenario.work(seed: seed)
    let undertaking = Undertaking(
      work, like: input.scenario, seed: seed, engine: arguments.engine, isWatched: !traces.isEmpty,
      measures: arguments.has(.dryRun))
    if arguments.has(.dryRun) {
      _ = try Tool.show((arguments.operands.count > 1 ? "\(input.shownPath): " : "") + "\(work)\n")
      undertaking.sayTime(talk)
    }
    if let failure = input.scenario.memoryFailure(
      seed: seed, engine: arguments.engine, limit: settings.memoryLimit)
    {
      throw Failure(.badData, "\(input.shownPath): \(failure.message)")
    }
    if !arguments.has(.dryRun) { undertaking.warn(talk, less: "fewer or shorter transfers") }
    let sizes = TraceSize(traces, of: input.scenario, work)
    if arguments.has(.dryRun) { sizes.say(talk) }
    if !arguments.has(force) { try sizes.check() }
    return undertaking.work
  }

  private static func run(
    _ input: ScenarioInput, seed: UInt64?, choice: EngineChoice, traces: TraceRequest, _ settings: RunSettings
  ) throws -> ScenarioRun {
    do {
      if traces.isEmpty {
        var nobody = NoObserver()
        return try ScenarioRun.run(
          input.scenario, seed: seed, engine: choice, settings: settings, observer: &nobody)
      }
      var files = try TraceFiles(traces, slotRateHz: input.scenario.bus.slotRateHz)
      let run = try ScenarioRun.run(
        input.scenario, seed: seed, engine: choice, settings: settings, observer: &files)
      try files.finish()
      return run
    } catch let error as RunFailure {
      throw Failure(ExitCode(rawValue: error.exitCode) ?? .badData, "\(input.shownPath): \(error.message)")
    }
  }

  private static func traceRequest(_ arguments: Arguments) throws -> TraceRequest {
    var request = TraceRequest()
    request.vcd = arguments[vcd]
    request.annotates = arguments.has(annotate)
    request.levels = arguments[levels]
    request.events = arguments[events]
    let first = try arguments.integer(traceFrom, in: 0...Int.max)
    let last = try arguments.integer(traceTo, in: 0...Int.max)
    if request.vcd == nil {
      for option in [annotate, traceFrom, traceTo] where arguments.has(option) {
        throw Failure.usage("\(option.name) goes with --vcd")
      }
    }
    if let first, let last, first > last {
      throw Failure.usage("--trace-from \(first) lies after --trace-to \(last)")
    }
    request.frames = UInt64(first ?? 0)...(last.map(UInt64.init) ?? .max)
    if !request.isEmpty, arguments.operands.count > 1 {
      throw Failure.usage("the trace options take one FILE only")
    }
    return request
  }
}
