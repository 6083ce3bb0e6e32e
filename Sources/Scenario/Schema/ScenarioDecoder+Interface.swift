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
}
