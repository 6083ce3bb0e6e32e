/// The programs that production runs: a transfer over one of the two ways, or over both in turn.
///
/// One of the two has something to do at a time. They lie side by side, neither in an enum nor optional, so that each is worked
/// on in place: whoever looks into an optional that is so large may be given a copy.
package struct TransferProgram: HostProgram {
  /// Which of the two is worked on.
  private var isBRA: Bool
  private(set) var bra: BRAProgram<HostFeed>
  private(set) var column0: Column0Program
  /// What of a transfer over BRA goes over Column 0.
  private var visits: Column0Visits
  /// Whether anything of it does.
  private let hasVisits: Bool

  /// A transfer that the interface takes, in front of its first frame; `route` says how it goes if that is BRA.
  init(
    _ request: TransferRequest, _ route: TransferRoute?, _ host: HostConfiguration, geometry: PortGeometry,
    limits: DP0Limits, _ view: HostView, _ timeline: BusTimeline
  ) {
    isBRA = request.path == .bra
    let pace = HostPace(host.model, path: request.path, from: view.slot, timeline)
    let stream = BRAStream(
      device: request.device, setup: isBRA ? host.setup : .alwaysOpen, geometry: geometry, limits: limits,
      responses: host.responses, check: host.check, steps: route?.steps ?? [])
    let bulk = route?.bulk
    let memory = MemoryFeed(
      request.operation, device: request.device, sections: bulk?.sections ?? [], limits: limits,
      legs: route?.legs)
    visits = Column0Visits(route?.column0 ?? [], host.model)
    hasVisits = visits.isInUse
    // What is left to Column 0 as a whole is no transfer over BRA, and has not its host's time.
    let isStream = route.map { !$0.steps.isEmpty } ?? false
    bra = BRAProgram(
      stream, HostFeed(memory, fakes: route?.fakes), syncWait: host.syncWait, pace: isStream ? pace : .ideal,
      view)
    column0 = isBRA ? .idle : Column0Program(request, pace)
    if isBRA, hasVisits { visitColumn0(view, timeline) }
  }

  package mutating func begin(_ view: HostView, _ timeline: BusTimeline) {
    if !isBRA { column0.begin(view, timeline) }
  }

  @inline(__always)
  package mutating func offer(_ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline) {
    if hasVisits { return offerEither(&frame, view, timeline) }
    if isBRA { bra.offer(&frame, view, timeline) } else { column0.offer(&frame, view, timeline) }
  }

  /// The same where the stream may be through with a pause, after which something goes over Column 0.
  @inline(never)
  private mutating func offerEither(
    _ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline
  ) {
    // The host's time after the last visit may just be over, and so may a pause of the stream.
    visitColumn0(view, timeline)
    if isBRA {
      bra.offer(&frame, view, timeline)
      visitColumn0(view, timeline)
    }
    if !isBRA { column0.offer(&frame, view, timeline) }
  }

  @inline(__always)
  package mutating func complete(
    _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline
  ) {
    if isBRA {
      bra.complete(share, outcome, view, timeline)
    } else {
      column0.complete(share, outcome, view, timeline)
    }
    if hasVisits { visitColumn0(view, timeline) }
  }

  @inline(__always)
  package var asksForPort: Bool { bra.asksForPort }

  package mutating func look(at port: PortSettings, _ view: HostView) { bra.look(at: port, view) }

  package mutating func waited(_ frames: UInt64) { bra.waited(frames) }

  @inline(__always)
  package func isThrough(_ view: HostView) -> Bool {
    isBRA ? bra.isThrough(view) : column0.isThrough(view)
  }

  package var holdsPage: Bool { !isBRA && column0.holdsPage }

  // MARK: Over Column 0 in between

  /// Goes over to Column 0 where the stream stands aside or is through, and back where that is done.
  @inline(never)
  private mutating func visitColumn0(_ view: HostView, _ timeline: BusTimeline) {
    while true {
      if isBRA {
        let stands = bra.phase == .elsewhere
        guard stands || bra.phase == .finished && bra.error == nil, bra.readyAt <= view.slot,
          visits.hasNext
        else { return }
        isBRA = false
        column0 = visits.begin(view, timeline)
      }
      guard column0.isThrough(view) else { return }
      visits.end(column0)
      isBRA = true
      guard bra.phase == .elsewhere else { continue }
      bra.resume(column0.error, view)
    }
  }

  // MARK: What came of it

  /// The bytes that a read over Column 0 brought.
  var incoming: [UInt8] { hasVisits ? visits.incoming(column0, isUnderWay: !isBRA) : column0.incoming }

  /// Why it failed, or nil.
  var error: TransferError? {
    if hasVisits { return bra.error ?? visits.error ?? (isBRA ? nil : column0.error) }
    return isBRA ? bra.error : column0.error
  }

  /// The caller's bytes of a transfer that went through.
  func bytesMoved(_ plan: TransferPlan) -> Int {
    guard let route = plan.route else { return column0.done }
    let visited = visits.done + (isBRA ? [] : [column0.done])
    let within = visited.indices.filter { route.place(ofColumn0: $0) != nil }.reduce(0) { $0 + visited[$1] }
    let after = visited.reduce(0, +) - within
    return plan.merged.ownBytes(done: bra.done + within, lost: bra.lost) + after
  }

  /// The sections of a transfer as they went, with their frames.
  func sections(of plan: TransferPlan) -> [SectionResult] {
    guard let route = plan.route else { return column0.sectionFrames.results(of: plan.request.sections) }
    var results = route.sectionResults(bra.sectionFrames)
    visits.addFrames(to: &results, route, isBRA ? nil : column0)
    return results
  }
}

// MARK: - Curves

extension TransferProgram {
  /// What is left of a transfer depends on this, besides the bus and the pause at hand, once its data is through.
  struct Standing: Hashable, Sendable {
    var column0: HostPace
    var bra: BRAProgram<HostFeed>.Standing
  }

  /// How it stands.
  var standing: Standing { Standing(column0: column0.standing, bra: bra.standing) }

  /// The pause that it is in, or in front of.
  func pauseAhead(_ view: HostView) -> TailPause? { isBRA ? bra.pauseAhead(view) : column0.pauseAhead(view) }

  /// Makes it stand in front of a pause, whatever it stood in front of.
  mutating func stand(inFrontOf pause: TailPause?, _ view: HostView) {
    if isBRA { bra.stand(inFrontOf: pause, view) } else { column0.stand(inFrontOf: pause, view) }
  }

  /// How long bank switches wait.
  var syncWait: SyncWait {
    get { isBRA ? bra.syncWait : .none }
    set { bra.syncWait = newValue }
  }

  /// Data bytes after the frame on the wire, in which it sends what it offered last; nil where that is no data.
  func bytesAtEndOfFrame(sendsBlock: Bool) -> Int? {
    if sendsBlock { return bra.bytesAtEndOfBlock }
    return isBRA ? nil : column0.bytesAtEndOfFrame
  }

  /// Makes it a transfer that ends with the frame on the wire, which carries data.
  mutating func shorten() {
    column0.shorten()
    bra.shorten()
  }

  /// Whether commands open the stream.
  var isOpening: Bool { bra.phase == .opening }

  /// Whether nothing but closing commands and pauses is left.
  var isAfterData: Bool {
    isBRA ? bra.phase == .closing || bra.phase == .finished : column0.isFinished
  }

  /// Whether the next command is a bank switch, in front of the first frame in which it may wait.
  func isInFrontOfWait(_ slot: UInt64) -> Bool { isBRA && bra.isInFrontOfWait(slot) }
}
