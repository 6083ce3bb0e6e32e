internal import BRAEncoder

// How an offload goes through its program, frame by frame.
extension OffloadRun {
  /// No pattern of frames is longer, so that after as many without room none comes.
  private static let mostRoomlessFrames = 1 << 16

  /// Begins the pause at hand, or ends it in front of its slot: a program whose last step it was is through by then.
  mutating func sleep(_ view: HostView, _ timeline: BusTimeline) {
    while isRunning, case .sleep(let frames) = sequencer.step {
      let until = progress?.sleepsUntil ?? view.slot(framesAhead: UInt64(frames))
      progress?.sleepsUntil = until
      guard view.slot >= until else { return }
      advance(view.slot, timeline)
    }
  }

  /// Sends what the program wants; the slot before which it sends nothing, or nil where it wants this frame.
  mutating func offer(
    _ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline, _ syncWait: SyncWait
  ) -> UInt64? {
    sleep(view, timeline)
    guard let progress, let step = sequencer.step else { return clock.next(timeline) }
    switch step {
    case .sleep: return wake(progress.sleepsUntil ?? view.endSlot, timeline)
    case .command(let command, let part):
      if command.isBankSwitch, syncWait.holds(waited: progress.waited, frame: view.frame) {
        frame.wait(until: syncWait.end(waited: progress.waited, view), .bankSwitch)
      } else {
        frame.send(command, part)
      }
      return nil
    case .block(let block, let bytes): return offer(block, bytes, &frame, view, timeline)
    }
  }

  private mutating func offer(
    _ block: BlockRequest, _ bytes: OffloadInstruction.Bytes, _ frame: inout FrameOffer, _ view: HostView,
    _ timeline: BusTimeline
  ) -> UInt64? {
    var block = block
    guard let full = streams.room.bytes(payloadBits: view.payloadBits), full >= block.header.byteCount else {
      // A DP0 that the program itself has closed, or made another, stays as it is.
      let roomless = (progress?.roomless ?? 0) + 1
      progress?.roomless = roomless
      progress?.isStuck = view.payloadBits == 0 || roomless > Self.mostRoomlessFrames
      frame.wait(until: view.endSlot, .room)
      return nil
    }
    progress?.isStuck = false
    if bytes == .fromStream {
      let ready = streams.tx.slot(for: block.header.byteCount, at: view.slot)
      if ready > view.slot {
        if progress?.isUnderrun == false { report.streams.underruns += 1 }
        progress?.isUnderrun = true
        progress?.isStuck = ready == .max
        return wake(ready, timeline)
      }
      block.offset = Int(streams.tx.passed % UInt64(streams.bytes))
    }
    frame.send(block, .data)
    return nil
  }

  /// Where it waits until a slot, but pulses that it loses meanwhile are to be counted when they come.
  private func wake(_ slot: UInt64, _ timeline: BusTimeline) -> UInt64 {
    let pulse = clock.next(timeline)
    return min(slot, pulse == .max ? pulse : pulse + 1)
  }

  /// So many frames passed in which its bank switch waited.
  mutating func waited(_ frames: UInt64) { progress?.waited += Int(clamping: frames) }

  /// What it offered was on the wire; gives the bytes that went through.
  mutating func complete(_ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline) -> Int {
    guard isRunning, let step = sequencer.step else { return 0 }
    var moved = 0
    switch step {
    case .sleep: return 0
    case .command(let command, let part):
      let isGood = outcome.response == .ok
      if !isGood { report.streams.failures += 1 }
      if case .read = command { arrive(1, view, timeline) }
      if isGood, part == .data { moved = 1 }
    case .block(let block, let bytes):
      let isGood = outcome.block?.isGood == true
      if !isGood { report.streams.failures += 1 }
      moved = isGood ? block.header.byteCount : 0
      switch bytes {
      case .inMemory: break
      case .fromStream: streams.tx.pass(block.header.byteCount, endingAt: view.slot, timeline)
      case .toStream: arrive(block.header.byteCount, view, timeline)
      }
    }
    advance(view.slot, timeline)
    return moved
  }

  /// Bytes come for the stream.
  private mutating func arrive(_ bytes: Int, _ view: HostView, _ timeline: BusTimeline) {
    guard streams.rx.slot(for: bytes, at: view.slot) <= view.slot else { return report.streams.overruns += 1 }
    streams.rx.pass(bytes, endingAt: view.slot, timeline)
  }

  /// Goes on to the next step, in front of a slot; after the last the program is through.
  private mutating func advance(_ slot: UInt64, _ timeline: BusTimeline) {
    sequencer.advance()
    progress = Progress()
    guard sequencer.step == nil else { return }
    losePulses(before: slot, timeline)
    report.programs += 1
    progress = nil
  }
}
