internal import BRAEncoder

/// The fast engine: the same devices as in the slot engine, a frame at a time.
///
/// A frame is cut into phases: runs of slots in which no device's decision depends on a slot of the same run. Phase
/// by phase the drives are ORed, and every device is told the resolved bits through the same functions that the slot
/// engine calls slot by slot (`decide(behind:)` in Column 0, the machines of BRA on DP0). In a frame where all devices
/// are in step the phases are:
///
/// 1. rows 0 to 23: only the Manager and PREQ speak in front of the last decision, so they are one phase;
/// 2. the block: header and CRC, header response, data and CRC, footer response; nothing in Column 0 depends on them
///    but PAR, and they depend on nothing in Column 0 (open point A31);
/// 3. rows 24 to 44: status, read data and sync follow from phase 1; then the parity window ends and PAR is known;
/// 4. rows 46 and 47: the responses, which follow from PAR;
/// 5. the end of the frame.
///
/// What does not fit this picture goes to the slot engine, frame by frame (`Handover`).
enum FrameEngine {
  /// Runs the frame the Manager is about to send, or gives nil and the reason why it cannot; then nothing has changed.
  static func run(
    _ bus: inout Bus, _ plan: FramePlan, levels: inout [UInt64]?
  ) -> FrameOutcome {
    var outcome = FrameOutcome(
      number: bus.frame, startSlot: bus.slot, shape: bus.shape, controlWord: ControlWord(),
      payloadBits: bus.manager.payloadBits)
    bus.manager.begin(plan)
    var word = decideCommand(&bus)
    var sums = TransitionSums()
    let header = bus.manager.activeHeader
    if let header {
      let layout = bus.layouts.layout(
        shape: bus.shape, settings: bus.manager.portSettings, slotsSinceSSP: bus.manager.slotsSinceSSP)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: PayloadLine.capacity) { buffer in
        guard let bytes = buffer.baseAddress else { return }
        let line = PayloadLine(bytes: bytes, count: 10 + header.byteCount)
        bytes.update(repeating: 0, count: 8 * line.words)
        bus.exchangeBlock(header, on: line)
        sums.add(line, layout)
        closeColumn0(&bus, &word, &sums)
        if levels != nil { LevelBuilder.build(&levels, bus.level, word, line, layout, bus.shape) }
      }
    } else {
      closeColumn0(&bus, &word, &sums)
      if levels != nil { LevelBuilder.build(&levels, bus.level, word, bus.shape) }
    }
    outcome.controlWord = ControlWord(bits: word)
    endFrame(&bus, word, sums)
    outcome.block = bus.manager.endFrame()
    bus.slot &+= UInt64(outcome.shape.slots)
    bus.frame &+= 1
    return outcome
  }

  /// Rows 0 to 44: gives all bits of Column 0 up to the end of the parity window.
  @inline(__always)
  private static func decideCommand(_ bus: inout Bus) -> UInt64 {
    let sent = bus.manager.control.sent
    var word = sent.bits
    let known = ControlWord(bits: word & ControlWord.mask(0...ControlDecision.address))
    for index in bus.peripherals.indices where bus.peripherals[index].isAttached {
      bus.peripherals[index].control.received = known
      bus.peripherals[index].decide(behind: ControlDecision.opcode)
      bus.peripherals[index].decide(behind: ControlDecision.address)
      word |= bus.peripherals[index].control.sent.bits
    }
    return word
  }

  /// Rows 44 to 47: PAR, then the responses.
  @inline(__always)
  private static func closeColumn0(_ bus: inout Bus, _ word: inout UInt64, _ sums: inout TransitionSums) {
    sums.add(control: word)
    let highs = bus.level ^ TransitionSums.parity(sums.windowEven)
    bus.manager.control.received.bits = word
    bus.manager.parity.count(highs)
    bus.manager.decide(behind: ControlDecision.parityWindow)
    word |= bus.manager.control.sent.bits
    bus.manager.control.received.bits = word
    bus.manager.decide(behind: ControlDecision.parity)
    var responses = bus.manager.control.sent.bits
    for index in bus.peripherals.indices where bus.peripherals[index].isAttached {
      bus.peripherals[index].parity.count(highs)
      bus.peripherals[index].decide(behind: ControlDecision.parityWindow)
      bus.peripherals[index].control.received.bits = word
      bus.peripherals[index].decide(behind: ControlDecision.parity)
      responses |= bus.peripherals[index].control.sent.bits
    }
    word |= responses
    sums.tail ^= word & ControlWord.mask(ControlRow.parity...ControlRow.ack)
  }

  /// The end of the frame: the rest of the levels counts for the next PAR, then every device closes its frame.
  @inline(__always)
  private static func endFrame(_ bus: inout Bus, _ word: UInt64, _ sums: TransitionSums) {
    let levelInWindow = bus.level ^ TransitionSums.parity(sums.window)
    let highs = levelInWindow ^ TransitionSums.parity(sums.tailOdd)
    bus.level = levelInWindow ^ TransitionSums.parity(sums.tail)
    bus.manager.control.received.bits = word
    bus.manager.parity.count(highs)
    for index in bus.peripherals.indices where bus.peripherals[index].isAttached {
      bus.peripherals[index].control.received.bits = word
      bus.peripherals[index].parity.count(highs)
      bus.peripherals[index].endFrame()
    }
  }
}

extension Manager {
  /// The header of the block this frame carries, where it is not an idle one.
  fileprivate var activeHeader: BRAHeader? {
    guard let block = plan.block, block.header.type == .active else { return nil }
    return block.header
  }
}
