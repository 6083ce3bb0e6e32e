internal import BRAEncoder

/// An offload that is enabled, or whose trigger is: takes pulses, and replays its program.
struct OffloadRun: Sendable {
  /// A program under way.
  private struct Progress: Sendable {
    /// The slot until which it sleeps.
    var sleepsUntil: UInt64?
    /// Frames that the bank switch at hand has waited.
    var waited = 0
    /// Whether the block at hand has been counted as one that found no bytes.
    var isUnderrun = false
    /// Frames without room for the block at hand.
    var roomless = 0
    /// Whether it waits for something that does not come.
    var isStuck = false
  }

  /// No pattern of frames is longer, so that after as many without room none comes.
  private static let mostRoomlessFrames = 1 << 16

  /// Bytes of the longest block there is.
  static let longestBlock = BRALimits.field

  var clock = TriggerClock.silent
  private var sequencer: OffloadSequencer
  private var tx: StreamLevel
  private var rx: StreamLevel
  private let streamBytes: Int
  private var room: BlockRoom
  /// What becomes of a pulse.
  enum Reception: Hashable, Sendable {
    /// It starts the program.
    case starts
    /// It is lost, as the offload is not enabled yet.
    case isEarly
    /// Nobody minds it, as the offload is not enabled any more.
    case isIgnored
  }

  /// What becomes of a pulse.
  var reception = Reception.isEarly
  /// Whether the latest Ping that it saw had an alert.
  private var wasAlert = false
  /// The program under way.
  private var progress: Progress?
  /// The slot of the latest pulse, or the one in which it was made.
  private(set) var latestPulse: UInt64
  /// What came of it.
  private(set) var report = OffloadReport()

  /// Of a message in the memories of an instance, in front of a slot.
  init(
    _ prepared: OffloadEngine.Prepared, _ streams: OffloadStreams, _ dma: HostDMA?, from slot: UInt64
  ) {
    sequencer = OffloadSequencer(prepared.image)
    func cost(_ ring: OffloadStreams.Ring) -> UInt64 {
      dma?.nanosecondsPerPeriod(of: ring.periodBytes) ?? 0
    }
    tx = StreamLevel(streams.tx, total: UInt64(streams.data.count), costPerPeriod: cost(streams.tx))
    rx = StreamLevel(streams.rx, costPerPeriod: cost(streams.rx))
    streamBytes = max(1, streams.data.count)
    room = BlockRoom(prepared.limits)
    latestPulse = slot
    report.ordinary = prepared.ordinary
    report.words = .init(
      instructions: prepared.image.instructions.count, data: prepared.image.data.count)
  }

  /// Whether a program is under way.
  var isRunning: Bool { progress != nil }
  /// Whether that program waits for something that does not come.
  var isStuck: Bool { progress?.isStuck == true }

  /// What came of it so far.
  var finalReport: OffloadReport {
    var report = report
    report.hostNanoseconds &+= tx.hostNanoseconds &+ rx.hostNanoseconds
    return report
  }

  // MARK: Pulses

  /// Takes the pulses up to a slot, that slot included, and starts the program in front of it at the first that finds it at rest.
  mutating func settle(_ slot: UInt64, _ timeline: BusTimeline) {
    if isRunning { return losePulses(before: slot, timeline) }
    let first = clock.next(timeline)
    guard first <= slot else { return }
    take(clock.see(upTo: slot, timeline), first, slot)
  }

  /// The same with those before the slot: its own pulse is left.
  mutating func settle(before slot: UInt64, _ timeline: BusTimeline) {
    if isRunning { return losePulses(before: slot, timeline) }
    let first = clock.next(timeline)
    guard first < slot else { return }
    take(clock.see(before: slot, timeline), first, slot)
  }

