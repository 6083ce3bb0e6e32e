/// An offload instance over the calls of a run: whose it is, what it has in its memories, and what it does while it is enabled.
struct OffloadEngine: Sendable {
  /// The device that it was given to, and what that asked it to be able to do.
  struct Owner: Hashable, Sendable {
    var device: Int
    var capabilities: OffloadCapabilities
  }

  /// A message in its memories.
  struct Prepared: Hashable, Sendable {
    var message: OffloadMessage
    var image: OffloadImage
    var ordinary: OrdinaryCost
    /// The limits of the DP0 that its blocks go to.
    var limits: DP0Limits
    /// The device that opens and closes DP0, where there are blocks.
    var portDevice: Int?
  }

  /// What the program under way has read so far, for who looks at its end.
  struct Brought: Hashable, Sendable {
    /// By commands.
    var read: [UInt8] = []
    /// By blocks.
    var landed: [UInt8] = []
  }

  /// What it is; nil where the Manager has none.
  let configuration: OffloadConfiguration?
  var owner: Owner?
  var prepared: Prepared?
  var trigger: OffloadTrigger?
  /// What it does while it, or its trigger, is enabled.
  var run: OffloadRun?
  /// What the program has read that the latest call has left under way.
  var brought = Brought()
  /// What came of it each time it was enabled before.
  private(set) var reports: [OffloadReport] = []

  /// An instance that nobody has, or none.
  init(_ configuration: OffloadConfiguration?) { self.configuration = configuration }

  /// It is disabled.
  mutating func end() {
    if let run { reports.append(run.finalReport) }
    run = nil
  }

  /// Programs since it was enabled were found that left something else behind than the message says.
  mutating func found(damaged programs: UInt64) {
    if run != nil {
      run?.found(damaged: programs)
    } else if !reports.isEmpty {
      reports[reports.count - 1].streams.damaged = programs
    }
  }

  /// Programs that ran to their end since it was enabled last.
  var programs: UInt64 { run?.report.programs ?? reports.last?.programs ?? 0 }

  /// What came of it each time it was enabled, also where it still is.
  var allReports: [OffloadReport] { reports + (run.map { [$0.finalReport] } ?? []) }

  /// What the Manager's buffers hold for its blocks.
  var buffers: [BlockBuffer] {
    guard let prepared else { return [BlockBuffer()] }
    let data = configuration?.streams.data ?? []
    let landing = prepared.message.moves.filter { $0.request.path == .bra && $0.request.operation == .read }
      .reduce(0) { $0 + $1.request.bytes }
    // A block that goes over the end of the data goes on at its start.
    let around = data.isEmpty ? [] : (0..<OffloadRun.longestBlock).map { data[$0 % data.count] }
    return [
      BlockBuffer(outgoing: prepared.image.dataBytes), BlockBuffer(outgoing: data + around),
      BlockBuffer(
        incoming: brought.landed.count == landing ? brought.landed : [UInt8](repeating: 0, count: landing)),
    ]
  }
}
