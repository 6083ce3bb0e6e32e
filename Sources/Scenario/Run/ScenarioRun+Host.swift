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
    if result.course.column0Bytes > 0 { members["column0Bytes"] = .count(result.course.column0Bytes) }
    members["fallback"] = result.course.fallback?.document
    return members
  }

  /// The interface, the DMA and what is sent again, in a line; nil where all are as in an ideal host of Linux.
  var hostLine: String? {
    let host = scenario.host
    var parts: [String] = []
    if !interfaceText.isEmpty { parts.append("interface \(interfaceText)") }
    if let dma = host.dma { parts.append("DMA \(dma.text)") }
    if host.check == .atEnd { parts.append("responses looked at in the end") }
    if let retry = host.retry {
      let again = [(retry.onBad, "if bad"), (retry.onNotReady, "if not ready")].filter { $0.0 > 0 }
        .map { "\($0.0) times \($0.1)" }
      let rest = retry.then == .column0 ? ["then over Column 0"] : []
      parts.append("blocks again: " + list((again.isEmpty ? ["never"] : again) + rest))
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// The way that a transfer went: some or all bytes of one over BRA may have gone over Column 0.
  func way(of transfer: ScenarioTransfer, _ result: TransferResult) -> String {
    guard transfer.isStream, result.course.column0Bytes > 0 else { return transfer.way }
    let isMixed = result.course.column0Bytes < result.bytesMoved
    return isMixed
      ? "BRA, Column 0 \(transfer.operation.rawValue)" : "BRA by Column 0 \(transfer.operation.rawValue)"
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
    case .bam(let image): return ["kind": "bam", "descriptors": .count(image.descriptors.count)]
    }
  }

  /// Bytes in memory both ways, as a table has them.
  var buffersText: String {
    switch self {
    case .hda(let plans):
      "\(plans.reduce(0) { $0 + $1.pdi0BufferBytes }) + \(plans.reduce(0) { $0 + $1.pdi1BufferBytes }) B"
    case .amd(let descriptors): plural(descriptors.count, "descriptor")
    case .bam(let image): plural(image.descriptors.count, "descriptor")
    }
  }
}
