import FrameSim
import Scenario

/// What a command is about to do: says so for `--dry-run`, and warns where it will take long.
struct Undertaking {
  /// How much it is.
  var work: WorkEstimate
  /// Seconds for each frame that is clocked, measured on this machine; nil where that is not known.
  var secondsPerFrame: Double?
  /// Seconds for each branch, or phase, of a break-even.
  var secondsPerBranch = 0.0
  /// Seconds for each point of a sweep besides its frames.
  var secondsPerPoint = 0.0
  /// Threads that share it.
  var jobs = 1

  /// From here on it is said before it begins.
  private static let long = 600.0

  /// How long it will take.
  var seconds: Double? {
    let points = secondsPerPoint * Double(work.points)
    guard secondsPerFrame != nil || points > 0 else { return nil }
    let frames = (secondsPerFrame ?? 0) * Double(work.clocked)
    return (frames + points + secondsPerBranch * Double(work.branches + work.phases)) / Double(max(1, jobs))
  }

  /// Says how long it will take where a dry run asks.
  func sayTime(_ talk: Talk) {
    let passedOver = work.skipped > 0 ? ", and pauses of \(work.skipped) are passed over" : ""
    let time = seconds.map { "about \(DurationText($0))" } ?? "no time at all"
    talk.note("\(time): \(work.clocked) frames are run one by one\(passedOver)")
  }

  /// Warns where it will take longer than ten minutes; `less` says what would make it less.
  func warn(_ talk: Talk, less: String) {
    guard let seconds, seconds > Self.long else { return }
    let points = secondsPerPoint > 0 ? "\(work.points) points and " : ""
    talk.warning(
      "this will take about \(DurationText(seconds)): \(points)\(work.clocked) frames to run; --dry-run says so without "
        + "running, and \(less) make it less")
  }
}

extension Undertaking {
  /// Frames above which it is measured how fast they go; what is less takes seconds at most.
  private static func isWorthMeasuring(_ work: WorkEstimate, _ engine: EngineChoice) -> Bool {
    engine == .frame ? work.clocked > 2_000_000 : work.clockedSlots > 50_000_000
  }

  /// The run of a scenario's transfers, or of some that are like it.
  init(
    _ work: WorkEstimate, like scenario: ScenarioFile, seed: UInt64?, engine: EngineChoice,
    isWatched: Bool = false,
    jobs: Int = 1, measures: Bool
  ) {
    self.work =
      engine == .frame && !isWatched
      ? work : work.clockingEverything(slotsPerFrame: scenario.bus.shape.slots)
    self.jobs = jobs
    guard measures || Self.isWorthMeasuring(self.work, engine) else { return }
    secondsPerFrame = SpeedProbe.secondsPerFrame(scenario, seed: seed, engine: engine, isWatched: isWatched)
  }

  /// The search for break-evens at points that are like a scenario.
  init(
    _ work: WorkEstimate, of request: BreakevenRequest, like scenario: ScenarioFile, seed: UInt64?, jobs: Int,
    measures: Bool
  ) {
    self.work = work
    self.jobs = jobs
    guard measures || Self.isWorthMeasuring(work, .frame) || work.branches > 2_000_000 else { return }
    guard let speed = SpeedProbe.breakevenSpeed(request, in: scenario, seed: seed, work) else { return }
    (secondsPerFrame, secondsPerBranch) = speed
  }
}

extension Option {
  static let dryRun = Option(
    "--dry-run",
    help: "Run nothing; print how many points, frames and bytes it would be, and how long on stderr.")
  static let memoryLimit = Option(
    "--memory-limit", value: "SIZE",
    help: "Simulated memory that may be held at once, such as 256MiB; default 1GiB.")
}

extension Arguments {
  /// What bounds a run; throws a usage failure where the limit is no size.
  func settings(_ progress: Progress) throws -> RunSettings {
    var settings = RunSettings(meter: progress.meter)
    if let text = self[.memoryLimit] {
      guard let size = ByteCount(text), size.bytes > 0 else {
        throw Failure.usage(
          "\(Option.memoryLimit.name) is a number of bytes, plain or with KiB, MiB or GiB, not \(quote(text))"
        )
      }
      settings.memoryLimit = size.bytes
    }
    return settings
  }

  /// Throws a usage failure where a dry run is asked for another form than text, which it alone has.
  func checkDryRun(_ format: Option) throws {
    guard has(.dryRun), let form = self[format], form != "text" else { return }
    throw Failure.usage("\(Option.dryRun.name) prints text; it does not go with \(format.name) \(form)")
  }
}
