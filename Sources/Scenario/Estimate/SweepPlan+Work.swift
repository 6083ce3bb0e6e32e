internal import Synchronization

extension SweepPlan {
  /// How much it is to run some of its points, or to look for their break-evens.
  ///
  /// With `samples`, so many points at most are looked at, evenly spaced, and the rest is taken to be like them.
  /// `progress` is told how many were looked at. Throws what is wrong with a point, which can only be where data files went
  /// away after the plan was checked.
  public func work(
    _ points: Range<Int>, for use: ScenarioUse = .run, seed: UInt64?, samples: Int? = nil, jobs: Int = 1,
    progress: @Sendable (Int) -> Void = { _ in }
  ) throws(ScenarioLoadFailure) -> WorkEstimate {
    let count = min(points.count, samples ?? points.count)
    let collected = Mutex<(work: WorkEstimate, failure: ScenarioLoadFailure?)>((WorkEstimate(), nil))
    OrderedJobs.run(
      count, jobs: jobs,
      make: { number -> Result<WorkEstimate, ScenarioLoadFailure> in
        let index = points.lowerBound + number * points.count / count
        do throws(ScenarioLoadFailure) {
          return .success(try point(index).work(for: use, seed: seed))
        } catch {
          return .failure(error)
        }
      },
      receive: { number, result in
        progress(number + 1)
        return collected.withLock { collected in
          switch result {
          case .success(let work):
            collected.work += work
            return true
          case .failure(let failure):
            collected.failure = failure
            return false
          }
        }
      })
    let (work, failure) = collected.withLock { ($0.work, $0.failure) }
    if let failure { throw failure }
    return work.scaled(to: points.count)
  }
}

extension SweepPoint {
  /// How much it is to run it, or to look for its break-even.
  fileprivate func work(for use: ScenarioUse, seed: UInt64?) -> WorkEstimate {
    guard use == .breakeven, let request = scenario.breakeven else { return scenario.work(seed: seed) }
    return Breakeven.work(Breakeven.Input(scenario: scenario, request: request, axes: axes), seed: seed)
  }
}
