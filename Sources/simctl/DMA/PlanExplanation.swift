import BRAEncoder
import FrameSim
import Scenario

/// What the driver puts into memory for a transfer, and what comes back: the plan and both buffers.
struct PlanExplanation {
  let plan: CadencePlan
  /// The whole buffer of what is sent.
  let txBuffer: [UInt8]
  /// The whole buffer of what came back; nil where nothing was simulated.
  let rxBuffer: [UInt8]?

  /// The document, `simctl-dma/1`; hexadecimal digits are small.
  var document: JSONValue {
    var document = plan.members
    document["schema"] = "simctl-dma/1"
    document["kind"] = "hda"
    document["txBuffer"] = .string(lowercaseHex(txBuffer))
    document["rxBuffer"] = rxBuffer.map { .string(lowercaseHex($0)) } ?? .null
    return .object(document)
  }

  /// The plan, and the words of what is sent, as a person reads them.
  func writeText(isVerbose: Bool, _ write: (String) throws -> Void) throws {
    for line in plan.lines { try write(line + "\n") }
    try write("\n")
    try BufferExplanation(txBuffer, form: .binary, direction: .transmit)
      .writeText(
        isVerbose: isVerbose, heading: "Transmit buffer (PDI0): \(plural(txBuffer.count, "byte"))", write)
    guard let rxBuffer else { return }
    try write("\n")
    try BufferExplanation(rxBuffer, form: .binary, direction: .receive)
      .writeText(
        isVerbose: isVerbose, heading: "Receive buffer (PDI1): \(plural(rxBuffer.count, "byte"))", write)
  }
}

extension CadencePlan {
  /// The numbers of the plan, by the keys of `simctl-dma/1`.
  fileprivate var members: [String: JSONValue] {
    [
      "dataPerFrame": .count(dataPerFrame), "numFrames": .count(numFrames), "fakeFrames": .count(fakeFrames),
      "txDMABandwidth": .count(txDMABandwidth), "rxDMABandwidth": .count(rxDMABandwidth),
      "txChannels": .count(txChannels), "rxChannels": .count(rxChannels),
      "txAlignment": .count(txAlignment), "rxAlignment": .count(rxAlignment),
      "pdi0BytesBeforePadding": .count(pdi0BytesBeforePadding),
      "pdi1BytesBeforePadding": .count(pdi1BytesBeforePadding), "txPad": .count(txPad),
      "rxPad": .count(rxPad),
      "pdi0BufferBytes": .count(pdi0BufferBytes), "pdi1BufferBytes": .count(pdi1BufferBytes),
    ]
  }

  /// The plan in lines.
  fileprivate var lines: [String] {
    let verb = operation == .write ? "write" : "read"
    var lines = [
      "\(verb) of \(plural(byteCount, "byte")) in \(plural(sections.count, "section")): "
        + "\(plural(numFrames, "frame")) of up to \(dataPerFrame) data bytes"
        + (fakeFrames > 0 ? ", then \(plural(fakeFrames, "fake frame"))" : "")
    ]
    let table = TextTable([
      TextTable.Column("", ["transmit (PDI0)", "receive (PDI1)"], isLeft: true),
      TextTable.Column("Mb/s", [txDMABandwidth, rxDMABandwidth].map(Self.megabits)),
      TextTable.Column("channels", ["\(txChannels)", "\(rxChannels)"]),
      TextTable.Column("alignment", ["\(txAlignment)", "\(rxAlignment)"]),
      TextTable.Column("bytes", ["\(pdi0BytesBeforePadding)", "\(pdi1BytesBeforePadding)"]),
      TextTable.Column("fake", ["\(pdi0BufferBytes - pdi0BytesBeforePadding - txPad)", "0"]),
      TextTable.Column("padding", ["\(txPad)", "\(rxPad)"]),
      TextTable.Column("buffer", ["\(pdi0BufferBytes)", "\(pdi1BufferBytes)"]),
    ])
    lines += [""] + (table?.lines ?? [])
    return lines
  }

  /// Bits per second in millions, exactly.
  private static func megabits(_ bandwidth: Int) -> String {
    let (whole, rest) = bandwidth.quotientAndRemainder(dividingBy: 1_000_000)
    var digits = String(String(rest + 1_000_000).dropFirst())
    while digits.hasSuffix("0") { digits.removeLast() }
    return digits.isEmpty ? "\(whole)" : "\(whole).\(digits)"
  }
}

extension AMDDescriptor {
  /// What the driver writes for a transfer in the document `simctl-dma/1`, with the table of the pages its buffer lies in.
  func encodeDocument(pages: AMDPageTable?) -> JSONValue {
    var document: [String: JSONValue] = [
      "schema": "simctl-dma/1", "kind": "amd", "bytesPerFrame": .count(bytesPerFrame),
      "numFrames": .count(frames),
      "sampleInterval": .count(sampleInterval), "registers": .array(registerDocuments),
      "words": .string(lowercaseHex(registers.flatMap { CadenceWord(rawValue: $0).bytes })),
    ]
    if let pages { document["pages"] = .array(pages.documents) }
    return .object(document)
  }
}
