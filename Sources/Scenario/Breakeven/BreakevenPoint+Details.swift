internal import FrameSim

extension BreakevenPoint {
  /// Everything that is known of the point, in lines of at most 80 columns.
  var details: [String] {
    func bytes(_ value: Int?) -> String { value.map { "\($0) bytes" } ?? "none" }
    var rows = [
      ("bus", "\(bus.shape) at \(SI.text(Double(bus.clockHz), "Hz"))"),
      ("bytes per frame", bytesPerFrame > 0 ? format(bytesPerFrame, digits: 3) : "no block fits"),
      ("set-up frames", setupFrames.map { "\($0)" } ?? "none"),
      ("first win", bytes(firstWinBytes)),
      ("break-even", bytes(breakEvenBytes)),
    ]
    if let closedForm {
      rows.append(("closed form", bytes(closedForm.breakEvenBytes) + (agrees ? "" : ", which is another")))
      rows.append(("", "BRA frames = setupFrames + ceil(bytes / bytesPerFrame)"))
      rows.append(("", closedForm.inputs.map { "\($0.name) \($0.value)" }.joined(separator: ", ")))
    }
    rows += offload?.rows ?? []
    for share in shares {
      rows.append(("\(share.percent) % of full rate", share.bytes.map { "\($0) bytes" } ?? "above 1 MiB"))
    }
    if let phases { rows += Self.rows(phases) }
    if let policy { rows += Self.rows(policy) }
    return rows.flatMap { title, value in
      // The value's later lines stand below its first.
      DisplayWidth.wrapped(value, width: TextTable.width - Self.valueColumn).enumerated().map { index, line in
        DisplayWidth.padded(index == 0 ? "  " + title : "", to: Self.valueColumn, isLeft: true) + line
      }
    }
  }

  private static let valueColumn = 22

  private static func rows(_ phases: PhaseStatistics) -> [(String, String)] {
    let percentiles = phases.percentiles.map { "\($0.percent) %: \($0.bytes)" }.joined(separator: ", ")
    return [
      ("random phases", "\(phases.seeds) drawn" + (phases.without > 0 ? ", \(phases.without) without" : "")),
      (
        "their mean",
        "\(format(phases.mean, digits: 1)) +- \(format(phases.meanHalfWidth, digits: 1)) bytes (95 %)"
      ),
      ("percentiles", percentiles),
    ]
  }

  private static func rows(_ judgement: PolicyJudgement) -> [(String, String)] {
    let policy = judgement.policy
    return [
      (
        "policy",
        "at least \(policy.minBytes), a multiple of \(policy.alignBytes), at most \(policy.maxBytes) bytes"
      ),
      ("sizes over BRA", "\(judgement.sizesOverBRA) of \(judgement.sizes)"),
      ("with the policy", "\(SI.text(judgement.seconds, "s")) per transfer"),
      (
        "best choice",
        "\(SI.text(judgement.best, "s")), so the policy costs \(format(judgement.costShare * 100, digits: 1)) %"
      ),
      ("always BRA", SI.text(judgement.alwaysBRA, "s")),
      ("always Column 0", SI.text(judgement.alwaysColumn0, "s")),
    ]
  }
}
