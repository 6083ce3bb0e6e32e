internal import FrameSim

extension ScenarioFile {
  /// The scenario with every default filled in; as a file in the same folder it is the same scenario.
  ///
  /// Where there is a sweep, only those defaults are filled in that are always the same: the others may follow the
  /// values of an axis.
  public var expanded: JSONValue {
    hasSweep ? expandedWithSweep : expandedWithoutSweep
  }

  private var expandedWithSweep: JSONValue {
    guard case .object(var members) = ObjectSchema.scenario.filled(document.root) else { return .null }
    members["name"] = .string(name)
    // It is about the file that is written, not about the scenario.
    members[ObjectSchema.schemaKey] = nil
    // A list keeps the order of the axes, which is that of the points; the keys of an object are sorted.
    members["sweep"] = .array(axes.map(\.expanded))
    return .object(members)
  }

  private var expandedWithoutSweep: JSONValue {
    let keys = ["format", "name", "seed"] + Self.parts
    return .object(
      Dictionary(
        keys.compactMap { key in expandedMember(key).map { (key, $0) } },
        uniquingKeysWith: { first, _ in first }))
  }

  /// The keys of what a run depends on besides the seed, in the order of the text.
  static let parts = ["breakeven", "bus", "expect", "faults", "host", "peripherals", "policy", "transfers"]

  /// The value of a key where there is no sweep, with every default filled in; nil where the scenario has none.
  func expandedMember(_ key: String) -> JSONValue? {
    switch key {
    case "format": .string(Self.format)
    case "name": .string(name)
    case "seed": .count(seed)
    case "bus":
      [
        "clockHz": .count(bus.clockHz), "rows": .count(bus.shape.rows), "columns": .count(bus.shape.columns),
        "sspEverySeconds": .number(Double(bus.syncNanoseconds) / 1e9),
      ]
    case "peripherals": .array(peripherals.map(\.expanded))
    case "host":
      host.expanded(
        columns: bus.shape.columns, hasRandomPhase: hasRandomPhase, streamData: streamData)
    case "faults": []
    case "expect": .array(expectations.map(\.expanded))
    case "policy": policy?.expanded
    case "breakeven": breakeven?.expanded
    case "transfers": transfers.isEmpty ? nil : .array(transfers.map(\.expanded))
    default: nil
    }
  }
}

extension PeripheralConfiguration {
  fileprivate var expanded: JSONValue {
    var members = expandedMembers
    members["memory"] = .array(memory.map(\.expanded))
    return .object(members)
  }

  /// Its keys but for the memory.
  var expandedMembers: [String: JSONValue] {
    var members: [String: JSONValue] = ["device": .count(device), "name": .string(name)]
    if let dp0 {
      members["dp0"] = [
        "maxBytesPerFrame": .count(dp0.maxBytesPerFrame), "blockAlignment": .count(dp0.blockAlignment),
      ]
    }
    return members
  }
}

extension MemoryRegion {
  var expanded: JSONValue {
    var members: [String: JSONValue] = [
      "address": .count(address), "bytes": .count(bytes), "access": .string(access.rawValue),
    ]
    if let notReadyEvery { members["notReadyEvery"] = .count(notReadyEvery) }
    return .object(members)
  }
}

extension RetryPolicy {
  fileprivate var expanded: JSONValue {
    [
      "onBad": .count(onBad), "onNotReady": .count(onNotReady), "backoffFrames": .count(backoffFrames),
      "then": .string(then.rawValue),
    ]
  }
}

extension HostConfiguration {
  fileprivate func expanded(
    columns: Int, hasRandomPhase: Bool, streamData: DataSource?
  ) -> JSONValue {
    var members: [String: JSONValue] = [
      "interface": interface.expanded, "otherStreams": .count(interface.otherStreams),
      "setup": setup.expanded,
      "syncWaitFrames": syncWait.expanded(hasRandomPhase: hasRandomPhase),
      "responses": .string(responses.rawValue), "check": .string(check.rawValue),
    ]
    members["dma"] = dma?.expanded
    members["offload"] = offload?.expanded(streamData)
    members["retry"] = retry?.expanded
    // The geometry of AMD's hardware follows from the frame's shape.
    members["dp0"] = dp0?.expanded
    switch model {
    case .ideal:
      members["model"] = .string(HostModelWord.ideal.rawValue)
    case .pio(let pio):
      // The numbers of a preset are written out.
      members["model"] = .string(HostModelWord.pio.rawValue)
      members["pio"] = [
        "column0": pio.column0.expanded, "bra": pio.bra.expanded, "from": .string(pio.from.rawValue),
        "pageWait": .bool(pio.waitsForPage),
      ]
    }
    return .object(members)
  }
}

extension PortGeometry {
  fileprivate var expanded: JSONValue {
    [
      "hStart": .count(hStart), "hStop": .count(hStop), "sampleInterval": .count(sampleInterval),
      "wordLength": .count(wordLength), "blockOffset": .count(blockOffset),
    ]
  }
}