  private mutating func take(_ new: UInt64, _ first: UInt64, _ slot: UInt64) {
    guard new > 0, reception != .isIgnored else { return }
    count(new, at: slot)
    guard reception == .starts else { return report.lost.disabled += new }
    report.lost.running += new - 1
    report.jitter.add(slot - first)
    progress = Progress()
    sequencer.restart()
  }

  private mutating func count(_ pulses: UInt64, at slot: UInt64) {
    if pulses > 0 { latestPulse = slot }
    report.triggers += pulses
  }

  /// Those that come while a program runs are lost.
  private mutating func losePulses(before slot: UInt64, _ timeline: BusTimeline) {
    let new = clock.see(before: slot, timeline)
    guard reception == .starts else { return }
    count(new, at: slot)
    report.lost.running += new
  }

  /// Its trigger is disabled in front of a slot: no other pulses come.
  mutating func stopTrigger(at slot: UInt64) { clock.end = min(clock.end, slot) }

  /// Pulses that its trigger would have given before a slot are lost: it was ready for them, and the trigger was not.
  mutating func misses(_ trigger: TriggerClock, before slot: UInt64, _ timeline: BusTimeline) {
    var trigger = trigger
    let missed = trigger.see(before: slot, timeline)
    report.triggers += missed
    report.lost.disabled += missed
  }

  /// A device was seen to answer a Ping with Alert, or not: the first time after another answer is a pulse.
  mutating func sees(alert: Bool, before slot: UInt64) {
    if alert, !wasAlert {
      let end = clock.end
      clock = TriggerClock(from: slot, every: 1, count: 1)
      clock.end = end
    }
    wasAlert = alert
  }

  /// The program under way is given up.
  mutating func cut() {
    if progress != nil { report.cut += 1 }
    progress = nil
  }

  // MARK: Replay

  /// Sends what the program wants; the slot before which it sends nothing, or nil where it wants this frame.
  mutating func offer(
    _ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline, _ syncWait: SyncWait
  ) -> UInt64? {
    while isRunning, case .sleep(let frames) = sequencer.step {
      let until = progress?.sleepsUntil ?? view.slot(framesAhead: UInt64(frames))
      progress?.sleepsUntil = until
      guard view.slot >= until else { return wake(until, timeline) }
      advance(view.slot, timeline)
      settle(view.slot, timeline)
    }
    guard let progress, let step = sequencer.step else { return clock.next(timeline) }
    switch step {
    case .sleep: return view.endSlot
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
    guard let full = room.bytes(payloadBits: view.payloadBits), full >= block.header.byteCount else {
      // A DP0 that the program itself has closed, or made another, stays as it is.
      let roomless = (progress?.roomless ?? 0) + 1
      progress?.roomless = roomless
      progress?.isStuck = view.payloadBits == 0 || roomless > Self.mostRoomlessFrames
      frame.wait(until: view.endSlot, .room)
      return nil
    }
    progress?.isStuck = false
    if bytes == .fromStream {
      let ready = tx.slot(for: block.header.byteCount, at: view.slot)
      if ready > view.slot {
        if progress?.isUnderrun == false { report.streams.underruns += 1 }
        progress?.isUnderrun = true
        progress?.isStuck = ready == .max
        return wake(ready, timeline)
      }
      block.offset = Int(tx.passed % UInt64(streamBytes))
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
      case .fromStream: tx.pass(block.header.byteCount, endingAt: view.slot, timeline)
      case .toStream: arrive(block.header.byteCount, view, timeline)
      }
    }
    advance(view.slot, timeline)
    return moved
  }

  /// Bytes come for the stream.
  private mutating func arrive(_ bytes: Int, _ view: HostView, _ timeline: BusTimeline) {
    guard rx.slot(for: bytes, at: view.slot) <= view.slot else { return report.streams.overruns += 1 }
    rx.pass(bytes, endingAt: view.slot, timeline)
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

  /// Somebody who looked found something else than the message says.
  mutating func found(damaged programs: UInt64) { report.streams.damaged = programs }
}
