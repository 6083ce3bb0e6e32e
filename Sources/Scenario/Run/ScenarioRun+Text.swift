internal import FrameSim

extension ScenarioRun {
  /// Up to so many transfers stand side by side with all there is to say of them; more are a list.
  private static let mostSideBySide = 4

  /// The result for a person, in lines of at most 80 columns; it ends with the answer to which way was faster.
  ///
  /// `isVerbose` adds to a list of many transfers what each of them cost, and every comparison. `statistics` adds which
  /// engine ran and how many frames it handed over.
  public func report(isVerbose: Bool = false, statistics choice: EngineChoice? = nil) -> String {
    var lines = heading
    let isList = results.count > Self.mostSideBySide
    if isList { lines += [""] + transferList }
    if !isList || isVerbose { lines += transferDetails.flatMap { [""] + $0 } }
    lines += sectionLines(isVerbose: isVerbose).flatMap { [""] + $0 }
    lines += offloadLines.flatMap { [""] + $0 }
    lines += interleavedLines(isVerbose: isVerbose).flatMap { [""] + $0 }
    lines += [""] + verdict
    if let choice { lines += engineLines(choice) }
    lines += answer(isVerbose: isVerbose || !isList).flatMap { [""] + DisplayWidth.wrapped($0) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    let bus = scenario.bus
    let capacity = dp0Capacity.mean(DP0Limits())
    return [
      DisplayWidth.shortened(scenario.name, to: TextTable.width),
      "  \(bus.shape.rows) rows x \(bus.shape.columns) columns = \(bus.shape.slots) slots per frame, "
        + "clock \(SI.text(Double(bus.clockHz), "Hz"))",
      "  \(SI.text(Double(bus.slotRateHz), "slot/s")), \(SI.text(bus.frameRateHz, "frame/s")), "
        + (capacity > 0
          ? "BRA carries \(format(capacity, digits: 3)) data bytes per frame" : "no room for BRA on DP0"),
      "  seed \(seed)",
    ] + (hostLine.map { DisplayWidth.wrapped($0, first: 2, indent: 2) } ?? [])
  }

  /// How many expectations hold, and those that do not.
  private var verdict: [String] {
    let failed = outcomes.filter { !$0.passed }
    return ["expectations: \(outcomes.count - failed.count) of \(outcomes.count) hold"]
      + failed.flatMap {
        DisplayWidth.wrapped(
          "not so: \($0.sentence)",
          first: 2, indent: 2)
      }
  }

  private func engineLines(_ choice: EngineChoice) -> [String] {
    let handedOver = statistics.handedOver.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { ", \($0.value) handed over (\($0.key.rawValue))" }.joined()
    let skipped = statistics.skipped > 0 ? ", \(statistics.skipped) Pings skipped" : ""
    return DisplayWidth.wrapped(
      "engine \(choice.rawValue): \(statistics.frames) frames\(skipped)\(handedOver)", indent: 2)
  }
}

extension ScenarioTransfer {
  /// What it is called in a sentence: a long name is cut in its middle.
  var shortName: String { DisplayWidth.shortened(name, to: 24) }

  /// The way it takes and its direction, for example `BRA write`.
  var way: String {
    if let call { return "call \(call.word.rawValue)" }
    return "\(path == .bra ? "BRA" : "Column 0") \(operation.rawValue)"
  }
}
