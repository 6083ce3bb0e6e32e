internal import BRAEncoder
package import FrameSim

extension CadencePlan {
  /// The document of what the driver puts into memory, `simctl-dma/1`; hexadecimal digits are small.
  ///
  /// `rxBuffer` is what came back, nil where nothing was simulated.
  package func document(txBuffer: [UInt8], rxBuffer: [UInt8]?) -> JSONValue {
    var document = members
    document["schema"] = "simctl-dma/1"
    document["kind"] = "hda"
    document["txBuffer"] = .string(lowercaseHex(txBuffer))
    document["rxBuffer"] = rxBuffer.map { .string(lowercaseHex($0)) } ?? .null
    return .object(document)
  }

  /// The numbers of the plan, by the keys of the document.
  private var members: [String: JSONValue] {
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

  /// The plan as a person reads it, in lines.
  package var summary: [String] {
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
