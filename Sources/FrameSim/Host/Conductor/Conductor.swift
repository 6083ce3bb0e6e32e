/// The only loop over frames: asks the programs under way what they want, and makes one frame of it.
///
/// In front of a frame every program says what it wants of Column 0 and of DP0. The first that wants one of them gets it:
/// the one in front, then the others in their order. Where a PREQ is owed its Ping, that comes first. Where nobody wants
/// anything, the frame is a Ping, and most of a long pause is passed over in closed form. Each outcome goes to the
/// program whose frame it was, and to the ledgers of all that are under way.
package struct Conductor<Program: HostProgram>: Sendable {
  /// The program in front. It lies by itself, as mostly there is no other.
  package internal(set) var lead: Seat
  /// Those beside it; they may come later.
  package internal(set) var others: [Seat]
  /// What the frames are to all together, each counted once; kept where there are others.
  package internal(set) var whole: Whole
  /// What a host knows in front of the next frame.
  package private(set) var view: HostView
  /// What the Manager sends in the frame at hand.
  package private(set) var plan = FramePlan()
  /// Where slots lie in time.
  package let timeline: BusTimeline
  /// What the frames so far leave behind.
  package private(set) var past = Past()
  /// When a synchronisation point is due.
  private(set) var syncPoints: SyncPoints
  /// Where DP0 lies in the frame at hand, if it reaches into Column 0.
  private(set) var overlap: PortOverlap?
  /// The frame from which on long pauses are passed over; by default they never are.
  var skipsFrom = UInt64.max

  /// What the frames so far leave behind.
  package struct Past: Hashable, Sendable {
    /// Whether the latest was a Ping.
    package var followsPing = false
    /// Whether nobody sends anything in the latest, or in the one at hand.
    package var isPausing = false
  }

  /// What frames are to several programs together.
  package struct Whole: Sendable {
    /// What the frames cost.
    package var ledger: Ledger
    /// What the frame at hand is.
    package var share: FrameShare?

    /// Counts the frame at hand.
    mutating func count(_ plan: FramePlan, _ outcome: FrameOutcome, _ overlap: PortOverlap?) {
      if let share { ledger.count(plan, share, outcome, overlap: overlap) }
    }

    /// Counts Pings that were passed over.
    mutating func count(_ pings: SkippedPings) {
      if let share { ledger.count(pings, share) }
    }
  }

  /// Programs in front of a bus's next frame; there is one at least. Those after the first may come later. Synchronisation
  /// points are at most `syncInterval` slots apart; 0 is never.
  package init(
    _ lead: Seat, beside others: [Seat] = [], _ timeline: BusTimeline, syncInterval: UInt64 = 0,
    _ bus: inout Bus
  ) {
    syncPoints = SyncPoints(interval: syncInterval)
    self.lead = lead
    self.others = others
    self.timeline = timeline
    view = HostView(&bus)
    whole = Whole(ledger: lead.ledger)
    syncPoints.look(&bus, view)
    if lead.program.asksForPort { self.lead.program.look(at: bus.manager.portSettings, view) }
    for index in others.indices where others[index].arrival == nil && others[index].program.asksForPort {
      self.others[index].program.look(at: bus.manager.portSettings, view)
    }
  }

  /// What the frame at hand is to all together.
  package var share: FrameShare? { others.isEmpty ? lead.share : whole.share }

  /// Runs frames until all programs are through, or the runner is done.
  package mutating func run<Runner: FrameRunner>(_ bus: inout Bus, _ runner: inout Runner)
  where Runner.Program == Program {
    while !runner.isDone(self, in: &bus), step(&bus, &runner) {}
  }

  /// Runs a frame, or passes over a pause; false where all programs are through.
  @inline(__always)
  package mutating func step<Runner: FrameRunner>(_ bus: inout Bus, _ runner: inout Runner) -> Bool
  where Runner.Program == Program {
    switch turn(&bus) {
    case .through: return false
    case .passed: return true
    case .frame:
      let outcome = runner.run(self, on: &bus)
      runner.ended(self, outcome, on: &bus)
      complete(outcome, &bus)
      return true
    }
  }

  /// Stands in front of the next frame of another bus, with nothing counted.
  mutating func stand(inFrontOf bus: inout Bus, skipsPauses: Bool) {
    view = HostView(&bus)
    skipsFrom = skipsPauses ? 0 : .max
    lead.ledger = lead.ledger.starting(at: view.slot)
    syncPoints.look(&bus, view)
  }

  /// What comes next.
  enum Turn {
    case through
    case passed
    case frame
  }

  /// Makes the next frame, or passes over a pause.
  @inline(__always)
  mutating func turn(_ bus: inout Bus) -> Turn {
    // A copy on the stack: what lies in `self` would be copied for every call.
    let view = view
    var offer = FrameOffer(view, followsPing: past.followsPing, followsBlock: plan.block != nil)
    let isSync = view.slot >= syncPoints.dueSlot
    if isSync { offer.sync(followsSync: plan.command == .ping(ssp: true)) }
    if !others.isEmpty { offer.isPageHeld = others.contains { $0.arrival == nil && $0.program.holdsPage } }
    lead.share = offer.ask(&lead.program, view, timeline)
    if !others.isEmpty { askOthers(&offer, view) }
    guard offer.isAnybodyThere else { return .through }
    if isSync { offer.finishSync() }
    if offer.isIdle, past.isPausing, pass(until: min(offer.wake, syncPoints.dueSlot), &bus) { return .passed }
    past.isPausing = offer.isIdle
    plan = offer.plan
    overlap = bus.manager.overlap
    return .frame
  }

  /// Tells everybody what the frame brought.
  @inline(__always)
  mutating func complete(_ outcome: FrameOutcome, _ bus: inout Bus) {
    let next = HostView(&bus)
    past.followsPing = !plan.command.isAccess
    if syncPoints.isOn, syncPoints.isDue || bus.manager.isDP0Open, plan.command != .ping {
      syncPoints.look(&bus, next, after: plan.command)
    }
    lead.complete(plan, outcome, overlap, next, timeline, &bus)
    if !others.isEmpty { completeOthers(outcome, next, &bus) }
    view = next
  }
}

// MARK: - Long pauses

extension Conductor {
  /// Frames ahead from which on it pays to pass over them: to see that the bus comes back takes a period, and what is
  /// no whole period is run.
  package static var worthwhile: UInt64 { 4 * Bus.pingPeriod }

  /// Passes over most of a pause, of which one frame was run at least: by then the bus has settled, mostly. The last
  /// frames are always run, and all of them where the bus does not come back to where it is. False where none was.
  @inline(never)
  private mutating func pass(until wake: UInt64, _ bus: inout Bus) -> Bool {
    let slots = UInt64(view.shape.slots)
    let rest = wake - min(wake, view.slot)
    guard view.frame >= skipsFrom, rest > (Self.worthwhile - 1) * slots else { return false }
    let ahead = (rest - 1) / slots + 1
    guard let pings = bus.skipPings(upTo: ahead - 1) else {
      skipsFrom = view.frame + Self.worthwhile
      return false
    }
    view = HostView(&bus)
    lead.pass(pings)
    for index in others.indices { others[index].pass(pings) }
    if !others.isEmpty { whole.count(pings) }
    return true
  }
}
