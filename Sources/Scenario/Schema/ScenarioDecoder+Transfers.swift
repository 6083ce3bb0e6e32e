internal import FrameSim

extension ScenarioDecoder {
  mutating func decodeTransfers(_ view: ObjectView) -> [ScenarioTransfer] {
    let hint = "list what is to be run: transfers: [{ ... }]"
    let isNeeded = use == .run || use == .sweep || use == .check && view["breakeven"] == nil
    guard let field = isNeeded ? reader.required(view, "transfers", hint) : view["transfers"],
      let elements = reader.elements(field)
    else { return [] }
    if elements.isEmpty { reader.error(field, "the list is empty; \(hint)") }
    let most = ScenarioLimits.transfers.upperBound
    if elements.count > most {
      reader.error(field, "\(elements.count) transfers are more than the \(most) a scenario may have")
      return []
    }
    var transfers: [ScenarioTransfer] = []
    transfers.reserveCapacity(elements.count)
    var places: [ByteKey: Int] = [:]
    var sides: [SideField] = []
    for (index, element) in elements.enumerated() {
      guard let view = reader.object(element, .transfer) else { continue }
      let name = decodeName(view, index: index)
      if let name {
        if let other = places[ByteKey(name)] {
          let what = view["name"] == nil ? "the default name" : "the name"
          reader.error(
            view["name"] ?? element,
            "\(what) \(quote(name)) is already that of \(elements[other].path); names are unique")
        } else {
          places[ByteKey(name)] = index
        }
      }
      guard let transfer = decodeTransfer(view, name: name) else { continue }
      if transfer.during != nil, let field = view["during"] {
        sides.append(SideField(transfer: transfers.count, field: field))
      }
      transfers.append(transfer)
    }
    if !sides.isEmpty { checkSides(sides, transfers, among: Set(places.keys)) }
    return transfers
  }

  /// One transfer, whatever the names of the others.
  mutating func decodeTransfer(_ element: Field, index: Int) -> ScenarioTransfer? {
    guard let view = reader.object(element, .transfer) else { return nil }
    return decodeTransfer(view, name: decodeName(view, index: index))
  }

  private mutating func decodeName(_ view: ObjectView, index: Int) -> String? {
    guard let name = view["name"] else { return "transfer\(index + 1)" }
    return reader.name(name)
  }

  private mutating func decodeTransfer(_ view: ObjectView, name: String?) -> ScenarioTransfer? {
    let path = reader.required(view, "via", "the way the bytes take, \"bra\" or \"column0\"").flatMap {
      reader.word(
        $0, TransferRequest.Path.self,
        aliases: [
          "bpt": .bra, "dp0": .bra, "bulk": .bra, "col0": .column0, "column": .column0, "command": .column0,
          "commands": .column0,
        ])
    }
    let operation = reader.required(view, "op", "the direction, \"write\" or \"read\"").flatMap {
      decodeOperation($0)
    }
    let device = reader.required(view, "device", "the device number the host addresses").flatMap {
      decodeAddressedDevice($0)
    }
    let address = reader.required(view, "address", "the address of the first byte").flatMap {
      reader.address($0)
    }
    let payload: ScenarioTransfer.Payload? =
      switch operation {
      case .write: decodeWrite(view)
      case .read: decodeRead(view)
      case nil: nil
      }
    if operation == nil {
      // The direction is not known, but what stands there can still be looked at.
      _ = view.needed("bytes").flatMap { decodeLength($0) }
      _ = view.needed("data").flatMap { decodeData($0) }
    }
    let during = decodeDuring(view)
    guard let name, let path, let device, let address, let payload, let during else { return nil }
    return ScenarioTransfer(
      name: name, path: path, payload: payload, device: device, address: address, during: during.during)
  }

  private mutating func decodeWrite(_ view: ObjectView) -> ScenarioTransfer.Payload? {
    if let bytes = view["bytes"] {
      let hint =
        view["data"] == nil
        ? "give its data, for example data: { pattern: \"counter\", bytes: 32 }" : "its data has the length"
      reader.error(bytes, "bytes is for a read; a write has data; \(hint)")
    }
    guard let data = view.needed("data") else {
      if view["bytes"] == nil {
        reader.missing(view, "data", "for example data: { pattern: \"counter\", bytes: 32 }")
      }
      return nil
    }
    return decodeData(data).map { .write($0) }
  }

  private mutating func decodeRead(_ view: ObjectView) -> ScenarioTransfer.Payload? {
    if let data = view["data"] {
      reader.error(data, "data is for a write; a read has bytes, how many to read")
    }
    guard let bytes = view.needed("bytes") else {
      if view["data"] == nil {
        reader.missing(view, "bytes", "how many bytes to read, for example 32")
      }
      return nil
    }
    return decodeLength(bytes).map { .read($0) }
  }

  private mutating func decodeLength(_ field: Field) -> Int? {
    reader.integer(field)
  }

  mutating func decodeOperation(_ field: Field) -> TransferRequest.Operation? {
    reader.word(field, TransferRequest.Operation.self, aliases: ["w": .write, "r": .read])
  }

  mutating func decodeAddressedDevice(_ field: Field) -> Int? {
    reader.integer(field)
  }

