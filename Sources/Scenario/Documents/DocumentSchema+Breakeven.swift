internal import FrameSim

extension DocumentSchema {
  /// The document of `breakeven`, see `BreakevenReport.document`.
  static var breakeven: JSONValue {
    object([
      "schema": constant("simctl-breakeven/1"), "tool": tool, "name": text, "seed": seed,
      "points": list(point),
    ])
  }

  private static var point: JSONValue {
    object(
      [
        "rows": ["enum": .array(FrameShape.rowCounts.map { .count($0) })],
        "columns": ["enum": .array(FrameShape.columnCounts.map { .count($0) })],
        "clockHz": integer(ScenarioLimits.clockHz), "device": integer(ScenarioLimits.addressedDevice),
        "op": words(TransferRequest.Operation.self), "address": integer(ScenarioLimits.addresses),
        "maxBytes": integer(ScenarioLimits.takenBytes), "bytesPerFrame": number,
        "setupFrames": orNull(count), "breakEvenBytes": orNull(count), "firstWinBytes": orNull(count),
        "closedForm": closedForm,
        "agrees": flag, "bytesForShare": map(orNull(count), names: words(["50", "80", "90", "95"])),
        "conclusion": text,
      ], optional: ["sweep": axes, "error": error, "policy": policy, "phases": phases, "offload": offload])
  }

  private static var offload: JSONValue {
    object([
      "breakEvenBytes": orNull(count), "firstWinBytes": orNull(count), "againstBRABytes": orNull(count),
      "againstReplayedColumn0Bytes": orNull(count), "closedForm": closedForm, "agrees": flag, "bytes": count,
      "instructionWords": count, "dataWords": count, "largestBytes": count,
    ])
  }

  private static var closedForm: JSONValue {
    orNull(object(["breakEvenBytes": orNull(count), "inputs": map(count)]))
  }

  private static var policy: JSONValue {
    object([
      "minBytes": count, "alignBytes": count, "maxBytes": count, "sizes": count, "sizesOverBRA": count,
      "secondsPerTransfer": number, "bestSecondsPerTransfer": number, "alwaysBRASecondsPerTransfer": number,
      "alwaysColumn0SecondsPerTransfer": number,
      // A rounded sum of rounded times: it can be a little less than nothing.
      "costShare": ["type": "number", "minimum": -1],
    ])
  }

  private static var phases: JSONValue {
    let percentiles = Dictionary(
      PhaseStatistics.percents.map { ("\($0)", count) }, uniquingKeysWith: { $1 })
    return object([
      "seeds": count, "without": count, "mean": number, "meanHalfWidth95": number,
      "percentiles": object(percentiles),
    ])
  }
}
