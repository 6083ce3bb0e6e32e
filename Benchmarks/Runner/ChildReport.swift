/// What a child process found: one line of JSON on its stdout.
struct ChildReport: Codable, Equatable, Sendable {
  /// Of the work alone, without the start of the process; of a program the user time, start included.
  var seconds: Double
  /// The most memory that was resident, of the process that did the work.
  var peakBytes: Int
  /// The simulated slots, of a workload.
  var slots: UInt64?

  var peakMebibytes: Double { Double(peakBytes) / Double(1 << 20) }
}
