internal import FrameSim

extension ScenarioRun {
  /// Which way was faster, by how much, and where the slower one lost it: a paragraph for each comparison, or one for
  /// all of many.
  func answer(isVerbose: Bool) -> [String] {
    let comparisons = comparisons
    guard !comparisons.isEmpty else { return [incomparable] }
    let single = comparisons.count <= Self.mostSentences || isVerbose ? comparisons.map(sentence) : []
    return single + (comparisons.count > Self.mostSentences ? [summary(comparisons)] : [])
  }

  /// More sentences than these are summed up in one.
  private static let mostSentences = 4

  private func time(_ slots: UInt64) -> String {
    SI.text(Double(slots) / Double(scenario.bus.slotRateHz), "s")
  }

  // MARK: One comparison

  private func sentence(_ comparison: TransferComparison) -> String {
    let bra = (transfer: scenario.transfers[comparison.braIndex], result: comparison.bra, way: "BRA")
    let column0 = (
      transfer: scenario.transfers[comparison.column0Index], result: comparison.column0, way: "Column 0"
    )
    let isBRAFaster = bra.result.duration < column0.result.duration
    let (faster, slower) = isBRAFaster ? (bra, column0) : (column0, bra)
    let names = (
      "\(faster.transfer.shortName) (\(faster.way))", "\(slower.transfer.shortName) (\(slower.way))"
    )
    guard faster.result.duration < slower.result.duration else {
      return "\(names.0) and \(names.1) took the same time: \(time(faster.result.duration))."
    }
    let ratio = Double(slower.result.duration) / Double(faster.result.duration)
    return "\(names.0) was \(format(ratio, digits: 3)) times as fast as \(names.1): "
      + "\(time(faster.result.duration)) against \(time(slower.result.duration)), "
      + "\(plural(Int(faster.result.frames.total), "frame")) against \(slower.result.frames.total). "
      + "Against \(faster.transfer.shortName), \(slower.transfer.shortName) lost \(lossWords(comparison))."
  }

  /// The parts that the slower one spent more time in: those that matter.
  private func lossWords(_ comparison: TransferComparison) -> String {
    let losses = comparison.losses
    let whole = losses.reduce(0) { $0 + $1.slots }
    let shown = losses.prefix(3).filter { $0.slots * 10 >= whole }
    return list(shown.map { "\(time($0.slots)) to \($0.to)" })
  }

  // MARK: Many comparisons

  private func summary(_ comparisons: [TransferComparison]) -> String {
    let bra = comparisons.filter { $0.bra.duration < $0.column0.duration }
    let column0 = comparisons.filter { $0.column0.duration < $0.bra.duration }
    let same = comparisons.count - bra.count - column0.count
    var sentences = [
      "Of \(comparisons.count) BRA transfers with a Column 0 transfer as long to compare, "
        + list(
          [
            bra.isEmpty ? "" : "\(bra.count) \(bra.count == 1 ? "was" : "were") faster",
            column0.isEmpty ? "" : "\(column0.count) \(column0.count == 1 ? "was" : "were") slower",
            same == 0 ? "" : "\(same) took the same time",
          ].filter { !$0.isEmpty }) + "."
    ]
    for (way, won, other) in [("BRA", bra, "Column 0"), ("Column 0", column0, "BRA")] where !won.isEmpty {
      let ratios = won.map {
        Double(max($0.bra.duration, $0.column0.duration)) / Double(min($0.bra.duration, $0.column0.duration))
      }.sorted()
      let low = format(ratios.first ?? 1, digits: 3)
      let high = format(ratios.last ?? 1, digits: 3)
      sentences.append(
        "Where \(way) won it was \(low == high ? low : "\(low) to \(high)") times as fast, and \(other) lost most "
          + "to \(mostLost(won)).")
    }
    return sentences.joined(separator: " ")
  }

  /// The part in which the slower ones of comparisons spent the most time that the faster ones did not.
  private func mostLost(_ comparisons: [TransferComparison]) -> String {
    var sums: [String: UInt64] = [:]
    for comparison in comparisons {
      for loss in comparison.losses { sums[loss.to, default: 0] += loss.slots }
    }
    let most = sums.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return most.map { "\($0.key), \(time($0.value)) in all" } ?? "nothing"
  }

  // MARK: Nothing to compare

  /// What there is, where no two transfers can be compared.
  private var incomparable: String {
    let transfers = scenario.transfers.indices.filter { scenario.transfers[$0].call == nil }
    let good = transfers.filter { results[$0].error == nil }
    if transfers.isEmpty {
      return "Nothing to compare: there are only calls to an offload, and no transfers."
    }
    guard !good.isEmpty else {
      return transfers.count == 1
        ? "\(scenario.transfers[transfers[0]].shortName) failed, so there is no time to compare."
        : "None of \(transfers.count) transfers ended ok, so there are no times to compare."
    }
    let ways = Set(good.map { scenario.transfers[$0].path })
    guard ways.count == 1, let way = ways.first else {
      return
        "Nothing to compare: no transfer moved as many bytes in the same direction over BRA as one over Column 0."
    }
    let names = way == .bra ? ("BRA", "Column 0") : ("Column 0", "BRA")
    let elsewhere = good.count { results[$0].course.column0Bytes > 0 }
    guard good.count == 1, let only = good.first else {
      let went = elsewhere > 0 ? "were to go" : "went"
      let but =
        elsewhere == 0
        ? "" : " Bytes of \(elsewhere == good.count ? "all" : "\(elsewhere)") of them went over Column 0."
      return
        "All \(good.count) transfers that ended ok \(went) over \(names.0): there is none over \(names.1) to compare.\(but)"
    }
    let result = results[only]
    if elsewhere > 0 {
      let bytes = result.course.column0Bytes
      return
        "Of the \(plural(result.bytesMoved, "byte")) of \(scenario.transfers[only].shortName), which was to go over BRA, "
        + "\(bytes == result.bytesMoved ? "all" : "\(bytes)") went over Column 0; it took \(time(result.duration)). There is no good "
        + "transfer over Column 0 to compare it with."
    }
    let measure = TransferMeasure(result: result, bus: scenario.bus)
    return "\(scenario.transfers[only].shortName) moved \(result.bytesMoved) "
      + "byte\(result.bytesMoved == 1 ? "" : "s") over \(names.0) in \(time(result.duration)), "
      + "\(percent(measure.efficiency)) of the most that \(names.0) carries; there is no good transfer over "
      + "\(names.1) to compare it with."
  }
}
