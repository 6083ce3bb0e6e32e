import FrameSim
import Scenario

/// `simctl breakeven`: from how many bytes on BRA is worth its set-up.
enum BreakevenCommand {
  static let command = Command(
    name: "breakeven",
    summary: "Finds the smallest transfer for which BRA beats Column 0, at each point of the file's sweep.",
    examples: [
      Command.Example("docs/scenarios/break-even.json5"),
      Command.Example("--format json my.json5", "one result document"),
      Command.Example("--plot time.svg my.json5", "time against size for both ways"),
    ],
    operands: .one("FILE"),
    options: [formats, .verbose, .output, plot, .jobs, .seed, .base, .memoryLimit, .dryRun],
    notes: [
      "Every size is compared by simulation: faster means fewer slots from first to last frame, teardown and waits "
        + "included. Beside it stands the closed form where there is one.",
      "Exit code 1 if a closed form disagrees, or a point cannot be compared.",
    ], run: run)

  private static let plot = Option("--plot", value: "PATH", help: "Write a plot as SVG.")
  private static let formats = Option.format("text", "json")

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    let jobs = try arguments.jobs()
    let seed = try arguments.seed()
    try arguments.checkDryRun(formats)
    let progress = Progress(talk, "reading and checking")
    defer { progress.clear() }
    let settings = try arguments.settings(progress)
    Output.expectReader(arguments[.output])
    let loaded = try ScenarioFiles.loadSweep(arguments, for: .breakeven, jobs: jobs, talk)
    try OutputPaths.check(
      [arguments[.output] ?? "-", arguments[plot]], inputs: arguments.operands, scenarios: [loaded.plan.base])
    let frames = try estimate(loaded.plan, jobs: jobs, arguments, settings, talk, progress)
    if arguments.has(.dryRun) { return .ok }
    let output = try Output(path: arguments[.output])
    let picture = try arguments[plot].map { try Output(path: $0) }
    progress.begin("break-even", pieces: loaded.plan.count, frames: frames)
    let points = try Breakeven.run(loaded.plan, seed: seed, jobs: jobs, settings: settings) {
      progress.step($0)
    }
    progress.clear()
    let base = loaded.plan.base
    let name = SystemPath.shown(base.sourceName)
    let report = BreakevenReport(name: base.name, seed: seed ?? base.seed, points: points)
    for complaint in points.compactMap(\.complaint) {
      talk.error("\(name): \(complaint)")
    }
    let isJSON = arguments[formats] == "json"
    try output.write(
      isJSON
        ? report.document(toolVersion: Tool.version).text() + "\n"
        : report.text(isVerbose: arguments.has(.verbose)))
    try picture?.write(BreakevenPlot.svg(points, title: base.name))
    try output.commit()
    try picture?.commit()
    return report.agrees ? .ok : .disagreed
  }

  /// Points that are looked at before, to know about how much it is.
  private static let samples = 256

  /// How many frames are clocked, or 0 where many points say more; says so for a dry run, which looks at every point, and
  /// warns where it will take long.
  private static func estimate(
    _ plan: SweepPlan, jobs: Int, _ arguments: Arguments, _ settings: RunSettings, _ talk: Talk,
    _ progress: Progress
  ) throws -> UInt64 {
    guard settings.memoryLimit >= Breakeven.memoryBytes else {
      let failure = RunFailure.memory(needed: Breakeven.memoryBytes, limit: settings.memoryLimit)
      throw Failure(.badData, "\(SystemPath.shown(plan.base.sourceName)): \(failure.message)")
    }
    let isDry = arguments.has(.dryRun)
    let seed = try arguments.seed()
    progress.begin("estimating", pieces: isDry ? plan.count : min(samples, plan.count))
    let work = try plan.work(
      0..<plan.count, for: .breakeven, seed: seed, samples: isDry ? nil : samples, jobs: jobs
    ) {
      progress.step($0)
    }
    let middle = try plan.point((plan.count - 1) / 2).scenario
    guard let request = middle.breakeven else { return 0 }
    let undertaking = Undertaking(
      work, of: request, like: middle, seed: seed, jobs: min(jobs, plan.count), measures: isDry)
    if isDry {
      _ = try Tool.show("\(work)\n")
      undertaking.sayTime(talk)
    } else {
      undertaking.warn(talk, less: "a smaller maxBytes, fewer points or seeds, or more --jobs")
    }
    return plan.count > samples ? 0 : work.clocked
  }
}