extension HostInterface {
  fileprivate var expanded: JSONValue {
    [
      "kind": .string(kind.rawValue), "protocol": .string(bulkProtocol.rawValue), "hooks": .bool(hasHooks),
      "suspended": .bool(isSuspended), "sends": .count(sends),
    ]
  }
}

extension PIOModel.Feed {
  fileprivate var expanded: JSONValue {
    return [
      "commandsPerBatch": .count(commandsPerBatch),
      "microsecondsPerBatch": microseconds(nanosecondsPerBatch),
      "microsecondsPerCommand": microseconds(nanosecondsPerCommand),
      "microsecondsPerTransfer": microseconds(nanosecondsPerTransfer),
    ]
  }
}

extension TransferPolicy {
  fileprivate var expanded: JSONValue {
    [
      "minBytes": .count(minBytes), "alignBytes": .count(alignBytes), "maxBytes": .count(maxBytes),
      "rest": .string(rest.rawValue),
    ]
  }
}

extension BreakevenRequest {
  fileprivate var expanded: JSONValue {
    var members = expandedMembers
    members["sizes"] = .array(sizes.map(\.expanded))
    return .object(members)
  }

  /// Its keys but for the sizes.
  var expandedMembers: [String: JSONValue] {
    [
      "device": .count(device), "op": .string(operation.rawValue), "address": .count(address),
      "maxBytes": .count(maxBytes), "seeds": .count(seeds), "sections": .count(sections),
    ]
  }
}

extension SizeWeight {
  var expanded: JSONValue { ["bytes": .count(bytes), "weight": .number(weight)] }
}

extension TransferSetup {
  fileprivate var expanded: JSONValue {
    switch self {
    case .linux: "linux"
    case .commands(let count): ["commands": .count(count)]
    case .alwaysOpen: "none"
    }
  }
}

extension SyncWait {
  fileprivate func expanded(hasRandomPhase: Bool) -> JSONValue {
    switch self {
    case .none: 0
    case .frames(let frames): .count(frames)
    case .pulse(let interval, let phase):
      ["intervalFrames": .count(interval), "phase": hasRandomPhase ? "random" : .count(phase)]
    }
  }
}

extension ScenarioTransfer {
  var expanded: JSONValue {
    if let call { return .object(call.members.merging(["name": .string(name)]) { $1 }) }
    var members: [String: JSONValue] = [
      "name": .string(name),
      "via": .string(path.rawValue),
      "op": .string(operation.rawValue),
      "device": .count(device),
    ]
    if let gapFilling {
      members["mergeGapBytes"] = .count(gapFilling.maxBytes)
      if gapFilling.maxBytes > 0 { members["gapFill"] = .count(gapFilling.fill) }
    }
    if let during {
      members["during"] = .string(during.transfer)
      members["afterFrames"] = .count(during.afterFrames)
    }
    switch content {
    case .run(let section): members.merge(section.members) { $1 }
    case .sections(let sections): members["sections"] = .array(sections.map { .object($0.members) })
    case .firmware(let firmware):
      members["data"] = [
        firmware.format.rawValue: .string(firmware.file.name), "offset": .count(firmware.offset),
        "bytes": .count(firmware.bytes),
      ]
    }
    return .object(members)
  }
}

extension ScenarioTransfer.Section {
  fileprivate var members: [String: JSONValue] {
    switch payload {
    case .write(let source): ["address": .count(address), "data": source.expanded]
    case .read(let bytes): ["address": .count(address), "bytes": .count(bytes)]
    }
  }
}

extension DataSource {
  var expanded: JSONValue {
    switch self {
    case .file(let file):
      return ["file": .string(file.name), "bytes": .count(file.bytes)]
    case .software(let software):
      var members: [String: JSONValue] = ["bytes": .count(software.bytes)]
      let name = JSONValue.string(software.file.name)
      guard let selection = software.selection else {
        members["swf"] = name
        return .object(members)
      }
      members["swft"] = name
      members["fileId"] = .count(selection.fileId)
      if let vendor = selection.vendorId { members["vendorId"] = .count(vendor) }
      return .object(members)
    case .pattern(let pattern, let bytes, let seed):
      var members: [String: JSONValue] = ["pattern": .string(pattern.rawValue), "bytes": .count(bytes)]
      if let seed { members["seed"] = .count(seed) }
      return .object(members)
    case .bytes(let bytes):
      return [
        "hex": .string(bytes.map { hexadecimal(UInt64($0), digits: 2) }.joined())
      ]
    }
  }
}

extension Expectation {
  var expanded: JSONValue {
    var members: [String: JSONValue] = [:]
    switch subject {
    case .transfer(let name): members["transfer"] = .string(name)
    case .total: members["total"] = true
    }
    if let status { members["status"] = .string(status.rawValue) }
    if let error { members["error"] = .string(error.rawValue) }
    for limit in limits {
      switch limit.bound {
      case .count(let value): members[limit.key] = .count(value)
      case .real(let value): members[limit.key] = .real(value)
      }
    }
    return .object(members)
  }
}
