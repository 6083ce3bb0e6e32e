extension Conductor {
  /// A program under way, and what it cost so far.
  package struct Seat: Sendable {
    /// The program.
    package var program: Program
    /// What its frames cost.
    package var ledger: Ledger
    /// What the frame at hand is to it; nil where it is through, or not there yet.
    package var share: FrameShare?
    /// When it comes; nil where it is there.
    package var arrival: Arrival?

    /// A program in front of its first frame, with a ledger that has none.
    package init(_ program: Program, _ ledger: Ledger, arrival: Arrival? = nil) {
      self.program = program
      self.ledger = ledger
      self.arrival = arrival
    }

    /// Learns what the frame brought.
    @inline(__always)
    mutating func complete(
      _ plan: FramePlan, _ outcome: FrameOutcome, _ overlap: PortOverlap?, _ view: HostView,
      _ timeline: BusTimeline, _ bus: inout Bus
    ) {
      guard let share else { return }
      ledger.count(plan, share, outcome, overlap: overlap)
      if share.sends {
        program.complete(share, outcome, view, timeline)
        if program.asksForPort { program.look(at: bus.manager.portSettings, view) }
      } else if share.wait == .bankSwitch {
        program.waited(1)
      }
    }

    /// Learns of Pings that were passed over.
    mutating func pass(_ pings: SkippedPings) {
      guard let share else { return }
      ledger.count(pings, share)
      if share.wait == .bankSwitch { program.waited(pings.frames) }
    }
  }

  /// When a program comes that is not there from the beginning. It comes no later than in the frame after the last of the one
  /// in front.
  package enum Arrival: Hashable, Sendable {
    /// So many frames after the one with the first block of the program in front; 0 is that frame.
    case afterBlock(frames: UInt64)
    /// In a frame, by its number.
    case inFrame(UInt64)
  }
}

// MARK: - Programs beside the one in front

extension Conductor {
  /// Asks those beside the one in front, and lets come whose time it is.
  @inline(never)
  mutating func askOthers(_ offer: inout FrameOffer, _ view: HostView) {
    offer.isPageHeld = lead.program.holdsPage
    for index in others.indices {
      if others[index].arrival != nil, !arrives(index, &offer, view) { continue }
      others[index].share = offer.ask(&others[index].program, view, timeline)
    }
    whole.share = wholeShare
  }

  /// Whether one comes in this frame.
  private mutating func arrives(_ index: Int, _ offer: inout FrameOffer, _ view: HostView) -> Bool {
    if case .afterBlock(let frames) = others[index].arrival, offer.plan.block != nil {
      others[index].arrival = .inFrame(view.frame + frames)
    }
    if lead.share != nil {
      guard case .inFrame(let frame) = others[index].arrival else { return false }
      guard frame <= view.frame else {
        offer.expect(at: view.slot(framesAhead: frame - view.frame))
        return false
      }
    }
    others[index].arrival = nil
    others[index].program.begin(view, timeline)
    others[index].ledger = others[index].ledger.starting(at: view.slot)
    return true
  }

  /// What the frame is to all together: to the first that sends something, or else to the first there is.
  private var wholeShare: FrameShare? {
    var whole = lead.share
    for other in others {
      guard let share = other.share else { continue }
      guard let sofar = whole, sofar.sends else {
        if whole == nil || share.sends { whole = share }
        continue
      }
      whole?.hasCommand = sofar.hasCommand || share.hasCommand
      whole?.hasBlock = sofar.hasBlock || share.hasBlock
    }
    return whole
  }

  /// Tells those beside the one in front what the frame brought.
  @inline(never)
  mutating func completeOthers(_ outcome: FrameOutcome, _ next: HostView, _ bus: inout Bus) {
    for index in others.indices { others[index].complete(plan, outcome, overlap, next, timeline, &bus) }
    whole.count(plan, outcome, overlap)
  }
}
