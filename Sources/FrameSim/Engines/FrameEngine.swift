internal import BRAEncoder

/// The fast engine: the same devices as in the slot engine, a frame at a time.
///
/// A frame is cut into phases: runs of slots in which no device's decision depends on a slot of the same run. Phase
/// by phase the drives are ORed, and every device is told the resolved bits through the same functions that the slot
/// engine calls slot by slot (`decide(after:)` in Column 0, the machines of BRA on DP0). In a frame where all devices
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
  /// Runs the frame the Manager is about to send; the caller has made sure that it can (`Bus.handover`).
  static func run(
    _ bus: inout Bus, _ plan: FramePlan, levels: inout [UInt64], wantsLevels: Bool
  ) -> FrameOutcome {
    var outcome = FrameOutcome(
      number: bus.frame, startSlot: bus.slot, shape: bus.manager.cursor.shape, controlWord: ControlWord(),
      payloadBits: bus.manager.payloadBits)
    bus.manager.begin(plan)
    if let block = bus.manager.plan.block, block.sendsHeader {
      let layout = bus.layouts.layout(
        shape: bus.manager.cursor.shape, settings: bus.manager.portSettings,
        phase: bus.manager.windowPhase.value, hasLevels: wantsLevels)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: PayloadLine.capacity) { buffer in
        guard let bytes = buffer.baseAddress else { return }
        let line = PayloadLine(bytes: bytes, count: block.isFake ? 10 : 10 + block.header.byteCount)
        let start = bus.level
        layout._withUnsafeGuaranteedRef { layout in
          clock(&bus, block, line, layout, &outcome)
          if wantsLevels {
            LevelBuilder.build(
              &levels, start, outcome.controlWord.bits, bus.layouts.control(of: outcome.shape), line, layout,
              outcome.shape)
          }
        }
      }
    } else {
      let start = bus.level
      clock(&bus, &outcome)
      if wantsLevels {
        LevelBuilder.build(
          &levels, start, outcome.controlWord.bits, bus.layouts.control(of: outcome.shape), outcome.shape)
      }
    }
    bus.slot &+= UInt64(outcome.shape.slots)
    bus.frame &+= 1
    return outcome
  }

  /// A frame with a block on DP0.
  private static func clock(
    _ bus: inout Bus, _ block: BlockRequest, _ line: PayloadLine, _ layout: FrameLayout,
    _ outcome: inout FrameOutcome
  ) {
    let start = bus.level
    line.clearRest()
    bus.level = bus.withDevices { devices in
      var word = devices.decideCommand()
      var sums = TransitionSums()
      if block.isFake {
        devices.sendFake(block.header, on: line)
      } else {
        devices.exchangeBlock(block.header, on: line)
      }
      sums.add(line, layout)
      devices.closeColumn0(&word, &sums, level: start)
      outcome.controlWord = ControlWord(bits: word)
      return devices.endFrame(word, sums, level: start)
    }
    outcome.block = bus.manager.endFrame()
  }

  /// A frame without a block.
  private static func clock(_ bus: inout Bus, _ outcome: inout FrameOutcome) {
    let start = bus.level
    bus.level = bus.withDevices { devices in
      var word = devices.decideCommand()
      var sums = TransitionSums()
      devices.closeColumn0(&word, &sums, level: start)
      outcome.controlWord = ControlWord(bits: word)
      return devices.endFrame(word, sums, level: start)
    }
    outcome.block = bus.manager.endFrame()
  }
}

/// Column 0, phase by phase.
extension Devices {
  /// Rows 0 to 44: gives all bits of Column 0 up to the end of the parity window.
  @inline(__always)
  func decideCommand() -> UInt64 {
    var word = manager.pointee.control.sent.bits
    let known = ControlWord(bits: word & ControlWord.mask(0...ControlDecision.address))
    forEachAttached { peripheral in
      peripheral.pointee.control.received = known
      peripheral.pointee.decide(after: ControlDecision.opcode)
      peripheral.pointee.decide(after: ControlDecision.address)
      word |= peripheral.pointee.control.sent.bits
    }
    return word
  }

  /// Rows 44 to 47: PAR, then the responses.
  @inline(__always)
  func closeColumn0(_ word: inout UInt64, _ sums: inout TransitionSums, level: UInt64) {
    sums.add(control: word)
    let highs = level ^ TransitionSums.parity(sums.windowEven)
    manager.pointee.parity.count(highs)
    manager.pointee.decide(after: ControlDecision.parityWindow)
    word |= manager.pointee.control.sent.bits
    manager.pointee.control.received.bits = word
    manager.pointee.decide(after: ControlDecision.parity)
    var responses = manager.pointee.control.sent.bits
    forEachAttached { peripheral in
      peripheral.pointee.parity.count(highs)
      peripheral.pointee.decide(after: ControlDecision.parityWindow)
      peripheral.pointee.control.received.bits = word
      peripheral.pointee.decide(after: ControlDecision.parity)
      responses |= peripheral.pointee.control.sent.bits
    }
    word |= responses
    sums.tail ^= word & ControlWord.mask(ControlRow.parity...ControlRow.ack)
  }

  /// The end of the frame: the rest of the levels counts for the next PAR, then every Peripheral closes its frame.
  /// Gives the level after the last slot; the Manager closes its frame last.
  @inline(__always)
  func endFrame(_ word: UInt64, _ sums: TransitionSums, level: UInt64) -> UInt64 {
    let levelInWindow = level ^ TransitionSums.parity(sums.window)
    let highs = levelInWindow ^ TransitionSums.parity(sums.tailOdd)
    manager.pointee.control.received.bits = word
    manager.pointee.parity.count(highs)
    forEachAttached { peripheral in
      peripheral.pointee.control.received.bits = word
      peripheral.pointee.parity.count(highs)
      peripheral.pointee.endFrame()
    }
    return levelInWindow ^ TransitionSums.parity(sums.tail)
  }
}
