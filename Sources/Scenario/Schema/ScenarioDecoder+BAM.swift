internal import FrameSim

extension ScenarioDecoder {
  /// A descriptor engine; what is wrong with it has its default.
  mutating func decodeBAM(_ view: ObjectView) -> BAMConfiguration {
    var bam = BAMConfiguration()
    decodeDriver(view, &bam)
    decodeEngine(view, &bam)
    bam.times.perDoorbell = time(view, "microsecondsPerDoorbell")
    bam.times.perDescriptor = time(view, "microsecondsPerDescriptor")
    bam.times.perBurst = time(view, "microsecondsPerBurst")
    bam.times.perElement = time(view, "microsecondsPerElement")
    bam.times.toInterrupt = time(view, "interruptMicroseconds")
    bam.times.toWorker = time(view, "workerMicroseconds")
    bam.watchdogNanoseconds = time(view, "watchdogMicroseconds", bam.watchdogNanoseconds)
    bam.clients = view["clients"].map { decodeClients($0) } ?? bam.clients
    bam.faults = view["faults"].map { decodeBAMFaults($0) } ?? bam.faults
    bam.faultAtByte = view["faultAtByte"].flatMap { reader.integer($0) }
    bam.pauseNanoseconds = time(view, "pauseMicroseconds", bam.pauseNanoseconds)
    return bam
  }

  private mutating func time(_ view: ObjectView, _ key: String, _ otherwise: UInt64 = 0) -> UInt64 {
    view[key].flatMap { nanoseconds($0) } ?? otherwise
  }

  private mutating func decodeDriver(_ view: ObjectView, _ bam: inout BAMConfiguration) {
    if let field = view["lock"] {
      // What changed from v14 to v19 is not known.
      let aliases: [String: BAMConfiguration.Lock] = [
        "off": .none, "no": .none, "12": .v12, "13": .v13, "20": .v20, "v14": .v13,
      ]
      bam.lock = reader.word(field, BAMConfiguration.Lock.self, aliases: aliases) ?? bam.lock
    }
    if let field = view["scratchpad"] { bam.scratchpad = decodeScratchpad(field) }
    if let field = view["metadata"], let word = reader.word(field, BAMMetadataWord.self) {
      bam.attachesNothing = word == .empty
    }
    bam.hasStrictMetadata = view["strictMetadata"].flatMap { reader.flag($0) } ?? bam.hasStrictMetadata
    bam.canLock = view["canLock"].flatMap { reader.flag($0) } ?? bam.canLock
    bam.group = view["group"].flatMap { reader.integer($0) } ?? bam.group
    bam.ring = view["ring"].flatMap { decodeRing($0) } ?? bam.ring
    bam.descriptorBytes = view["descriptorBytes"].flatMap { reader.integer($0) } ?? bam.descriptorBytes
  }

  private mutating func decodeEngine(_ view: ObjectView, _ bam: inout BAMConfiguration) {
    if let field = view["burst"], let burst = reader.integer(field) {
      bam.burst = burst
      if burst % 16 != 0 {
        let near = burst - burst % 16
        reader.error(
          field, suggestion: .value("\(near)"),
          "\(burst) is no multiple of 16; the nearest are \(near) and \(near + 16)")
      }
    }
    bam.fifo = view["fifoBytes"].flatMap { reader.integer($0) } ?? bam.fifo
    if let field = view["arbitration"] {
      let aliases: [String: BAMConfiguration.Arbitration] = ["rr": .roundRobin, "fixed": .priority]
      bam.arbitration =
        reader.word(field, BAMConfiguration.Arbitration.self, aliases: aliases) ?? bam.arbitration
    }
  }

  private mutating func decodeRing(_ field: Field) -> Int? {
    if case .number(let number) = field.node.value, let slots = number.integer, 0...1 ~= slots {
      reader.error(
        field,
        "a ring of \(plural(slots, "slot")) holds no descriptor: one slot stays free, by which full and empty are told "
          + "apart; \(field.key?.complaint ?? "")")
      return nil
    }
    return reader.integer(field)
  }

