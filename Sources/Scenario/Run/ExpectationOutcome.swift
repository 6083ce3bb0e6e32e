internal import FrameSim

/// One expectation of a scenario, and what the run said to it.
public struct ExpectationOutcome: Hashable, Sendable {
  /// What it is about.
  public var subject: Expectation.Subject
  /// What it is about as a text: the transfer, or `total`, and the key.
  public var name: String
  /// Whether it held.
  public var passed: Bool
  /// What the run gave.
  public var actual: JSONValue
  /// What the scenario asks for.
  public var expected: JSONValue
  /// How what the run gave has to compare with that.
  public var comparison = MetricLimit.Comparison.exactly

  /// What the run gave, and what was expected, as a sentence without an end.
  public var sentence: String {
    let bound =
      switch comparison {
      case .exactly: ""
      case .atMost: "at most "
      case .atLeast: "at least "
      }
    // What is bounded is the number, by whose name the key begins.
    let number = name.dropLast(comparison.rawValue.count)
    return
      "\(excerpt(String(number), limit: .max)) is \(actual.text(.compact)), expected \(bound)\(expected.text(.compact))"
  }

  /// Judges every expectation of a scenario; each transfer without one is expected `ok`.
  static func judge(
    _ scenario: ScenarioFile, results: [TransferResult], _ whole: RunMeasure
  ) -> [ExpectationOutcome] {
    var outcomes: [ExpectationOutcome] = []
    for ((transfer, expected), result) in zip(zip(scenario.transfers, scenario.expectedStatuses), results) {
      let actual = ExpectedStatus(result)
      outcomes.append(
        ExpectationOutcome(
          subject: .transfer(transfer.name), name: "\(transfer.name): status", passed: actual == expected,
          actual: .string(actual.rawValue),
          expected: .string(expected.rawValue)))
    }
    let places = scenario.transferPlaces
    for expectation in scenario.expectations {
      switch expectation.subject {
      case .total:
        outcomes += expectation.limits.map { $0.judge(.total, whole.value(of: $0.metric)) }
      case .transfer(let name):
        guard let index = places[expectation.subject] else { continue }
        let result = results[index]
        if let error = expectation.error {
          let actual = result.error?.errno.rawValue
          outcomes.append(
            ExpectationOutcome(
              subject: expectation.subject, name: "\(name): error", passed: actual == error.rawValue,
              actual: actual.map { .string($0) } ?? .null, expected: .string(error.rawValue)))
        }
        let measure = TransferMeasure(result: result, bus: scenario.bus)
        outcomes += expectation.limits.map { $0.judge(expectation.subject, measure.value(of: $0.metric)) }
      }
    }
    return outcomes
  }
}

extension ExpectedStatus {
  /// How a transfer ended.
  init(_ result: TransferResult) { self = result.error == nil ? .ok : .failed }
}

extension ScenarioFile {
  /// Which transfer an expectation is about.
  var transferPlaces: [Expectation.Subject: Int] {
    Dictionary(
      transfers.enumerated().map { (.transfer($0.element.name), $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }
}

/// A number of a result: an exact count or a measured value.
package enum Measured: Hashable {
  case count(UInt64)
  case real(Double)

  /// A count that is not negative.
  static func count(_ value: Int) -> Measured { .count(UInt64(max(0, value))) }
}

extension MetricLimit {
  fileprivate func judge(_ subject: Expectation.Subject, _ measured: Measured) -> ExpectationOutcome {
    let name =
      switch subject {
      case .transfer(let transfer): "\(transfer): \(key)"
      case .total: "total: \(key)"
      }
    let expected: JSONValue =
      switch bound {
      case .count(let value): .count(value)
      case .real(let value): .number(value)
      }
    switch measured {
    case .count(let value):
      return ExpectationOutcome(
        subject: subject, name: name, passed: isKept(byCount: value), actual: .count(value),
        expected: expected, comparison: comparison)
    case .real(let value):
      return ExpectationOutcome(
        subject: subject, name: name, passed: isKept(by: value), actual: .number(value), expected: expected,
        comparison: comparison)
    }
  }
}

/// The numbers of a whole run that expectations can bound.
struct RunMeasure {
  let bus: Bus
  let slots: SlotCounts
  let timeline: BusTimeline

  func value(of metric: ExpectationMetric) -> Measured {
    if let slotClass = metric.slotClass { return .count(slots[slotClass]) }
    switch metric {
    case .seconds: return .real(timeline.seconds(from: 0, to: bus.slot))
    case .slots: return .count(bus.slot)
    default: return .count(bus.frame)
    }
  }
}

extension [ExpectationOutcome] {
  /// The first expectation of a transfer, or else of the whole run, that did not hold, as a sentence without an end.
  func disappointment(of transfer: ScenarioTransfer) -> String? {
    let failed = lazy.filter { !$0.passed }
    let own = failed.first { $0.subject == .transfer(transfer.name) }
    return (own ?? failed.first { $0.subject == .total })?.sentence
  }
}
