internal import FrameSim

extension ScenarioDecoder {
  /// An offload instance, and the bytes of the stream that it sends; what is wrong with it has its default.
  mutating func decodeOffload(_ field: Field) -> (offload: OffloadConfiguration, data: DataSource?)? {
    guard let view = reader.object(field, .offload, example: "{ triggers: [{ ... }] }") else { return nil }
    var offload = OffloadConfiguration()
    offload.name = view["name"].flatMap { reader.name($0) } ?? offload.name
    if let field = view["capabilities"], let capabilities = decodeCapabilities(field) {
      offload.capabilities = capabilities
      if capabilities.isSuperset(of: [.staticTx, .txStream]) {
        reader.error(
          field,
          "contradictory values: what takes its bytes from a stream has none in its memory; leave \"staticTx\" or "
            + "\"txStream\" out")
      }
    }
    offload.instructionWords = words(view, "instructionWords") ?? offload.instructionWords
    offload.dataWords = words(view, "dataWords") ?? offload.dataWords
    offload.endsWithSync = view["sync"].flatMap { reader.flag($0) } ?? offload.endsWithSync
    offload.sequenceNanoseconds = view["sequenceMicroseconds"].flatMap { nanoseconds($0) }
    if let field = view["port"] {
      offload.port = reader.word(field, OffloadConfiguration.Port.self) ?? offload.port
    }
    offload.streams.hasHooks = view["hooks"].flatMap { reader.flag($0) } ?? offload.streams.hasHooks
    offload.triggers = view["triggers"].map { decodeTriggers($0) } ?? []
    var data: DataSource?
    if let field = view["txStream"], let view = reader.object(field, .offloadTx) {
      data = reader.required(view, "data", "the bytes that it sends, for example data: { hex: \"DE AD\" }")
        .flatMap { decodeStreamData($0) }
      offload.streams.tx = decodeRing(view, offload.streams.tx)
    }
    if let field = view["rxStream"], let view = reader.object(field, .offloadRx) {
      offload.streams.rx = decodeRing(view, offload.streams.rx)
    }
    return (offload, data)
  }

  /// Capabilities by their names, each once.
  mutating func decodeCapabilities(_ field: Field) -> OffloadCapabilities? {
    guard let elements = reader.elements(field, isOfObjects: false) else { return nil }
    var capabilities: OffloadCapabilities = []
    for element in elements {
      guard let word = reader.word(element, CapabilityWord.self) else { continue }
      if !capabilities.insert(word.capability).inserted {
        reader.error(element, "\(quote(word.rawValue)) stands there already; each capability is named once")
      }
    }
    return capabilities
  }

  private mutating func words(_ view: ObjectView, _ key: String) -> Int? {
    guard let field = view[key], let words = reader.integer(field) else { return nil }
    if words.nonzeroBitCount == 1 { return words }
    let below = 1 << (Int.bitWidth - 1 - words.leadingZeroBitCount)
    reader.error(
      field,
      "\(words) is no power of two, as the size of a memory is; the nearest are \(below) and \(2 * below)")
    return nil
  }

  private mutating func decodeStreamData(_ field: Field) -> DataSource? {
    switch decodeData(field) {
    case .source(let source):
      if source.bytes <= DataSource.loadLimit { return source }
      reader.error(
        field, "\(source.bytes) bytes are more than the \(DataSource.loadLimit) of the longest stream")
      return nil
    case .firmware(let firmware):
      reader.error(
        field, "a file with addresses of its own (\(firmware.format.rawValue)) is no stream of bytes")
      return nil
    case nil: return nil
    }
  }

  private mutating func decodeRing(
    _ view: ObjectView, _ otherwise: OffloadStreams.Ring
  ) -> OffloadStreams.Ring {
    var ring = otherwise
    ring.bytes = view["ringBytes"].flatMap { reader.integer($0) } ?? ring.bytes
    ring.isServed = view["served"].flatMap { reader.flag($0) } ?? ring.isServed
    guard let field = view["periods"] else {
      ring.periods = min(ring.periods, ring.bytes)
      return ring
    }
    ring.periods = reader.integer(field) ?? ring.periods
    if ring.periods > ring.bytes {
      reader.error(
        field, "contradictory values: a ring of \(plural(ring.bytes, "byte")) has no \(ring.periods) periods")
    }
    return ring
  }

