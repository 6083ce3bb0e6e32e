internal import FrameSim

/// What becomes of break-even where an offload replays prepared blocks: of host.offload, beside the ordinary ways.
public struct OffloadBreakeven: Hashable, Sendable {
  /// The smallest size from which on replayed blocks are faster than an ordinary transfer over Column 0, at every size up to the longest.
  public var breakEvenBytes: Int?
  /// The smallest size at which they are at all.
  public var firstWinBytes: Int?
  /// The smallest size from which on they are faster than an ordinary transfer over BRA.
  public var againstBRABytes: Int?
  /// The smallest size from which on they are faster than the same bytes as replayed commands of Column 0.
  public var againstReplayedColumn0Bytes: Int?
  /// The break-even by the closed form; nil where there is none.
  public var closedForm: BreakevenPoint.ClosedForm?
  /// The size that the words are of: the break-even, or else the longest.
  public var bytes: Int
  /// Words of 16 bits that the program of that size takes.
  public var instructionWords: Int
  /// Words of 32 bits.
  public var dataWords: Int
  /// The longest transfer that fits into the memories of the offload; 0 where none does.
  public var largestBytes: Int

  /// Whether the closed form, where there is one, says the same.
  public var agrees: Bool { closedForm.map { $0.breakEvenBytes == breakEvenBytes } ?? true }
}

extension BreakevenSearch {
  /// What an offload makes of the break-even; nil where the host has none, and for several sections.
  func offload(_ curves: BreakevenCurves) throws(TransferError) -> OffloadBreakeven? {
    guard let configuration = host.offload, input.request.sections == 1 else { return nil }
    let maxBytes = input.request.maxBytes
    let replays = try simulation.replays(upTo: maxBytes) { transfer($0, via: .bra) }
    func compared(_ other: TransferCurve) -> BreakevenCurves {
      BreakevenCurves(bra: replays, column0: other, maxBytes: maxBytes)
    }
    let ordinary = compared(curves.column0)
    let bytes = ordinary.breakEvenBytes ?? maxBytes
    let words = try simulation.words(transfer(bytes, via: .bra))
    return OffloadBreakeven(
      breakEvenBytes: ordinary.breakEvenBytes, firstWinBytes: ordinary.firstWinBytes,
      againstBRABytes: compared(curves.bra).breakEvenBytes,
      againstReplayedColumn0Bytes: compared(try replayedColumn0()).breakEvenBytes,
      closedForm: closedForm(of: configuration.port), bytes: bytes, instructionWords: words.instructions,
      dataWords: words.data, largestBytes: try largest(in: configuration))
  }

  /// Replayed commands take a frame each, as those of a host that takes no time.
  private func replayedColumn0() throws(TransferError) -> TransferCurve {
    var ideal = simulation
    ideal.host.model = .ideal
    return try ideal.curve(transfer(input.request.maxBytes, via: .column0))
  }

  /// The longest transfer that fits into the memories: what it takes of them grows with it.
  private func largest(in offload: OffloadConfiguration) throws(TransferError) -> Int {
    var (fits, most) = (0, input.request.maxBytes)
    while fits < most {
      let bytes = (fits + most + 1) / 2
      let words = try simulation.words(transfer(bytes, via: .bra))
      let isIn = words.instructions <= offload.instructionWords && words.data <= offload.dataWords
      (fits, most) = isIn ? (bytes, most) : (fits, bytes - 1)
    }
    return fits
  }

  private func closedForm(of port: OffloadConfiguration.Port) -> BreakevenPoint.ClosedForm? {
    guard isPlainOverBRA,
      let formula = BreakevenFormula(
        host, bus: input.scenario.bus, limits: limits, address: input.request.address,
        maxBytes: input.request.maxBytes)
    else { return nil }
    let opening = port == .open ? 0 : formula.recordedFrames
    return BreakevenPoint.ClosedForm(
      breakEvenBytes: formula.replayBreakEvenBytes(opening: opening, maxBytes: input.request.maxBytes),
      inputs: [
        BreakevenPoint.FormulaInput(name: "bytesPerFrame", value: formula.bytesPerFrame),
        BreakevenPoint.FormulaInput(name: "setupFrames", value: opening),
      ])
  }
}

extension BreakevenFormula {
  /// Frames of the commands that a program records to open and close DP0, and of their waits: the four Reads of Linux are left out.
  fileprivate var recordedFrames: Int {
    let reads = bankSwitches == 4 ? 4 : 0
    return commandsBefore + commandsAfter - reads + bankSwitches * waitFrames
  }

  /// The break-even of replayed blocks: `opening` + ceil(bytes / D) frames against those of Column 0.
  fileprivate func replayBreakEvenBytes(opening: Int, maxBytes: Int) -> Int? {
    var smallest: Int?
    for bytes in stride(from: maxBytes, through: 1, by: -1) {
      guard opening + (bytes + bytesPerFrame - 1) / bytesPerFrame < column0Frames(bytes) else { break }
      smallest = bytes
    }
    return smallest
  }
}

extension OffloadBreakeven {
  /// As result documents have it.
  var document: JSONValue {
    func bytes(_ value: Int?) -> JSONValue { value.map { .count($0) } ?? .null }
    return [
      "breakEvenBytes": bytes(breakEvenBytes), "firstWinBytes": bytes(firstWinBytes),
      "againstBRABytes": bytes(againstBRABytes),
      "againstReplayedColumn0Bytes": bytes(againstReplayedColumn0Bytes),
      "closedForm": closedForm?.document ?? .null, "agrees": .bool(agrees), "bytes": .count(self.bytes),
      "instructionWords": .count(instructionWords), "dataWords": .count(dataWords),
      "largestBytes": .count(largestBytes),
    ]
  }

  /// Rows of the details of a point.
  var rows: [(String, String)] {
    func bytes(_ value: Int?) -> String { value.map { "from \(plural($0, "byte")) on" } ?? "never" }
    var rows = [
      ("replayed blocks", "faster than Column 0 \(bytes(breakEvenBytes))"),
      ("", "faster than BRA \(bytes(againstBRABytes))"),
      ("", "faster than replayed Column 0 \(bytes(againstReplayedColumn0Bytes))"),
    ]
    if let closedForm {
      rows.append(
        ("their closed form", bytes(closedForm.breakEvenBytes) + (agrees ? "" : ", which is another")))
    }
    rows.append(
      (
        "their memory",
        "\(plural(instructionWords, "instruction")) and \(plural(dataWords, "data word")) for "
          + "\(plural(self.bytes, "byte")); the offload's holds up to \(largestBytes)"
      ))
    return rows
  }

  /// What follows, in one sentence.
  func conclusion(maxBytes: Int) -> String {
    let column0 =
      breakEvenBytes.map { "from \(plural($0, "byte")) on" } ?? "at no size for good up to \(maxBytes)"
    let bra = againstBRABytes.map { $0 == 1 ? "at every size" : "from \($0) on" } ?? "at no size for good"
    return
      "Replayed by an offload, blocks are faster than Column 0 \(column0) and than ordinary BRA \(bra); its memory holds "
      + (largestBytes > 0 ? "up to \(plural(largestBytes, "byte"))." : "none of them.")
  }
}
