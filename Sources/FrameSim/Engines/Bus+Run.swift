/// Which engine clocks the frames.
public enum Engine: String, Hashable, Sendable, CaseIterable {
  /// Whole frames at a time, phase by phase; what it cannot do exactly goes to the slot engine.
  case frame
  /// Slot by slot.
  case slot
}

extension Bus {
  /// Runs one frame.
  ///
  /// The Manager sends `plan`; a block goes out only while DP0 is open in the Manager. `flips` disturbs slots of the
  /// frame. `levels`, where given, receives the line levels: slot s of the frame is bit 63 - s % 64 of word s / 64.
  public mutating func run(
    _ plan: FramePlan, engine: Engine, flips: LineFlips = .none, levels: inout [UInt64]?
  ) -> FrameOutcome {
    var words = levels ?? []
    let wantsLevels = levels != nil
    levels = nil
    let outcome = run(plan, engine: engine, flips: flips, levels: &words, wantsLevels: wantsLevels)
    if wantsLevels { levels = words }
    return outcome
  }

  /// Runs one frame; `levels` receives the line levels where they are wanted, and is left alone where not.
  mutating func run(
    _ plan: FramePlan, engine: Engine, flips: LineFlips = .none, levels: inout [UInt64], wantsLevels: Bool
  ) -> FrameOutcome {
    statistics.frames &+= 1
    if engine == .frame {
      guard let reason = handover(plan, flips: flips) else {
        let outcome = FrameEngine.run(&self, plan, levels: &levels, wantsLevels: wantsLevels)
        noteChanges(of: plan)
        return outcome
      }
      statistics.handedOver[reason, default: 0] += 1
    }
    agreement = nil
    return runSlots(plan, flips: flips, levels: &levels, wantsLevels: wantsLevels)
  }

  /// Runs one frame in the slot engine.
  ///
  /// The Manager sends `plan`; a block goes out only while DP0 is open in the Manager. `flips` disturbs slots of the
  /// frame. `levels`, where given, receives the line levels: slot s of the frame is bit 63 - s % 64 of word s / 64.
  public mutating func runSlots(
    _ plan: FramePlan, flips: LineFlips = .none, levels: inout [UInt64]?
  ) -> FrameOutcome {
    var words = levels ?? []
    let wantsLevels = levels != nil
    levels = nil
    let outcome = runSlots(plan, flips: flips, levels: &words, wantsLevels: wantsLevels)
    if wantsLevels { levels = words }
    return outcome
  }

  private mutating func runSlots(
    _ plan: FramePlan, flips: LineFlips, levels: inout [UInt64], wantsLevels: Bool
  ) -> FrameOutcome {
    guard wantsLevels else {
      var sink = NoLevels()
      return SlotEngine.run(&self, plan, flips: flips, sink: &sink)
    }
    var sink = PackedLevels(reusing: levels)
    levels = []
    let outcome = SlotEngine.run(&self, plan, flips: flips, sink: &sink)
    sink.finish()
    levels = sink.words
    return outcome
  }

  /// Runs one frame in the slot engine; nobody looks at the levels.
  @discardableResult
  public mutating func runSlots(_ plan: FramePlan = FramePlan()) -> FrameOutcome {
    var levels: [UInt64]?
    return runSlots(plan, levels: &levels)
  }
}
