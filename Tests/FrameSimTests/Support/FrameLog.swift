import FrameSim

/// Keeps what a simulation sent, frame by frame, and checks sync, parity and slot classes of every frame.
struct FrameLog: FrameObserver {
  static let wantsLevels = true

  private(set) var plans: [FramePlan] = []
  private(set) var parts: [FramePart] = []
  private(set) var outcomes: [FrameOutcome] = []
  private(set) var checker = WireChecker()

  mutating func observe(_ frame: borrowing ObservedFrame) {
    plans.append(frame.plan)
    parts.append(frame.part)
    outcomes.append(frame.outcome)
    checker.take(frame.levels, rows: frame.outcome.shape.rows, columns: frame.outcome.shape.columns)
  }

  /// The Reads and Writes, in order.
  var accesses: [Command] {
    plans.map(\.command).filter { if case .ping = $0 { false } else { true } }
  }
}
