internal import FrameSim

extension BreakevenReport {
  /// The report for a person: a table of points, and what follows.
  public var text: String {
    var lines = heading
    lines += table
    for point in points where points.count <= 8 {
      lines.append("")
      if points.count > 1 { lines.append(point.label) }
      lines.append(point.conclusion)
      lines += point.details
    }
    if points.count > 8 { lines += ["", summary] }
    return lines.joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    guard let request = points.first?.request else { return [name] }
    let way = request.operation == .write ? "writes to" : "reads from"
    return [
      name,
      "  \(way) \(request.place)" + ", every size from 1 to \(request.maxBytes) bytes, seed \(seed)",
      "  break-even: the smallest size from which on BRA is always faster; D: data bytes per block",
    ] + (points.contains { $0.phases != nil } ? [Self.phaseNote] : []) + [""]
  }

  private static let phaseNote =
    "  random phases: break-even, and policy, over all start phases drawn; other columns: the phase that the seed draws"

  private var table: [String] {
    let axes = points.first?.axes.map(\.path).filter { !["bus.rows", "bus.columns"].contains($0) } ?? []
    let hasPhases = points.contains { $0.phases != nil }
    let hasPolicy = points.contains { $0.policy != nil }
    var head =
      ["shape", "clock"] + axes + [
        "D", "set-up frames", "first win", "break-even", "closed form", "50 %", "80 %", "90 %", "95 %",
      ]
    if hasPhases { head += ["random phases", "their mean"] }
    if hasPolicy { head += ["sizes over BRA", "with policy", "best choice", "policy costs"] }
    let rows = points.map { point in
      let values = point.axes.filter { axes.contains($0.path) }.map { $0.value.text(.compact) }
      return [point.bus.shape.description, SI.text(Double(point.bus.clockHz), "Hz")] + values + point.columns
        + (hasPhases ? point.phaseColumns : []) + (hasPolicy ? point.policyColumns : [])
    }
    let all = [head] + rows
    let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
    }
  }

  private var summary: String {
    let values = points.compactMap(\.breakEvenBytes)
    guard let low = values.min(), let high = values.max() else {
      return "At none of the \(points.count) points BRA becomes worth its set-up."
    }
    return "Break-even at \(values.count) of \(points.count) points, from \(low) to \(high) bytes."
  }
}

extension BreakevenPoint {
  /// From D to the sizes that reach a share of the rate.
  fileprivate var columns: [String] {
    func text(_ value: Int?) -> String { value.map { "\($0)" } ?? "-" }
    let form = closedForm.map {
      text($0.breakEvenBytes) + ($0.breakEvenBytes == breakEvenBytes ? "" : " !")
    }
    return [
      bytesPerFrame > 0 ? format(bytesPerFrame, digits: 3) : "-", setupFrames.map { "\($0)" } ?? "-",
      text(firstWinBytes), text(breakEvenBytes), form ?? "",
    ]
      + [50, 80, 90, 95].map { percent in text(shares.first { $0.percent == percent }?.bytes) }
  }

  /// The lowest and highest break-even of the drawn phases, and their mean.
  fileprivate var phaseColumns: [String] {
    guard let phases else { return ["", ""] }
    return ["\(phases.percentile(0)) to \(phases.percentile(100))", format(phases.mean, digits: 1)]
  }

  /// What the policy lets over BRA, the mean times of a transfer with it and with the best choice, the difference.
  fileprivate var policyColumns: [String] {
    guard let policy else { return ["", "", "", ""] }
    return [
      "\(policy.sizesOverBRA) of \(policy.sizes)", SI.text(policy.seconds, "s"), SI.text(policy.best, "s"),
      "+\(format(policy.costShare * 100, digits: 1)) %",
    ]
  }

  fileprivate var label: String {
    ([bus.shape.description] + axes.map { "\($0.path) \($0.value.text(.compact))" }).joined(separator: ", ")
  }

  /// The inputs of the closed form, what the policy costs, how the start phase matters.
  fileprivate var details: [String] {
    var lines: [String] = []
    if let closedForm {
      let inputs = closedForm.inputs.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
      lines.append("Closed form, BRA frames = setupFrames + ceil(bytes / bytesPerFrame): \(inputs).")
    }
    if let phases {
      let percentiles = phases.percentiles.map { "\($0.percent) %: \($0.bytes)" }.joined(separator: ", ")
      lines.append(
        "Over \(phases.seeds) random start phases: mean \(format(phases.mean, digits: 1)) +- "
          + "\(format(phases.meanHalfWidth, digits: 1)) (95 %), percentiles \(percentiles).")
    }
    if let policy {
      lines.append(
        "The policy (at least \(policy.policy.minBytes), multiple of \(policy.policy.alignBytes), at most "
          + "\(policy.policy.maxBytes) bytes) sends \(policy.sizesOverBRA) of \(policy.sizes) sizes over BRA: "
          + "\(SI.text(policy.seconds, "s")) per transfer, best choice \(SI.text(policy.best, "s")) "
          + "(+\(format(policy.costShare * 100, digits: 1)) %), always BRA \(SI.text(policy.alwaysBRA, "s")), "
          + "always Column 0 \(SI.text(policy.alwaysColumn0, "s")).")
    }
    return lines
  }
}
