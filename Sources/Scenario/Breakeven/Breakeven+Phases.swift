internal import FrameSim

/// Random start phases of the sync pulse.
extension Breakeven {
  /// One of the phases, and how many seeds draw it.
  struct Draw {
    var syncWait: SyncWait
    var count: Int
  }

  /// Which curves tell what the transfers of a draw take: one up to `maxBytes`, and one beyond.
  fileprivate struct Curves: Hashable {
    var near: Int
    var far: Int?
  }

  /// A draw that shares its curves with others, and the frames of its first wait.
  private struct Follower {
    var draw: Int
    var wait: UInt64
  }

  /// The break-even over the start phases that the seeds draw, and the mean of what the policy costs with them.
  ///
  /// `column0` is the curve of Column 0 with any of them: such a transfer switches no bank. Phases that differ in the
  /// first wait alone share their curves; what is asked is worked out once for each, for any wait.
  static func phases(
    _ input: Input, seed: UInt64, column0: TransferCurve, meter: WorkMeter?
  ) throws(TransferError) -> (statistics: PhaseStatistics?, policy: PolicyJudgement?) {
    let draws = draws(input, seed: seed)
    let host = input.scenario.comparedHost(seed: seed)
    let search = BreakevenSearch(input, host: host, meter: meter)
    guard search.point.bytesPerFrame > 0, case .pulse(let interval, _) = host.syncWait else {
      return (nil, nil)
    }
    guard search.isPlain(.bra) else {
      return try phasesBySize(input, search, draws, column0: column0, meter: meter)
    }
    let longest = input.request.maxBytes
    let slots = UInt64(input.scenario.bus.shape.slots)
    let delays = 0...Int64(interval) * Int64(slots)
    var near = PhaseCurves(search.simulation, search.transfer(longest, via: .bra))
    var far = search.far.map {
      PhaseCurves(search.simulation, search.transfer($0.upperBound, via: .bra), from: $0.lowerBound)
    }
    let column0 = TransferTimes(near: column0, far: try search.farCurve(via: .column0))
    var advantages: [BreakevenAdvantage] = []
    var values: [Int?] = []
    var policies = PolicyMean(seeds: input.request.seeds)
    var followers: [Curves: [Follower]] = [:]
    var order: [Curves] = []
    for (index, draw) in draws.enumerated() {
      let place = try near.place(draw.syncWait)
      let advantage: BreakevenAdvantage
      let wait: UInt64
      switch place {
      case .known(let curve, let ahead):
        while advantages.count <= curve {
          advantages.append(
            BreakevenAdvantage(
              bra: near.curves[advantages.count], column0: column0.near, maxBytes: longest, delays: delays))
        }
        advantage = advantages[curve]
        wait = ahead
      case .latest(let ahead):
        advantage = BreakevenAdvantage(
          bra: near.latest, column0: column0.near, maxBytes: longest, delays: delays)
        wait = ahead
      }
      values += repeatElement(advantage.breakEvenBytes(delay: Int64(wait * slots)), count: draw.count)
      guard let policy = input.scenario.policy else { continue }
      let farPlace = try far?.place(draw.syncWait)
      if let curves = Curves(place, farPlace) {
        if followers[curves] == nil { order.append(curves) }
        followers[curves, default: []].append(Follower(draw: index, wait: wait))
      } else {
        // There are too many curves to keep them all.
        let bra = TransferTimes(near: near[place], far: farPlace.flatMap { far?[$0] })
        policies.add(search.costs(policy, bra: bra, column0: column0), draw, delay: wait * slots)
      }
    }
    if let policy = input.scenario.policy {
      for curves in order {
        let bra = TransferTimes(near: near.curves[curves.near], far: curves.far.flatMap { far?.curves[$0] })
        let costs = search.costs(policy, bra: bra, column0: column0)
        for follower in followers[curves] ?? [] {
          policies.add(costs, draws[follower.draw], delay: follower.wait * slots)
        }
      }
    }
    return (PhaseStatistics(values), policies.mean)
  }

  /// The same where each size is run by itself, for each of the phases.
  private static func phasesBySize(
    _ input: Input, _ search: BreakevenSearch, _ draws: [Draw], column0: TransferCurve, meter: WorkMeter?
  ) throws(TransferError) -> (statistics: PhaseStatistics?, policy: PolicyJudgement?) {
    let column0Times = TransferTimes(near: column0, far: try search.farCurve(via: .column0))
    var values: [Int?] = []
    var policies = PolicyMean(seeds: input.request.seeds)
    for draw in draws {
      var host = search.host
      host.syncWait = draw.syncWait
      let search = BreakevenSearch(input, host: host, meter: meter)
      let bra = try search.curve(1...input.request.maxBytes, via: .bra)
      let curves = BreakevenCurves(bra: bra, column0: column0, maxBytes: input.request.maxBytes)
      values += repeatElement(curves.breakEvenBytes, count: draw.count)
      guard let policy = input.scenario.policy else { continue }
      let times = TransferTimes(near: bra, far: try search.farCurve(via: .bra))
      policies.add(search.costs(policy, bra: times, column0: column0Times), draw, delay: 0)
    }
    return (PhaseStatistics(values), policies.mean)
  }

  /// Each phase once, in the order in which they are drawn first.
  static func draws(_ input: Input, seed: UInt64) -> [Draw] {
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

/// What a policy costs in the mean over start phases, of which the latest has been added.
private struct PolicyMean {
  /// How many seeds are drawn.
  let seeds: Int
  private var sum: PolicyJudgement?
  /// The mean; nil where there is nothing to judge.
  private(set) var mean: PolicyJudgement?

  init(seeds: Int) { self.seeds = seeds }

  /// Adds what it costs with the phase of a draw, where BRA takes so many slots more.
  mutating func add(_ costs: PolicyCosts, _ draw: Breakeven.Draw, delay: UInt64) {
    let count = Double(draw.count)
    let total = costs.weighted(delay: delay).mapTimes { $0 * count }.adding(to: sum)
    sum = total
    mean = costs.mean(of: total, count: seeds)
  }
}

extension Breakeven.Curves {
  /// Nil where one of them is not kept.
  fileprivate init?(_ near: PhaseCurves.Place, _ far: PhaseCurves.Place?) {
    guard case .known(let index, _) = near else { return nil }
    self.near = index
    switch far {
    case .known(let index, _)?: self.far = index
    case .latest?: return nil
    case nil: self.far = nil
    }
  }
}

extension PhaseCurves {
  /// The curve at a place that was found last.
  fileprivate subscript(_ place: Place) -> TransferCurve {
    switch place {
    case .known(let index, _): curves[index]
    case .latest: latest
    }
  }
}

extension PolicyJudgement {
  /// With something else done to each time.
  func mapTimes(_ change: (Double) -> Double) -> PolicyJudgement {
    var changed = self
    changed.seconds = change(seconds)
    changed.best = change(best)
    changed.alwaysBRA = change(alwaysBRA)
    changed.alwaysColumn0 = change(alwaysColumn0)
    return changed
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
