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
    let written = CadenceBufferReader(txBuffer).reduce(0) { sum, part in
      if case .packet(let packet) = part { sum + packet.byteCount } else { sum }
    }
    document["txBytesWritten"] = .count(written)
    document["frames"] = []
    return .object(document)
  }

  /// Writes that document with its list of frames, which may be long: the text is what `JSONValue.text` would give of all of it.
  package func writeDocument(
    txBuffer: [UInt8], rxBuffer: [UInt8]?, _ write: (String) throws -> Void
  ) throws {
    let frames = CadenceFrames(CadenceBufferReader(txBuffer), .transmit).lazy.map(\.sentMembers)
    try document(txBuffer: txBuffer, rxBuffer: rxBuffer).write(listing: frames, at: "frames", write)
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
      // What the driver's functions return for what is not refused.
      "planReturn": 0, "packReturn": 0,
      "fakeSize": .count(fakeFrames > 0 ? CadencePacketSize.transmit(.read, dataBytes: 0) : 0),
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

extension CadenceFrameView {
  /// A frame that was sent, in a document.
  package var sentMembers: JSONValue {
    func byte(_ value: UInt8?) -> JSONValue { value.map { .string(lowercaseHex([$0])) } ?? .null }
    var members: [String: JSONValue] = [
      "offset": .count(packet.offset), "bytes": .count(packet.byteCount),
      "counter": counter.map { .count($0) } ?? .null,
    ]
    if let header {
      members["header"] = .string(lowercaseHex(header.bytes))
      members["headerCRC"] = byte(headerCRC)
      members["active"] = .bool(header.type == .active)
      members["numBytes"] = .count(header.byteCount)
    }
    if dataCRC != nil { members["dataCRC"] = byte(dataCRC) }
    return .object(members)
  }
}
