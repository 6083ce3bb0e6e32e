/// What one run of a workload did; equal for all engines but for the time.
struct Measurement: Sendable {
  var slots: UInt64
  var frames: UInt64
  var bytesOk: UInt64
  /// The hash of all line levels, where it was asked for.
  var levelHash: UInt64?
  var seconds: Double

  var slotsPerSecond: Double { Double(slots) / seconds }
}

/// The clock of a run, from before its first slot to behind its last.
func seconds(of body: () -> Void) -> Double {
  let duration = ContinuousClock().measure(body)
  return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

/// The middle value.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return 0 }
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
