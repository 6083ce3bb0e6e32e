package import FrameSim

// What a run says of an offload.
extension ScenarioRun {
  /// The offloads of the run: what came of each call that enabled one, by the name of that call.
  private var offloads: [(transfer: ScenarioTransfer, report: OffloadReport)] {
    zip(scenario.transfers, results).compactMap { transfer, result in
      result.course.offload.map { (transfer, $0) }
    }
  }

  /// As the result document has them; nil where there are none.
  var offloadDocument: JSONValue? {
    let offloads = offloads
    return offloads.isEmpty ? nil : .array(offloads.map { $0.report.document(name: $0.transfer.name) })
  }

  /// A call as the result document has it: what it is in place of the way, the direction and the bytes.
  func members(of call: ScenarioCall) -> [String: JSONValue] { ["call": .string(call.word.rawValue)] }

  /// The rows of a call's details.
  func callRows(of transfer: ScenarioTransfer, _ result: TransferResult) -> [DetailRow] {
    let report = result.course.offload ?? OffloadReport()
    let isAbsent = result.course.offload == nil
    let jitter = report.jitter
    return [
      DetailRow("  triggers", "\(report.triggers)", isEmpty: isAbsent),
      DetailRow("    lost", "\(report.lost.total)", isEmpty: isAbsent || report.lost.total == 0),
      DetailRow("  programs", "\(report.programs)", isEmpty: isAbsent),
      DetailRow("    damaged", "\(report.streams.damaged)", isEmpty: report.streams.damaged == 0),
      DetailRow("    cut off", "\(report.cut)", isEmpty: report.cut == 0),
      DetailRow("  underruns", "\(report.streams.underruns)", isEmpty: report.streams.underruns == 0),
      DetailRow("  overruns", "\(report.streams.overruns)", isEmpty: report.streams.overruns == 0),
      DetailRow("  bad answers", "\(report.streams.failures)", isEmpty: report.streams.failures == 0),
      DetailRow("  jitter, slots", "\(jitter.least) to \(jitter.most)", isEmpty: jitter.most == 0),
      DetailRow("  host, a trigger", SI.text(report.hostSecondsPerTrigger, "s"), isEmpty: isAbsent),
      DetailRow(
        "    without offload", SI.text(report.ordinarySecondsPerTrigger, "s"), isEmpty: isAbsent),
      DetailRow(
        "  words of memory", "\(report.words.instructions) + \(report.words.data)", isEmpty: isAbsent),
    ]
  }

  /// Of each offload, what came of its triggers, in sentences.
  var offloadLines: [[String]] {
    offloads.map { transfer, report in
      let jitter = report.jitter
      var sentences = [
        "\(transfer.shortName): \(plural(Int(clamping: report.triggers), "trigger")), \(report.lost.total) lost"
          + (report.lost.disabled > 0 ? " (\(report.lost.disabled) of them while not all was enabled)" : "")
          + "; \(plural(Int(clamping: report.programs), "program")) of "
          + "\(plural(report.words.instructions, "instruction")) and \(plural(report.words.data, "data word"))"
          + (report.streams.damaged > 0 ? ", \(report.streams.damaged) damaged" : "")
          + (report.cut > 0 ? ", \(report.cut) cut off" : "") + "."
      ]
      if jitter.count > 0 {
        sentences.append(
          "A program began \(jitter.least) to \(jitter.most) slots after its trigger, \(format(jitter.mean, digits: 3)) "
            + "in the mean.")
      }
      let streams = report.streams
      let troubles = [
        (streams.underruns, "blocks found the stream empty"), (streams.overruns, "reads found the ring full"),
        (streams.failures, "blocks or commands were not answered well"),
      ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      if !troubles.isEmpty { sentences.append(list(troubles) + ".") }
      sentences.append(
        "The host spent \(SI.text(report.hostSecondsPerTrigger, "s")) for each trigger, and without an offload "
          + "would spend \(SI.text(report.ordinarySecondsPerTrigger, "s")).")
      return DisplayWidth.wrapped(sentences.joined(separator: " "), first: 2, indent: 2)
    }
  }
}

extension OffloadReport {
  /// The host's seconds for the same message as ordinary transfers.
  var ordinarySecondsPerTrigger: Double { Double(ordinary.hostNanoseconds) / 1e9 }

  /// As result documents have it.
  package func document(name: String) -> JSONValue {
    [
      "name": .string(name), "triggers": .count(triggers), "lost": .count(lost.total),
      "lostWhileRunning": .count(lost.running), "lostWhileDisabled": .count(lost.disabled),
      "programs": .count(programs), "damaged": .count(streams.damaged), "cut": .count(cut),
      "underruns": .count(streams.underruns), "overruns": .count(streams.overruns),
      "failures": .count(streams.failures), "cpuSecondsPerTrigger": .number(hostSecondsPerTrigger),
      "cpuSecondsPerTriggerWithoutOffload": .number(ordinarySecondsPerTrigger),
      "jitterSlots": ["min": .count(jitter.least), "mean": .number(jitter.mean), "max": .count(jitter.most)],
      "instructionWords": .count(words.instructions), "dataWords": .count(words.data),
    ]
  }
}
