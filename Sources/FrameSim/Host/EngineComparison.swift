/// The slot engine beside another, frame by frame: where the two first disagreed.
struct EngineComparison: Sendable {
  private var bus: Bus
  /// The first disagreement, or nil.
  private(set) var disagreement: String?

  /// A second bus that stands where the first does.
  init(_ bus: Bus) {
    self.bus = bus
  }

  /// Bytes of memory that its devices hold.
  var heldBytes: Int { bus.heldBytes }

  /// The second bus has no host of its own: its Manager gets what the host gave the first.
  mutating func shareHost(of other: Bus) {
    bus.manager.buffers = other.manager.buffers
    bus.manager.abandonsNotReady = other.manager.abandonsNotReady
    bus.manager.defersResponseCheck = other.manager.defersResponseCheck
  }

  /// Runs a frame in the slot engine and compares.
  mutating func compare(
    _ plan: FramePlan, _ outcome: FrameOutcome, _ levels: [UInt64], flips: LineFlips
  ) {
    var own: [UInt64]? = []
    let other = bus.runSlots(plan, flips: flips, levels: &own)
    guard disagreement == nil, let own else { return }
    if let word = zip(levels, own).enumerated().first(where: { $0.element.0 != $0.element.1 }) {
      let slot = 64 * word.offset + (word.element.0 ^ word.element.1).leadingZeroBitCount
      disagreement = "the line levels differ in frame \(outcome.number), slot \(slot) of it"
    } else if outcome != other {
      disagreement = "what the Manager saw differs in frame \(outcome.number)"
    }
  }

  /// Compares what the devices hold, at the end of a transfer.
  mutating func compareDevices(with other: Bus) {
    shareHost(of: other)
    guard disagreement == nil, let field = bus.difference(from: other) else { return }
    disagreement = "what the devices hold differs after frame \(other.frame): \(field)"
  }
}
