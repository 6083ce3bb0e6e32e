internal import FrameSim

extension ScenarioDecoder {
  /// What the host's software costs (host reference 4.2 and 4.3); nil where it is not said, or wrong.
  mutating func decodeModel(_ view: ObjectView) -> HostModel? {
    var word = HostModelWord.ideal
    let hasNumbers = view["preset"] != nil || view["pio"] != nil
    if let field = hasNumbers ? view.needed("model") : view["model"] {
      guard let read = reader.word(field, HostModelWord.self) else { return nil }
      word = read
    }
    let preset = view["pio"] == nil ? view.needed("preset") : view["preset"]
    let pio = view["preset"] == nil ? view.needed("pio") : view["pio"]
    guard word == .pio else {
      for field in [preset, pio].compactMap({ $0 }) {
        let key = field.path.split(separator: ".").last ?? ""
        let hint = view["model"] == nil ? "; write model: \"pio\" beside it" : ""
        reader.error(field, "contradictory values: \(key) is for the model \"pio\", not \"ideal\"\(hint)")
      }
      return .ideal
    }
    if preset == nil, pio == nil, view.meant.isDisjoint(with: ["preset", "pio"]) {
      let presets = list(HostPreset.allCases.map { "preset: \(quote($0.rawValue))" }, "or")
      reader.error(
        view["model"] ?? view.field, "it is not said what the host costs; write \(presets), or pio: { ... }")
    }
    let numbers = preset.flatMap {
      reader.word(
        $0, HostPreset.self,
        aliases: ["intel": .intel2023, "intel2023": .intel2023, "intel2023folded": .intel2023Folded])
    }
    var model = PIOModel(
      column0: numbers?.column0 ?? PIOModel.Feed(), bra: numbers?.bra ?? PIOModel.Feed())
    let example = "{ bra: { commandsPerBatch: 1, microsecondsPerBatch: 420 } }"
    if let pio, let view = reader.object(pio, .pio, example: example) {
      if let field = view["column0"] { decodeFeed(field, &model.column0) }
      if let field = view["bra"] { decodeFeed(field, &model.bra) }
      model.waitsForPage = view["pageWait"].flatMap { reader.flag($0) } ?? false
      model.from = view["from"].flatMap { reader.word($0, PIOModel.Origin.self) } ?? model.from
    }
    return .pio(model)
  }

  private mutating func decodeFeed(_ field: Field, _ feed: inout PIOModel.Feed) {
    let example = "{ commandsPerBatch: 8, microsecondsPerBatch: 420 }"
    guard let view = reader.object(field, .feed, example: example) else { return }
    if let field = view["commandsPerBatch"] {
      feed.commandsPerBatch = reader.integer(field) ?? feed.commandsPerBatch
    }
    if let field = view["microsecondsPerBatch"] {
      feed.nanosecondsPerBatch = nanoseconds(field) ?? feed.nanosecondsPerBatch
    }
    if let field = view["microsecondsPerCommand"] {
      feed.nanosecondsPerCommand = nanoseconds(field) ?? feed.nanosecondsPerCommand
    }
    if let field = view["microsecondsPerTransfer"] {
      feed.nanosecondsPerTransfer = nanoseconds(field) ?? feed.nanosecondsPerTransfer
    }
  }

  /// A number of microseconds that is a whole number of nanoseconds.
  mutating func nanoseconds(_ field: Field) -> UInt64? {
    wholeTime(field, "microseconds", in: "nanoseconds", "0.001", each: 1000)
  }

  /// A time that is a whole number of smaller parts, of which there are so many in one of its unit.
  mutating func wholeTime(
    _ field: Field, _ unit: String, in parts: String, _ part: String, each: Double
  ) -> UInt64? {
    guard let time = reader.positiveReal(field) else { return nil }
    if let whole = wholeNumber(time * each) { return UInt64(whole) }
    reader.error(field, "\(time) \(unit) are no whole number of \(parts), which are \(part) each")
    return nil
  }
}
