internal import CPeer
internal import Foundation

/// The benchmark without `--check`: everything that is measured, as tables and as figures.
struct FullMeasurement {
  private let options: Options
  private let talk: Talk
  private let rounds: Int
  private var figures: [Figure] = []

  init(_ options: Options, _ talk: Talk) {
    self.options = options
    self.talk = talk
    rounds = options.rounds ?? 5
  }

  /// Measures all, and returns the figures.
  mutating func run() throws(Failure) -> [Figure] {
    let level = Check.name(ofLevel: sdw_peer_optimisation())
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.prefix { $0 != " " }
    talk.say(
      "C peer built with \(level); \(cores) cores, load \(load ?? "unknown"); medians of \(rounds) rounds")
    try speed()
    try speedWithLevels()
    try memory()
    try instructions()
    guard options.workloads.isEmpty else { return figures }
    try breakeven()
    let tool = CommandLineLoad(rounds: rounds)
    guard tool.isBuilt else {
      talk.say("\nsimctl run: skipped, simctl is not built beside the benchmark")
      return figures
    }
    let download = try tool.download()
    talk.say("\n" + download.line)
    figures += download.figures
    for trace in CommandLineLoad.Trace.allCases {
      let load = try tool.trace(trace)
      talk.say(load.line)
      figures += load.figures
    }
    return figures
  }

  private mutating func speed() throws(Failure) {
    talk.say("\n" + SpeedTable.header)
    for workload in options.selection {
      let row = try SpeedRow(measuring: workload, rounds: rounds)
      talk.say(SpeedTable.line(row))
      figures += row.figures
    }
    guard let slowdown = try Slowdown(in: options.selection, rounds: 3 * rounds) else { return }
    talk.say(slowdown.line)
    figures.append(slowdown.figure)
  }

  /// The same with the hash of all levels, which both then compute.
  private mutating func speedWithLevels() throws(Failure) {
    var isFirst = true
    for workload in options.selection where SpeedRow.watched.contains(workload.name) {
      if isFirst { talk.say("\n" + LevelsTable.header) }
      isFirst = false
      let row = try SpeedRow(withLevels: workload, rounds: rounds)
      talk.say(LevelsTable.line(row))
      figures.append(row.figureWithLevels)
    }
  }

  private mutating func memory() throws(Failure) {
    let table = TextTable(widths: [30, 6])
    talk.say("\n" + table.line(["peak memory, frame engine", "MiB"]))
    for workload in options.selection {
      let report = try Subprocess.report(
        of: .engine(.frame, workload: workload.name, bytes: workload.bytes))
      talk.say(table.line([workload.name, format(report.peakMebibytes, 1)]))
      figures.append(
        Figure(
          "\(workload.name)/memory", report.peakMebibytes, "MiB", "frame engine, in a process of its own"))
    }
  }

  private mutating func instructions() throws(Failure) {
    let counter: InstructionCounter
    do throws(Failure) {
      counter = try InstructionCounter()
    } catch {
      talk.say("\ninstructions per slot: skipped, \(error.message)")
      return
    }
    let table = TextTable(widths: [30, 7, 7, 7])
    talk.say("\n" + table.line(["instructions per slot", "C peer", "slot", "frame"]))
    for workload in options.selection {
      var cells = [workload.name]
      for contender in Contender.allCases {
        let count = try counter.count(contender, workload)
        cells.append(format(count, count < 10 ? 2 : 0))
        figures.append(
          Figure(
            "\(workload.name)/\(contender.rawValue)-instructions", count, "instructions/slot", "valgrind"))
      }
      talk.say(table.line(cells))
    }
  }

  /// How a sweep gets faster with more threads.
  private mutating func breakeven() throws(Failure) {
    let table = TextTable(widths: [30, 7, 7, 10, 6])
    talk.say("\n" + table.line(["break-even of 184 shapes", "s", "speed-up", "efficiency", "MiB"]))
    var alone = 0.0
    for jobs in Self.jobs(cores: ProcessInfo.processInfo.activeProcessorCount) {
      var reports: [ChildReport] = []
      for _ in 0..<min(rounds, 3) { reports.append(try Subprocess.report(of: .breakeven(jobs: jobs))) }
      let seconds = median(reports.map(\.seconds))
      let memory = reports.map(\.peakMebibytes).max() ?? 0
      if jobs == 1 { alone = seconds }
      let speedUp = alone / seconds
      talk.say(
        table.line([
          "\(jobs) \(jobs == 1 ? "job" : "jobs")", format(seconds, 2), format(speedUp, 2),
          format(100 * speedUp / Double(jobs), 0) + " %", format(memory, 1),
        ]))
      let name = "breakeven-184-shapes/jobs-\(jobs)"
      figures += [
        Figure("\(name)/time", seconds, "s", "median of \(reports.count)"),
        Figure("\(name)/speed-up", speedUp, "times", "against one job"),
        Figure("\(name)/efficiency", speedUp / Double(jobs), "of one job's speed, per job"),
        Figure("\(name)/memory", memory, "MiB", "peak"),
      ]
    }
  }

  /// The numbers of threads to look at: doubling up to the cores there are, and these.
  static func jobs(cores: Int) -> [Int] {
    var jobs = [1]
    while let last = jobs.last, last < cores { jobs.append(min(2 * last, cores)) }
    return jobs
  }
}
