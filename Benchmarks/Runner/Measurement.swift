/// What one run of a workload did; equal for all contenders but for the time.
struct Measurement: Sendable {
  var slots: UInt64
  var frames: UInt64
  var bytesOk: UInt64
  /// The hash of all line levels, where it was asked for.
  var levelHash: UInt64?
  var seconds: Double
}
