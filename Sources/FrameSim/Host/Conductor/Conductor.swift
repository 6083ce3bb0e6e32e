/// The only loop over frames: asks the programs under way what they want, and makes one frame of it.
///
/// In front of a frame every program says what it wants of Column 0 and of DP0. The first that wants one of them gets it,
/// in the order in which they were taken in. Where a PREQ is owed its Ping, that comes first. Where nobody wants
/// anything, the frame is a Ping, and most of a long pause is passed over in closed form. Each outcome goes to the
/// program whose frame it was, and to the ledgers of all that are under way.
package struct Conductor<Program: HostProgram>: Sendable {
  /// A program under way, and what it cost so far.
  package struct Seat: Sendable {
    /// The program.
    package var program: Program
    /// What its frames cost.
    package var ledger: Ledger
    /// What the frame at hand is to it; nil where it is through.
    package var share: FrameShare?

    /// A program in front of its first frame, with a ledger that has none.
    package init(_ program: Program, _ ledger: Ledger) {
      self.program = program
      self.ledger = ledger
    }
  }

  /// The programs, the first in front.
  package var seats: [Seat]
  /// What a host knows in front of the next frame.
  package private(set) var view: HostView
  /// What the Manager sends in the frame at hand.
  package private(set) var plan = FramePlan()
  /// Where slots lie in time.
  package let timeline: BusTimeline
  /// Whether the latest frame was a Ping.
  package private(set) var followsPing = false
  /// Whether nobody sends anything in the latest frame, or in the one at hand.
  package private(set) var isPausing = false
  /// Where DP0 lies in the frame at hand, if it reaches into Column 0.
  private var overlap: PortOverlap?
  /// The frame from which on long pauses are passed over; by default they never are.
  var skipsFrom = UInt64.max

  /// Programs in front of a bus's next frame.
  package init(_ seats: [Seat], _ timeline: BusTimeline, _ bus: inout Bus) {
    self.seats = seats
    self.timeline = timeline
    view = HostView(&bus)
    for index in seats.indices where seats[index].program.asksForPort {
      self.seats[index].program.look(at: bus.manager.portSettings, view)
    }
  }

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
    var merger = OfferMerger(view, followsPing: followsPing, followsBlock: plan.block != nil)
    for index in seats.indices {
      let offer = seats[index].program.offer(view, timeline)
      if offer.isEmpty, seats[index].program.isThrough(view) {
        seats[index].share = nil
      } else {
        seats[index].share = merger.take(offer)
      }
    }
    guard merger.isAnybodyThere else { return .through }
    if merger.isIdle, isPausing, pass(until: merger.wake, &bus) { return .passed }
    isPausing = merger.isIdle
    plan = merger.plan
    overlap = bus.manager.overlap
    return .frame
  }

  /// Tells everybody what the frame brought.
  mutating func complete(_ outcome: FrameOutcome, _ bus: inout Bus) {
    let next = HostView(&bus)
    followsPing = !plan.command.isAccess
    for index in seats.indices {
      guard let share = seats[index].share else { continue }
      seats[index].ledger.count(plan, share, outcome, overlap: overlap)
      if share.sends {
        seats[index].program.complete(share, outcome, next, timeline)
        if seats[index].program.asksForPort {
          seats[index].program.look(at: bus.manager.portSettings, next)
        }
      } else if share.wait == .bankSwitch {
        seats[index].program.waited(1)
      }
    }
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
    for index in seats.indices {
      guard let share = seats[index].share else { continue }
      seats[index].ledger.count(pings, share)
      if share.wait == .bankSwitch { seats[index].program.waited(pings.frames) }
    }
    return true
  }
}
