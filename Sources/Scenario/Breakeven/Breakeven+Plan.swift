internal import Synchronization

extension Breakeven {
  /// Simulated memory that a point may hold, in whole pages: with less nothing is looked at.
  public static let memoryBytes = BreakevenSearch.memoryBytes

  /// Looks at every point of a plan, on several threads; the points come in their order, whatever `jobs` is.
  ///
  /// `progress` is told how many are done. Throws what is wrong with a point, which can only be where data files went
  /// away after the plan was checked.
  ///
  /// `settings` bounds the memory of the points that are looked at at once; each holds at most `memoryBytes`.
  public static func run(
    _ plan: SweepPlan, seed: UInt64?, jobs: Int, settings: RunSettings = RunSettings(),
    progress: @Sendable (Int) -> Void = { _ in }
  ) throws(ScenarioLoadFailure) -> [BreakevenPoint] {
    let jobs = max(1, min(jobs, settings.memoryLimit / BreakevenSearch.memoryBytes))
    let collected = Mutex<(points: [BreakevenPoint], failure: ScenarioLoadFailure?)>(([], nil))
    OrderedJobs.run(
      plan.count, jobs: jobs,
      make: { index -> Result<BreakevenPoint, ScenarioLoadFailure> in
        do throws(ScenarioLoadFailure) {
          let point = try plan.point(index)
          guard let request = point.scenario.breakeven else {
            return .failure(ScenarioLoadFailure(diagnostics: [], exitCode: ExitCode.badInput))
          }
          // A plot of more points draws no curves, and a million points would keep gigabytes of them.
          let result = Self.point(
            Input(scenario: point.scenario, request: request, axes: point.axes), seed: seed,
            meter: settings.meter, isPlotted: plan.count <= BreakevenPlot.mostPanels)
          return .success(result)
        } catch {
          return .failure(error)
        }
      },
      receive: { index, result in
        progress(index + 1)
        return collected.withLock { collected in
          switch result {
          case .success(let point):
            collected.points.append(point)
            return true
          case .failure(let failure):
            collected.failure = failure
            return false
          }
        }
      })
    return try collected.withLock { (collected) throws(ScenarioLoadFailure) in
      if let failure = collected.failure { throw failure }
      return collected.points
    }
  }
}
