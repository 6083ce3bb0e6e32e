internal import FrameSim

/// What is moved, and where: one run of addresses, sections, or what a firmware file says.
extension ScenarioDecoder {
  /// What `data` holds.
  enum Data {
    /// Bytes without an address.
    case source(DataSource)
    /// Bytes with addresses of their own.
    case firmware(FirmwareData)
  }

  mutating func decodeContent(
    _ view: ObjectView, _ operation: TransferRequest.Operation?
  ) -> ScenarioTransfer.Content? {
    if let field = view.needed("sections") {
      for key in ["address", "data", "bytes"] {
        guard let other = view[key] else { continue }
        reader.error(
          other, "contradictory values: each of the sections has its own \(key); leave this one out")
      }
      return decodeSections(field, operation)
    }
    // A file that says where its bytes belong stands in for the address, also where it cannot be read.
    var address: UInt32?
    if view["address"] != nil || view["data"].map({ !namesFirmware($0) }) ?? true {
      address = reader.required(view, "address", "the address of the first byte").flatMap {
        reader.address($0)
      }
    }
    var data: (field: Field, data: Data?)?
    var bytes: Int?
    switch operation {
    case .write: data = neededData(view).map { ($0, decodeData($0)) }
    case .read: bytes = neededBytes(view).flatMap { decodeLength($0) }
    case nil:
      // The direction is not known, but what stands there can still be looked at.
      _ = view.needed("bytes").flatMap { decodeLength($0) }
      data = view.needed("data").map { ($0, decodeData($0)) }
    }
    if case .firmware(let firmware) = data?.data {
      if let field = view["address"] {
        reader.error(
          field,
          "contradictory values: the file says where its bytes belong; leave the address out, or move them "
            + "by the offset of the data")
        return nil
      }
      return operation == nil ? nil : .firmware(firmware)
    }
    guard let address else { return nil }
    if case .source(let source) = data?.data, operation != nil {
      return .run(ScenarioTransfer.Section(address: address, .write(source)))
    }
    return bytes.map { .run(ScenarioTransfer.Section(address: address, .read($0))) }
  }

  /// Whether data is a file that says where its bytes belong.
  private func namesFirmware(_ field: Field) -> Bool {
    guard case .object(let members) = field.node.value else { return false }
    return members.contains { member in
      FirmwareData.Format.allCases.contains { member.key.hasSameBytes(as: $0.rawValue) }
    }
  }

  private mutating func neededData(_ view: ObjectView) -> Field? {
    if let bytes = view["bytes"] {
      let hint =
        view["data"] == nil
        ? "give its data, for example data: { pattern: \"counter\", bytes: 32 }" : "its data has the length"
      reader.error(bytes, "bytes is for a read; a write has data; \(hint)")
    }
    if let data = view.needed("data") { return data }
    if view["bytes"] == nil {
      reader.missing(view, "data", "for example data: { pattern: \"counter\", bytes: 32 }")
    }
    return nil
  }

  private mutating func neededBytes(_ view: ObjectView) -> Field? {
    if let data = view["data"] {
      reader.error(data, "data is for a write; a read has bytes, how many to read")
    }
    if let bytes = view.needed("bytes") { return bytes }
    if view["data"] == nil { reader.missing(view, "bytes", "how many bytes to read, for example 32") }
    return nil
  }

  mutating func decodeLength(_ field: Field) -> Int? {
    reader.integer(field)
  }

  // MARK: Sections

  private mutating func decodeSections(
    _ field: Field, _ operation: TransferRequest.Operation?
  ) -> ScenarioTransfer.Content? {
    guard let elements = reader.elements(field) else { return nil }
    if elements.isEmpty {
      reader.error(field, "the list is empty; a transfer has at least one section")
      return nil
    }
    let most = ScenarioLimits.sections.upperBound
    if elements.count > most {
      reader.error(field, "\(elements.count) sections are more than the \(most) a transfer may have")
      return nil
    }
    var sections: [ScenarioTransfer.Section] = []
    sections.reserveCapacity(elements.count)
    for element in elements {
      guard let view = reader.object(element, .section, example: "{ address: 0x44010000, ... }") else {
        continue
      }
      let address = reader.required(view, "address", "the address of the first byte").flatMap {
        reader.address($0)
      }
      let payload = decodeSectionPayload(view, operation)
      if let address, let payload { sections.append(ScenarioTransfer.Section(address: address, payload)) }
    }
    guard sections.count == elements.count, operation != nil else { return nil }
    return .sections(sections)
  }

  private mutating func decodeSectionPayload(
    _ view: ObjectView, _ operation: TransferRequest.Operation?
  ) -> ScenarioTransfer.Payload? {
    guard operation == .write else {
      if operation == nil { return nil }
      return neededBytes(view).flatMap { decodeLength($0) }.map { .read($0) }
    }
    guard let field = neededData(view), let data = decodeData(field) else { return nil }
    switch data {
    case .source(let source): return .write(source)
    case .firmware(let firmware):
      reader.error(
        field,
        "a file with addresses of its own (\(firmware.format.rawValue)) is the data of a whole transfer, without "
          + "sections")
      return nil
    }
  }

  // MARK: Gaps

  /// Which gaps may be written over; nil where something is wrong with that.
  mutating func decodeGapFilling(
    _ view: ObjectView, _ operation: TransferRequest.Operation?, _ content: ScenarioTransfer.Content?
  ) -> (filling: GapFilling?, Void)? {
    let fill = view["gapFill"].map { ($0, reader.integer($0)) }
    guard let field = view["mergeGapBytes"] else {
      if let fill, !view.meant.contains("mergeGapBytes") {
        reader.error(
          fill.0, "gapFill is written into gaps between sections; say up to which, by mergeGapBytes")
      }
      return (nil, ())
    }
    guard let bytes = reader.integer(field) else { return nil }
    if operation == .read, bytes > 0 || fill != nil {
      reader.error(
        field, "a read writes nothing into the gaps between its sections; mergeGapBytes is for a write")
      return nil
    }
    if case .run = content {
      reader.error(field, "there is one run of addresses only, without a gap; mergeGapBytes is for sections")
      return nil
    }
    guard bytes > 0 else { return (GapFilling(maxBytes: 0, fill: 0), ()) }
    guard let fill else {
      reader.missing(view, "gapFill", "the byte that is written into gaps, for example gapFill: 0xFF")
      return nil
    }
    guard let byte = fill.1 else { return nil }
    return (GapFilling(maxBytes: bytes, fill: UInt8(byte)), ())
  }
}
