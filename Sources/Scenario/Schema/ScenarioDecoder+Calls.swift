internal import FrameSim

// Calls to an offload, which stand among the transfers.
extension ScenarioDecoder {
  /// An entry with `call`; nil where something is wrong with it.
  mutating func decodeCall(_ view: ObjectView, _ field: Field) -> ScenarioCall? {
    let aliases: [String: ScenarioCall.Word] = [
      "optimise": .optimize, "unoptimise": .unoptimize, "trigger_get": .triggerGet, "sync": .run,
      "fire": .trigger, "release": .put,
    ]
    guard let word = reader.word(field, ScenarioCall.Word.self, aliases: aliases) else { return nil }
    let own = ["name", "call"] + ObjectSchema.keys(of: word)
    for (key, field) in view.fields where !own.contains(key) {
      let keys = ObjectSchema.keys(of: word)
      reader.error(
        field,
        "\(key) does not belong to the call \(quote(word.rawValue))"
          + (keys.isEmpty ? ", which has no keys but its name" : "; its keys are \(list(keys))"))
    }
    switch word {
    case .get:
      let device = view["device"].flatMap { decodeAddressedDevice($0) }
      return .plain(
        .get(device: device, capabilities: view["capabilities"].flatMap { decodeCapabilities($0) }))
    case .put: return .plain(.put)
    case .unoptimize: return .plain(.unoptimize)
    case .run: return .plain(.run)
    case .optimize:
      return reader.required(view, "message", "what is done at each trigger: message: [{ ... }]").flatMap {
        decodeMessage($0)
      }.map { .optimize($0) }
    case .triggerGet:
      return reader.required(view, "trigger", "the name of one of host.offload.triggers").flatMap {
        reader.name($0)
      }.map { .plain(.triggerGet($0)) }
    case .enable, .disable:
      let order =
        view["order"].flatMap { reader.word($0, OffloadCall.Order.self) } ?? .offloadFirst
      let between = view["betweenMicroseconds"].flatMap { nanoseconds($0) } ?? 0
      return .plain(
        word == .enable
          ? .enable(order, betweenNanoseconds: between) : .disable(order, betweenNanoseconds: between))
    case .trigger:
      let count = view["count"].map { reader.integer($0) } ?? 1
      let frames = view["everyFrames"].flatMap { reader.integer($0) }
      return count.map { .plain(.trigger(count: $0, everyFrames: frames)) }
    case .wait: return decodeWait(view)
    }
  }

  private mutating func decodeWait(_ view: ObjectView) -> ScenarioCall? {
    let keys = ObjectSchema.keys(of: .wait)
    let given = keys.filter { view[$0] != nil }
    guard given.count == 1 else {
      reader.error(
        view.field,
        given.isEmpty
          ? "it is not said how long; write triggers: 100, frames: 100 or microseconds: 100"
          : "contradictory values: \(list(given)) are given; one of them says how long")
      return nil
    }
    if let field = view["triggers"] { return reader.integer(field).map { .plain(.wait(.triggers($0))) } }
    if let field = view["frames"] { return reader.integer(field).map { .plain(.wait(.frames($0))) } }
    return view["microseconds"].flatMap { nanoseconds($0) }.map { .plain(.wait(.nanoseconds($0))) }
  }

  // MARK: Messages

  private mutating func decodeMessage(_ field: Field) -> [ScenarioCall.Item]? {
    guard let elements = reader.elements(field) else { return nil }
    let range = ScenarioLimits.messageItems
    guard range.contains(elements.count) else {
      reader.error(
        field,
        elements.isEmpty
          ? "the list is empty; a message does at least one thing"
          : "\(elements.count) things are more than the \(range.upperBound) a message may have")
      return nil
    }
    let items = elements.compactMap { element -> ScenarioCall.Item? in
      guard let view = reader.object(element, .messageItem, example: "{ via: \"bra\", op: \"read\", ... }")
      else { return nil }
      return decodeItem(view)
    }
    return items.count == elements.count ? items : nil
  }

