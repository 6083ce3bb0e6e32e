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
    if let field = view["call"] {
      guard let call = decodeCall(view, field), let name else { return nil }
      return ScenarioTransfer(name: name, call: call)
    }
    for key in ObjectSchema.callMembers.map(\.name) {
      guard let field = view[key] else { continue }
      reader.error(field, "\(key) is for calls to an offload, which have the key \(quote("call"))")
    }
    let path = reader.required(view, "via", "the way the bytes take, \"bra\" or \"column0\"").flatMap {
      decodePath($0)
    }
    let operation = reader.required(view, "op", "the direction, \"write\" or \"read\"").flatMap {
      decodeOperation($0)
    }
    let device = reader.required(view, "device", "the device number the host addresses").flatMap {
      decodeAddressedDevice($0)
    }
    let content = decodeContent(view, operation)
    let filling = decodeGapFilling(view, operation, content)
    let during = decodeDuring(view)
    guard let name, let path, let operation, let device, let content, let filling, let during else {
      return nil
    }
    return ScenarioTransfer(
      name: name, path: path, operation: operation, device: device, content: content,
      gapFilling: filling.filling, during: during.during)
  }

  mutating func decodePath(_ field: Field) -> TransferRequest.Path? {
    reader.word(
      field, TransferRequest.Path.self,
      aliases: [
        "bpt": .bra, "dp0": .bra, "bulk": .bra, "col0": .column0, "column": .column0, "command": .column0,
        "commands": .column0,
      ])
  }

  mutating func decodeOperation(_ field: Field) -> TransferRequest.Operation? {
    reader.word(field, TransferRequest.Operation.self, aliases: ["w": .write, "r": .read])
  }

  mutating func decodeAddressedDevice(_ field: Field) -> Int? {
    reader.integer(field)
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
      for (transfer, element) in zip(transfers, elements) where isAbsent(transfer.addressedDevice) {
        guard let node = reader.object(element, .transfer)?["device"] else { continue }
        reader.warning(node, Self.notListed(transfer.addressedDevice))
      }
    }
    if let breakeven, isAbsent(breakeven.device), let field = view["breakeven"],
      let node = reader.object(field, .breakeven)?["device"]
    {
      reader.warning(node, Self.notListed(breakeven.device))
    }
  }
}
