internal import BRAEncoder
internal import FrameSim

extension ScenarioRun {
  /// The sections of a transfer as they went over the wire; of one that was refused as they were asked for.
  func sections(_ transfer: ScenarioTransfer, _ result: TransferResult) -> [SectionResult] {
    guard result.sections.isEmpty else { return result.sections }
    return transfer.runs.map { SectionResult(address: $0.address, bytes: $0.byteCount, frames: 0) }
  }

  /// Whether the sections of a transfer are shown: where the file has them, and where it went in parts.
  func lists(_ transfer: ScenarioTransfer, _ result: TransferResult) -> Bool {
    transfer.call == nil && (transfer.listsSections || result.sections.count > 1)
  }

  /// Of so many sections each has a line, also where nobody wants every detail.
  private static let mostInShort = 24

  /// For each transfer that lists its sections what they took, and what merging them brought.
  ///
  /// Where there are many, they are summed up unless `isVerbose`.
  func sectionLines(isVerbose: Bool) -> [[String]] {
    zip(scenario.transfers, results).compactMap { transfer, result in
      guard lists(transfer, result) else { return nil }
      let sections = sections(transfer, result)
      let head = "sections of \(transfer.shortName)"
      let isShown = sections.count <= Self.mostInShort || isVerbose
      var lines = isShown ? Self.table(head, sections) : DisplayWidth.wrapped(Self.summary(head, sections))
      if let merging = result.merging { lines += DisplayWidth.wrapped(merging.sentence, first: 2, indent: 2) }
      return lines
    }
  }

  private static func table(_ head: String, _ sections: [SectionResult]) -> [String] {
    func column(_ title: String, _ total: String, _ cell: (SectionResult) -> String) -> TextTable.Column {
      TextTable.Column(title, sections.map(cell) + [total])
    }
    let numbers = sections.indices.map { "\($0 + 1)" }
    let table = TextTable([
      TextTable.Column("  #", numbers + ["total"]),
      column("address", "") { address(Int($0.address)) },
      column("bytes", "\(sections.reduce(0) { $0 + $1.bytes })") { "\($0.bytes)" },
      column("frames", "\(sections.reduce(0) { $0 + $1.frames })") { "\($0.frames)" },
    ])
    return [head] + (table?.lines ?? [])
  }

  private static func summary(_ head: String, _ sections: [SectionResult]) -> String {
    func range<Number: Comparable>(_ numbers: [Number]) -> String {
      guard let least = numbers.min(), let most = numbers.max() else { return "0" }
      return least == most ? "\(least)" : "\(least) to \(most)"
    }
    let frames = range(sections.map(\.frames))
    return "\(head): \(sections.count) of \(range(sections.map(\.bytes))) bytes, in "
      + "\(frames) frame\(frames == "1" ? "" : "s") each; --verbose lists them"
  }
}

extension SectionResult {
  /// As the result document has it.
  var document: JSONValue {
    ["address": .count(address), "bytes": .count(bytes), "frames": .count(frames)]
  }
}

extension GapMerging {
  var document: JSONValue {
    [
      "gaps": .count(gaps), "gapBytes": .count(gapBytes), "framesSaved": .count(framesSaved),
      "largestGapThatPays": largestGapThatPays.map { .count($0) } ?? .null,
    ]
  }

  /// What merging brought, and up to which gap it could have.
  fileprivate var sentence: String {
    let pays =
      largestGapThatPays.map {
        $0 == 0
          ? "it pays where sections adjoin"
          : "between these sections it pays for gaps of up to \(plural($0, "byte"))"
      }
      ?? "between these sections no gap is short enough to pay"
    guard gaps > 0 else { return "no gap was written over; \(pays)" }
    return "\(plural(gaps, "gap")) of \(plural(gapBytes, "byte")) in all written over, which saved "
      + "\(plural(Int(framesSaved), "frame")); \(pays)"
  }
}