  private mutating func decodeItem(_ view: ObjectView) -> ScenarioCall.Item? {
    if let field = view["sleepFrames"] {
      for (key, field) in view.fields where key != "sleepFrames" {
        reader.error(field, "contradictory values: a pause moves nothing; leave \(key) out")
      }
      return reader.integer(field).map { .sleep(frames: $0) }
    }
    if view.meant.contains("sleepFrames") { return nil }
    let path = reader.required(view, "via", "the way the bytes take, \"bra\" or \"column0\"").flatMap {
      decodePath($0)
    }
    let operation = reader.required(view, "op", "the direction, \"write\" or \"read\"").flatMap {
      decodeOperation($0)
    }
    let device = reader.required(view, "device", "the device number").flatMap { decodeAddressedDevice($0) }
    let address = reader.required(view, "address", "the address of the first byte").flatMap {
      reader.address($0)
    }
    let content = operation.flatMap { decodeItemContent(view, $0, path) }
    guard let path, let device, let address, let content else { return nil }
    return .move(ScenarioCall.Move(path: path, device: device, address: address, content))
  }

  private mutating func decodeItemContent(
    _ view: ObjectView, _ operation: TransferRequest.Operation, _ path: TransferRequest.Path?
  ) -> ScenarioCall.Move.Content? {
    let bytes = view["bytes"].map { decodeLength($0) }
    if operation == .read {
      for key in ["data", "stream"] {
        guard let field = view[key] else { continue }
        reader.error(field, "\(key) is for a write; a read has bytes, and into says where they go")
      }
      let into = view["into"].map { reader.word($0, ReadPlaceWord.self) } ?? .stream
      if bytes == nil { reader.missing(view, "bytes", "how many bytes to read, for example 8") }
      guard let bytes, let bytes, let into else { return nil }
      return .read(bytes, isStream: into == .stream)
    }
    if let field = view["into"] { reader.error(field, "into is for a read") }
    if let stream = view["stream"] {
      guard let flag = reader.flag(stream) else { return nil }
      if !flag { reader.error(stream, "stream is true, or left out") }
      if let data = view["data"] {
        reader.error(data, "contradictory values: its bytes are those of the stream; leave data out")
      }
      if path == .column0 {
        reader.error(stream, "commands of Column 0 have their byte in the memory of the offload: give data")
      }
      if bytes == nil { reader.missing(view, "bytes", "how many bytes of the stream, for example 64") }
      guard let bytes, let bytes, flag else { return nil }
      return .writeFromStream(bytes)
    }
    if let field = view["bytes"] {
      reader.error(field, "bytes is for a read, or with stream: true; the data of a write has the length")
    }
    guard
      let field = reader.required(
        view, "data", "for example data: { pattern: \"counter\", bytes: 64 }, or stream: true with bytes")
    else { return nil }
    switch decodeData(field) {
    case .source(let source): return .write(source)
    case .firmware(let firmware):
      reader.error(
        field,
        "a file with addresses of its own (\(firmware.format.rawValue)) is the data of a whole transfer")
      return nil
    case nil: return nil
    }
  }

  // MARK: What they name

  /// Warns of triggers that are asked for, and that no offload has.
  mutating func checkTriggers(
    _ view: ObjectView, _ transfers: [ScenarioTransfer], _ offload: OffloadConfiguration?
  ) {
    guard !reader.diagnostics.hasErrors, let offload, let field = view["transfers"],
      let elements = reader.elements(field)
    else { return }
    let names = offload.triggers.map(\.name)
    for (transfer, element) in zip(transfers, elements) {
      guard case .plain(.triggerGet(let name)) = transfer.call,
        !names.contains(where: { $0.hasSameBytes(as: name) }),
        let node = reader.object(element, .transfer)?["trigger"]
      else { continue }
      let near = nearest(to: name, among: names).map { "; did you mean \(quote($0))?" } ?? ""
      reader.warning(
        node, "host.offload has no trigger \(quote(name)), so its provider is never there\(near)")
    }
  }
}
