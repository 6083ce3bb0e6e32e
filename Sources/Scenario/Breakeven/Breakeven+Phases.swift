internal import FrameSim
internal import Synchronization

/// Random start phases of the sync pulse.
extension Breakeven {
  /// One of the phases, and how many seeds draw it.
  private struct Draw {
    var syncWait: SyncWait
    var count: Int
  }

  /// Where the curve of a draw is, or what the policy costs with it.
  private enum Finding {
    case curve(index: Int, wait: UInt64)
    case judged(PolicyJudgement)
  }

  /// The break-even over the start phases that the seeds draw, and the mean of what the policy costs with them.
  ///
  /// `column0` is the curve of Column 0 with any of them: such a transfer switches no bank. Policies are judged on `jobs`
  /// threads.
  static func phases(
    _ input: Input, seed: UInt64, column0: TransferCurve, meter: WorkMeter?, jobs: Int
  ) throws(TransferError) -> (statistics: PhaseStatistics?, policy: PolicyJudgement?) {
    let draws = draws(input, seed: seed)
    let host = input.scenario.host(seed: seed)
    let search = BreakevenSearch(input, host: host, meter: meter)
    guard search.point.bytesPerFrame > 0, case .pulse(let interval, _) = host.syncWait else {
      return (nil, nil)
    }
    let longest = input.request.maxBytes
    let slots = UInt64(input.scenario.bus.shape.slots)
    let delays = 0...Int64(interval) * Int64(slots)
    var bra = PhaseCurves(search.simulation, search.transfer(longest, via: .bra))
    var advantages: [BreakevenAdvantage] = []
    var values: [Int?] = []
    var findings: [Finding] = []
    for draw in draws {
      let advantage: BreakevenAdvantage
      let delay: UInt64
      switch try bra.place(draw.syncWait) {
      case .known(let index, let wait):
        while advantages.count <= index {
          advantages.append(
            BreakevenAdvantage(
              bra: bra.curves[advantages.count], column0: column0, maxBytes: longest, delays: delays))
        }
        advantage = advantages[index]
        delay = wait
        if input.scenario.policy != nil { findings.append(.curve(index: index, wait: wait)) }
      case .latest(let wait):
        advantage = BreakevenAdvantage(bra: bra.latest, column0: column0, maxBytes: longest, delays: delays)
        delay = wait
        if let rule = input.scenario.policy {
          let curve = bra.latest.shifted(frames: wait, slots: wait * slots)
          findings.append(.judged(try judge(rule, input, draw, curve, column0, meter)))
        }
      }
      let breakEven = advantage.breakEvenBytes(delay: Int64(delay * slots))
      values += repeatElement(breakEven, count: draw.count)
    }
    let (kept, found) = (bra.curves, findings)
    let policy = try input.scenario.policy.map { (rule) throws(TransferError) in
      try mean(of: draws, input, jobs: jobs) { (index) throws(TransferError) in
        switch found[index] {
        case .judged(let judgement): return judgement
        case .curve(let curve, let wait):
          let curve = kept[curve].shifted(frames: wait, slots: wait * slots)
          return try judge(rule, input, draws[index], curve, column0, meter)
        }
      }
    }
    return (PhaseStatistics(values), policy ?? nil)
  }

  private static func judge(
    _ rule: TransferPolicy, _ input: Input, _ draw: Draw, _ bra: TransferCurve, _ column0: TransferCurve,
    _ meter: WorkMeter?
  ) throws(TransferError) -> PolicyJudgement {
    var host = input.scenario.host
    host.syncWait = draw.syncWait
    let search = BreakevenSearch(input, host: host, meter: meter)
    return try search.judge(
      rule, BreakevenCurves(bra: bra, column0: column0, maxBytes: input.request.maxBytes))
  }

  /// The mean of judgements over all seeds, summed in the order of the draws.
  private static func mean(
    of draws: [Draw], _ input: Input, jobs: Int,
    judge: @Sendable (Int) throws(TransferError) -> PolicyJudgement
  ) throws(TransferError) -> PolicyJudgement? {
    let collected = Mutex<(sum: PolicyJudgement?, error: TransferError?)>((nil, nil))
    OrderedJobs.run(draws.count, jobs: jobs) { index -> Result<PolicyJudgement, TransferError> in
      do throws(TransferError) {
        return .success(try judge(index))
      } catch {
        return .failure(error)
      }
    } receive: { index, result in
      collected.withLock { collected in
        switch result {
        case .success(let judgement):
          let share = Double(draws[index].count) / Double(input.request.seeds)
          collected.sum = judgement.scaled(by: share).adding(to: collected.sum)
          return true
        case .failure(let error):
          collected.error = error
          return false
        }
      }
    }
    let (sum, error) = collected.withLock { $0 }
    if let error { throw error }
    return sum
  }

  /// Each phase once, in the order in which they are drawn first.
  private static func draws(_ input: Input, seed: UInt64) -> [Draw] {
    var draws: [Draw] = []
    var known: [SyncWait: Int] = [:]
    for index in 0..<input.request.seeds {
      let syncWait = input.scenario.host(seed: seed &+ UInt64(index)).syncWait
      if let draw = known[syncWait] {
        draws[draw].count += 1
      } else {
        known[syncWait] = draws.count
        draws.append(Draw(syncWait: syncWait, count: 1))
      }
    }
    return draws
  }
}

extension PolicyJudgement {
  /// All times multiplied.
  fileprivate func scaled(by factor: Double) -> PolicyJudgement {
    var scaled = self
    scaled.seconds *= factor
    scaled.best *= factor
    scaled.alwaysBRA *= factor
    scaled.alwaysColumn0 *= factor
    return scaled
  }

  /// The sums of all times.
  fileprivate func adding(to other: PolicyJudgement?) -> PolicyJudgement {
    guard let other else { return self }
    var sum = self
    sum.seconds += other.seconds
    sum.best += other.best
    sum.alwaysBRA += other.alwaysBRA
    sum.alwaysColumn0 += other.alwaysColumn0
    return sum
  }
}
