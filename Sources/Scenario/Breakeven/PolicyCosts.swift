package import FrameSim

/// What a policy costs over a distribution of sizes, if BRA takes so many slots more than given: answered for any number.
///
/// Only the best choice depends on more than sums over all sizes: it is BRA for the sizes with a greater lead than the delay.
/// Those are sums over the end of a list, by ascending lead. Sums of whole weights are exact up to 2^53.
package struct PolicyCosts: Sendable {
  /// A size of the distribution, and what it takes both ways.
  package struct Size: Sendable {
    package var bytes: Int
    package var weight: Double
    /// Slots over BRA.
    package var bra: UInt64
    /// Slots over Column 0.
    package var column0: UInt64

    /// A size.
    package init(bytes: Int, weight: Double, bra: UInt64, column0: UInt64) {
      self.bytes = bytes
      self.weight = weight
      self.bra = bra
      self.column0 = column0
    }
  }

  /// Weights, and weights times slots.
  private struct Sums {
    var weight = 0.0
    var bra = 0.0
    var column0 = 0.0

    mutating func add(_ size: Size) {
      weight += size.weight
      bra += size.weight * Double(size.bra)
      column0 += size.weight * Double(size.column0)
    }
  }

  private let policy: TransferPolicy
  private let slotRateHz: Double
  private let count: Int
  private let countOverBRA: Int
  private let all: Sums
  /// Sizes that the policy sends over BRA, and the others.
  private let overBRA: Sums
  private let overColumn0: Sums
  /// By how many slots BRA is ahead, ascending.
  private let leads: [Int64]
  /// Column 0 for the first so many of them.
  private let column0: [Double]
  /// BRA for all but the first so many.
  private let bra: [Double]
  private let weight: [Double]

  /// Adds up what is asked for later.
  package init(_ policy: TransferPolicy, _ sizes: [Size], slotRateHz: Int) {
    self.policy = policy
    self.slotRateHz = Double(slotRateHz)
    count = sizes.count
    var (all, overBRA, overColumn0) = (Sums(), Sums(), Sums())
    var countOverBRA = 0
    for size in sizes {
      all.add(size)
      // With a rest over Column 0 the time over BRA is that of both parts.
      if policy.rest == .column0 || policy.violation(bytes: size.bytes) == nil {
        countOverBRA += policy.rest == .refuse || policy.bytesOverBRA(of: size.bytes) > 0 ? 1 : 0
        overBRA.add(size)
      } else {
        overColumn0.add(size)
      }
    }
    (self.all, self.overBRA, self.overColumn0, self.countOverBRA) = (all, overBRA, overColumn0, countOverBRA)
    let order = sizes.indices.map {
      (lead: Int64(bitPattern: sizes[$0].column0 &- sizes[$0].bra), index: $0)
    }.sorted { ($0.lead, $0.index) < ($1.lead, $1.index) }
    leads = order.map(\.lead)
    var column0 = [Double](repeating: 0, count: count + 1)
    var (bra, weight) = (column0, column0)
    var (first, last) = (Sums(), Sums())
    for (position, entry) in order.enumerated() {
      first.add(sizes[entry.index])
      column0[position + 1] = first.column0
    }
    for (position, entry) in order.enumerated().reversed() {
      last.add(sizes[entry.index])
      (bra[position], weight[position]) = (last.bra, last.weight)
    }
    (self.column0, self.bra, self.weight) = (column0, bra, weight)
  }

  /// What the policy costs where BRA takes so many slots more.
  package func judgement(delay: UInt64) -> PolicyJudgement { mean(of: weighted(delay: delay)) }

  /// The same as weights times slots, which can be added up.
  func weighted(delay: UInt64) -> PolicyJudgement {
    let ahead = leads.indices.partitionPoint { leads[$0] > Int64(clamping: delay) }
    let delay = Double(delay)
    return PolicyJudgement(
      policy: policy, sizesOverBRA: countOverBRA, sizes: count,
      seconds: overBRA.bra + delay * overBRA.weight + overColumn0.column0,
      best: column0[ahead] + bra[ahead] + delay * weight[ahead],
      alwaysBRA: all.bra + delay * all.weight, alwaysColumn0: all.column0)
  }

  /// The mean time of a transfer, of so many sums.
  func mean(of weighted: PolicyJudgement, count: Int = 1) -> PolicyJudgement {
    let divisor = all.weight * Double(count) * slotRateHz
    return weighted.mapTimes { $0 / divisor }
  }
}
