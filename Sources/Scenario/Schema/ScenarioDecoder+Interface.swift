internal import FrameSim

extension ScenarioDecoder {
  /// The transfer interface; nil where something is wrong with it.
  mutating func decodeInterface(_ field: Field) -> HostInterface? {
    guard let view = reader.object(field, .interface, example: "{ kind: \"v1\" }") else { return nil }
    var interface = HostInterface()
    if let field = view["kind"] {
      guard
        let kind = reader.word(
          field, HostInterface.Kind.self, aliases: ["linux": .merged, "intel": .merged, "rfc": .v1])
      else { return nil }
      interface.kind = kind
    }
    interface.hasHooks = view["hooks"].flatMap { reader.flag($0) } ?? interface.hasHooks
    if let field = view["protocol"], let word = reader.word(field, HostInterface.BulkProtocol.self) {
      interface.bulkProtocol = word
      if word != .bra { belongs(field, to: .v1, interface, "only \"v1\" has a parameter for it") }
    }
    if let field = view["suspended"], let flag = reader.flag(field) {
      interface.isSuspended = flag
      if flag { belongs(field, to: .amd, interface, "only \"amd\" looks at it") }
    }
    if let field = view["sends"], let sends = reader.integer(field) {
      interface.sends = sends
      if sends > 1 { belongs(field, to: .v1, interface, "the others open and close a stream for each send") }
    }
    return interface
  }

  private mutating func belongs(
    _ field: Field, to kind: HostInterface.Kind, _ interface: HostInterface, _ why: String
  ) {
    if interface.kind == kind { return }
    let key = field.path.split(separator: ".").last ?? ""
    reader.error(
      field,
      "contradictory values: \(key) is for the kind \"\(kind.rawValue)\", not \"\(interface.kind.rawValue)\"; \(why)"
    )
  }

  /// What is done about blocks that fail; nil where something is wrong with it.
  mutating func decodeRetry(_ field: Field) -> RetryPolicy? {
    guard let view = reader.object(field, .retry, example: "{ onNotReady: 3 }") else { return nil }
    var retry = RetryPolicy()
    retry.onBad = view["onBad"].flatMap { reader.integer($0) } ?? retry.onBad
    retry.onNotReady = view["onNotReady"].flatMap { reader.integer($0) } ?? retry.onNotReady
    retry.backoffFrames = view["backoffFrames"].flatMap { reader.integer($0) } ?? retry.backoffFrames
    retry.then =
      view["then"].flatMap {
        reader.word($0, RetryPolicy.Then.self, aliases: ["error": .fail, "column 0": .column0])
      } ?? retry.then
    return retry
  }

  /// The DMA; nil where something is wrong with it.
  mutating func decodeDMA(_ field: Field, _ interface: HostInterface) -> HostDMA? {
    guard let view = reader.object(field, .dma, example: "{ kind: \"hda\" }"),
      let kind = reader.required(view, "kind", "whose it is, \"hda\" or \"amd\"").flatMap({
        reader.word($0, DMAKindWord.self, aliases: ["intel": .hda, "cadence": .hda])
      })
    else { return nil }
    var times = DMATimes()
    times.nanosecondsToPrepare = view["microsecondsToPrepare"].flatMap { nanoseconds($0) } ?? 0
    times.nanosecondsToStart = view["microsecondsToStart"].flatMap { nanoseconds($0) } ?? 0
    times.nanosecondsPerPoll = view["microsecondsPerPoll"].flatMap { nanoseconds($0) } ?? 0
    times.picosecondsToFormatPerByte = view["microsecondsToFormatPerByte"].flatMap { picoseconds($0) } ?? 0
    times.polls = view["polls"].flatMap { reader.integer($0) } ?? 0
    if kind == .hda, interface.kind == .amd {
      reader.error(
        view["kind"] ?? field, "contradictory values: the interface \"amd\" drives a DMA of the kind \"amd\"")
    }
    guard kind == .amd else { return .hda(times) }
    if let extra = view.fields.first(where: { $0.0 != "kind" })?.1 {
      let key = extra.path.split(separator: ".").last ?? ""
      reader.error(extra, "contradictory values: \(key) is for the kind \"hda\"")
    }
    return .amd
  }

  /// A number of microseconds that is a whole number of picoseconds.
  private mutating func picoseconds(_ field: Field) -> UInt64? {
    wholeTime(field, "microseconds", in: "picoseconds", "0.000001", each: 1e6)
  }
}

/// Whose DMA makes the blocks.
enum DMAKindWord: String, CaseIterable {
  case hda, amd, bam
}

extension HostDMA {
  /// Its kind as a file says it.
  var word: DMAKindWord {
    switch self {
    case .hda: .hda
    case .amd: .amd
    case .bam: .bam
    }
  }
}