  // MARK: Registers

  /// Where the dummy commands write; nil where the metadata does not say it, or it is wrong.
  private mutating func decodeScratchpad(_ field: Field) -> UInt32? {
    if isWord(field) {
      _ = reader.word(field, BAMNoScratchpadWord.self, aliases: ["null": .none, "no": .none])
      return nil
    }
    if case .null = field.node.value {
      reader.error(
        field, suggestion: .string(BAMNoScratchpadWord.none.rawValue),
        "an address belongs here, not null; write \"none\" where the metadata names none")
      return nil
    }
    guard let address = reader.address(field) else { return nil }
    if address % 4 == 0 { return address }
    let near = address - address % 4
    reader.error(
      field, suggestion: .value("0x\(hexadecimal(UInt64(near)))"),
      "\(Scenario.address(Int(address))) is no multiple of 4, as registers are; the one that it lies in is at "
        + Scenario.address(Int(near)))
    return nil
  }

  /// Whether a text stands there that is no number in quotes.
  private func isWord(_ field: Field) -> Bool {
    guard case .string(let text) = field.node.value else { return false }
    return NumberMeant(by: text) == nil
  }

  /// A register of the Manager, by its name or its offset.
  mutating func decodeRegister(_ field: Field) -> ManagerRegister? {
    switch field.node.value {
    case .number: break
    case .string(let text): if isWord(field) { return register(named: text, field) }
    default:
      reader.wrongKind(field, wanted: "the name of a register, or its offset,")
      return nil
    }
    guard let offset = reader.address(field) else { return nil }
    if let register = ManagerRegister(rawValue: offset) { return register }
    let near = ManagerRegister(rawValue: offset - offset % 4)
    reader.error(
      field, suggestion: near.map { .string($0.name) },
      "\(Scenario.address(Int(offset))) is no register of the Manager; "
        + (near.map { "it lies in \($0.name), which is at \(Scenario.address(Int($0.rawValue)))" }
          ?? "they are \(Self.registerNames)"))
    return nil
  }

  private static var registerNames: String { list(ManagerRegister.allCases.map(\.name)) }

  private mutating func register(named text: String, _ field: Field) -> ManagerRegister? {
    if let register = ManagerRegister.allCases.first(where: { $0.name.hasSameBytes(as: text) }) {
      return register
    }
    if let meant = nearest(to: text, among: ManagerRegister.allCases.map(\.name)) {
      reader.error(
        field, suggestion: .string(meant), "\(quote(text)) is not known; did you mean \(quote(meant))?")
    } else {
      reader.error(field, "\(quote(text)) is no register of the Manager; they are \(Self.registerNames)")
    }
    return nil
  }

  // MARK: What goes wrong

  private mutating func decodeBAMFaults(_ field: Field) -> Set<BAMFault> {
    guard let elements = reader.elements(field, isOfObjects: false) else { return [] }
    var faults: Set<BAMFault> = []
    for element in elements {
      guard let fault = reader.word(element, BAMFault.self) else { continue }
      if !faults.insert(fault).inserted {
        reader.error(element, "\(quote(fault.rawValue)) stands there already; each fault is named once")
      }
    }
    return faults
  }

  /// Whether the commands of the set-up can be command elements of an engine.
  mutating func checkElements(_ view: ObjectView, _ host: HostConfiguration) {
    guard case .bam = host.dma, case .commands(let count) = host.setup, count > ScenarioLimits.setupElements,
      let field = view["setup"], case .object(let members) = field.node.value,
      let commands = members.first(where: { $0.key.hasSameBytes(as: "commands") })
    else { return }
    reader.error(
      Field(node: commands.node, path: "\(field.path).commands"),
      "contradictory values: with host.dma of the kind \"bam\" a set-up has at most \(ScenarioLimits.setupElements) "
        + "commands, not \(count)")
  }
}
