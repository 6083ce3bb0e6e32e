package import FrameSim

extension ScenarioRun {
  /// The result document, `simctl-result/1` (design section 8); `loadWarnings` are those of the file.
  ///
  /// `statistics` adds the object `run`: which engine ran and how many frames it handed over, by reason.
  public func document(
    toolVersion: String, loadWarnings: [Diagnostic] = [], statistics choice: EngineChoice? = nil
  ) -> JSONValue {
    var members: [String: JSONValue] = [
      "schema": "simctl-result/1",
      "tool": ["version": .string(toolVersion)],
      "scenario": scenario.expanded,
      "seed": .count(seed),
      "derived": derived,
      "transfers": .array(zip(scenario.transfers, results).map { document(of: $0, $1) }),
      "comparisons": .array(comparisons.map(document(of:))),
      "slots": slots.document(),
      "expectations": .array(
        outcomes.map {
          [
            "name": .string($0.name), "passed": .bool($0.passed), "actual": $0.actual,
            "expected": $0.expected,
          ]
        }),
      "warnings": .array((loadWarnings.map(\.message) + warnings).map { .string($0) }),
    ]
    members["offloads"] = offloadDocument
    if let choice { members["run"] = engineDocument(choice) }
    return .object(members)
  }

  private func engineDocument(_ choice: EngineChoice) -> JSONValue {
    let reasons = statistics.handedOver.map { ($0.key.rawValue, JSONValue.count($0.value)) }
    return [
      "engine": .string(choice.rawValue), "frames": .count(statistics.frames),
      "skipped": .count(statistics.skipped),
      "handedOver": .object(Dictionary(uniqueKeysWithValues: reasons)),
    ]
  }

  private var derived: JSONValue {
    let capacity = dp0Capacity
    var members: [String: JSONValue] = [
      "slotRateHz": .count(scenario.bus.slotRateHz),
      "frameRateHz": .number(scenario.bus.frameRateHz),
      "slotsPerFrame": .count(scenario.bus.shape.slots),
      "braBytesPerFrame": .number(capacity.mean(DP0Limits())),
    ]
    if case .pulse(_, let phase) = scenario.host(seed: seed).syncWait {
      members["syncWaitPhase"] = .count(phase)
    }
    return .object(members)
  }

  /// What DP0 carries on this bus, before the limits of any Peripheral.
  var dp0Capacity: BlockCapacity {
    BlockCapacity(
      geometry: scenario.host.geometry(for: scenario.bus.shape),
      shape: scenario.bus.shape)
  }

  private func document(of transfer: ScenarioTransfer, _ result: TransferResult) -> JSONValue {
    let measure = TransferMeasure(result: result, bus: scenario.bus)
    let frames = result.frames
    let commands = result.commands
    let blocks = result.blocks
    var members: [String: JSONValue] = [
      "name": .string(transfer.name),
      "bytesMoved": .count(result.bytesMoved),
      "status": result.error == nil ? "ok" : "failed",
      "bytesPerSecond": .number(measure.bytesPerSecond),
      "bytesPerFrame": .number(result.bytesPerFrame),
      "efficiency": .number(measure.efficiency),
      "startSlot": .count(result.startSlot),
      "endSlot": .count(result.endSlot),
      "seconds": .number(measure.seconds),
      "frames": [
        "total": .count(frames.total), "setup": .count(frames.setup), "syncWait": .count(frames.syncWait),
        "data": .count(frames.data), "teardown": .count(frames.teardown), "retry": .count(frames.retry),
        "host": .count(frames.host),
      ],
      "hostFrames": [
        "setup": .count(result.hostFrames.setup), "data": .count(result.hostFrames.data),
        "teardown": .count(result.hostFrames.teardown),
      ],
      "commands": [
        "write": .count(commands.write), "read": .count(commands.read), "ping": .count(commands.ping),
      ],
      "blocks": [
        "sent": .count(blocks.sent), "ok": .count(blocks.ok), "ignored": .count(blocks.ignored),
        "nak": .count(blocks.nak), "notReady": .count(blocks.notReady), "bad": .count(blocks.bad),
        "aborted": .count(blocks.aborted),
      ],
      "retries": .count(result.retries),
      "slots": result.slots.document(),
      "split": .object(
        Dictionary(uniqueKeysWithValues: result.split.parts.map { ($0.key, JSONValue.count($0.slots)) })),
    ]
    if let call = transfer.call {
      members.merge(self.members(of: call)) { $1 }
    } else {
      members["via"] = .string(transfer.path.rawValue)
      members["op"] = .string(transfer.operation.rawValue)
      members["device"] = .count(transfer.device)
      members["address"] = .count(transfer.address)
      members["bytes"] = .count(transfer.bytes)
      if lists(transfer, result) { members["sections"] = .array(sections(transfer, result).map(\.document)) }
      if transfer.path == .bra { members.merge(hostMembers(result)) { $1 } }
    }
    members["error"] = result.error?.document
    if let during = transfer.during { members["during"] = .string(during.transfer) }
    if let isIntact = result.isIntact { members["intact"] = .bool(isIntact) }
    if let merging = result.merging { members["merging"] = merging.document }
    members["bam"] = result.course.bam?.document
    return .object(members)
  }
}

extension TransferError {
  /// As result documents have it.
  var document: JSONValue { ["errno": .string(errno.rawValue), "message": .string(message)] }
}

extension SlotCounts {
  fileprivate func document() -> JSONValue {
    var members: [String: JSONValue] = ["total": .count(total)]
    for slotClass in SlotClass.allCases { members[slotClass.rawValue] = .count(self[slotClass]) }
    return .object(members)
  }
}

extension SlotSplit {
  /// The parts with their key and what a report calls them, in the order of a report.
  package var parts: [(key: String, title: String, slots: UInt64)] {
    [
      ("payload", "payload", payload), ("setup", "set-up and teardown", setup),
      ("syncWait", "sync wait", syncWait), ("retry", "retries", retry), ("host", "host", host),
      ("overhead", "overhead bits", overhead), ("shortBlock", "short last block", shortBlock),
      ("column0", "Column 0 beside data", column0), ("unused", "unused beside data", unused),
    ]
  }
}

extension JSONValue {
  /// A measured value: without a fraction where it is a whole number.
  static func number(_ value: Double) -> JSONValue {
    if value.magnitude < 9e15, value == value.rounded() { .integer(Int64(value)) } else { .real(value) }
  }
}
