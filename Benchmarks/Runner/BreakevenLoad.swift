internal import FrameSim
internal import Scenario

/// The sweep whose scaling is measured: the break-even of all frame shapes, with Linux's 39 commands around a transfer
/// and transfers of up to 4096 bytes.
struct BreakevenLoad {
  /// Wall-clock time from the text of the scenario to the last point.
  let seconds: Double

  /// Looks at all points on so many threads.
  init(jobs: Int) throws(Failure) {
    let result = Result { try Self.run(jobs: jobs) }
    switch result {
    case .success(let seconds): self.seconds = seconds
    case .failure(let failure as Failure): throw failure
    case .failure(let error): throw .failed("break-even of all shapes: \(error)")
    }
  }

  private static func run(jobs: Int) throws -> Double {
    var points: [BreakevenPoint] = []
    let time = try elapsedSeconds {
      let loaded = try ScenarioLoader.loadSweep(
        bytes: Array(scenario.utf8), name: "break-even of all shapes", folder: "", for: .breakeven, jobs: jobs
      )
      points = try Breakeven.run(loaded.plan, seed: nil, jobs: jobs)
    }
    guard points.count == FrameShape.all.count, points.allSatisfy({ $0.error == nil && $0.agrees }) else {
      throw Failure.failed("break-even of all shapes: a point failed, or disagrees with its closed form")
    }
    return time
  }

  private static var scenario: String {
    """
    {
      format: "\(ScenarioFile.format)",
      bus: { clockHz: 12288000, rows: 50, columns: 4 },
      peripherals: [{ device: 1, dp0: {} }],
      host: { model: "ideal", setup: "linux" },
      breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: 4096 },
      sweep: { "bus.rows,columns": "all" },
    }
    """
  }
}