  private mutating func decodeData(_ field: Field) -> DataSource? {
    let example = "{ file: \"firmware.bin\" }, { pattern: \"counter\", bytes: 32 } or { hex: \"DE AD\" }"
    guard let view = reader.object(field, .data, example: example) else { return nil }
    let kinds = ["file", "pattern", "hex"].filter { view[$0] != nil }
    if kinds.isEmpty, !view.hasUnknownKeys {
      reader.error(field, "it is not said what the data is; write \(example)")
    }
    if kinds.count > 1 {
      reader.error(field, "contradictory values: \(list(kinds)) are given; only one can be the data")
    }
    if let seed = view["seed"], view["pattern"] == nil {
      reader.error(seed, "a seed is for the pattern \"random\" only")
    }
    let length = (view["pattern"] == nil ? view["bytes"] : view.needed("bytes")).map {
      (field: $0, bytes: decodeLength($0))
    }
    if length != nil, length?.bytes == nil { return nil }
    guard kinds.count == 1 else { return nil }
    if let pattern = view.needed("pattern") { return decodePattern(pattern, view, bytes: length?.bytes) }
    let source = view.needed("hex").map { decodeHex($0) } ?? view.needed("file").map { decodeFile($0) } ?? nil
    if let source, let length, let bytes = length.bytes, bytes != source.bytes {
      reader.error(
        length.field,
        "contradictory values: the \(kinds.joined()) has \(source.bytes) bytes, not \(bytes); leave bytes out"
      )
    }
    return source
  }

  private mutating func decodePattern(_ field: Field, _ view: ObjectView, bytes: Int?) -> DataSource? {
    let pattern = reader.word(
      field, DataPattern.self,
      aliases: ["zero": .zeros, "one": .ones, "count": .counter, "ramp": .counter, "rand": .random])
    var own: UInt64?
    if let field = view["seed"] {
      own = seed(field)
      if let pattern, pattern != .random {
        reader.error(field, "a seed is for the pattern \"random\" only")
      }
      if own == nil { return nil }
    }
    if bytes == nil { reader.missing(view, "bytes", "the length of the pattern") }
    guard let pattern, let bytes else { return nil }
    return .pattern(pattern, bytes: bytes, seed: own)
  }

  private mutating func decodeHex(_ field: Field) -> DataSource? {
    guard let text = reader.string(field) else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for (index, byte) in text.utf8.enumerated() {
      if byte == 0x20 || (0x09...0x0D).contains(byte) { continue }
      guard let digit = hexadecimalDigit(byte) else {
        let hint = text.lowercased().contains("0x") ? "leave out 0x" : "write for example \"DE AD BE EF\""
        let character = text.utf8.index(text.utf8.startIndex, offsetBy: index)
        let scalar = String(text.unicodeScalars[character])
        reader.error(field, "\(quote(scalar)) at byte \(index + 1) is no hexadecimal digit; \(hint)")
        return nil
      }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    if high != nil {
      reader.error(field, "the hexadecimal text has an odd number of digits; a byte is two")
      return nil
    }
    if bytes.isEmpty {
      reader.error(field, "the data is empty; a transfer has at least one byte")
      return nil
    }
    return .bytes(bytes)
  }

  /// What messages call the folder of relative data files.
  private var folderName: String {
    guard document.source.name == ScenarioSource.standardInputName else { return "the scenario's folder" }
    return folder.isEmpty ? "the current folder" : quote(folder, limit: 200)
  }

  private mutating func decodeFile(_ field: Field) -> DataSource? {
    guard let name = reader.string(field) else { return nil }
    if name.isEmpty {
      reader.error(field, "the name of the data file is empty")
      return nil
    }
    let path = DataFile.path(of: name, in: folder)
    var shown: String { quote(name, limit: 200) }
    do {
      let bytes = try InputFile.length(of: path)
      if bytes > 0 { return .file(DataFile(name: name, path: path, bytes: bytes)) }
      reader.error(field, "the data file \(shown) is empty; a transfer has at least one byte")
    } catch InputFileError.missing {
      let isRelative = name.utf8.first != UInt8(ascii: "/")
      let hint = isRelative ? "; it is looked for in \(folderName)" : ""
      reader.diagnostics.missingFile(
        at: field.node.offset, path: field.path, "the data file \(shown) does not exist\(hint)")
    } catch {
      reader.error(field, "the data file \(shown) \(error.sentence)")
    }
    return nil
  }

  /// The warning about a device that is not there.
  static func notListed(_ device: Int) -> String {
    "device \(device) is not listed in peripherals; nobody will answer"
  }

  /// Warns of transfers to devices that are not there. The numbers that no Peripheral can have are left to
  /// the run, which refuses them.
  mutating func checkDevices(
    _ view: ObjectView, _ transfers: [ScenarioTransfer], _ breakeven: BreakevenRequest?,
    _ peripherals: [PeripheralConfiguration]
  ) {
    // With mistakes in the lists, indices and devices do not match the file.
    guard !reader.diagnostics.hasErrors else { return }
    let devices = Set(peripherals.map(\.device))
    func isAbsent(_ device: Int) -> Bool {
      ScenarioLimits.device.contains(device) && !devices.contains(device)
    }
    if let field = view["transfers"], let elements = reader.elements(field) {
      for (transfer, element) in zip(transfers, elements) where isAbsent(transfer.device) {
        guard let node = reader.object(element, .transfer)?["device"] else { continue }
        reader.warning(node, Self.notListed(transfer.device))
      }
    }
    if let breakeven, isAbsent(breakeven.device), let field = view["breakeven"],
      let node = reader.object(field, .breakeven)?["device"]
    {
      reader.warning(node, Self.notListed(breakeven.device))
    }
  }
}
