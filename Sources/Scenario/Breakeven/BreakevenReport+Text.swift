internal import FrameSim

extension BreakevenReport {
  /// Of up to so many points the report says what follows from each.
  private static let mostConclusions = 8

  /// The report for a person, in lines of at most 80 columns: a table of points, and what follows.
  ///
  /// `isVerbose` adds everything that is known of each point, the closed form with its inputs included.
  public func text(isVerbose: Bool = false) -> String {
    let labels = PointLabels(points)
    var lines = heading(labels)
    let table = BreakevenTable(points, labels)
    if !points.isEmpty { lines += [""] + table.notes + [""] + table.lines }
    for (index, point) in points.enumerated() where isVerbose || points.count <= Self.mostConclusions {
      lines.append("")
      if points.count > 1 { lines += DisplayWidth.wrapped("#\(index + 1): \(labels.label(index))") }
      lines += DisplayWidth.wrapped(point.conclusion)
      if isVerbose { lines += point.details }
    }
    if points.count > Self.mostConclusions { lines += [""] + DisplayWidth.wrapped(summary) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(_ labels: PointLabels) -> [String] {
    let facts = [labels.common, "seed \(seed)"].filter { !$0.isEmpty }.joined(separator: "; ")
    return [DisplayWidth.shortened(name, to: TextTable.width)] + DisplayWidth.wrapped(facts, first: 2)
  }

  private var summary: String {
    let values = points.compactMap(\.breakEvenBytes)
    guard let low = values.min(), let high = values.max() else {
      return "At none of the \(points.count) points BRA becomes worth its set-up." + policySummary
    }
    return "Break-even at \(values.count) of \(points.count) points, from \(low) to \(high) bytes."
      + policySummary
  }

  /// Where the policy costs least and where it costs most.
  private var policySummary: String {
    let costs = points.enumerated().compactMap { index, point in
      point.policy.map { (number: index + 1, share: $0.costShare) }
    }
    guard let least = costs.min(by: { $0.share < $1.share }),
      let most = costs.max(by: { $0.share < $1.share })
    else { return "" }
    func text(_ cost: (number: Int, share: Double)) -> String {
      "\(format(cost.share * 100, digits: 1)) % (#\(cost.number))"
    }
    return " The policy costs from \(text(least)) to \(text(most))."
  }
}
