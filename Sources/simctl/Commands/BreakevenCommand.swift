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
    operands: .one("FILE"), options: [formats, .output, plot, .jobs, .seed],
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
    let loaded = try ScenarioFiles.loadSweep(arguments.operands[0], for: .breakeven, jobs: jobs, talk)
    try OutputPaths.check(
      [arguments[.output] ?? "-", arguments[plot]], inputs: arguments.operands, scenarios: [loaded.plan.base])
    let output = try Output(path: arguments[.output])
    let picture = try arguments[plot].map { try Output(path: $0) }
    let progress = Progress(talk, title: "break-even", total: loaded.plan.count)
    let points = try Breakeven.run(loaded.plan, seed: seed, jobs: jobs) { progress.step($0) }
    progress.clear()
    let base = loaded.plan.base
    let report = BreakevenReport(name: base.name, seed: seed ?? base.seed, points: points)
    for point in points {
      if let error = point.error { talk.warning("\(error.errno.rawValue): \(error.message)") }
    }
    let isJSON = arguments[formats] == "json"
    try output.write(isJSON ? report.document(toolVersion: Tool.version).text() + "\n" : report.text)
    try picture?.write(BreakevenPlot.svg(points, title: base.name))
    try output.commit()
    try picture?.commit()
    return report.agrees ? .ok : .disagreed
  }
}
