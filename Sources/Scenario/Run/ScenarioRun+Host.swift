internal import FrameSim

// What a run says of the host's interface and DMA, where they are others than Linux's on an ideal host.
extension ScenarioRun {
  /// The keys of a transfer over BRA.
  func hostMembers(_ result: TransferResult) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    let interface = scenario.host.interface
    if interface.kind != .merged { members["interface"] = .string(interface.kind.rawValue) }
    if interface.sends > 1 { members["sends"] = .count(interface.sends) }
    if case .hda = scenario.host.dma { members["fakeFrames"] = .count(result.fakeFrames) }
    if let dma = result.course.dma { members["dma"] = dma.summary }
    if let failure = result.course.fallback {
      members["fallback"] = ["errno": .string(failure.errno.rawValue), "message": .string(failure.message)]
    }
    return members
  }

  /// What the host's interface is called; empty for Linux's.
  var interfaceText: String {
    let interface = scenario.host.interface
    guard interface.kind != .merged else { return "" }
    return interface.kind.rawValue + (interface.sends > 1 ? ", \(interface.sends) sends" : "")
  }
}

extension TransferDMA {
  /// What a result says of it: sums over all streams of the transfer.
  fileprivate var summary: JSONValue {
    switch self {
    case .hda(let plans):
      func sum(_ value: (CadencePlan) -> Int) -> JSONValue { .count(plans.reduce(0) { $0 + value($1) }) }
      return [
        "kind": "hda", "streams": .count(plans.count), "numFrames": sum(\.numFrames),
        "fakeFrames": sum(\.fakeFrames), "txBufferBytes": sum(\.pdi0BufferBytes),
        "rxBufferBytes": sum(\.pdi1BufferBytes), "txPad": sum(\.txPad), "rxPad": sum(\.rxPad),
      ]
    case .amd(let descriptors):
      return [
        "kind": "amd", "streams": .count(descriptors.count),
        "numFrames": .count(descriptors.reduce(0) { $0 + $1.frames }),
      ]
    }
  }

  /// Bytes in memory both ways, as a table has them.
  var buffersText: String {
    switch self {
    case .hda(let plans):
      "\(plans.reduce(0) { $0 + $1.pdi0BufferBytes }) + \(plans.reduce(0) { $0 + $1.pdi1BufferBytes }) B"
    case .amd(let descriptors): plural(descriptors.count, "descriptor")
    }
  }
}
