/// The reference: clocks rows and columns, one bit slot after the other, as section 14 puts it.
///
/// In each slot every device says what it drives from what it has sampled before; the line is the wired OR; the
/// level follows by the line code (section 1.3); every device samples. Nothing else passes between devices.
enum SlotEngine {
  /// Runs the frame the Manager is about to send.
  static func run<Sink: LevelSink>(
    _ bus: inout Bus, _ plan: FramePlan, flips: LineFlips, sink: inout Sink
  ) -> FrameOutcome {
    bus.manager.begin(plan)
    bus.manager.beginSlots()
    var outcome = FrameOutcome(
      number: bus.frame, startSlot: bus.slot, shape: bus.manager.cursor.shape, controlWord: ControlWord(),
      payloadBits: bus.manager.payloadBits)
    for index in bus.peripherals.indices where bus.peripherals[index].cursor.isAtFrameStart {
      bus.peripherals[index].beginSlots()
    }
    bus.level = bus.peripherals.withUnsafeMutableBufferPointer { peripherals in
      if flips.isEmpty {
        clock(&bus.manager, peripherals, level: bus.level, flips: Undisturbed(), sink: &sink)
      } else {
        clock(&bus.manager, peripherals, level: bus.level, flips: flips, sink: &sink)
      }
    }
    outcome.controlWord = bus.manager.control.received
    outcome.block = bus.manager.endFrame()
    bus.slot &+= UInt64(outcome.shape.slots)
    bus.frame &+= 1
    return outcome
  }

  /// The slots of one frame; gives the level after the last.
  private static func clock<Flips: FlipSource, Sink: LevelSink>(
    _ manager: inout Manager, _ peripherals: UnsafeMutableBufferPointer<Peripheral>, level: UInt64,
    flips: Flips,
    sink: inout Sink
  ) -> UInt64 {
    var level = level
    var slot = 0
    var frameEnds = false
    while !frameEnds {
      // 1. What everybody drives; nothing of this slot is known yet.
      var bit = manager.drive
      for index in peripherals.indices { bit |= peripherals[index].drive }
      // 2. The line: logical 1 is a transition.
      bit ^= flips.bit(at: slot)
      level ^= bit
      sink.take(level)
      // 3. The closing edge: everybody samples.
      frameEnds = manager.sample(bit, level: level)
      for index in peripherals.indices { peripherals[index].sample(bit, level: level) }
      slot &+= 1
    }
    return level
  }
}

/// Where disturbed slots come from; the undisturbed line costs nothing.
private protocol FlipSource {
  func bit(at slot: Int) -> UInt64
}

extension LineFlips: FlipSource {}

private struct Undisturbed: FlipSource {
  @inline(__always)
  func bit(at slot: Int) -> UInt64 { 0 }
}
