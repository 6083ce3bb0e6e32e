internal import FrameSim

/// What `breakeven` found at all points, to be printed.
public struct BreakevenReport: Sendable {
  /// The scenario's name.
  public let name: String
  /// The seed it ran with.
  public let seed: UInt64
  /// The points, in the order of the sweep.
  public let points: [BreakevenPoint]

  /// A report on points.
  public init(name: String, seed: UInt64, points: [BreakevenPoint]) {
    self.name = name
    self.seed = seed
    self.points = points
  }

  /// Whether every closed form says what the simulation says, and every point could be compared.
  public var agrees: Bool { points.allSatisfy { $0.agrees && $0.error == nil } }

  /// The document `simctl-breakeven/1` (design section 8).
  public func document(toolVersion: String) -> JSONValue {
    [
      "schema": "simctl-breakeven/1",
      "tool": ["version": .string(toolVersion)],
      "name": .string(name),
      "seed": .count(seed),
      "points": .array(points.map(\.document)),
    ]
  }
}

extension BreakevenPoint {
  /// What a reviewer may conclude, in one sentence.
  public var conclusion: String {
    offload.map { "\(ordinaryConclusion) \($0.conclusion(maxBytes: request.maxBytes))" } ?? ordinaryConclusion
  }

  private var ordinaryConclusion: String {
    if let error { return "Nothing can be said: \(error.errno.rawValue), \(error.message)." }
    guard bytesPerFrame > 0 else { return "\(bus.shape) carries no BRA block, so Column 0 is the only way." }
    if let phases { return phases.conclusion(maxBytes: request.maxBytes, efficiency: efficiency) }
    guard let breakEvenBytes else {
      let last = request.maxBytes
      return
        "Up to \(plural(last, "byte")) there is no size from which on BRA is always faster than Column 0."
    }
    return
      "From \(breakEvenBytes) bytes on BRA is faster at every size up to \(request.maxBytes)"
      + (efficiency.map { ", but it takes \($0)." } ?? ".")
  }

  /// How long a transfer must be to be good, and not just better; nil where no size says so.
  private var efficiency: String? {
    if shares.isEmpty { return nil }
    let rate = SI.text(bytesPerFrame * bus.frameRateHz, "B/s")
    let share = shares.first { $0.percent == 90 }?.bytes
    return (share.map { "\($0) bytes" } ?? "more than 1 MiB") + " to reach 90 % of its \(rate)"
  }

  /// The point as an object of the result document.
  public var document: JSONValue {
    var members: [String: JSONValue] = [
      "rows": .count(bus.shape.rows), "columns": .count(bus.shape.columns), "clockHz": .count(bus.clockHz),
      "device": .count(request.device), "op": .string(request.operation.rawValue),
      "address": .count(request.address), "maxBytes": .count(request.maxBytes),
      "bytesPerFrame": .number(bytesPerFrame),
      "setupFrames": setupFrames.map { .count($0) } ?? .null,
      "breakEvenBytes": breakEvenBytes.map { .count($0) } ?? .null,
      "firstWinBytes": firstWinBytes.map { .count($0) } ?? .null,
      "closedForm": closedForm?.document ?? .null,
      "agrees": .bool(agrees),
      "bytesForShare": .object(
        Dictionary(
          uniqueKeysWithValues: shares.map { ("\($0.percent)", $0.bytes.map { .count($0) } ?? .null) })),
      "conclusion": .string(conclusion),
    ]
    if !axes.isEmpty {
      members["sweep"] = .object(Dictionary(axes.map { ($0.path, $0.value) }, uniquingKeysWith: { $1 }))
    }
    members["error"] = error?.document
    members["offload"] = offload?.document
    if let policy { members["policy"] = policy.document }
    if let phases { members["phases"] = phases.document }
    return .object(members)
  }
}

extension BreakevenPoint.ClosedForm {
  var document: JSONValue {
    [
      "breakEvenBytes": breakEvenBytes.map { .count($0) } ?? .null,
      "inputs": .object(
        Dictionary(uniqueKeysWithValues: inputs.map { ($0.name, JSONValue.count($0.value)) })),
    ]
  }
}

extension PolicyJudgement {
  fileprivate var document: JSONValue {
    [
      "minBytes": .count(policy.minBytes), "alignBytes": .count(policy.alignBytes),
      "maxBytes": .count(policy.maxBytes), "sizes": .count(sizes), "sizesOverBRA": .count(sizesOverBRA),
      "secondsPerTransfer": .number(seconds), "bestSecondsPerTransfer": .number(best),
      "alwaysBRASecondsPerTransfer": .number(alwaysBRA),
      "alwaysColumn0SecondsPerTransfer": .number(alwaysColumn0), "costShare": .number(costShare),
    ]
  }
}

extension PhaseStatistics {
  /// What holds for all start phases, not only for the one that the point's own numbers belong to.
  fileprivate func conclusion(maxBytes: Int, efficiency: String?) -> String {
    let low = percentile(0)
    let high = percentile(100)
    if without > 0 {
      return
        "With \(without) of \(seeds) start phases there is no size up to \(maxBytes) bytes from which on BRA is always "
        + "faster; with the others there is one, from \(low) to \(high) bytes."
    }
    return
      "From \(high) bytes on BRA is faster at every size up to \(maxBytes) with each of \(seeds) start phases, from "
      + "\(low) on with the best"
      + (efficiency.map { "; with the one that the seed draws it takes \($0)." } ?? ".")
  }

  fileprivate var document: JSONValue {
    [
      "seeds": .count(seeds), "without": .count(without), "mean": .number(mean),
      "meanHalfWidth95": .number(meanHalfWidth),
      "percentiles": .object(
        Dictionary(uniqueKeysWithValues: percentiles.map { ("\($0.percent)", JSONValue.count($0.bytes)) })),
    ]
  }
}
