internal import FrameSim

/// What a scenario expects, looked up once and without what follows from the rest: for runs of which only the verdicts
/// count.
///
/// Of many bounds on one number the tightest is enough, so that a verdict costs what a transfer has numbers, however many
/// expectations there are.
package struct ExpectationDigest: Sendable {
  /// What is expected of a transfer, or of the whole run.
  private struct Demands: Sendable {
    var isStated = false
    var errors: [TransferErrno] = []
    var limits: [MetricLimit] = []

    mutating func add(_ expectation: Expectation) {
      isStated = true
      if let error = expectation.error, !errors.contains(error) { errors.append(error) }
      for limit in expectation.limits { add(limit) }
    }

    private mutating func add(_ limit: MetricLimit) {
      let rivals = limits.indices.filter {
        limits[$0].metric == limit.metric && limits[$0].comparison == limit.comparison
      }
      switch limit.comparison {
      case .exactly:
        // No number is two, so a third makes no difference.
        if rivals.count < 2, !rivals.contains(where: { limits[$0] == limit }) { limits.append(limit) }
      case .atMost, .atLeast:
        guard let rival = rivals.first else { return limits.append(limit) }
        let isLower = limit.bound.isLess(than: limits[rival].bound)
        let isHigher = limits[rival].bound.isLess(than: limit.bound)
        if limit.comparison == .atMost ? isLower : isHigher { limits[rival] = limit }
      }
    }

    func areKept(_ value: (ExpectationMetric) -> Measured) -> Bool {
      limits.allSatisfy { limit in
        switch value(limit.metric) {
        case .count(let count): limit.isKept(byCount: count)
        case .real(let value): limit.isKept(by: value)
        }
      }
    }
  }

  private let statuses: [ExpectedStatus]
  private var transfers: [Demands]
  private var total = Demands()
  /// Limits that are looked at for each run.
  package var limitCount: Int { transfers.reduce(total.limits.count) { $0 + $1.limits.count } }

  /// The digest of a scenario's expectations.
  package init(_ scenario: ScenarioFile) {
    statuses = scenario.expectedStatuses
    transfers = Array(repeating: Demands(), count: scenario.transfers.count)
    let places = scenario.transferPlaces
    for expectation in scenario.expectations {
      switch expectation.subject {
      case .total: total.add(expectation)
      case .transfer: if let place = places[expectation.subject] { transfers[place].add(expectation) }
      }
    }
  }

  /// For each transfer whether what is expected of it, and of the whole run, holds; nil where nothing is said of either.
  func verdicts(_ run: ExecutedScenario) -> [Bool?] {
    let whole = run.measure
    let totalHolds = total.areKept { whole.value(of: $0) }
    return run.results.enumerated().map { index, result in
      let demands = transfers[index]
      guard demands.isStated || total.isStated else { return nil }
      guard totalHolds, ExpectedStatus(result) == statuses[index] else { return false }
      guard demands.errors.allSatisfy({ $0 == result.error?.errno }) else { return false }
      let measure = TransferMeasure(result: result, bus: run.scenario.bus)
      return demands.areKept { measure.value(of: $0) }
    }
  }
}

extension MetricLimit.Bound {
  fileprivate func isLess(than other: MetricLimit.Bound) -> Bool {
    if case .count(let one) = self, case .count(let two) = other { return one < two }
    return double < other.double
  }
}