  // MARK: Triggers

  private mutating func decodeTriggers(_ field: Field) -> [OffloadTrigger] {
    guard let elements = reader.elements(field) else { return [] }
    let most = ScenarioLimits.offloadTriggers.upperBound
    if elements.count > most {
      reader.error(field, "\(elements.count) triggers are more than the \(most) an offload may have")
      return []
    }
    var triggers: [OffloadTrigger] = []
    var places: [ByteKey: Int] = [:]
    for (index, element) in elements.enumerated() {
      guard let view = reader.object(element, .offloadTrigger) else { continue }
      let name = reader.required(view, "name", "its name, by which triggerGet asks for it").flatMap {
        reader.name($0)
      }
      if let name {
        if let other = places[ByteKey(name)] {
          reader.error(
            view["name"] ?? element,
            "the name \(quote(name)) is already that of \(elements[other].path); names are unique")
        } else {
          places[ByteKey(name)] = index
        }
      }
      guard let source = decodeTriggerSource(view), let name else { continue }
      var trigger = OffloadTrigger(name, source)
      trigger.appearsAt = view["fromMicroseconds"].flatMap { nanoseconds($0) } ?? 0
      trigger.vanishesAt = view["untilMicroseconds"].flatMap { nanoseconds($0) }
      trigger.validates = view["validate"].flatMap { reader.flag($0) } ?? true
      triggers.append(trigger)
    }
    return triggers
  }

  private mutating func decodeTriggerSource(_ view: ObjectView) -> OffloadTrigger.Source? {
    let kinds = ["periodic", "dataReady", "command"].filter { view[$0] != nil }
    if kinds.isEmpty, !view.hasUnknownKeys {
      reader.error(
        view.field,
        "it is not said where its pulses come from; write periodic: { hertz: 1000 }, dataReady: { everyFrames: 8 } or "
          + "command: true")
    }
    if kinds.count > 1 {
      reader.error(view.field, "contradictory values: \(list(kinds)) are given; a trigger has one source")
    }
    let periodic = view["periodic"].flatMap { decodePeriodic($0) }
    let ready = view["dataReady"].flatMap { decodeDataReady($0) }
    var command: OffloadTrigger.Source?
    if let field = view["command"], let flag = reader.flag(field) {
      if flag { command = .command } else { reader.error(field, "command is true, or left out") }
    }
    return kinds.count == 1 ? periodic ?? ready ?? command : nil
  }

  private mutating func decodePeriodic(_ field: Field) -> OffloadTrigger.Source? {
    guard let view = reader.object(field, .periodic, example: "{ hertz: 1000 }") else { return nil }
    let hertz = reader.required(view, "hertz", "how often it comes, for example hertz: 1000").flatMap {
      reader.integer($0)
    }
    let offset = view["offsetNanoseconds"].flatMap { reader.integer($0) } ?? 0
    return hertz.map { .periodic(hertz: $0, offsetNanoseconds: UInt64(offset)) }
  }

  private mutating func decodeDataReady(_ field: Field) -> OffloadTrigger.Source? {
    let example = "{ everyFrames: 8 }"
    guard let view = reader.object(field, .dataReady, example: example) else { return nil }
    if let alert = view["alert"] {
      for key in ["everyFrames", "phase"] {
        guard let field = view[key] else { continue }
        reader.error(field, "contradictory values: an alert comes by itself; leave \(key) out")
      }
      return reader.integer(alert).map { .alert(device: $0) }
    }
    guard
      let frames = reader.required(view, "everyFrames", "for example everyFrames: 8, or alert: 1").flatMap({
        reader.integer($0)
      })
    else { return nil }
    guard let field = view["phase"] else { return .dataReady(frames: frames, phase: 0) }
    let range = "every \(frames) frames the phase is 0 to \(frames - 1)"
    return reader.integer(field, in: 0...frames - 1, range).map { .dataReady(frames: frames, phase: $0) }
  }
}

/// The names of capabilities.
enum CapabilityWord: String, CaseIterable {
  case trigger, staticTx, txStream, rxStream

  var capability: OffloadCapabilities {
    switch self {
    case .trigger: .trigger
    case .staticTx: .staticTx
    case .txStream: .txStream
    case .rxStream: .rxStream
    }
  }
}
