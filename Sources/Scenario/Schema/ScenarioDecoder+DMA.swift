internal import FrameSim

extension ScenarioDecoder {
  /// The DMA; nil where something is wrong with it.
  mutating func decodeDMA(_ field: Field, _ interface: HostInterface) -> HostDMA? {
    guard let view = reader.object(field, .dma, example: "{ kind: \"hda\" }"),
      let kind = reader.required(view, "kind", "whose it is, \"hda\", \"amd\" or \"bam\"").flatMap({
        reader.word(
          $0, DMAKindWord.self,
          aliases: ["intel": .hda, "cadence": .hda, "qualcomm": .bam, "qcom": .bam, "qcom-bam": .bam])
      })
    else { return nil }
    if kind != .amd, interface.kind == .amd {
      reader.error(
        view["kind"] ?? field, "contradictory values: the interface \"amd\" drives a DMA of the kind \"amd\"")
    }
    for other in DMAKindWord.allCases where other != kind {
      for (key, field) in view.fields where other.keys.contains(key) {
        reader.error(
          field,
          "contradictory values: \(key) is for the kind \"\(other.rawValue)\", not \"\(kind.rawValue)\"")
      }
    }
    switch kind {
    case .hda: return .hda(decodeTimes(view))
    case .amd: return .amd
    case .bam: return .bam(decodeBAM(view))
    }
  }

  private mutating func decodeTimes(_ view: ObjectView) -> DMATimes {
    var times = DMATimes()
    times.nanosecondsToPrepare = view["microsecondsToPrepare"].flatMap { nanoseconds($0) } ?? 0
    times.nanosecondsToStart = view["microsecondsToStart"].flatMap { nanoseconds($0) } ?? 0
    times.nanosecondsPerPoll = view["microsecondsPerPoll"].flatMap { nanoseconds($0) } ?? 0
    times.picosecondsToFormatPerByte = view["microsecondsToFormatPerByte"].flatMap { picoseconds($0) } ?? 0
    times.polls = view["polls"].flatMap { reader.integer($0) } ?? 0
    return times
  }

  /// A number of microseconds that is a whole number of picoseconds.
  private mutating func picoseconds(_ field: Field) -> UInt64? {
    wholeTime(field, "microseconds", in: "picoseconds", "0.000001", each: 1e6)
  }
}
