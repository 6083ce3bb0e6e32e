import Foundation
import Scenario
import Synchronization

/// `simctl sweep`: runs every point of a file's sweep and writes one row per point and transfer.
enum SweepCommand {
  static let command = Command(
    name: "sweep",
    summary: "Runs the points of a file's sweep and writes a row for each point and transfer.",
    examples: [
      Command.Example("docs/scenarios/sweep.json5"),
      Command.Example("--output rows.csv --resume my.json5", "go on where an interrupted sweep stopped"),
      Command.Example(
        "--shard 2/4 my.json5", "the second quarter; the four in order are the whole"),
    ],
    operands: .one("FILE"),
    options: [format, output, resume, .jobs, shard, .engine, .seed, .base, .memoryLimit, .dryRun],
    notes: [
      "Rows come in the order of the points, whatever --jobs; the CSV header is in the first shard only. With --output "
        + "PATH the rows go to PATH.partial, which becomes PATH at the end; --resume repairs and continues PATH.partial. Where PATH is a link, both are in the "
        + "place it leads to; a device, a pipe or /dev/stdout is written as it stands.",
      "Exit code 1 if an expectation of the file does not hold at some point.",
    ], run: run)

  private static let format = Option(
    "--format", choices: ["csv", "json", "jsonl"],
    help: "Rows as CSV or as JSON Lines (json and jsonl are the same); default csv.")
  private static let output = Option(
    "--output", short: "-o", value: "PATH", help: "Write the rows to PATH instead of standard output.")
  private static let resume = Option("--resume", help: "Continue PATH.partial of an interrupted sweep.")
  private static let shard = Option("--shard", value: "K/N", help: "Run the K-th of N contiguous parts.")

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    let jobs = try arguments.jobs()
    let seed = try arguments.seed()
    let shard = try shard(arguments)
    try arguments.checkDryRun(format)
    let progress = Progress(talk, "reading and checking")
    defer { progress.clear() }
    let settings = try arguments.settings(progress)
    // What is no regular file is written as rows come, like standard output, and has nothing to resume.
    let path = arguments[output].flatMap { $0 != "-" && OutputTarget.isFile($0) ? $0 : nil }
    if arguments.has(resume), path == nil { throw resumeFailure(arguments) }
    Output.expectReader(arguments[output])
    let loaded = try ScenarioFiles.loadSweep(arguments, for: .sweep, jobs: jobs, talk)
    try OutputPaths.check(
      [arguments[output] ?? "-", path.map(Sweep.partialPath)], inputs: arguments.operands,
      scenarios: [loaded.plan.base])
    let sweep = Sweep(
      loaded.plan, format: (arguments[format] ?? "csv") == "csv" ? .csv : .jsonLines, shard: shard,
      seed: seed, engine: arguments.engine, settings: settings)
    let frames = try estimate(sweep, jobs: jobs, arguments, talk, progress)
    if arguments.has(.dryRun) { return .ok }
    progress.begin("sweep", pieces: sweep.points.count, frames: frames)
    let summary = try translate {
      if let path {
        try refuseLeftover(path, resumes: arguments.has(resume))
        if !talk.isQuiet { sayHowToResume(path) }
        return try sweep.run(to: path, resumes: arguments.has(resume), jobs: jobs) {
          progress.step($0.done, resumed: $0.resumed)
        }
      }
      let out = Mutex(try Stream(path: arguments[output]))
      let summary = try sweep.run(jobs: jobs) {
        progress.step($0.done, resumed: $0.resumed)
      } write: { bytes in
        try out.withLock { try $0.write(bytes) }
      }
      try out.withLock { try $0.commit() }
      return summary
    }
    if summary.resumed > 0 { talk.note("\(summary.resumed) of \(summary.points) points were there already") }
    guard summary.disappointed > 0 else { return .ok }
    if let first = summary.disappointment { talk.error(first) }
    talk.error("an expectation does not hold in \(summary.disappointed) of \(summary.rows) rows")
    return .disagreed
  }

  /// Transfers, of all points together, that are looked at to know about how much a sweep is: so many that nobody waits for it,
  /// and as many as a person who asks has time for.
  private static let transfersLookedAt = (before: 1 << 16, dry: 1 << 20)

  /// How many points of a sweep are looked at.
  private static func samples(_ sweep: Sweep, isDry: Bool) -> Int {
    let transfers = max(1, sweep.plan.base.transfers.count)
    if isDry { return max(16, transfersLookedAt.dry / transfers) }
    return max(16, min(256, transfersLookedAt.before / transfers))
  }

  /// How many frames the sweep clocks, or 0 where its many points say more; says so for a dry run, which looks at every
  /// point unless there are too many, and warns where it will take long.
  private static func estimate(
    _ sweep: Sweep, jobs: Int, _ arguments: Arguments, _ talk: Talk, _ progress: Progress
  ) throws -> UInt64 {
    let isDry = arguments.has(.dryRun)
    let samples = min(samples(sweep, isDry: isDry), sweep.points.count)
    progress.begin("estimating", pieces: samples)
    return try translate {
      let work = try sweep.plan.work(
        sweep.points, seed: sweep.seed, samples: samples, jobs: jobs
      ) { progress.step($0) }
      guard !sweep.points.isEmpty else {
        if isDry { _ = try Tool.show("\(work)\n") }
        return 0
      }
      let index = (sweep.points.lowerBound + sweep.points.upperBound - 1) / 2
      let middle = try sweep.plan.point(index)
      var undertaking = Undertaking(
        work, like: middle.scenario, seed: sweep.seed, engine: sweep.engine,
        jobs: min(jobs, sweep.points.count),
        measures: isDry)
      undertaking.secondsPerPoint =
        SpeedProbe.secondsPerPoint(sweep, index, secondsPerFrame: undertaking.secondsPerFrame ?? 0) ?? 0
      if isDry {
        _ = try Tool.show("\(work)\n")
        undertaking.sayTime(talk)
      } else {
        undertaking.warn(talk, less: "fewer points, --shard or more --jobs")
      }
      return arguments.has(resume) || sweep.points.count > samples ? 0 : undertaking.work.clocked
    }
  }

  private static func shard(_ arguments: Arguments) throws -> SweepShard {
    guard let text = arguments[shard] else { return .whole }
    guard let shard = SweepShard(text) else {
      throw Failure.usage("--shard is K/N with K from 1 to N, not \(quote(text))")
    }
    return shard
  }

  /// What an interrupted sweep left is not thrown away by accident.
  private static func refuseLeftover(_ path: String, resumes: Bool) throws {
    let partial = Sweep.partialPath(path)
    guard !resumes, InputFile.isPresent(partial) else { return }
    throw Failure(
      .outputFailed, "\(quote(partial, limit: 200)) holds the rows of an interrupted sweep",
      hint: "Continue it with --resume, or remove it to start anew.")
  }

  /// Whoever stops the sweep is told how it goes on.
  private static func sayHowToResume(_ path: String) {
    let partial = Sweep.partialPath(path)
    let name = quote(partial, limit: 200)
    Signals.say("simctl: stopped; the rows so far are in \(name); go on with --resume", whileThereIs: partial)
  }

  private static func resumeFailure(_ arguments: Arguments) -> Failure {
    guard let path = arguments[output], path != "-" else {
      return .usage("--resume goes with --output PATH")
    }
    return .usage(
      "--resume goes with a regular file; \(quote(path, limit: 200)) is written in place, so there is nothing to resume"
    )
  }

  /// Failures of the library as those of the tool.
  private static func translate<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let failure as SweepFailure {
      throw Failure(ExitCode(rawValue: failure.exitCode) ?? .internalError, failure.message)
    } catch let failure as ScenarioLoadFailure {
      throw Failure(
        ExitCode(rawValue: failure.exitCode) ?? .badData, failure.diagnostics.map(\.description))
    }
  }
}

/// Standard output, or what is like it, for rows that come from several threads, one at a time.
private struct Stream: ~Copyable {
  private let output: Output
  private var lastFlush: ContinuousClock.Instant?

  init(path: String?) throws { output = try Output(path: path) }

  /// Who reads it sees the first row at once, and others soon.
  mutating func write(_ bytes: [UInt8]) throws {
    try output.write(bytes)
    let now = ContinuousClock.now
    if let lastFlush, now - lastFlush < .milliseconds(100) { return }
    lastFlush = now
    try output.flush()
  }

  func commit() throws { try output.commit() }
}
