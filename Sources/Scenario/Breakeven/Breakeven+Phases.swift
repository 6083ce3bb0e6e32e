internal import FrameSim

/// Random start phases of the sync pulse.
extension Breakeven {
  /// A host with one of the phases, and how many seeds draw it.
  private struct Draw {
    var host: HostConfiguration
    var count: Int
  }

  /// The break-even over the start phases that the seeds draw, and the mean of what the policy costs with them.
  static func phases(
    _ input: Input, seed: UInt64, meter: WorkMeter?
  ) throws(TransferError) -> (statistics: PhaseStatistics?, policy: PolicyJudgement?) {
    var values: [Int?] = []
    var policy: PolicyJudgement?
    for draw in draws(input, seed: seed) {
      let search = BreakevenSearch(input, host: draw.host, meter: meter)
      guard let curves = try search.curves() else { continue }
      values += [Int?](repeating: curves.breakEvenBytes, count: draw.count)
      if let rule = input.scenario.policy {
        let judgement = try search.judge(rule, curves)
        let share = Double(draw.count) / Double(input.request.seeds)
        policy = judgement.scaled(by: share).adding(to: policy)
      }
    }
    return (PhaseStatistics(values), policy)
  }

  /// Each phase once, in the order in which they are drawn first.
  private static func draws(_ input: Input, seed: UInt64) -> [Draw] {
    var draws: [Draw] = []
    var known: [SyncWait: Int] = [:]
    for index in 0..<input.request.seeds {
      let host = input.scenario.host(seed: seed &+ UInt64(index))
      if let draw = known[host.syncWait] {
        draws[draw].count += 1
      } else {
        known[host.syncWait] = draws.count
        draws.append(Draw(host: host, count: 1))
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
