internal import BRAEncoder

/// An offload that is enabled, or whose trigger is: takes pulses, and replays its program.
struct OffloadRun: Sendable {
  /// A program under way.
  struct Progress: Sendable {
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

  /// The streams of its blocks.
  struct Streams: Sendable {
    /// What it is sent from.
    var tx: StreamLevel
    /// What is read goes here.
    var rx: StreamLevel
    /// Bytes after which the first comes again.
    let bytes: Int
    /// What its frames have room for.
    var room: BlockRoom
  }

  /// What becomes of a pulse.
  enum Reception: Hashable, Sendable {
    /// It starts the program.
    case starts
    /// It is lost, as the offload is not enabled yet.
    case isEarly
    /// Nobody minds it, as the offload is not enabled any more.
    case isIgnored
  }

  /// Bytes of the longest block there is.
  static let longestBlock = BRALimits.field

  /// The pulses of its trigger.
  var clock = TriggerClock.silent
  /// What becomes of them.
  var reception = Reception.isEarly
  /// Whether the latest Ping that it saw had an alert.
  private var wasAlert = false
  /// The slot of the latest pulse, or the one in which it was made.
  private(set) var latestPulse: UInt64
  /// Where in its program it is.
  var sequencer: OffloadSequencer
  /// The program under way.
  var progress: Progress?
  var streams: Streams
  /// What came of it.
  var report = OffloadReport()

  /// Of a message in the memories of an instance, in front of a slot.
  init(
    _ prepared: OffloadEngine.Prepared, _ streams: OffloadStreams, _ dma: HostDMA?, from slot: UInt64
  ) {
    sequencer = OffloadSequencer(prepared.image)
    func cost(_ ring: OffloadStreams.Ring) -> UInt64 {
      dma?.nanosecondsPerPeriod(of: ring.periodBytes) ?? 0
    }
    self.streams = Streams(
      tx: StreamLevel(streams.tx, total: UInt64(streams.data.count), costPerPeriod: cost(streams.tx)),
      rx: StreamLevel(streams.rx, costPerPeriod: cost(streams.rx)), bytes: max(1, streams.data.count),
      room: BlockRoom(prepared.limits))
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
    report.hostNanoseconds &+= streams.tx.hostNanoseconds &+ streams.rx.hostNanoseconds
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
  mutating func losePulses(before slot: UInt64, _ timeline: BusTimeline) {
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

  /// Somebody who looked found something else than the message says.
  mutating func found(damaged programs: UInt64) { report.streams.damaged = programs }
}
